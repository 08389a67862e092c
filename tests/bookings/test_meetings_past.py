"""Meetings and their logs cost what they show, not what is over: pages are counted, so a few rows stand for many."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection

from accounts.actions import change_delegates
from accounts.models import User
from bookings.digest import send_digests
from bookings.log_filters import LogFilters
from bookings.logs import meeting_log
from bookings.meetings import Tab, count_meetings, meetings
from bookings.models import Booking
from bookings.published_lists import changed_meetings, newest_meetings
from bookings.queries import edited_meetings, uids_of
from bookings.states import BookingState
from calendars.models import HostEntry
from links.actions import mint
from pages.models import EventType
from tests.bookings.pages_read import pages_read
from tests.builders import NOW, START, add_colleague
from tests.calendars.builders import calendar_with_rows
from tests.owner.meetings.owners import HALF, TUESDAY, make_meeting, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.usefixtures("compact_tables")]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# The indexes of more rows are deeper: a page more for each range of them, and for each line up to three.
ROOM = {"counts": 15, "home": 30, "first": 150, "second": 150}
GROW = """
    WITH booked AS (
        INSERT INTO bookings_booking (organization_id, admission_id, event_type_id, link_type, session, uid, sequence,
            status, starts_at, ends_at, title, duration, buffer_before, buffer_after, location_kind, location, optional,
            policies, notices, reason, private_note, kid, handle, created_at, updated_at, onlooker_id, lapses_at)
        SELECT organization_id, admission_id, event_type_id, link_type, n, gen_random_uuid(), 1,
            CASE n %% 10 WHEN 0 THEN 'cancelled' WHEN 1 THEN 'no_show' WHEN 2 THEN 'requested' WHEN 3 THEN 'declined'
                ELSE 'scheduled' END,
            %(now)s - n * interval '1 hour', %(now)s - n * interval '1 hour' + duration * interval '1 minute', title,
            duration, 0, 0, location_kind, '', '[]', '{}', '{}', '', '', 'a', decode(lpad(to_hex(n), 32, '0'), 'hex'),
            %(now)s - n * interval '2 hours', %(now)s, onlooker_id,
            CASE n %% 10 WHEN 2 THEN %(now)s - n * interval '1 hour' END
        FROM bookings_booking, generate_series(%(first)s::int, %(last)s::int, %(step)s::int) n WHERE id = %(like)s
        RETURNING *
    )
    INSERT INTO pages_hosttime (organization_id, host_id, page_id, event_type_id, meeting, starts_at, ends_at,
        buffer_before, buffer_after, active, counts, waits_until, booked_at)
    SELECT booked.organization_id, host_id, page_id, booked.event_type_id, uid, booked.starts_at, booked.ends_at, 0, 0,
        status IN ('scheduled', 'no_show'), status = 'scheduled', lapses_at, booked.created_at
    FROM booked JOIN pages_hosttime ON meeting = %(meeting)s
