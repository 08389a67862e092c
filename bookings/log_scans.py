"""Scans of the meeting logs: rows in the order of the list, newest booked first, as one index has them.

An organization's scan reads its bookings, narrowed by one filter. A person has two scans: the meetings they hold, found
by their host times, and those they look on at. So what somebody may not see is not read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, UUIDField

from accounts.models import User
from bookings.log_filters import LogFilters, matching_bookings, visible_among_few
from bookings.models import Booking, BookingQuerySet
from bookings.states import BookingState, BookingStatus
from core.paging import Place, newer_than, older_than
from links.models import Link
from links.queries import any_of
from pages.models import LONGEST_TIME, HostTime

# States of scheduled meetings, which their host times do not distinguish.
SCHEDULED_STATES = {BookingState.SCHEDULED, BookingState.RESCHEDULED, BookingState.COMPLETED}


@dataclass(frozen=True, slots=True)
class LogScan:
    """Rows of one index, and those of them that match all filters. `at` and `tie` are their places in the list."""

    rows: QuerySet[Any]
    found: QuerySet[Any]
    at: str
    tie: str

    def since(self, window: int, older: Place | None) -> datetime | None:
        """Return when the last of the next `window` rows was booked, whether they match or not; None at the end."""
        rows = self.rows
        if older is not None:
            # No id is below 1.
            rows = rows.filter(**{f"{self.at}__{'lte' if older[1] else 'lt'}": older[0]})
        found: datetime | None = (
            rows.order_by(f"-{self.at}").values_list(self.at, flat=True)[window : window + 1].first()
        )
        return found

    def held_by(self, host: User, since: datetime | None, until: datetime | None) -> "LogScan":
        """Return the scan of those of its matches in this time that the host holds, too.

        What two people share is mostly nothing. It is compared in an index alone, so no booking is read for it.
        """
        limits = {"gte": since, "lte": until}
        theirs, rows = HostTime.objects.filter(host=host, booked_at__isnull=False), self.rows
        for limit, at in limits.items():
            if at is not None:
                theirs, rows = theirs.filter(**{f"booked_at__{limit}": at}), rows.filter(**{f"{self.at}__{limit}": at})
        uid = "meeting" if rows.model is HostTime else "uid"
        shared = rows.filter(**{f"{uid}__in": theirs.values("meeting")}).order_by().values_list(uid, flat=True)
        return replace(self, found=self.found.filter(any_of(F(uid), list(shared), UUIDField())))

    def places(self, older: Place | None = None, newer: Place | None = None) -> QuerySet[Any]:
        """Return the places of the matches on one side of a place, the nearest first."""
        found, sign = self.found, "-"
        if newer is not None:
            found, sign = found.filter(newer_than(newer, self.at, self.tie)), ""
        elif older is not None:
            found = found.filter(older_than(older, self.at, self.tie))
        return found.order_by(f"{sign}{self.at}", f"{sign}{self.tie}").values_list(self.at, self.tie)


def merge_scans(
    scans: Sequence[LogScan], most: int, *, older: Place | None = None, newer: Place | None = None, since: Any = None
) -> list[Place]:
    """Return the nearest matches of all scans on one side of a place, `most` of them at most, none before `since`."""
    places: set[Place] = set()
    for scan in scans:
        found = scan.places(older, newer)
        places.update((found if since is None else found.filter(**{f"{scan.at}__gte": since}))[:most])
    return sorted(places, reverse=newer is None)[:most]


def places_of_few(scan: LogScan, filters: LogFilters, older: Place | None) -> QuerySet[Any]:
    """Return the places of the matches after a place, in no order, of a scan that has few rows."""
    places = scan.places(older).order_by()
    return _on_days(places, filters) if isinstance(places, BookingQuerySet) else places


def scans_for(user: User, filters: LogFilters, now: datetime) -> list[LogScan]:
    """Return the scans that together have every match that the user may see."""
    if filters.link is not None and (user.is_admin or Link.objects.filter(pk=filters.link, owner=user).exists()):
        matching = visible_among_few(matching_bookings(user, filters, now), user)
        return [LogScan(Booking.objects.filter(admission__link=filters.link), matching, "admission__created_at", "pk")]
    if user.is_admin and filters.host is None:
        return [LogScan(_narrowest_rows(user, filters), matching_bookings(user, filters, now), "created_at", "pk")]
    if user.is_admin:
        return [_hosted_scan(filters.host, filters, matching_bookings(user, replace(filters, host=None), now), now)]
    matching = matching_bookings(user, filters, now)
    hosted = _hosted_scan(user, filters, matching, now)
    if filters.link is not None:
        # They look on at the meetings of their own links alone.
        return [hosted]
    as_onlooker = _on_days(Booking.objects.filter(onlooker=user), filters)
    if filters.state is not None:
        as_onlooker = as_onlooker.filter(status=filters.state.status)
    return [hosted, LogScan(as_onlooker, matching.filter(onlooker=user), "created_at", "pk")]


def _narrowest_rows(user: User, filters: LogFilters) -> BookingQuerySet:
    """Return the bookings that match the filter which lets the fewest through of those with an index in list order."""
    rows = _on_days(Booking.objects.filter(organization_id=user.organization_id), filters)
    if filters.state is not None and filters.state not in SCHEDULED_STATES:
        return rows.filter(status=filters.state.status)
    if filters.event_type is not None:
        return rows.filter(event_type=filters.event_type)
    if filters.link_type:
        return rows.filter(link_type=filters.link_type)
    return rows


def _on_days(rows: BookingQuerySet, filters: LogFilters) -> BookingQuerySet:
    """Return the bookings of the days that are asked for, if these have a first and a last one.

    An index has them by their status and then by their time, so all of the statuses are named. Only PostgreSQL 18 and
    later would skip from one to the next without.
    """
    if filters.days is None:
        return rows
    return rows.filter(status__in=BookingStatus.values, starts_at__range=filters.days)


def _hosted_scan(host: User | None, filters: LogFilters, found: BookingQuerySet, now: datetime) -> LogScan:
    """Return the scan of the meetings that the person holds.

    Host time tells the state of its meeting in part: it is active while the meeting stands, and counts unless it was
    missed. A request waits for its last suggested time.
    """
    rows = HostTime.objects.filter(host=host, booked_at__isnull=False)
    match filters.state:
        case BookingState.SCHEDULED | BookingState.RESCHEDULED:
            rows = rows.filter(active=True, starts_at__gt=now - LONGEST_TIME)
        case BookingState.NO_SHOW:
            # Written as in the index's condition, so that the index alone answers it, without reading rows.
            rows = rows.filter(Q(active=False) | Q(counts=False), active=True)
        case BookingState.REQUESTED:
            rows = rows.filter(active=False, waits_until__gt=now)
        case None | BookingState.COMPLETED if filters.days is not None:
            # An index has these days for the one and the other.
            rows = rows.filter(active__in=[True, False])
        case None | BookingState.COMPLETED:
            pass
        case _ended:
            rows = rows.filter(active=False)
    if filters.starts_from is not None:
        rows = rows.filter(starts_at__gte=filters.starts_from)
    if filters.starts_before is not None:
        rows = rows.filter(starts_at__lt=filters.starts_before)
    matching = rows if filters.starts_before is None else rows.filter(booked_at__lt=filters.starts_before)
    # A subquery of each row: joined, the bookings might all be read first.
    booking = Subquery(found.filter(uid=OuterRef("meeting")).values("pk"))
    return LogScan(rows, matching.annotate(booking=booking).filter(booking__isnull=False), "booked_at", "booking")
