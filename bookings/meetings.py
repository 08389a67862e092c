"""The list of meetings in tabs. Each tab is read from indexes in its own order, so a long past costs nothing.

A member sees the meetings they hold, found by their host times, and those they look on at (`Booking.onlooker`). The two
are read separately, since no index has both in order; no meeting is in both.

Filters narrow the same ranges. No index has what they let through in the order of a tab, and it may be nothing. So of
what is over only the latest are searched at once, and the page says how far; the rest is searched page by page.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import CharField, Exists, F, Model, OuterRef, Prefetch, Q, QuerySet, UUIDField, Value

from accounts.models import User
from bookings.log_filters import LogFilters, apply_filters, matching_bookings, with_admissions
from bookings.models import Admission, Booking, BookingQuerySet, SuggestedTime
from bookings.queries import hosts_by_meeting
from bookings.states import BookingStatus, Tab
from core.database import fresh_plans
from links.queries import FEW, any_of
from pages.models import LONGEST_TIME, HostTime

MEETINGS = 50
# Counts stop here: exact ones would cost more and more as history grows.
MOST_COUNTED = 100
# Of how many meetings of each range a page finds those that match the filters.
WINDOW = 1_000
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

    def until(self, place: Place) -> Q:
        """Return the condition for rows up to the place, and for its own."""
        at, tie = place
        compare = "gt" if self.down else "lt"
        same_or_before = Q(**{f"{self.at}__{compare}e": at})
        return same_or_before & (Q(**{f"{self.at}__{compare}": at}) | Q(**{f"{self.tie}__{compare}e": tie}))

    def beyond(self, place: Place) -> Q:
        """Return the condition for rows after the place."""
        at, tie = place
        compare = "lt" if self.down else "gt"
        same_or_beyond = Q(**{f"{self.at}__{compare}e": at})
        return same_or_beyond & (Q(**{f"{self.at}__{compare}": at}) | Q(**{f"{self.tie}__{compare}": tie}))


@dataclass(frozen=True, slots=True)
class Meetings:
    """One page of the list. `further` is the id of the booking after which the next page begins, or None.

    `searched_to` is when the last of the meetings began that were searched for those that match the filters; None if
    the page is full, or all were searched.
    """

    bookings: list[Booking]
    # The hosts of each meeting, by UID.
    hosts: dict[UUID, list[User]]
    # How many times were suggested, by id, for each request that was never approved.
    suggested: Counter[int]
    further: int | None
    searched_to: datetime | None = None


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
    # The best plan depends on the filters; without any, one plan suits all.
    with fresh_plans() if replace(filters, host=None).is_narrowing else nullcontext():
        places, end = _places(user, tab, now, order, with_admissions(user, filters), after, limit + 1)
    admissions = Admission.objects.select_related("link__parent")
    rows = Booking.objects.prefetch_related(Prefetch("admission", admissions), "decided_by")
    found = rows.in_bulk([tie for _at, tie in places[:limit]], field_name=order.tie)
    bookings = [found[tie] for _at, tie in places[:limit]]
    requests = [booking.pk for booking in bookings if not booking.was_agreed]
    suggested = SuggestedTime.objects.filter(booking__in=requests)
    further = bookings[-1].pk if len(places) > limit else None
    if end is not None:
        further = Booking.objects.filter(**{order.tie: end[1]}).values_list("pk", flat=True).get()
    return Meetings(
        bookings,
        hosts=hosts_by_meeting(bookings) if bookings else {},
        suggested=Counter(suggested.order_by().values_list("booking", flat=True)),
        further=further,
        searched_to=None if end is None else end[0],
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
    is_for_all = user.is_admin and filters.host is None
    return Order("starts_at", "pk" if is_for_all else "uid", tab in {Tab.PAST, Tab.CANCELLED})


def _places(
    user: User, tab: Tab, now: datetime, order: Order, filters: LogFilters, after: int | None, most: int
) -> tuple[list[Place], Place | None]:
    """Return the tab's first places after that of the booking `after`, `most` at most.

    If these are fewer because not all were searched, return the last place that was as well.
    """
    last = None
    if after is not None:
        visible = Booking.objects.visible_to(user)
        last = visible.filter(pk=after).values_list(order.at, order.tie).first()
    parts = _parts(user, tab, now) if filters.host is None else [_held(filters.host, tab, now)]
    if tab == Tab.REQUESTS:
        parts = [_as_bookings(part) for part in parts]
    parts = [_between(part, filters, order) for part in parts]
    if last is not None:
        parts = [part.filter(order.beyond(last)) for part in parts]
    others = replace(filters, host=None, starts_from=None, starts_before=None)
    if others.is_narrowing:
        return _matching(parts, user, others, now, order, most)
    return _first(parts, order, most), None


def _first(parts: Sequence[QuerySet[Model]], order: Order, most: int) -> list[Place]:
    """Return the first places of the ranges, which are few or in the order of an index.

    Each range contributes as many as could be among the first; the merged list is sorted and cut.
    """
    first, *others = (order.applied(part).values_list(order.at, order.tie)[:most] for part in parts)
    found = first.union(*others, all=True) if others else first
    return sorted(found, reverse=order.down)[:most]


def _matching(
    parts: Sequence[QuerySet[Model]], user: User, filters: LogFilters, now: datetime, order: Order, most: int
) -> tuple[list[Place], Place | None]:
    """Return the first places of the ranges that match the filters, and the last that was searched, if not all were.

    What is over may be any number of meetings, of which no more than WINDOW of each range are searched; all of them,
    if one filter alone lets few meetings through.
    """
    if filters.admissions is not None:
        return _first(_among(parts, user, filters, now), order, most), None
    end = _window_end(parts, order) if order.down else None
    near = parts if end is None else [part.filter(order.until(end)) for part in parts]
    found = _first([_narrowed(part, user, filters, now) for part in near], order, most)
    if end is None or len(found) == most:
        return found, None
    if _lets_few_through(user, filters):
        return _first(_among(parts, user, filters, now), order, most), None
    return found, end


def _window_end(parts: Sequence[QuerySet[Model]], order: Order) -> Place | None:
    """Return the place that follows the first WINDOW meetings of a range; None if no range has so many."""
    first, *others = (order.applied(part).values_list(order.at, order.tie)[WINDOW : WINDOW + 1] for part in parts)
    ends = first.union(*others, all=True) if others else first
    return max(ends, default=None)


def _lets_few_through(user: User, filters: LogFilters) -> bool:
    """Return whether the organization has few meetings of the event type, or of the link type."""
    rows = Booking.objects.filter(organization_id=user.organization_id)
    chosen = {"event_type": filters.event_type, "link_type": filters.link_type or None}
    querysets = (rows.filter(**{name: value}) for name, value in chosen.items() if value is not None)
    return any(queryset.order_by("-created_at").values("pk")[: FEW + 1].count() <= FEW for queryset in querysets)


def _among(parts: Sequence[QuerySet[Model]], user: User, filters: LogFilters, now: datetime) -> list[QuerySet[Model]]:
    """Return those rows of the ranges that match the filters, of which few meetings do."""
    uids = list(matching_bookings(user, filters, now).order_by().values_list("uid", flat=True))
    return [part.filter(any_of(F("uid"), uids, UUIDField())) for part in parts]


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
            earliest = now - LONGEST_TIME
            return [in_order.filter(status=BookingStatus.SCHEDULED, starts_at__gt=earliest, ends_at__gt=now)]
        case Tab.REQUESTS:
            return [bookings.filter(status=BookingStatus.REQUESTED, lapses_at__gt=now).order_by("lapses_at")]
        case Tab.PAST:
            over = in_order.filter(status=BookingStatus.SCHEDULED, starts_at__lte=now, ends_at__lte=now)
            return [over, in_order.filter(status=BookingStatus.NO_SHOW)]
        case Tab.CANCELLED:
            lapsed = in_order.filter(Q(lapses_at=None) | Q(lapses_at__lte=now), status=BookingStatus.REQUESTED)
            return [*(in_order.filter(status=status) for status in FALLEN_THROUGH), lapsed]


def _held(user: User, tab: Tab, now: datetime) -> QuerySet[Model]:
    """Return the tab's meetings that the user holds, found by their host times.

    A host time that is active and counts belongs to a meeting that takes place. One that does not count belongs to a
    no-show, or is held for a request.
    """
    host_times = HostTime.objects.filter(host=user).annotate(uid=F("meeting"))
    in_order = host_times.order_by("starts_at")
    match tab:
        case Tab.UPCOMING:
            earliest = now - LONGEST_TIME
            return in_order.filter(active=True, counts=True, starts_at__gt=earliest, ends_at__gt=now)
        case Tab.REQUESTS:
            return host_times.filter(active=False, waits_until__gt=now).order_by("waits_until")
        case Tab.PAST:
            over = Q(ends_at__lte=now) | Q(counts=False)
            return in_order.filter(over, active=True, waits_until=None, starts_at__lte=now)
        case Tab.CANCELLED:
            return in_order.filter(Q(waits_until=None) | Q(waits_until__lte=now), active=False)


def _between(part: QuerySet[Model], filters: LogFilters, order: Order) -> QuerySet[Model]:
    """Return those rows of the range that begin on the days of the filters."""
    if order.at != "starts_at":
        # The sum keeps PostgreSQL from using an index on this column, as it does in `Order`: of the days asked for it
        # has the requests that lapsed, too.
        part = part.alias(begins=F("starts_at") + Value(timedelta()))
    begins = order.at if order.at == "starts_at" else "begins"
    if filters.starts_from is not None:
        part = part.filter(**{f"{begins}__gte": filters.starts_from})
    if filters.starts_before is not None:
        part = part.filter(**{f"{begins}__lt": filters.starts_before})
    return part


def _narrowed(part: QuerySet[Model], user: User, filters: LogFilters, now: datetime) -> QuerySet[Model]:
    """Return those rows of the range that match the filters."""
    if isinstance(part, BookingQuerySet):
        return apply_filters(part, user, filters, now)
    return part.filter(Exists(apply_filters(Booking.objects.filter(uid=OuterRef("meeting")), user, filters, now)))


def _as_bookings(part: QuerySet[Model]) -> QuerySet[Model]:
    """Return the bookings of these host times.

    Requests are ordered by when they were made, which host times do not record. A host has few waiting requests.
    """
    if part.model is Booking:
        return part
    return Booking.objects.filter(uid__in=list(part.values_list("uid", flat=True)))
