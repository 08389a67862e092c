"""Changing many links at once: revoking, restoring, extending.

Each chunk is a transaction of its own, so that no booking waits long. Its links are locked in order of id, checked in a
new statement, and changed with their history. If a later chunk fails, the earlier ones stay done, and the rest can be
done again. One-time links and links for several bookings have no versions, so only their own rows are locked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest, Least

from accounts.actions import build_history_entry
from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from core.database import fresh_plans
from links.actions.ending import not_extended_since
from links.happenings import announce_revoked
from links.models import Link, LinkQuerySet
from links.models.ends import LAST_END, end_after
from links.queries import UNDO_TIME, Filters, matching, open_condition, resolve_filters

CHUNK, MOST_AT_ONCE = 500, 10_000
OPEN_LINKS = Q(uses__lt=F("max_uses"), revoked_at=None)


@dataclass(frozen=True, slots=True)
class MoreTime:
    """How much more time links get.

    `days` are added to the end of each link or, if that is past, to the present; `until` is a new end for all of them;
    with neither, they get no end.
    """

    days: int = 0
    until: datetime | None = None

    def links(self) -> Q:
        """Return the condition for links to which this gives more time."""
        limited = OPEN_LINKS & Q(expires_at__isnull=False)
        last = LAST_END if self.days else self.until
        return limited if last is None else limited & Q(expires_at__lt=last)

    def end(self, link: Link, now: datetime) -> datetime | None:
        """Return the link's new end; None for no end."""
        if not self.days or link.expires_at is None:
            return self.until
        return end_after(max(link.expires_at, now), timedelta(days=self.days))


def revoke_all(*, actor: User, filters: Filters, shown_at: datetime, now: datetime) -> int:
    """Revoke the links that still admit somebody and existed at `shown_at`. Return how many were revoked.

    `shown_at` is when the actor was shown what would be revoked.
    """
    chosen = _resolved(actor, filters, now)

    def select() -> LinkQuerySet:
        return matching(user=actor, filters=chosen, now=now).filter(
            open_condition(actor, now), created_at__lte=shown_at
        )

    def change(links: QuerySet[Link]) -> None:
        links.update(revoked_at=now)

    return _change_in_chunks(actor, select, OPEN_LINKS, Verb.REVOKED, change, now)


def restore_all(*, actor: User, revoked_at: datetime, now: datetime) -> int:
    """Restore the links that were revoked at that instant, if it is within UNDO_TIME. Return how many were restored."""

    def select() -> LinkQuerySet:
        links = Link.objects.visible_to(actor).exclude(max_uses=None)
        return links.filter(revoked_at=revoked_at) if revoked_at > now - UNDO_TIME else links.none()

    def change(links: QuerySet[Link]) -> None:
        links.update(revoked_at=None)

    return _change_in_chunks(actor, select, Q(revoked_at=revoked_at), Verb.RESTORED, change, now)


def extend_all(*, actor: User, filters: Filters, more: MoreTime, shown_at: datetime, now: datetime) -> int:
    """Extend the links to which `more` gives more time. Return how many. Spent and revoked links stay as they are.

    `shown_at` is when the actor was shown what would be extended: later links are left out. Days are not added to links
    that the actor has extended since, so the same form sent twice adds its days once.
    """
    condition, chosen = more.links(), _resolved(actor, filters, now)
    if more.days:
        condition &= not_extended_since(actor, shown_at)

    def select() -> LinkQuerySet:
        return matching(user=actor, filters=chosen, now=now).filter(condition, created_at__lte=shown_at)

    def change(links: QuerySet[Link]) -> None:
        later = Least(Greatest("expires_at", now) + timedelta(days=more.days), LAST_END)
        links.update(expires_at=later if more.days else more.until)

    return _change_in_chunks(actor, select, condition, Verb.EXTENDED, change, now, more.end)


def _resolved(actor: User, filters: Filters, now: datetime) -> Filters:
    with fresh_plans():
        return resolve_filters(actor, filters, now)


def _change_in_chunks(
    actor: User,
    select: Callable[[], LinkQuerySet],
    condition: Q,
    verb: Verb,
    change: Callable[[QuerySet[Link]], None],
    now: datetime,
    end: Callable[[Link, datetime], datetime | None] | None = None,
) -> int:
    """Change the links chunk by chunk, up to MOST_AT_ONCE. Return how many were changed."""
    changed = last = 0
    for _ in range(MOST_AT_ONCE // CHUNK):
        with transaction.atomic(durable=True), fresh_plans():
            rows = select().filter(pk__gt=last).order_by("pk").select_for_update(no_key=True, of=("self",))
            locked = [link.pk for link in rows.only("pk")[:CHUNK]]
            # Check in a new statement, which sees what happened to the links while their locks were awaited.
            links = list(Link.objects.filter(condition, pk__in=locked))
            change(Link.objects.filter(pk__in=[link.pk for link in links]))
            HistoryEntry.objects.bulk_create(_entry(actor, link, verb, now, end) for link in links)
            if verb == Verb.REVOKED:
                announce_revoked(links, organization_id=actor.organization_id, actor=actor, now=now)
        changed += len(links)
        if len(locked) < CHUNK:
            break
        last = locked[-1]
    return changed


def _entry(
    actor: User, link: Link, verb: Verb, now: datetime, end: Callable[[Link, datetime], datetime | None] | None
) -> HistoryEntry:
    details: dict[str, object] = {}
    if end is not None:
        until = end(link, now)
        details["until"] = None if until is None else until.isoformat()
    return build_history_entry(
        subject=link, organization_id=link.organization_id, verb=verb, actor=actor, at=now, **details
    )
