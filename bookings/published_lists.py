"""Lists of bookings for programs: the newest, or what changed since a moment."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from bookings.log_filters import (
    LogFilters,
    matching_bookings,
    visible_among_few,
    with_admissions,
    with_admissions_of_link,
)
from bookings.logs import place_in_logs, search_logs
from bookings.models import Booking
from bookings.queries import hosts_by_meeting
from core.database import fresh_plans
from core.paging import Place

# How many changed bookings are searched at once for those that match the filters.
CHANGED = 5_000


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A part of a list with all that `published_booking` needs, and whether more follow.

    `searched_to` is the place of the last changed booking that was searched, if others follow and it is not listed.
    """

    bookings: list[Booking]
    hosts: dict[UUID, list[User]]
    more: bool
    searched_to: Place | None = None


def newest_meetings(*, user: User, now: datetime, filters: LogFilters, after: int | None, most: int) -> PublishedList:
    """Return bookings that the user may see, newest booked first: those after the booking `after`, `most` at most."""
    with fresh_plans():
        place = None if after is None else place_in_logs(user, after)
        lost = after is not None and place is None
        return _published_list([] if lost else search_logs(user, filters, now).newest(most + 1, place), most)


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
        found = matching_bookings(user, filters, now).filter(changed)
        end = _last_searched(user, filters, changed)
        if end is not None:
            found = found.filter(Q(updated_at__lte=end[0]) & (Q(updated_at__lt=end[0]) | Q(pk__lte=end[1])))
        in_order = visible_among_few(found, user).order_by("updated_at", "pk").values_list("pk", flat=True)
        part = _published_list(list(in_order[: most + 1]), most)
    return part if part.more or end is None else replace(part, more=True, searched_to=end)


def _last_searched(user: User, filters: LogFilters, changed: Q) -> Place | None:
    """Return when the last of CHANGED bookings changed, and its id; None if no more than these did.

    Also None if the matches are few, or if all bookings match.
    """
    if filters.admissions is not None or (user.is_admin and not filters.is_narrowing):
        return None
    rows = Booking.objects.filter(changed, organization_id=user.organization_id).order_by("updated_at", "pk")
    end, *further = rows.values_list("updated_at", "pk")[CHANGED - 1 : CHANGED + 1] or [None]
    return end if further else None


def _published_list(pks: list[int], most: int) -> PublishedList:
    found = Booking.objects.to_publish().in_bulk(pks[:most])
    bookings = [found[pk] for pk in pks[:most]]
    return PublishedList(bookings, hosts_by_meeting(bookings), len(pks) > most)
