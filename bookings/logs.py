"""The meeting logs: all bookings that a user may see, the most recently booked first, with filters."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import F

from accounts.models import User
from bookings.log_filters import UPCOMING_STATES, LogFilters, matching_bookings, visible_among_few, with_admissions
from bookings.log_scans import SCHEDULED_STATES, LogScan, merge_scans, places_of_few, scans_for
from bookings.models import Booking, BookingQuerySet
from bookings.queries import hosts_by_meeting
from bookings.states import BookingState
from core.database import fresh_plans
from core.paging import Place, older_than, paginate
from links.queries import FEW, any_of, only_bitmaps

# Counts stop here: exact ones would cost more and more as history grows.
MOST_LISTED, MOST_COUNTED = 1_000, 100
# How many bookings are read at once when all are exported.
CHUNK = 500
# How many of the newest rows are searched first for a page; fewer for a text search, where each row costs more.
WINDOW, WINDOW_OF_WORDS = 1_000, 300
# How many rows of each scan are searched for a page at most, in windows that double.
REACH = 3_000
# If the newest rows hold at least one in so many of a page's rows, the others are searched for in order.
NEAR_FACTOR = 10
# Relations that a line shows.
SHOWN_RELATIONS = (
    "decided_by", "admission__link__owner", "admission__link__created_by", "admission__link__parent",
    "admission__page", "admission__event_type",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Log:
    """One page of the list.

    `older` is the id of the booking after which the next page begins, `newer` that before which the previous page ends;
    None where there is no such page. `searched_to` is when the last booking was made that was searched; None if the
    page is full, or all were searched.
    """

    bookings: list[Booking]
    hosts: dict[UUID, list[User]]
    older: int | None = None
    newer: int | None = None
    # How many matches all pages have together, counted up to a limit, and whether there are more than that.
    count: int = 0
    more: bool = field(default=False)
    searched_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """A user's search at a moment, and the scans that find its matches."""

    user: User
    filters: LogFilters
    now: datetime
    scans: Sequence[LogScan]
    # Whether all rows of the scans are few, matching or not.
    scans_are_short: bool
    # A colleague who must hold the meetings of a member, too, which the scans do not know.
    beside: User | None = None

    @property
    def is_cheap(self) -> bool:
        """Whether the matches are read from one index of the organization's bookings."""
        filters = self.filters
        beside = filters.host, filters.link, filters.state in UPCOMING_STATES, filters.admissions is not None
        return self.user.is_admin and not filters.needs_several_indexes and not any(beside)

    @property
    def is_narrow(self) -> bool:
        """Whether matches may be rare in the scans."""
        filters = self.filters
        one_more = filters.event_type, filters.link_type or filters.without_single_use, filters.link, filters.host
        return filters.needs_several_indexes or (not self.user.is_admin and any(one_more))

    @property
    def has_few(self) -> bool:
        """Whether the matches are surely few, so that they are read at once and sorted."""
        filters = self.filters
        if filters.admissions is not None or self.scans_are_short:
            return True
        ended = filters.state is not None and filters.state not in SCHEDULED_STATES | {BookingState.NO_SHOW}
        return ended and not self.user.is_admin and self._is_rare(filters.state)

    def _is_rare(self, state: BookingState | None) -> bool:
        """Return whether the organization has few bookings in this state."""
        assert state is not None
        rows = Booking.objects.filter(organization_id=self.user.organization_id, status=state.status)
        return rows.order_by()[: FEW + 1].count() <= FEW

    def newest_within(
        self, reach: int | None, most: int, older: Place | None = None
    ) -> tuple[list[int], datetime | None]:
        """Return the ids of the newest matches after the place, `most` of them at most.

        If no scan has the matches in list order, PostgreSQL cannot know how far back they are. So first only the newest
        rows of each scan are searched; then, if the matches are few, all of them are read and sorted; and only matches
        that are many are searched for from the newest on. Once `reach` rows of each scan are searched, fewer may be
        returned, though others follow: then with when the last row that was searched was booked.
        """
        if self.has_few and (few := self._all_if_few(older)) is not None:
            return few[:most], None
        if self.is_narrow:
            return self._in_windows(reach, most, older)
        return self.merged(most, older=older), None

    def merged(
        self, most: int, *, older: Place | None = None, newer: Place | None = None, since: datetime | None = None
    ) -> list[int]:
        """Return the ids of the nearest matches on one side of a place, `most` of them at most, none before `since`."""
        scans = self.scans
        if self.beside is not None:
            ends = newer[0] if newer else since, older[0] if older else None
            scans = [scan.held_by(self.beside, *ends) for scan in scans]
        return [pk for _at, pk in merge_scans(scans, most, older=older, newer=newer, since=since)]

    def _in_windows(self, reach: int | None, most: int, older: Place | None) -> tuple[list[int], datetime | None]:
        """Return the same by windows of all scans, each twice as large as the one before."""
        searched = window = WINDOW_OF_WORDS if self.filters.text else WINDOW
        found, since = self._in_window(window, most, older)
        # What a colleague holds may be plenty, and to compare two people's time costs less.
        looks_for_few = since is not None and len(found) * NEAR_FACTOR < most and (self.beside is None or reach is None)
        if looks_for_few and (few := self._all_if_few(older)) is not None:
            return few[:most], None
        while since is not None and len(found) < most and (reach is None or searched < reach):
            window *= 2
            searched += window
            # No id is below 1, so rows that were found are not searched for again.
            further, since = self._in_window(window, most - len(found), (since, 0))
            found += further
        return found, since if len(found) < most else None

    def _in_window(self, window: int, most: int, older: Place | None) -> tuple[list[int], datetime | None]:
        """Return the matches among the newest rows of each scan, and when the last of these was booked; None if these
        are all rows.
        """
        before = self.filters.starts_before
        # No meeting is booked after it begins.
        begin = older or (None if before is None else (before, 0))
        ends = [at for scan in self.scans if (at := scan.since(window, begin)) is not None]
        since = max(ends, default=None)
        return self.merged(most, older=older, since=since), since

    def _all_if_few(self, older: Place | None) -> list[int] | None:
        """Return the ids of all matches after the place, newest first; None if they are more than FEW."""
        if self.scans_are_short:
            # A span of days is read at once. Row by row its tables would be read in the order of the index.
            with only_bitmaps() if self.filters.days else nullcontext():
                scans = [places_of_few(scan, self.filters, older) for scan in self.scans]
                places = [place for scan in scans for place in scan[: FEW + 1]]
        else:
            matching = matching_bookings(self.user, self.filters, self.now)
            matching = matching if older is None else matching.filter(older_than(older))
            places = list(matching.order_by().values_list("created_at", "pk")[: FEW + 1])
        if len(places) > FEW:
            return None
        pks = [pk for _at, pk in sorted(places, reverse=True)]
        return pks if self.scans_are_short else _visible_of(pks, self.user)


