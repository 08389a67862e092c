"""The meeting logs: all bookings that a user may see, the most recently booked first, with filters."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet

from accounts.models import User
from bookings.log_filters import LogFilters, bookings_matching, with_admissions
from bookings.models import Booking, BookingQuerySet
from bookings.queries import hosts_by_meeting
from bookings.states import BookingState, BookingStatus
from core.database import planned_anew
from links.queries import FEW, Place, any_of, older_than, turned
from pages.models import HostTime

# Counts stop here: exact ones would cost more and more as history grows.
MOST_LISTED, MOST_COUNTED = 1_000, 100
# How many bookings are read at once where all are wanted.
PIECE = 500
# How many of the newest bookings are searched first for a page; fewer for a text search, where each row costs more.
WINDOW, WINDOW_OF_WORDS = 2_000, 300


@dataclass(frozen=True, slots=True)
class Log:
    """One page of the list.

    `older` is the id of the booking after which the next page begins, `newer` that before which the previous page ends;
    None where there is no such page.
    """

    bookings: list[Booking]
    hosts: dict[UUID, list[User]]
    older: int | None = None
    newer: int | None = None
    # How many matches all pages have together, counted up to a limit, and whether there are more than that.
    count: int = 0
    more: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A part of a list with all that `published` needs, and whether more follow."""

    bookings: list[Booking]
    hosts: dict[UUID, list[User]]
    more: bool


def meeting_log(
    *, user: User, now: datetime, filters: LogFilters, before: int | None = None, after: int | None = None
) -> Log:
    """Return a page of the bookings that the user may see, newest booked first, with the number of matches."""
    with planned_anew():
        filters = with_admissions(user, filters)
        found = bookings_matching(user, filters, now)
        most = MOST_COUNTED if _is_narrow(user, filters) else MOST_LISTED
        first = _newest(found, most + 1, user, filters)
        page, newer, older = turned(
            found.visible_to(user),
            first,
            place=lambda pk: _place(user, pk),
            newest=lambda older, most: _newest(found.filter(older), most, user, filters),
            before=before,
            after=after,
        )
        bookings = _rows(page)
    return Log(
        bookings,
        hosts_by_meeting(bookings),
        page[-1] if older else None,
        page[0] if newer else None,
        min(len(first), most),
        len(first) > most,
    )


def every_meeting(*, user: User, now: datetime, filters: LogFilters) -> Iterator[tuple[Booking, list[User]]]:
    """Yield every booking of the list with its hosts, newest first, reading PIECE at a time: there may be a million."""
    place: Place | None = None
    while True:
        with planned_anew():
            if place is None:
                filters = with_admissions(user, filters)
            found = bookings_matching(user, filters, now).visible_to(user)
            if place is not None:
                found = found.filter(older_than(place))
            bookings = _rows(list(found.order_by("-created_at", "-id").values_list("pk", flat=True)[:PIECE]))
        hosts = hosts_by_meeting(bookings)
        yield from ((booking, hosts.get(booking.uid, [])) for booking in bookings)
        if len(bookings) < PIECE:
            return
        place = (bookings[-1].created_at, bookings[-1].pk)


def newest_meetings(*, user: User, now: datetime, filters: LogFilters, after: int | None, most: int) -> PublishedList:
    """Return bookings that the user may see, newest booked first: those after the booking `after`, `most` at most."""
    with planned_anew():
        filters = with_admissions(user, filters)
        found = bookings_matching(user, filters, now)
        if after is not None:
            place = _place(user, after)
            found = found.none() if place is None else found.filter(older_than(place))
        return _published_list(_newest(found, most + 1, user, filters), most)


def changed_meetings(
    *, user: User, now: datetime, filters: LogFilters, since: datetime, after: int | None, most: int
) -> PublishedList:
    """Return bookings that the user may see and that changed at `since` or later, the first changed first.

    Of those that changed at `since`, only the ones after the booking `after` are returned, `most` at most.
    """
    with planned_anew():
        found = bookings_matching(user, with_admissions(user, filters), now).filter(updated_at__gte=since)
        if after is not None:
            found = found.filter(Q(updated_at__gt=since) | Q(pk__gt=after))
        in_order = _seen_one_by_one(found, user).order_by("updated_at", "pk").values_list("pk", flat=True)
        return _published_list(list(in_order[: most + 1]), most)


def _published_list(pks: list[int], most: int) -> PublishedList:
    found = Booking.objects.to_publish().in_bulk(pks[:most])
    bookings = [found[pk] for pk in pks[:most]]
    return PublishedList(bookings, hosts_by_meeting(bookings), len(pks) > most)


def _is_narrow(user: User, filters: LogFilters) -> bool:
    return filters.narrow or not user.is_admin