"""


def grow(like: Booking, first: int, last: int, step: int = 1) -> None:
    """Adds as many meetings like this one, an hour apart, before now: with new statistics, as autovacuum would.

    Of each ten that are numbered one after the other six took place, and the others fell through or were missed.
    """
    values = {"like": like.pk, "meeting": like.uid, "now": NOW - HOUR, "first": first, "last": last, "step": step}
    with connection.cursor() as cursor:
        # To check each row against those it points to takes longer than to write it.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(GROW, values)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE bookings_booking")
        cursor.execute("ANALYZE pages_hosttime")


def read_for(user: User) -> dict[tuple[str, str, bool], int]:
    """The pages read for the counts, for home, and for two pages of each part, as planned for these values or any."""
    read = {}
    for generic in (False, True):
        read["counts", "", generic] = pages_read(lambda: count_meetings(user=user, now=NOW), generic)
        for tab in Tab:
            further = meetings(user=user, now=NOW, tab=tab).further
            # Home shows but those to come, and these lists have one page.
            to_come = tab in {Tab.UPCOMING, Tab.REQUESTS}
            places = {"first": {}} | ({"home": {"limit": 5}} if to_come else {"second": {"after": further}})
            for what, place in places.items():
                asked_for = {"user": user, "now": NOW, "tab": tab} | place
                read[what, tab, generic] = pages_read(lambda asked_for=asked_for: meetings(**asked_for), generic)
    return read


@pytest.mark.feature("O25")
def test_the_past_costs_nothing_however_long(ana, ben):
    cem = add_colleague(ana, "Cem Ak", "cem@acme.example")
    change_delegates(actor=cem, delegates=[ben], now=NOW)
    meeting = make_meeting(ben, link=mint(actor=ben, owner=cem, page=ben.pages.get(), now=NOW))
    make_meeting(ben, START + HALF), make_request(ben, TUESDAY)
    # Each part has more than is counted.
    grow(meeting, 2, 1_200)
    before = {user: read_for(user) for user in (ana, ben, cem)}
    grow(meeting, 1_201, 6_000)
    for user, few in before.items():
        for what, pages in read_for(user).items():
            assert pages <= few[what] + ROOM[what[0]], (user, what)


def read_narrowed(user: User, event_type: EventType) -> dict[object, int]:
    """The pages read for each part of the list by filters that match plenty, some, or nothing."""
    filters = {
        "event type": LogFilters(event_type=event_type),
        "link type": LogFilters(link_type="single-use"),
        "nothing": LogFilters(link_type="public"),
        "days": LogFilters(starts_from=NOW - 5 * DAY, starts_before=NOW - 3 * DAY),
        "two": LogFilters(event_type=event_type, starts_before=NOW - 3 * DAY),
    }
    return {
        (tab, name): pages_read(lambda tab=tab, one=one: meetings(user=user, now=NOW, tab=tab, filters=one), False)
        for tab in Tab
        for name, one in filters.items()
    }


@pytest.mark.feature("O26")
def test_filters_search_a_window_however_long(ana, ben, monkeypatch):
    for name in ("FEW", "WINDOW"):
        monkeypatch.setattr(f"bookings.meetings.{name}", 100)
    # What is booked of Cem's event type takes place, so none of it is found among what was cancelled.
    cem = add_colleague(ana, "Cem Ak", "cem@acme.example")
    change_delegates(actor=cem, delegates=[ben], now=NOW)
    of_all_kinds = make_meeting(ben, link=mint(actor=ben, owner=cem, page=ben.pages.get(), now=NOW))
    held = make_meeting(cem)
    event_type = cem.event_types.get()
    grow(of_all_kinds, 2, 1_200), grow(held, 10_005, 14_000, 10)
    before = {user: read_narrowed(user, event_type) for user in (ana, ben, cem)}
    grow(of_all_kinds, 1_201, 6_000), grow(held, 14_005, 32_000, 10)
    for user, few in before.items():
        # Of a member's window each meeting is looked up by itself, too.
        room = ROOM["first"] + (0 if user.is_admin else 3 * 100)
        read = read_narrowed(user, event_type)
        assert {one: (few[one], pages) for one, pages in read.items() if pages > few[one] * 1.2 + room} == {}, user


@pytest.mark.feature("O26")
def test_requests_of_days_do_without_lapsed_ones(ana, ben):
    meeting = make_meeting(ben)
    waiting = make_request(ben, TUESDAY)
    days = LogFilters(starts_from=NOW - 300 * DAY, starts_before=NOW + 60 * DAY)

    def read(user):
        asked_for = {"user": user, "now": NOW, "tab": Tab.REQUESTS, "filters": days}
        assert [booking.pk for booking in meetings(**asked_for).bookings] == [waiting.pk]
        return [pages_read(lambda: meetings(**asked_for), generic) for generic in (False, True)]

    grow(meeting, 2, 1_200)
    before = {user: read(user) for user in (ana, ben)}
    grow(meeting, 1_201, 6_000)
    for user, few in before.items():
        assert all(pages <= one + 20 for pages, one in zip(read(user), few, strict=True)), (user, few)


LOG_LIMITS = {"FEW": 100, "WINDOW": 100, "REACH": 100, "MOST_LISTED": 20, "MOST_COUNTED": 20}


def read_of_one_link(user: User, link: int) -> list[int]:
    """The pages read for the meetings of one link."""
    arguments = {"user": user, "now": NOW, "filters": LogFilters(link=link)}
    return [pages_read(lambda: meeting_log(**arguments), generic) for generic in (False, True)]


@pytest.mark.feature("C8")
def test_meetings_of_one_link_cost_the_same(ana, ben, monkeypatch):
    for name, most in LOG_LIMITS.items():
        monkeypatch.setattr(f"bookings.logs.{name}", most)
    # Cem holds those of a link that is Ana's, and looks on at others.
    cem = add_colleague(ana, "Cem Ak", "cem@acme.example")
    change_delegates(actor=ana, delegates=[cem], now=NOW)
    change_delegates(actor=cem, delegates=[ben], now=NOW)
    wanted = make_meeting(cem, link=mint(actor=cem, owner=ana, page=cem.pages.get(), now=NOW))
    looked_on = make_meeting(ben, link=mint(actor=ben, owner=cem, page=ben.pages.get(), now=NOW))
    grow(wanted, 2, 1_200), grow(looked_on, 10_002, 11_200)
    link = wanted.admission.link_id
    assert meeting_log(user=cem, now=NOW, filters=LogFilters(link=link)).count == 20
    before = read_of_one_link(cem, link)
    grow(wanted, 1_201, 6_000), grow(looked_on, 11_201, 16_000)
    after = read_of_one_link(cem, link)
    assert [pages <= few * 1.2 + 40 for pages, few in zip(after, before, strict=True)] == [True, True], (before, after)


def read_of_logs(user: User, host: User) -> dict[LogFilters, int]:
    """The pages read for the meeting logs, whole, of one host, and by each filter that has an index of its own."""
    filters = [
        LogFilters(),
        LogFilters(host=host),
        LogFilters(link_type="single-use"),
        LogFilters(link_type="single-use", state=BookingState.NO_SHOW),
        LogFilters(starts_from=NOW - 5 * DAY, starts_before=NOW - 3 * DAY),
        *(LogFilters(state=state) for state in BookingState),
    ]
    return {one: pages_read(lambda one=one: meeting_log(user=user, now=NOW, filters=one), False) for one in filters}


@pytest.mark.feature("C8")
def test_logs_cost_the_same_however_long(ana, ben, monkeypatch):
    for name, most in LOG_LIMITS.items():
        monkeypatch.setattr(f"bookings.logs.{name}", most)
    cem = add_colleague(ana, "Cem Ak", "cem@acme.example")
    change_delegates(actor=cem, delegates=[ben], now=NOW)
    meeting = make_meeting(ben, link=mint(actor=ben, owner=cem, page=ben.pages.get(), now=NOW))
    grow(meeting, 2, 1_200)
    before = {user: read_of_logs(user, ana) for user in (ana, ben, cem, add_colleague(ana, "Dee", "dee@acme.example"))}
    grow(meeting, 1_201, 6_000)
    for user, few in before.items():
        read = read_of_logs(user, ana)
        # What is held on some days is looked up line by line, as on the list of meetings.
        room = {one: ROOM["first"] if one.days else 40 for one in read}
        assert {one: pages for one, pages in read.items() if pages > few[one] * 1.2 + room[one]} == {}, user


@pytest.mark.feature("C8")
def test_search_without_own_matches_ends(ana, ben, monkeypatch):
    """Others have many meetings of a kind, and a member none: the newest of all that they held are searched."""
    for name, most in LOG_LIMITS.items():
        monkeypatch.setattr(f"bookings.logs.{name}", most)
    one_by_one = make_meeting(ben, link=mint(actor=ben, page=ben.pages.get(), now=NOW))
    through_page = make_meeting(ana, START + HALF, mint(actor=ana, page=ana.pages.get(), max_uses=None, now=NOW))
    grow(one_by_one, 2, 1_200), grow(through_page, 10_002, 11_200)
    asked = {"user": ben, "now": NOW, "filters": LogFilters(link_type="reusable")}
    before = pages_read(lambda: meeting_log(**asked), False)
    grow(one_by_one, 1_201, 6_000)
    log = meeting_log(**asked)
    assert (log.bookings, log.count, log.searched_to is None, log.older is None) == ([], 0, False, False)
    assert pages_read(lambda: meeting_log(**asked), False) <= before * 1.2 + 40


def read_by_programs(user: User, host: User) -> dict[tuple[str, object], int]:
    """The pages read for programs' lists of what was booked last and of what changed."""
    asked = {"user": user, "now": NOW, "after": None, "most": 20}
    lists = {"newest": newest_meetings, "changed": partial(changed_meetings, since=NOW - HOUR)}
    filters = {
        "all": LogFilters(),
        "host": LogFilters(host=host),
        "link type": LogFilters(link_type="public"),
        "days": LogFilters(starts_from=NOW - 5 * DAY, starts_before=NOW - 3 * DAY),
        **{state: LogFilters(state=state) for state in BookingState},
    }
    return {
        (what, name): pages_read(lambda ask=ask, one=one: ask(filters=one, **asked), False)
        for what, ask in lists.items()
        for name, one in filters.items()
    }