def meeting_log(
    *, user: User, now: datetime, filters: LogFilters, before: int | None = None, after: int | None = None
) -> Log:
    """Return a page of the bookings that the user may see, newest booked first, with the number of matches.

    If so few match that REACH rows do not fill the page, it ends there, and the next one goes on.
    """
    with fresh_plans():
        search = search_logs(user, filters, now)
        most = MOST_LISTED if search.is_cheap else MOST_COUNTED
        first, end = search.newest_within(REACH, most + 1)
        is_counted = end is None

        def older_ones(at: Place, most: int) -> list[int]:
            nonlocal end
            pks, end = search.newest_within(REACH, most, at)
            return pks

        page, newer, older = paginate(
            first,
            place=lambda pk: place_in_logs(user, pk),
            older=older_ones,
            newer=lambda at, most: search.merged(most, newer=at),
            before=before,
            after=after,
        )
        bookings = _rows(page)
        onward = page[-1] if older else None
        searched_to = None if older else end
        if searched_to is not None:
            onward = _last_until(user, searched_to)
    # Matches of other pages are not known where no page knows all of them.
    count, more = (min(len(first), most), len(first) > most) if is_counted else (len(page), older)
    return Log(bookings, hosts_by_meeting(bookings), onward, page[0] if newer else None, count, more, searched_to)


def _last_until(user: User, at: datetime) -> int | None:
    """Return the id of the last booking in the list, of those that the user may see and that were made at this time or
    later.
    """
    rows = Booking.objects.filter(organization_id=user.organization_id, created_at__gte=at)
    return visible_among_few(rows, user).order_by("created_at", "pk").values_list("pk", flat=True).first()


def every_meeting(*, user: User, now: datetime, filters: LogFilters) -> Iterator[tuple[Booking, list[User]]]:
    """Yield every booking of the list with its hosts, newest first, reading CHUNK at a time: there may be a million."""
    search: Search | None = None
    place: Place | None = None
    while True:
        with fresh_plans():
            search = search or search_logs(user, filters, now)
            few = search.filters.admissions is not None
            pks = search.newest_within(None, CHUNK, place)[0] if few else search.merged(CHUNK, older=place)
            bookings = _chunk(pks)
            # Planned for any UIDs, the rows would be read one by one, though they lie together, too.
            hosts = hosts_by_meeting(bookings)
        yield from ((booking, hosts.get(booking.uid, [])) for booking in bookings)
        if len(bookings) < CHUNK:
            return
        place = (bookings[-1].created_at, bookings[-1].pk)


def search_logs(user: User, filters: LogFilters, now: datetime) -> Search:
    """Return the user's search. Call it inside `fresh_plans`."""
    filters = with_admissions(user, filters)
    beside = None if user.is_admin or filters.host == user else filters.host
    scans = scans_for(user, filters if beside is None else replace(filters, host=None), now)
    short = beside is None and (filters.state in UPCOMING_STATES or _days_are_few(filters, scans))
    return Search(user, filters, now, scans, short, beside)


def _days_are_few(filters: LogFilters, scans: Sequence[LogScan]) -> bool:
    """Return whether the days that are asked for have few meetings, which an index of their times has."""
    if filters.days is None or filters.link is not None:
        return False
    return all(scan.rows.order_by()[: FEW + 1].count() <= FEW for scan in scans)


def _visible_of(few: list[int], user: User) -> list[int]:
    """Return those of the bookings that the user may see, in the same order."""
    if user.is_admin:
        return few
    seen = set(visible_among_few(Booking.objects.filter(any_of(F("pk"), few)), user).values_list("pk", flat=True))
    return [pk for pk in few if pk in seen]


def _rows(pks: list[int]) -> list[Booking]:
    """Return the bookings with everything that a line shows, except their hosts."""
    return list(_in_order(pks).select_related(*SHOWN_RELATIONS))


def _chunk(pks: list[int]) -> list[Booking]:
    """Return the same of a piece of a file.

    What belongs to hundreds of bookings that were made one after the other lies together: read apart, by all ids at
    once, it takes a fifth of the pages that it takes to look it up for each booking.
    """
    return list(_in_order(pks).prefetch_related(*SHOWN_RELATIONS))


def _in_order(pks: list[int]) -> BookingQuerySet:
    return Booking.objects.filter(pk__in=pks).order_by("-created_at", "-id")


def place_in_logs(user: User, pk: int) -> Place | None:
    """Return the booking's place in the list; None if the user may not see it."""
    return Booking.objects.visible_to(user).filter(pk=pk).values_list("created_at", "pk").first()
