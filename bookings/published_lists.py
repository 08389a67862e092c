"""Lists of bookings for programs: the newest, or what changed since a moment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from accounts.models import User
from bookings.log_filters import (
    LogFilters,
    matching_bookings,
    matching_each,
    visible_among_few,
    with_admissions,
    with_admissions_of_link,
)
from bookings.logs import search_logs
from bookings.models import Booking, BookingQuerySet
from bookings.queries import hosts_by_meeting
from core.database import fresh_plans
from core.paging import Place

# How many changed bookings are searched at once for those that match the filters, and how many of the newest.
CHANGED, NEWEST = 1_000, 1_000
# The rows that are searched take the place of the table: so no other index than theirs is read for what is found.
SEARCHED = "WITH bookings_booking AS ({}) {}"


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A part of a list with all that `published_booking` needs, and after which place the list goes on, if it does."""

    bookings: list[Booking]
    hosts: dict[UUID, list[User]]
    further: Place | None


def newest_meetings(*, user: User, now: datetime, filters: LogFilters, after: Place | None, most: int) -> PublishedList:
    """Return bookings that the user may see, newest booked first: those after the place, `most` at most. Fewer if few
    match the filters and the others are many, since NEWEST are searched.
    """
    with fresh_plans():
        pks, since = search_logs(user, filters, now).newest_within(NEWEST, most + 1, after)
        # No id is below 1.
        return _published_list(pks, most, "created_at", None if since is None else (since, 0))


def changed_meetings(
    *, user: User, now: datetime, filters: LogFilters, since: datetime, after: int | None, most: int
) -> PublishedList:
    """Return bookings that the user may see and that changed at `since` or later, the first changed first.

    Of those that changed at `since`, only the ones after the booking `after` are returned, `most` at most: fewer if few
    match the filters, since no more than CHANGED are searched.
    """
    with fresh_plans():
        changed = Q(updated_at__gte=since)
        if after is not None:
            changed &= Q(updated_at__gt=since) | Q(pk__gt=after)
        filters = with_admissions_of_link(with_admissions(user, filters))
        if filters.admissions is not None:
            found = visible_among_few(matching_bookings(user, filters, now), user).filter(changed)
            return _published_list(list(_in_order(found).values_list("pk", flat=True)[: most + 1]), most, "updated_at")
        rows = _in_order(Booking.objects.filter(changed, organization_id=user.organization_id))
        pks = _among(rows, matching_each(user, filters, now), most + 1)
        return _published_list(pks, most, "updated_at", None if len(pks) > most else _end_of_search(rows))


def _end_of_search(rows: BookingQuerySet) -> Place | None:
    """Return the place of the last of the first CHANGED rows; None if no more follow."""
    end, *further = rows.values_list("updated_at", "pk")[CHANGED - 1 : CHANGED + 1] or [None]
    return end if further else None


def _in_order(rows: BookingQuerySet) -> BookingQuerySet:
    return rows.order_by("updated_at", "pk")


def _among(rows: BookingQuerySet, found: BookingQuerySet, most: int) -> list[int]:
    """Return the ids of the bookings that are found among the first CHANGED rows, `most` of them at most."""
    searched, params = rows[:CHANGED].query.sql_with_params()
    query, further = _in_order(found).values_list("pk", flat=True)[:most].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(SEARCHED.format(searched, query), (*params, *further))
        return [pk for (pk,) in cursor.fetchall()]


def _published_list(pks: list[int], most: int, at: str, end: Place | None = None) -> PublishedList:
    """Return the bookings with these ids, `most` of them at most, in a list that goes by this time.

    `end` is the place of the last one that was searched, if others follow that were not.
    """
    found = Booking.objects.to_publish().in_bulk(pks[:most])
    bookings = [found[pk] for pk in pks[:most]]
    further = (getattr(bookings[-1], at), bookings[-1].pk) if len(pks) > most else end
    return PublishedList(bookings, hosts_by_meeting(bookings), further)
