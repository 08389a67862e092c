"""The meeting logs: all bookings that a user may see, the most recently booked first, with filters."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from accounts.models import User
from bookings.log_filters import AHEAD, LogFilters, filtered, seen_one_by_one, with_admissions, with_link_looked_up
from bookings.log_ways import STANDING, LogWay, walk, ways_for
from bookings.models import Booking, BookingQuerySet
from bookings.queries import hosts_by_meeting
from bookings.states import BookingState
from core.database import planned_anew
from core.paging import Place, older_than, turned
from links.queries import FEW, any_of, only_bitmaps

# Counts stop here: exact ones would cost more and more as history grows.
MOST_LISTED, MOST_COUNTED = 1_000, 100
# How many bookings are read at once where all are wanted.
PIECE = 500
# How many of the newest rows are searched first for a page; fewer for a text search, where each row costs more.
WINDOW, WINDOW_OF_WORDS = 1_000, 300
# Of how many changed bookings programs are told at once which of them match.
CHANGED = 5_000
# If so many of a page's rows are among them, the rest is not far.
NEAR = 10
# What a line shows beside the booking's own row.
SHOWN = (
    "decided_by", "admission__link__owner", "admission__link__created_by", "admission__link__parent",
    "admission__page", "admission__event_type",
)  # fmt: skip


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
class Search:
    """What a user looks for at a moment, and the ways to it."""

    user: User
    filters: LogFilters
    now: datetime
    ways: Sequence[LogWay]
    # Whether all rows of the ways are few, matching or not.
    ways_are_short: bool

    @property
    def is_cheap(self) -> bool:
        """Whether the matches are read from one index of the organization's bookings."""
        filters = self.filters
        beside = filters.host, filters.link, filters.state in AHEAD, filters.admissions is not None
        return self.user.is_admin and not filters.several and not any(beside)

    @property
    def is_narrow(self) -> bool:
        """Whether matches may be rare along the ways."""
        filters = self.filters
        one_more = filters.event_type, filters.link_type or filters.without_single_use, filters.link
        return filters.several or (not self.user.is_admin and any(one_more))

    @property
    def has_few(self) -> bool:
        """Whether the matches are surely few, so that they are read at once and sorted."""
        filters = self.filters
        if filters.admissions is not None or self.ways_are_short:
            return True
        ended = filters.state is not None and filters.state not in STANDING | {BookingState.NO_SHOW}
        return ended and not self.user.is_admin and self._is_rare(filters.state)

    def _is_rare(self, state: BookingState | None) -> bool:
        """Return whether the organization has few bookings in this state."""
        assert state is not None
        rows = Booking.objects.filter(organization_id=self.user.organization_id, status=state.status)
        return rows.order_by()[: FEW + 1].count() <= FEW

    def newest(self, most: int, older: Place | None = None) -> list[int]:
        """Return the ids of the newest matches after the place, `most` of them at most.

        If no way has the matches in list order, PostgreSQL cannot know how far back they are. So first only the newest
        rows of each way are searched; then, if the matches are few, all of them are read and sorted; and only matches
        that are many are searched for from the newest on.
        """
        if self.has_few and (few := self._few(older)) is not None:
            return few[:most]
        if self.is_narrow:
            return self._in_windows(most, older)
        return _ids(walk(self.ways, most, older=older))

    def _in_windows(self, most: int, older: Place | None) -> list[int]:
        """Return the same window by window, each larger: no way is looked through further than the others."""
        window = WINDOW_OF_WORDS if self.filters.text else WINDOW
        found, since = self._in_window(window, most, older)
        if since is not None and len(found) * NEAR < most and (few := self._few(older)) is not None:
            return few[:most]
        while since is not None and len(found) < most:
            window *= 2
            # What was found is not searched for again: no id is below 1.
            further, since = self._in_window(window, most - len(found), (since, 0))
            found += further
        return found

    def _in_window(self, window: int, most: int, older: Place | None) -> tuple[list[int], datetime | None]:
        """Return the matches among the newest rows of each way, and when the last of these was booked; None if these
        are all rows.
        """
        before = self.filters.starts_before
        # No meeting is booked after it begins.
        begin = older or (None if before is None else (before, 0))
        ends = [at for way in self.ways if (at := way.since(window, begin)) is not None]
        since = max(ends, default=None)
        return _ids(walk(self.ways, most, older=older, since=since)), since

    def _few(self, older: Place | None) -> list[int] | None:
        """Return the ids of all matches after the place, newest first; None if they are more than FEW."""
        if self.ways_are_short:
            # A span of days is read at once. Row by row its tables would be read in the order of the index.
            with only_bitmaps() if self.filters.days else nullcontext():
                places = [place for way in self.ways for place in way.places(older).order_by()[: FEW + 1]]
        else:
            found = filtered(self.user, self.filters, self.now)
            found = found if older is None else found.filter(older_than(older))
            places = list(found.order_by().values_list("created_at", "pk")[: FEW + 1])
        if len(places) > FEW:
            return None
        pks = _ids(sorted(places, reverse=True))
        return pks if self.ways_are_short else _seen_of(pks, self.user)


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A part of a list with all that `published` needs, and whether more follow.

    Of changed bookings, `searched_to` is the last that was looked at, if others follow and it is not listed.
    """

    bookings: list[Booking]
    hosts: dict[UUID, list[User]]
    more: bool
    searched_to: Place | None = None


def meeting_log(
    *, user: User, now: datetime, filters: LogFilters, before: int | None = None, after: int | None = None
) -> Log:
    """Return a page of the bookings that the user may see, newest booked first, with the number of matches."""
    with planned_anew():
        search = _search(user, filters, now)
        most = MOST_LISTED if search.is_cheap else MOST_COUNTED
        first = search.newest(most + 1)
        page, newer, older = turned(
            first,
            place=lambda pk: _place(user, pk),
            older=lambda at, most: search.newest(most, at),
            newer=lambda at, most: _ids(walk(search.ways, most, newer=at)),
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
    search: Search | None = None
    place: Place | None = None
    while True:
        with planned_anew():
            search = search or _search(user, filters, now)
            few = search.filters.admissions is not None
            pks = search.newest(PIECE, place) if few else _ids(walk(search.ways, PIECE, older=place))
            bookings = _piece(pks)
            # Planned for any UIDs, the rows would be read one by one, though they lie together, too.
            hosts = hosts_by_meeting(bookings)
        yield from ((booking, hosts.get(booking.uid, [])) for booking in bookings)
        if len(bookings) < PIECE:
            return
        place = (bookings[-1].created_at, bookings[-1].pk)


def newest_meetings(*, user: User, now: datetime, filters: LogFilters, after: int | None, most: int) -> PublishedList:
    """Return bookings that the user may see, newest booked first: those after the booking `after`, `most` at most."""
    with planned_anew():
        place = None if after is None else _place(user, after)
        lost = after is not None and place is None
        return _published_list([] if lost else _search(user, filters, now).newest(most + 1, place), most)


def changed_meetings(
    *, user: User, now: datetime, filters: LogFilters, since: datetime, after: int | None, most: int
) -> PublishedList:
    """Return bookings that the user may see and that changed at `since` or later, the first changed first.

    Of those that changed at `since`, only the ones after the booking `after` are returned, `most` at most: fewer where
    filters let few through, since no more than CHANGED are looked at.
    """
    with planned_anew():
        later = Q(updated_at__gte=since)
        if after is not None:
            later &= Q(updated_at__gt=since) | Q(pk__gt=after)
        filters = with_link_looked_up(with_admissions(user, filters))
        found = filtered(user, filters, now).filter(later)
        end = _end_of_changed(user, filters, later)
        if end is not None:
            found = found.filter(Q(updated_at__lte=end[0]) & (Q(updated_at__lt=end[0]) | Q(pk__lte=end[1])))
        in_order = seen_one_by_one(found, user).order_by("updated_at", "pk").values_list("pk", flat=True)
        part = _published_list(list(in_order[: most + 1]), most)
    return part if part.more or end is None else replace(part, more=True, searched_to=end)


def _end_of_changed(user: User, filters: LogFilters, later: Q) -> Place | None:
    """Return when the last of CHANGED bookings changed, and its id; None if no more than these did.

    None, too, where the matches are few, or all bookings match.
    """
    if filters.admissions is not None or (user.is_admin and not filters.narrow):
        return None
    changed = Booking.objects.filter(later, organization_id=user.organization_id).order_by("updated_at", "pk")
    end, *further = changed.values_list("updated_at", "pk")[CHANGED - 1 : CHANGED + 1] or [None]
    return end if further else None


def _published_list(pks: list[int], most: int) -> PublishedList:
    found = Booking.objects.to_publish().in_bulk(pks[:most])
    bookings = [found[pk] for pk in pks[:most]]
    return PublishedList(bookings, hosts_by_meeting(bookings), len(pks) > most)


def _search(user: User, filters: LogFilters, now: datetime) -> Search:
    filters = with_admissions(user, filters)
    ways = ways_for(user, filters, now)
    return Search(user, filters, now, ways, filters.state in AHEAD or _days_are_few(filters, ways))


def _days_are_few(filters: LogFilters, ways: Sequence[LogWay]) -> bool:
    """Return whether the days that are asked for have few meetings, which an index of their times has."""
    if filters.days is None or filters.link is not None:
        return False
    return all(way.rows.order_by()[: FEW + 1].count() <= FEW for way in ways)


def _ids(places: Sequence[Place]) -> list[int]:
    return [pk for _at, pk in places]


def _seen_of(few: list[int], user: User) -> list[int]:
    """Return those of the bookings that the user may see, in the same order."""
    if user.is_admin:
        return few
    seen = set(seen_one_by_one(Booking.objects.filter(any_of(F("pk"), few)), user).values_list("pk", flat=True))
    return [pk for pk in few if pk in seen]


def _rows(pks: list[int]) -> list[Booking]:
    """Return the bookings with everything that a line shows, except their hosts."""
    return list(_in_order(pks).select_related(*SHOWN))


def _piece(pks: list[int]) -> list[Booking]:
    """Return the same of a piece of a file.

    What belongs to hundreds of bookings that were made one after the other lies together: read apart, by all ids at
    once, it takes a fifth of the pages that it takes to look it up for each booking.
    """
    return list(_in_order(pks).prefetch_related(*SHOWN))


def _in_order(pks: list[int]) -> BookingQuerySet:
    return Booking.objects.filter(pk__in=pks).order_by("-created_at", "-id")


def _place(user: User, pk: int) -> Place | None:
    """Return the booking's place in the list; None if the user may not see it."""
    return Booking.objects.visible_to(user).filter(pk=pk).values_list("created_at", "pk").first()
