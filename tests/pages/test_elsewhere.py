"""What hosts' other calendars say counts as their meetings do; what they do not say counts as busy."""

from datetime import datetime, timedelta
from time import sleep

import pytest

from bookings.actions import book, reassign, reschedule
from bookings.errors import HostBusy, SlotTaken
from bookings.queries import hosts_of
from calendars.models import Calendar
from core.database import read_clock
from core.dates import from_epoch, to_epoch
from pages.models import Distribution, Page, PoolMember
from pages.queries import free_candidate_pages, list_starts, offers_of
from tests.bookings.meetings import assert_refused, book_at_page, book_meeting, pool_page, pool_turns
from tests.builders import NOW, START, add_colleagues, managed_event_type, pool_of, submission, team_page
from tests.calendars.builders import connection_of, read_calendar_of, span
from tests.pages.test_queries import change, is_accepted, listed, offer_of, on_the_day

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WHOLE_DAY = [f"{hour}:{minute}" for hour in range(10, 16) for minute in ("00", "30")]


def test_busy_time_elsewhere_is_not_offered(ana, ben, anas_page, event_type):
    read_calendar_of(ana, span(START, 45))
    read_calendar_of(ana, span(START - HOUR, 10), kind="ics")
    read_calendar_of(ben, span(START - 2 * HOUR, 60))
    assert on_the_day(anas_page) == [one for one in WHOLE_DAY if one not in {"13:00", "14:00", "14:30"}]
    assert not is_accepted(anas_page, event_type, START)
    assert is_accepted(anas_page, event_type, START + HOUR)


def test_own_buffers_keep_distance_from_it(ana, anas_page, event_type):
    read_calendar_of(ana, span(START, 30))
    change(event_type, buffer_before=30, buffer_after=15)
    assert on_the_day(anas_page) == [one for one in WHOLE_DAY if one not in {"13:30", "14:00", "14:30"}]


def test_time_elsewhere_counts_against_no_limit(ana, anas_page, event_type):
    read_calendar_of(ana, span(START, 30), span(START + HOUR, 30))
    change(event_type, limit_per_day=1, limit_per_week=1)
    assert on_the_day(anas_page) == [one for one in WHOLE_DAY if one not in {"14:00", "15:00"}]


def test_long_time_from_weeks_ago(ana, anas_page):
    read_calendar_of(ana, span(START - 30 * DAY, 31 * 24 * 60))
    assert listed(anas_page, NOW, NOW + 2 * DAY)[:1] == [START + DAY]


def test_calendar_that_is_not_checked(ana, anas_page):
    calendar = read_calendar_of(ana, age=5 * HOUR)
    assert on_the_day(anas_page) == []
    Calendar.objects.filter(pk=calendar.pk).update(checked=False)
    assert on_the_day(anas_page) == WHOLE_DAY


def test_calendar_that_was_never_read(ana, anas_page, event_type):
    Calendar.objects.create(
        organization=ana.organization, connection=connection_of(ana), host=ana, remote="new", checked=True
    )
    assert on_the_day(anas_page) == []
    assert not is_accepted(anas_page, event_type, START)


@pytest.mark.parametrize(("kind", "oldest"), [("caldav", HOUR), ("google", HOUR), ("ics", 3 * HOUR)])
def test_old_reading_closes_its_host(ana, anas_page, event_type, kind, oldest):
    read_calendar_of(ana)
    calendar = read_calendar_of(ana, kind=kind, age=oldest - MINUTE)
    assert on_the_day(anas_page) == WHOLE_DAY
    Calendar.objects.filter(pk=calendar.pk).update(read_at=read_clock() - oldest)
    assert on_the_day(anas_page) == []
    assert not is_accepted(anas_page, event_type, START)


@pytest.mark.race
def test_listing_and_booking_close_together(ana, anas_page, event_type):
    """Whatever the clock of the machine says: the database's counts for both."""
    change(event_type, notice=60)
    read_calendar_of(ana, age=HOUR - timedelta(seconds=2), until=read_clock() + 90 * DAY)
    window = (to_epoch(read_clock()), to_epoch(read_clock() + 40 * DAY))
    clocks = [read_clock() + minutes * MINUTE for minutes in (-10, 0, 10)]
    (last,) = {list_starts(offer_of(anas_page), window, now)[-1] for now in clocks}
    start = from_epoch(last)
    closed: dict[datetime | str, datetime] = {}
    while len(closed) <= len(clocks):
        for now in clocks:
            if not list_starts(offer_of(anas_page), window, now):
                closed.setdefault(now, read_clock())
        if not free_candidate_pages(offer_of(anas_page), start, read_clock()):
            closed.setdefault("booking", read_clock())
        sleep(0.02)
    assert max(closed.values()) - min(closed.values()) < timedelta(seconds=1)
    assert not is_accepted(anas_page, event_type, start, read_clock())
    assert Calendar.objects.get().read_at <= read_clock() - HOUR