def test_programs_lists_cost_the_same_however_long(ana, ben, monkeypatch):
    for name, most in {"logs.FEW": 100, "logs.WINDOW": 100, "published_lists.NEWEST": 100}.items():
        monkeypatch.setattr(f"bookings.{name}", most)
    monkeypatch.setattr("bookings.published_lists.CHANGED", 100)
    cem = add_colleague(ana, "Cem Ak", "cem@acme.example")
    change_delegates(actor=cem, delegates=[ben], now=NOW)
    meeting = make_meeting(ben, link=mint(actor=ben, owner=cem, page=ben.pages.get(), now=NOW))
    # Ana holds as many, none of them with Ben.
    other = make_meeting(ana, START + HALF)
    grow(meeting, 2, 1_200), grow(other, 10_002, 11_200)
    readers = ana, ben, cem, add_colleague(ana, "Dee", "dee@acme.example")
    before = {user: read_by_programs(user, ana) for user in readers}
    grow(meeting, 1_201, 6_000), grow(other, 11_201, 16_000)
    for user, few in before.items():
        read = read_by_programs(user, ana)
        room = {one: ROOM["first"] if one[1] == "days" else 40 for one in read}
        assert {one: pages for one, pages in read.items() if pages > few[one] * 1.2 + room[one]} == {}, user


