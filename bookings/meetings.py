"""The list of meetings, in parts: each is read from indexes in its own order, however long the past is.

A member sees what they hold, which their host time knows, and what they look on at. These are read apart, since no
index has both in order, and no meeting is in both.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value

from accounts.models import User
from bookings.models import Booking, BookingQuerySet, SuggestedTime
from bookings.queries import hosts_by_meeting
from bookings.states import BookingStatus, Tab
from pages.models import LONGEST_TIME, HostTime

MEETINGS = 50
# Counts are shown up to here; beyond, they would grow with history.
MOST_COUNTED = 100
# Decided once and for all: these do not take place.
FALLEN_THROUGH = (BookingStatus.CANCELLED, BookingStatus.WITHDRAWN, BookingStatus.DECLINED)


@dataclass(frozen=True, slots=True)
class Order:
    """By which moment a part is ordered, by which unique column those of one moment are, and whether downwards."""

    at: str
    tie: str
    down: bool = False

    def applied(self, part: QuerySet[Any]) -> QuerySet[Any]:
        """The part in this order."""
        if self.at == "created_at":
            # No index is in the order of a sum. So the few that wait are read and sorted, not looked for among all.
            return part.order_by(F(self.at) + Value(timedelta()), self.tie)
        sign = "-" if self.down else ""
        return part.order_by(f"{sign}{self.at}", f"{sign}{self.tie}")

    def beyond(self, place: tuple[datetime, Any]) -> Q:
        """What comes after the place."""
        at, tie = place
        compare = "lt" if self.down else "gt"
        same_or_beyond = Q(**{f"{self.at}__{compare}e": at})
        return same_or_beyond & (Q(**{f"{self.at}__{compare}": at}) | Q(**{f"{self.tie}__{compare}": tie}))


@dataclass(frozen=True, slots=True)
class Meetings:
    """One page of the list; `further` is the id after which the next one begins."""

    bookings: list[Booking]
    # Who holds each, by UID: for admins, since a member sees their own.
    hosts: dict[UUID, list[User]]
    # How many times each request suggested that was never approved, by id.
    suggested: Counter[int]
    further: int | None


def meetings(
    *, user: User, now: datetime, tab: Tab = Tab.UPCOMING, after: int | None = None, limit: int = MEETINGS
) -> Meetings:
    """The meetings of one part that the user may see: those to come soonest first, requests the oldest first.

    Those over or fallen through: the last first.
    """
    order = _order(user, tab)
    places = _places(user, tab, now, order, after, limit + 1)
    rows = Booking.objects.prefetch_related("admission", "decided_by")
    found = rows.in_bulk([tie for _at, tie in places[:limit]], field_name=order.tie)
    bookings = [found[tie] for _at, tie in places[:limit]]
    asked = [one.pk for one in bookings if not one.was_agreed]
    return Meetings(
        bookings,
        hosts=hosts_by_meeting(bookings) if user.is_admin else {},
        suggested=Counter(SuggestedTime.objects.filter(booking__in=asked).order_by().values_list("booking", flat=True)),
        further=bookings[-1].pk if len(places) > limit else None,
    )


def count_meetings(*, user: User, now: datetime) -> dict[Tab, int]:
    """How many meetings each part has, each up to MOST_COUNTED: one query."""
    parts = [
        part.values_list(Value(tab.value, CharField()))[:MOST_COUNTED] for tab in Tab for part in _parts(user, tab, now)
    ]
    counts = Counter(tab for (tab,) in parts[0].union(*parts[1:], all=True))
    return {tab: min(counts[tab], MOST_COUNTED) for tab in Tab}


def _order(user: User, tab: Tab) -> Order:
    if tab == Tab.REQUESTS:
        return Order("created_at", "pk")
    # Host time knows a meeting by its UID only.
    return Order("starts_at", "pk" if user.is_admin else "uid", tab in {Tab.PAST, Tab.CANCELLED})


def _places(
    user: User, tab: Tab, now: datetime, order: Order, after: int | None, most: int
) -> list[tuple[datetime, Any]]:
    """The first places of the part after that of a booking, up to so many: of each range as many as could be first."""
    last = None
    if after is not None:
        visible = Booking.objects.visible_to(user)
        last = visible.filter(pk=after).values_list(order.at, order.tie).first()
    parts = _parts(user, tab, now)
    if tab == Tab.REQUESTS:
        parts = [_as_bookings(part) for part in parts]
    if last is not None:
        parts = [part.filter(order.beyond(last)) for part in parts]
    first, *others = (order.applied(part).values_list(order.at, order.tie)[:most] for part in parts)
    found = first.union(*others, all=True) if others else first
    return sorted(found, reverse=order.down)[:most]


def _parts(user: User, tab: Tab, now: datetime) -> list[QuerySet[Any]]:
    """What makes up a part, with no meeting in two of them: each is one range of one index, in whose order it is."""
    if user.is_admin:
        return _booked(Booking.objects.filter(organization_id=user.organization_id), tab, now)
    looked_on = Booking.objects.filter(onlooker=user)
    if tab == Tab.REQUESTS:
        # The index of requests that wait begins with it.
        looked_on = looked_on.filter(organization_id=user.organization_id)
    return [*_booked(looked_on, tab, now), _held(user, tab, now)]


def _booked(bookings: BookingQuerySet, tab: Tab, now: datetime) -> list[QuerySet[Any]]:
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


def _held(user: User, tab: Tab, now: datetime) -> QuerySet[Any]:
    """The same of those that the user holds, by their host time.

    What is active and counts takes place; a no-show counts no longer, nor does a time that is held for a request.
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


def _as_bookings(part: QuerySet[Any]) -> QuerySet[Any]:
    """The same, of bookings: how old a request is host time does not know, and those that wait for one are few."""
    if part.model is Booking:
        return part
    return Booking.objects.filter(uid__in=list(part.values_list("uid", flat=True)))
