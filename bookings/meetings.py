"""The list of meetings in tabs. Each tab is read from indexes in its own order, so a long past costs nothing.

A member sees the meetings they hold, found by their host times, and those they look on at (`Booking.onlooker`). The two
are read separately, since no index has both in order; no meeting is in both. Filters narrow the same ranges.
"""

from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import CharField, Exists, F, Model, OuterRef, Prefetch, Q, QuerySet, Value

from accounts.models import User
from bookings.log_filters import LogFilters, narrowed, with_admissions
from bookings.models import Admission, Booking, BookingQuerySet, SuggestedTime
from bookings.queries import hosts_by_meeting
from bookings.states import BookingStatus, Tab
from core.database import planned_anew
from pages.models import LONGEST_TIME, HostTime

MEETINGS = 50
# Counts stop here: exact ones would cost more and more as history grows.
MOST_COUNTED = 100
# A place in a list: a time, and the id or UID that breaks ties.
Place = tuple[datetime, int | UUID]
NO_FILTERS = LogFilters()
# The statuses of meetings that do not take place and cannot change any more.
FALLEN_THROUGH = (BookingStatus.CANCELLED, BookingStatus.WITHDRAWN, BookingStatus.DECLINED)


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a tab: by the time column `at`, then by the unique column `tie`, descending if `down`."""

    at: str
    tie: str
    down: bool = False

    def applied(self, part: QuerySet[Model]) -> QuerySet[Model]:
        """Return the QuerySet in this order."""
        if self.at == "created_at":
            # The sum keeps PostgreSQL from using an index on this column. So the few waiting requests are read and
            # sorted, instead of being searched for among all bookings.
            return part.order_by(F(self.at) + Value(timedelta()), self.tie)
        sign = "-" if self.down else ""
        return part.order_by(f"{sign}{self.at}", f"{sign}{self.tie}")

    def beyond(self, place: Place) -> Q:
        """Return the condition for rows after the place, which is a pair of `at` and `tie`."""
        at, tie = place
        compare = "lt" if self.down else "gt"
        same_or_beyond = Q(**{f"{self.at}__{compare}e": at})
        return same_or_beyond & (Q(**{f"{self.at}__{compare}": at}) | Q(**{f"{self.tie}__{compare}": tie}))


@dataclass(frozen=True, slots=True)
class Meetings:
    """One page of the list. `further` is the id of the booking after which the next page begins, or None."""

    bookings: list[Booking]
    # The hosts of each meeting, by UID.
    hosts: dict[UUID, list[User]]
    # How many times were suggested, by id, for each request that was never approved.
    suggested: Counter[int]
    further: int | None


def meetings(
    *,
    user: User,
    now: datetime,
    tab: Tab = Tab.UPCOMING,
    filters: LogFilters = NO_FILTERS,
    after: int | None = None,
    limit: int = MEETINGS,
) -> Meetings:
    """Return a page of the tab's meetings that the user may see and that match the filters.

    Upcoming meetings are listed soonest first, requests oldest first, past and cancelled ones latest first. A member
    may ask for no host but themselves.
    """
    order = _order(user, tab, filters)
    # Which way is short depends on the filters; without any, one plan suits all.
    with planned_anew() if replace(filters, host=None).narrow else nullcontext():
        places = _places(user, tab, now, order, with_admissions(user, filters), after, limit + 1)
    admissions = Admission.objects.select_related("link__parent")
    rows = Booking.objects.prefetch_related(Prefetch("admission", admissions), "decided_by")
    found = rows.in_bulk([tie for _at, tie in places[:limit]], field_name=order.tie)
    bookings = [found[tie] for _at, tie in places[:limit]]
    asked = [one.pk for one in bookings if not one.was_agreed]
    return Meetings(
        bookings,
        hosts=hosts_by_meeting(bookings) if bookings else {},
        suggested=Counter(SuggestedTime.objects.filter(booking__in=asked).order_by().values_list("booking", flat=True)),
        further=bookings[-1].pk if len(places) > limit else None,
    )


def count_meetings(*, user: User, now: datetime) -> dict[Tab, int]:
    """Return how many meetings each tab has, each up to MOST_COUNTED, in one query."""
    parts = [
        part.values_list(Value(tab.value, CharField()))[:MOST_COUNTED] for tab in Tab for part in _parts(user, tab, now)
    ]
    counts = Counter(tab for (tab,) in parts[0].union(*parts[1:], all=True))
    return {tab: min(counts[tab], MOST_COUNTED) for tab in Tab}


def _order(user: User, tab: Tab, filters: LogFilters) -> Order:
    if tab == Tab.REQUESTS:
        return Order("created_at", "pk")
    # The meetings of one person are found by host times, which know a meeting only by its UID.
    of_all = user.is_admin and filters.host is None
    return Order("starts_at", "pk" if of_all else "uid", tab in {Tab.PAST, Tab.CANCELLED})


def _places(
    user: User, tab: Tab, now: datetime, order: Order, filters: LogFilters, after: int | None, most: int
) -> list[Place]:
    """Return the tab's first places after that of the booking `after`, `most` at most.

    Each range contributes as many as could be among the first; the merged list is sorted and cut.
    """
    last = None
    if after is not None:
        visible = Booking.objects.visible_to(user)
        last = visible.filter(pk=after).values_list(order.at, order.tie).first()
    parts = _parts(user, tab, now) if filters.host is None else [_held(filters.host, tab, now)]
    if tab == Tab.REQUESTS:
        parts = [_as_bookings(part) for part in parts]
    parts = [_matching(part, user, filters, now) for part in parts]
    if last is not None:
        parts = [part.filter(order.beyond(last)) for part in parts]
    if order.down and replace(filters, host=None).narrow:
        return _one_by_one(parts, order, most)
    first, *others = (order.applied(part).values_list(order.at, order.tie)[:most] for part in parts)
    found = first.union(*others, all=True) if others else first
    return sorted(found, reverse=order.down)[:most]


def _one_by_one(parts: list[QuerySet[Model]], order: Order, most: int) -> list[Place]:
    """Return the first places of the parts, which have the latest first.

    Of a later part only what may be among the first is searched: what no missed meeting has would else be looked for
    in all that were ever missed, although the page is full of others.
    """
    found: list[Place] = []
    for part in parts:
        rows = part.filter(**{f"{order.at}__gte": found[-1][0]}) if len(found) == most else part
        found = sorted([*found, *order.applied(rows).values_list(order.at, order.tie)[:most]], reverse=True)[:most]
    return found


def _parts(user: User, tab: Tab, now: datetime) -> list[QuerySet[Model]]:
    """Return the QuerySets that make up the tab.

    No meeting is in two of them. Each one is one range of one index, in the index's order.
    """
    if user.is_admin:
        return _booked(Booking.objects.filter(organization_id=user.organization_id), tab, now)
    looked_on = Booking.objects.filter(onlooker=user)
    if tab == Tab.REQUESTS:
        # The index of waiting requests begins with the organization.
        looked_on = looked_on.filter(organization_id=user.organization_id)
    return [*_booked(looked_on, tab, now), _held(user, tab, now)]


def _booked(bookings: BookingQuerySet, tab: Tab, now: datetime) -> list[QuerySet[Model]]:
    in_order = bookings.order_by("starts_at")
    match tab:
        case Tab.UPCOMING:
            begun = now - LONGEST_TIME
            return [in_order.filter(status=BookingStatus.SCHEDULED, starts_at__gt=begun, ends_at__gt=now)]
        case Tab.REQUESTS:
            return [bookings.filter(status=BookingStatus.REQUESTED, lapses_at__gt=now).order_by("lapses_at")]
        case Tab.PAST:
            over = in_order.filter(status=BookingStatus.SCHEDULED, starts_at__lte=now, ends_at__lte=now)
            return [over, in_order.filter(status=BookingStatus.NO_SHOW)]
        case Tab.CANCELLED:
            lapsed = in_order.filter(Q(lapses_at=None) | Q(lapses_at__lte=now), status=BookingStatus.REQUESTED)
            return [*(in_order.filter(status=one) for one in FALLEN_THROUGH), lapsed]


def _held(user: User, tab: Tab, now: datetime) -> QuerySet[Model]:
    """Return the tab's meetings that the user holds, found by their host times.

    A host time that is active and counts belongs to a meeting that takes place. One that does not count belongs to a
    no-show, or is held for a request.
    """
    held = HostTime.objects.filter(host=user).annotate(uid=F("meeting"))
    in_order = held.order_by("starts_at")
    match tab:
        case Tab.UPCOMING:
            begun = now - LONGEST_TIME
            return in_order.filter(active=True, counts=True, starts_at__gt=begun, ends_at__gt=now)
        case Tab.REQUESTS:
            return held.filter(active=False, waits_until__gt=now).order_by("waits_until")
        case Tab.PAST:
            over = Q(ends_at__lte=now) | Q(counts=False)
            return in_order.filter(over, active=True, waits_until=None, starts_at__lte=now)
        case Tab.CANCELLED:
            return in_order.filter(Q(waits_until=None) | Q(waits_until__lte=now), active=False)


def _matching(part: QuerySet[Model], user: User, filters: LogFilters, now: datetime) -> QuerySet[Model]:
    """Return those rows of the part that match the filters, but for the host, who has chosen the part."""
    filters = replace(filters, host=None)
    if not filters.narrow:
        return part
    if isinstance(part, BookingQuerySet):
        return narrowed(part, user, filters, now)
    if filters.starts_from is not None:
        part = part.filter(starts_at__gte=filters.starts_from)
    if filters.starts_before is not None:
        part = part.filter(starts_at__lt=filters.starts_before)
    return part.filter(Exists(narrowed(Booking.objects.filter(uid=OuterRef("meeting")), user, filters, now)))


def _as_bookings(part: QuerySet[Model]) -> QuerySet[Model]:
    """Return the bookings of these host times.

    Requests are ordered by when they were made, which host times do not record. A host has few waiting requests.
    """
    if part.model is Booking:
        return part
    return Booking.objects.filter(uid__in=list(part.values_list("uid", flat=True)))