def test_chores_pass_over_a_hosts_past(ana, ben):
    """Which UIDs a host's calendars may have, and who has a meeting today."""
    User.objects.filter(pk=ben.pk).update(daily_digest=True)
    meeting = make_meeting(ben, TUESDAY)
    work = {"uids": lambda: uids_of(ben.pk, NOW), "digests": lambda: send_digests(NOW)}

    def read():
        return {(name, generic): pages_read(one, generic) for name, one in work.items() for generic in (False, True)}

    grow(meeting, 2, 5_000, 5)
    before = read()
    grow(meeting, 5_002, 32_000, 5)
    assert {one: (before[one], pages) for one, pages in read().items() if pages > before[one] + 10} == {}


@pytest.mark.feature("O25")
def test_edits_are_found_by_their_host(ana, ben):
    calendar_with_rows(ana)
    theirs, state = calendar_with_rows(ben), HostEntry.State.WRITTEN
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE calendars_hostentry")
    few = pages_read(lambda: edited_meetings(ana, NOW), True)
    begun = [NOW - number * HOUR for number in range(2, 5_000)]
    HostEntry.objects.bulk_create(
        HostEntry(meeting=uuid4(), host=ben, calendar=theirs, starts_at=at, ends_at=at + HOUR, state=state)
        for at in begun
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE calendars_hostentry")
    assert pages_read(lambda: edited_meetings(ana, NOW), True) <= few + 5