def test_nothing_beyond_what_is_known(ana, anas_page, event_type):
    calendar = read_calendar_of(ana, until=START + 20 * MINUTE)
    assert listed(anas_page, NOW, NOW + 9 * DAY)[-1] == START - 30 * MINUTE
    assert not is_accepted(anas_page, event_type, START)
    Calendar.objects.filter(pk=calendar.pk).update(known_until=START + 30 * MINUTE)
    assert listed(anas_page, NOW, NOW + 9 * DAY)[-1] == START


def test_pool_goes_on_without_the_closed(ana):
    event_type, (one, *others) = managed_event_type(ana), add_colleagues(ana, 3)
    page = team_page(ana, event_type, pool_of(ana, [one, *others], Distribution.ROUND_ROBIN))
    calendar = read_calendar_of(one.host, age=2 * HOUR)
    taken = []
    for number in range(4):
        start = START - number * HOUR
        assert start in listed(page, NOW, NOW + DAY)
        form = submission(event_type.pk, start, email=f"{number}@x.example")
        taken += hosts_of(book(submission=form, page=page, now=NOW).booking)
    assert taken == [others[0].host, others[1].host] * 2
    for other in others:
        read_calendar_of(other.host, age=2 * HOUR)
    assert listed(page, NOW, NOW + 9 * DAY) == []
    assert [offer.event_type for offer in offers_of(page)] == [event_type]
    Calendar.objects.filter(pk=calendar.pk).update(read_at=read_clock())
    assert listed(page, NOW, NOW + 9 * DAY) != []


def test_panel_needs_all_its_calendars(ana):
    event_type, (one, other) = managed_event_type(ana), add_colleagues(ana, 2)
    page = team_page(ana, event_type, one, other)
    read_calendar_of(other.host, span(START, 30))
    assert (START in listed(page, NOW, NOW + DAY), START + HOUR in listed(page, NOW, NOW + DAY)) == (False, True)
    read_calendar_of(other.host, age=2 * HOUR)
    assert listed(page, NOW, NOW + 9 * DAY) == []


def test_meeting_moves_beside_busy_time(ana, event_type):
    made = book_meeting(ana, event_type)
    read_calendar_of(ana, span(START + HOUR, 30))
    with assert_refused(SlotTaken):
        reschedule(booking=made, start=START + HOUR, actor=ana, now=NOW)
    reschedule(booking=made, start=START + HOUR / 2, actor=ana, now=NOW)


def test_colleague_who_is_busy_elsewhere(ana, ben, event_type):
    made, bens = book_meeting(ana, event_type), ben.pages.get()
    calendar = read_calendar_of(ben, span(START + 15 * MINUTE, 60))
    with assert_refused(HostBusy):
        reassign(booking=made, former=ana, page=bens, actor=ana, now=NOW)
    calendar.weeks.all().delete()
    Calendar.objects.update(read_at=read_clock() - HOUR)
    with assert_refused(HostBusy):
        reassign(booking=made, former=ana, page=bens, actor=ana, now=NOW)
    Calendar.objects.update(read_at=read_clock())
    reassign(booking=made, former=ana, page=bens, actor=ana, now=NOW)


@pytest.mark.parametrize("level", [0, 5])
def test_closed_member_keeps_their_turn(ana, level):
    """They were not away: what they missed while their calendar could not be read, they get afterwards."""
    pool, page = pool_page(ana, 3)
    first, second, third = pool.members.order_by("position")
    PoolMember.objects.filter(pk=first.pk).update(level=level)
    PoolMember.objects.filter(pk__in=[second.pk, third.pk]).update(level=2)
    calendar = read_calendar_of(first.page.host, age=2 * HOUR)
    (event_type,) = (offer.event_type for offer in offers_of(page))
    book_at_page(page, event_type)
    assert [one for one, _received in pool_turns(pool)] == [level, 3, 2]
    Calendar.objects.filter(pk=calendar.pk).update(read_at=read_clock())
    book_at_page(page, event_type, START - HOUR, email="cy@example.com")
    assert [one for one, _received in pool_turns(pool)] == ([1, 3, 2] if level == 0 else [5, 3, 3])
    # Whoever is paused is away, and starts again with the others.
    Page.objects.filter(pk=first.page_id).update(accepts_bookings=False)
    book_at_page(page, event_type, START - 2 * HOUR, email="di@example.com")
    assert pool_turns(pool)[0][0] == 3
