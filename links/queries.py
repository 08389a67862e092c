"""Reads of links: by token, what a link lets somebody book, and their owners' lists."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.models import User
from accounts.zones import zone
from links.errors import UnknownLink
from links.models import Link, LinkQuerySet, Opening
from links.status import OUTSTANDING, Status, status
from links.tokens import Purpose, verify
from pages.models import EventType, Page, WeeklyHours
from pages.offers import Offer
from pages.queries import event_types_of, offers_of

ROWS = 50
# A count is shown up to here; beyond, it would grow with history.
MOST_COUNTED = 100
UNDO = timedelta(minutes=10)


def find_link(token: str) -> Link:
    """The link of a token, with all its liveness and its offers depend on.

    A forged token costs no query, and reads the same as an unknown one. Raises UnknownLink.
    """
    genuine = verify(Purpose.BOOK, token, settings.LINK_KEYS)
    if genuine is None:
        raise UnknownLink
    try:
        return Link.objects.with_picture().whole(handle=genuine.handle, kid=genuine.kid)
    except Link.DoesNotExist as error:
        raise UnknownLink from error


def event_types_through(link: Link) -> list[EventType]:
    """The page's event types that the link, and its parent, leave open: two queries."""
    chosen: dict[int, set[int]] = defaultdict(set)
    rows = Link.event_types.through.objects.filter(link_id__in=[link.pk, link.parent_id])
    for one, event_type in rows.values_list("link_id", "eventtype_id"):
        chosen[one].add(event_type)
    return [
        event_type
        for event_type in event_types_of(link.target)
        if all(event_type.pk in allowed for allowed in chosen.values())
    ]


def offers_through(link: Link) -> list[Offer]:
    """What the link lets its customer book: its page's offers, narrowed by its own and its parent's limits."""
    offers = offers_of(link.target, event_types_through(link))
    for one in (link, link.parent):
        if one is not None and (one.first_day or one.last_day):
            opens, closes = days_as_instants(one.first_day, one.last_day, zone(one.target.owner.time_zone))
            offers = [offer.narrowed(opens, closes) for offer in offers]
    return offers


def days_as_instants(first: date | None, last: date | None, where: ZoneInfo) -> tuple[int | None, int | None]:
    """The instants at which the first day begins and the last one has ended, in the owner's zone."""

    def midnight(day: date) -> int:
        return int(datetime.combine(day, time.min, where).timestamp())

    return (
        None if first is None else midnight(first),
        None if last is None else midnight(last + timedelta(days=1)),
    )


def end_of_day(day: date, where: ZoneInfo) -> datetime:
    """The instant at which the day has ended there: the next midnight, or the first instant after a skipped one."""
    return datetime.fromtimestamp(datetime.combine(day + timedelta(days=1), time.min, where).timestamp(), UTC)


def public_address(page: Page) -> str | None:
    """The full address of a listed page, for everybody; None for one that only links lead to. Organization loaded."""
    return f"{settings.BASE_URL}/p/{page.organization.slug}/{page.slug}/" if page.listed else None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list of links."""

    link: Link
    status: Status
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of that list; `older` is the id before which the next one begins."""

    rows: list[Row]
    older: int | None


def outstanding_links(
    *,
    user: User,
    now: datetime,
    page: Page | None = None,
    statuses: frozenset[Status] = frozenset(),
    before: int | None = None,
) -> Listing:
    """The one-time and N-use links that the user may see, newest first: one query, whatever their number."""
    links: QuerySet[Any] = Link.objects.visible_to(user).outstanding()
    if page is not None:
        links = links.filter(Q(page=page) | Q(parent__page=page))
    if before is not None:
        links = links.filter(pk__lt=before)
    if statuses:
        links = links.annotate(state=_state(now)).filter(state__in=statuses)
    first_opened = _openings(Opening.By.BROWSER).order_by("at").values("at")[:1]
    found = list(
        links.annotate(opened_at=Subquery(first_opened), scanned=Exists(_openings(Opening.By.SCANNER)))[: ROWS + 1]
    )
    rows = [
        Row(link, status(link.dead(now), opened=link.opened_at is not None, scanned=link.scanned), link.opened_at)
        for link in found[:ROWS]
    ]
    return Listing(rows, rows[-1].link.pk if len(found) > ROWS else None)


def count_outstanding(*, user: User, page: Page, now: datetime) -> int:
    """How many of the page's one-time links still admit somebody, up to MOST_COUNTED."""
    links = Link.objects.visible_to(user).exclude(max_uses=None).filter(Q(page=page) | Q(parent__page=page))
    return links.annotate(state=_state(now)).filter(state__in=OUTSTANDING)[:MOST_COUNTED].count()


def undoable(*, user: User, now: datetime) -> LinkQuerySet:
    """Links revoked so recently that it can be taken back with one press."""
    return Link.objects.visible_to(user).filter(revoked_at__gt=now - UNDO)


def _openings(by: str) -> QuerySet[Opening]:
    return Opening.objects.filter(link=OuterRef("pk"), by=by)


def _state(now: datetime) -> Case:
    """`status` in SQL, for filters only; a test holds the two equal."""
    return Case(
        *(
            When(condition, then=Value(state))
            for condition, state in (
                (Q(uses__gte=F("max_uses")) | Q(parent__uses__gte=F("parent__max_uses")), Status.BOOKED),
                (Q(revoked_at__isnull=False) | Q(parent__revoked_at__isnull=False), Status.REVOKED),
                (Q(expires_at__lte=now) | Q(parent__expires_at__lte=now), Status.EXPIRED),
                (Q(page__archived_at__isnull=False) | Q(parent__page__archived_at__isnull=False), Status.DELETED),
                (Q(page__accepts_bookings=False) | Q(parent__page__accepts_bookings=False), Status.PAUSED),
                (Exists(_openings(Opening.By.BROWSER)), Status.OPENED),
                (Exists(_openings(Opening.By.SCANNER)), Status.SCANNED),
            )
        ),
        default=Value(Status.NOT_OPENED),
        output_field=CharField(),
    )


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a new owner has done already, seen from the data."""

    zone: bool
    hours: bool
    event_type: bool
    shared: bool

    @property
    def done(self) -> int:
        return sum((self.zone, self.hours, self.event_type, self.shared))


def first_steps(user: User) -> FirstSteps:
    """How far the user is on the way to a shared link: one query."""
    done = (
        User.objects.annotate(
            hours=Exists(WeeklyHours.objects.filter(schedule__owner=OuterRef("pk"), schedule__archived_at=None)),
            has_event_type=Exists(EventType.objects.current().filter(owner=OuterRef("pk"))),
            shared=Exists(Link.objects.filter(created_by=OuterRef("pk"))),
        )
        .values_list("hours", "has_event_type", "shared")
        .get(pk=user.pk)
    )
    return FirstSteps(user.time_zone != "UTC", *done)
