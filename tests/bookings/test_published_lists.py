"""Programs' lists of meetings, in whatever pieces they are searched: what plain Python finds among all meetings."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from accounts.actions import change_delegates
from accounts.models import User
from bookings.actions import cancel, reschedule
from bookings.log_filters import LogFilters
from bookings.models import Admission, Booking
from bookings.published_lists import PublishedList, changed_meetings, newest_meetings
from bookings.states import BookingState
from links.actions import mint
from pages.models import HostTime
from tests.bookings.meetings import book_at_page, book_meeting
from tests.builders import NOW, add_colleague, managed_event_type, team_page
from tests.owner.meetings.owners import TUESDAY, make_meeting, make_request, moved_to_past

pytestmark = pytest.mark.django_db
DAY, HALF, MINUTE = timedelta(days=1), timedelta(minutes=30), timedelta(minutes=1)
WEDNESDAY = TUESDAY + DAY
# How many rows are searched for a page, and how many are few.
PIECES = {"WINDOW": 1, "WINDOW_OF_WORDS": 1, "FEW": 0, "NEWEST": 1, "CHANGED": 2}
# More than the newest that say whether words are in most rows.
SAMPLE = 2


@pytest.fixture
def everybody(ana, ben):
    return [ana, ben, add_colleague(ana, "Cem Ak", "cem@acme.example")]


@pytest.fixture
def made(everybody):
    """Meetings of one, of two, and looked on at by a third, in several states; some were made or changed at once."""
    ana, ben, cem = everybody
    event_type = managed_event_type(ana)
    together = team_page(ana, event_type, ana.pages.get(), ben.pages.get())
    change_delegates(actor=cem, delegates=[ben], now=NOW)
    of_cem = mint(actor=ben, owner=cem, page=ben.pages.get(), max_uses=None, now=NOW)
    rows = [
        book_meeting(ana, ana.event_types.first(), TUESDAY),
        book_at_page(together, event_type, TUESDAY + HALF),
        make_meeting(ben, TUESDAY + 2 * HALF, link=of_cem, name="Tom Moss"),
        moved_to_past(book_meeting(ana, ana.event_types.first(), TUESDAY + 3 * HALF)),
        make_request(ben, WEDNESDAY),
        moved_to_past(make_request(ben, WEDNESDAY + 3 * HALF)),
        book_at_page(ben.pages.get(), ben.event_types.first(), TUESDAY + 4 * HALF),
        make_meeting(ben, TUESDAY + 5 * HALF, link=of_cem),
        book_at_page(together, event_type, WEDNESDAY + 8 * HALF, name="Tom Moss"),
    ]
    cancel(booking=rows[0], actor=ana, now=NOW)
    cancel(booking=rows[7], actor=ben, now=NOW)
    reschedule(booking=rows[6], start=WEDNESDAY + 7 * HALF, actor=ben, now=NOW)
    for number, booking in enumerate(rows):
        made_at = NOW - (number // 2) * DAY
        Booking.objects.filter(pk=booking.pk).update(
            created_at=made_at, updated_at=NOW - (number * 4 % len(rows) // 2) * MINUTE
        )
        Admission.objects.filter(bookings=booking).update(created_at=made_at)
        HostTime.objects.filter(meeting=booking.uid).update(booked_at=made_at)
    return list(Booking.objects.select_related("admission"))


def filters_of(user: User, host: User, made: list[Booking]) -> Iterator[LogFilters]:
    """Filters that most meetings match, some, or none."""
    yield LogFilters()
    yield from (LogFilters(state=state) for state in BookingState)
    yield from (LogFilters(link_type=kind) for kind in ("public", "reusable", "single-use"))
    yield from (LogFilters(link=booking.admission.link_id) for booking in (made[0], made[2]))
    yield from (LogFilters(event_type=booking.event_type) for booking in made[:2])
    yield from (LogFilters(host=person) for person in (user, host))
    yield from (LogFilters(text=text) for text in ("priya", "shah", "tom moss", "nobody"))
    yield LogFilters(starts_from=TUESDAY, starts_before=TUESDAY + DAY)
    yield LogFilters(starts_before=TUESDAY + 4 * HALF)
    yield LogFilters(host=host, state=BookingState.SCHEDULED)
    yield LogFilters(host=host, text="tom", link_type="public")
    yield LogFilters(host=host, link=made[2].admission.link_id)
    yield LogFilters(state=BookingState.CANCELLED, link=made[7].admission.link_id)


def expected(user: User, filters: LogFilters, made: list[Booking]) -> list[Booking]:
    """The meetings of the filters that the user may see, by their hosts, onlookers and customers alone."""
    hosts: dict[object, set[int]] = {}
    for meeting, host in HostTime.objects.values_list("meeting", "host"):
        hosts.setdefault(meeting, set()).add(host)
    return [
        booking
        for booking in made
        if (user.is_admin or user.pk in hosts[booking.uid] or booking.onlooker_id == user.pk)
        and filters.host in {None, *User.objects.filter(pk__in=hosts[booking.uid])}
        and filters.state in {None, booking.state(NOW)}
        and filters.link_type in {"", booking.link_type}
        and filters.link in {None, booking.admission.link_id}
        and filters.event_type in {None, booking.event_type}
        and (filters.starts_from is None or filters.starts_from <= booking.starts_at)
        and (filters.starts_before is None or booking.starts_at < filters.starts_before)
        and filters.text in f"{booking.admission.customer_name} {booking.admission.customer_email}".lower()
    ]


def walk_newest(user: User, filters: LogFilters, most: int) -> Iterator[PublishedList]:
    """All pages of the newest meetings."""
    place = None
    while True:
        page = newest_meetings(user=user, now=NOW, filters=filters, after=place, most=most)
        yield page
        if page.further is None:
            return
        assert place is None or page.further < place
        place = page.further


def walk_changed(user: User, filters: LogFilters, most: int, since: datetime) -> Iterator[PublishedList]:
    """All pages of the meetings that changed since."""
    after = None
    while True:
        page = changed_meetings(user=user, now=NOW, filters=filters, since=since, after=after, most=most)
        yield page
        if page.further is None:
            return
        assert after is None or page.further > (since, after)
        since, after = page.further


def search_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in PIECES.items():
        module = "published_lists" if name in {"NEWEST", "CHANGED"} else "logs"
        monkeypatch.setattr(f"bookings.{module}.{name}", most)
    monkeypatch.setattr("bookings.log_filters.FEW_USES", 0)
    monkeypatch.setattr("links.queries.planner.SAMPLE", SAMPLE)


@pytest.mark.walk
@pytest.mark.parametrize(("pieces", "most"), [(False, 3), (True, 2)])
@pytest.mark.parametrize("who", range(3))
def test_all_pages_have_what_matches(everybody, made, monkeypatch, pieces, most, who):
    if pieces:
        search_piece_by_piece(monkeypatch)
    user, since = everybody[who], NOW - 2 * MINUTE
    for filters in filters_of(user, everybody[0] if who else everybody[1], made):
        found = expected(user, filters, made)
        pages = list(walk_newest(user, filters, most))
        newest = sorted(found, key=lambda booking: (booking.created_at, booking.pk), reverse=True)
        assert [booking.pk for page in pages for booking in page.bookings] == [booking.pk for booking in newest], (
            filters
        )
        changed = sorted(
            (booking for booking in found if booking.updated_at >= since),
            key=lambda booking: (booking.updated_at, booking.pk),
        )
        pages = list(walk_changed(user, filters, most, since))
        assert [booking.pk for page in pages for booking in page.bookings] == [booking.pk for booking in changed], (
            filters
        )


def test_page_may_be_empty_though_others_follow(everybody, made, monkeypatch):
    """The meetings that two hold together are sought among those that one of them holds."""
    search_piece_by_piece(monkeypatch)
    ana, ben, _cem = everybody
    pages = list(walk_newest(ben, LogFilters(host=ana), 3))
    assert sum(len(page.bookings) for page in pages) == 2
    assert [] in [page.bookings for page in pages[:-1]]