def _newest(found: BookingQuerySet, most: int, user: User, filters: LogFilters) -> list[int]:
    """Return the ids of the newest matching bookings that the user may see, `most` of them at most.

    Words that few customers have were looked up before. If one index has the matches in list order, it is read
    directly. Otherwise PostgreSQL cannot know how far back the matches are. So first only the newest bookings are
    searched; then, if the matches are few, all of them are read and sorted; and only matches that are many are searched
    for from the newest on. A member who sees many bookings soon finds some among those that an index has in list order.
    """
    seen = _seen_one_by_one(found, user)
    in_order = seen.order_by("-created_at", "-id").values_list("pk", flat=True)
    if not _is_narrow(user, filters):
        return list(in_order[:most])
    if filters.admissions is not None:
        return _seen_of(_sorted(found), user)[:most]
    if filters.state is not None and _has_few(user, filters.state):
        return _sorted(found.filter(pk__in=_ids_of_theirs(user, filters.state)))[:most]
    for since in _windows(found, user, filters):
        chosen = list(in_order.filter(created_at__gte=since)[:most])
        if len(chosen) == most:
            return chosen
    if filters.narrow:
        few = _sorted(found, FEW + 1)
        if len(few) <= FEW:
            return _seen_of(few, user)[:most]
    if not user.is_admin and (filters.narrow or _has_few(user, None)):
        few = _sorted(found.filter(pk__in=_ids_of_theirs(user, filters.state)), FEW + 1)
        if len(few) <= FEW:
            return few[:most]
    return list(in_order[:most])


def _sorted(bookings: BookingQuerySet, most: int | None = None) -> list[int]:
    """Return the ids of the bookings, newest first without an index in list order. Beyond `most` they are any."""
    places = bookings.order_by().values_list("created_at", "pk")[:most]
    return [pk for _at, pk in sorted(places, reverse=True)]


def _seen_of(few: list[int], user: User) -> list[int]:
    """Return those of the bookings that the user may see, in the same order."""
    if user.is_admin:
        return few
    seen = set(_seen_one_by_one(Booking.objects.filter(any_of(F("pk"), few)), user).values_list("pk", flat=True))
    return [pk for pk in few if pk in seen]


def _windows(found: BookingQuerySet, user: User, filters: LogFilters) -> QuerySet[Booking, datetime]:
    """Return since when the newest bookings are searched first, or nothing if there are so few that all are.

    Where one index has the matches in list order, the newest of these count, whoever may see them.
    """
    window = WINDOW_OF_WORDS if filters.text else WINDOW
    rows = Booking.objects.filter(organization_id=user.organization_id) if filters.narrow else found
    return rows.order_by("-created_at").values_list("created_at", flat=True)[window : window + 1]


def _seen_one_by_one(bookings: BookingQuerySet, user: User) -> BookingQuerySet:
    """Return the bookings that the user may see, out of few: the hosts of each one are read by an index.

    With `visible_to`, PostgreSQL would first read all that a member ever held, since it takes the few for many.
    """
    if user.is_admin:
        return bookings
    hosts = ArraySubquery(HostTime.objects.filter(meeting=OuterRef("uid")).values("host_id"))
    return bookings.alias(hosts=hosts).filter(Q(hosts__contains=[user.pk]) | Q(onlooker=user))


def _theirs(user: User, state: BookingState | None) -> tuple[QuerySet[HostTime], BookingQuerySet]:
    """Return what leads to a member's bookings, each by one index: the times they hold, and what they look on at.

    Host time tells the state of its meeting in part: it is active while the meeting stands, and counts unless it was
    missed. So of a state that is rare, few are read, however many others the member has.
    """
    held, looked_on = HostTime.objects.filter(host=user), Booking.objects.filter(onlooker=user)
    if state is None:
        return held, looked_on
    held = held.filter(active=state.status in {BookingStatus.SCHEDULED, BookingStatus.NO_SHOW})
    if state.status == BookingStatus.NO_SHOW:
        held = held.filter(counts=False)
    return held, looked_on.filter(status=state.status)


def _has_few(user: User, state: BookingState | None) -> bool:
    """Return whether the user is a member of whose bookings few may be in this state."""
    if user.is_admin:
        return False
    held, looked_on = _theirs(user, state)
    return held[: FEW + 1].count() + looked_on[: FEW + 1].count() <= FEW


def _ids_of_theirs(user: User, state: BookingState | None) -> QuerySet[Booking, int]:
    held, looked_on = _theirs(user, state)
    hosted = Booking.objects.filter(uid__in=held.values("meeting")).values_list("pk", flat=True)
    return hosted.union(looked_on.values_list("pk", flat=True))


def _rows(pks: list[int]) -> list[Booking]:
    """Return the bookings with everything that a line shows, except their hosts."""
    related = ("link__owner", "link__created_by", "link__parent", "page", "event_type")
    rows = Booking.objects.filter(pk__in=pks).select_related("decided_by", *(f"admission__{one}" for one in related))
    return list(rows.order_by("-created_at", "-id"))


def _place(user: User, pk: int) -> Place | None:
    """Return the booking's place in the list; None if the user may not see it."""
    return Booking.objects.visible_to(user).filter(pk=pk).values_list("created_at", "pk").first()
