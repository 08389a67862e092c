"""Reads of the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from accounts.models import User
from deliveries.models import EMAIL_ATTEMPTS, Beat, Delivery, DeliveryQuerySet, Medium


def failed_of(user: User) -> DeliveryQuerySet:
    """Return the failed deliveries of the user's organization, the last failure first.

    Calls that a disabled webhook missed are shown on its own page.
    """
    failed = Delivery.objects.failed().filter(organization_id=user.organization_id)
    return failed.exclude(medium=Medium.WEBHOOK, attempts=0).order_by("-failed_at", "-pk")


def recent_of(user: User) -> DeliveryQuerySet:
    """Return the other deliveries of the user's organization, sent or not, the newest first."""
    return Delivery.objects.filter(organization_id=user.organization_id, failed_at=None).order_by("-pk")


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many deliveries there are.

    `waiting` are due, the oldest since `oldest`, and have failed once at most. `tried` have failed more often and will
    be tried again. `later` are not due yet. `failed` will not be tried again; `given_up` of them failed within a day,
    after all their attempts.
    """

    waiting: int
    oldest: datetime | None
    tried: int
    later: int
    failed: int
    given_up: int


def outbox_state(now: datetime, organization_id: int | None = None) -> Outbox:
    """Return the state of the outbox, of all organizations or of one.

    Calls of webhooks are left out: they wait for servers of others, which operators cannot repair.
    """
    rows = Delivery.objects.filter(medium__in=[Medium.EMAIL, Medium.CALENDAR])
    if organization_id is not None:
        rows = rows.filter(organization=organization_id)
    tried = Q(attempts__gt=1)
    due = Q(due_at__lte=now) & ~tried
    counts = rows.open().aggregate(
        waiting=Count("pk", filter=due),
        oldest=Min("due_at", filter=due),
        tried=Count("pk", filter=tried),
        later=Count("pk", filter=Q(due_at__gt=now) & ~tried),
    )
    lately = Q(failed_at__gt=now - timedelta(days=1), attempts__gte=EMAIL_ATTEMPTS)
    ended = rows.failed().aggregate(failed=Count("pk"), given_up=Count("pk", filter=lately))
    return Outbox(**counts, **ended)


@dataclass(frozen=True, slots=True)
class MediumCounts:
    """What is due of one medium and since when, what failed more than once and is tried again, what failed in a day."""

    medium: str
    due: int
    oldest: datetime | None
    tried: int
    failed: int


def outbox_by_medium(now: datetime) -> list[MediumCounts]:
    """Return what is due, for each medium."""
    is_due, is_tried = Q(due_at__lte=now), Q(attempts__gt=1)
    waiting = Delivery.objects.open().filter(is_due | is_tried).order_by().values("medium")
    counted = waiting.annotate(
        due=Count("pk", filter=is_due), oldest=Min("due_at", filter=is_due), tried=Count("pk", filter=is_tried)
    )
    counts = {row["medium"]: row for row in counted}
    lately = Delivery.objects.failed().filter(failed_at__gt=now - timedelta(days=1)).values_list("medium").order_by()
    failed = dict(lately.annotate(Count("pk")))
    nothing = {"due": 0, "oldest": None, "tried": 0}
    return [
        MediumCounts(**{"medium": medium.value} | counts.get(medium.value, nothing), failed=failed.get(medium.value, 0))
        for medium in Medium
    ]


def last_beats() -> list[tuple[str, datetime]]:
    """Return each kind of process with its last sign of life."""
    return list(Beat.objects.values_list("kind").annotate(Max("seen_at")).order_by("kind"))
