"""Offers through the database: what is listed, and that a booking is judged by the same list."""

import random
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.actions import book
from bookings.errors import SlotTaken
from bookings.models import Booking
from pages.models import DateOverride, EventType, HostTime, Page, WeeklyHours
from pages.offers import Offer
from pages.queries import free_candidate_pages, list_starts, offered_together, offers_of
from tests.builders import NOW, START, open_account, submission

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def offer_of(page: Page) -> Offer:
    """The page's only offer, read anew."""
    (offer,) = offers_of(Page.objects.select_related("host", "schedule", "organization").get(pk=page.pk))
    return offer


def listed(page: Page, first: datetime, last: datetime, now: datetime = NOW) -> list[datetime]:
    """The starts that the page offers from `first` to before `last`."""
    window = (int(first.timestamp()), int(last.timestamp()))
    return [datetime.fromtimestamp(start, UTC) for start in list_starts(offer_of(page), window, now)]


def on_the_day(page: Page, now: datetime = NOW) -> list[str]:
    """The starts of the day of START, as UTC times."""
    midnight = START.replace(hour=0)
    return [f"{start:%H:%M}" for start in listed(page, midnight, midnight + DAY, now)]


def take(page: Page, start: datetime, minutes: int = 30, *, before: int = 0, after: int = 0) -> HostTime:
    """Takes time from the page's host, as a meeting of its event type would."""
    return HostTime.objects.create(
        organization=page.organization,
        host=page.host,
        page=page,
        event_type=page.event_types.get(),
        meeting=uuid.uuid4(),
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        buffer_before=before,
        buffer_after=after,
    )


def change(event_type: EventType, **fields: object) -> None:
    EventType.objects.filter(pk=event_type.pk).update(**fields)


def is_accepted(page: Page, event_type: EventType, start: datetime, now: datetime = NOW) -> bool:
    """Whether a booking of the start goes through."""
    try:
        book(submission=submission(event_type.pk, start), page=page, now=now)
    except SlotTaken:
        return False
    return True


@pytest.mark.feature("A14")
def test_new_page_offers_default_hours_with_notice(anas_page):
    # NOW is 9:00 in Madrid, so notice leaves 11:00 (10:00 in UTC) to 16:30.
    assert on_the_day(anas_page) == [f"{hour}:{minute}" for hour in range(10, 16) for minute in ("00", "30")]


@pytest.mark.feature("R1")
def test_daily_limit_counts_hosts_local_day(db):
    ana = open_account("Ana Khan", "khan@acme.example", "Dhaka", time_zone="Asia/Dhaka")
    page = ana.pages.get()
    event_type = page.event_types.get()
    WeeklyHours.objects.filter(schedule=page.schedule).delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(schedule=page.schedule, weekday=weekday, opens=0, closes=1440) for weekday in range(1, 8)
    )
    change(event_type, duration=60, limit_per_day=1, notice=0)
    now = datetime(2030, 1, 1, tzinfo=UTC)
    book(submission=submission(event_type.pk, datetime(2030, 1, 3, 8, tzinfo=UTC)), page=page, now=now)
    offered = listed(page, datetime(2030, 1, 2, tzinfo=UTC), datetime(2030, 1, 5, tzinfo=UTC), now)
    dhaka = {(start + timedelta(hours=6)).date() for start in offered}
    assert dhaka == {date(2030, 1, 2), date(2030, 1, 4), date(2030, 1, 5)}
    # 18:30 on the 2nd in UTC is the 3rd in Dhaka, and still the 2nd for a customer in Pago Pago.
    assert not is_accepted(page, event_type, datetime(2030, 1, 2, 19, tzinfo=UTC), now)
    assert is_accepted(page, event_type, datetime(2030, 1, 3, 18, tzinfo=UTC), now)


@pytest.mark.feature("A16")
def test_at_most_so_many_a_week(anas_page, event_type):
    change(event_type, limit_per_week=2)
    take(anas_page, START)
    assert len(on_the_day(anas_page)) == 11
    take(anas_page, START + 4 * DAY)
    assert listed(anas_page, NOW, NOW + 6 * DAY) == []
    assert listed(anas_page, NOW + 7 * DAY, NOW + 8 * DAY) != []


@pytest.mark.feature("A13")
def test_chosen_times_are_judged_together(anas_page, event_type, django_assert_num_queries):
    """Each with those before it: what two of them could not both have, the later one loses."""
    change(event_type, sessions=3, notice=120, horizon_days=7)

    def together(*chosen):
        offer = offer_of(anas_page)
        with django_assert_num_queries(1):
            found = offered_together(offer, [int(one.timestamp()) for one in chosen], NOW)
        return [datetime.fromtimestamp(start, UTC) for start in found]

    half, day, week = timedelta(minutes=30), START + DAY, START + 7 * DAY
    assert together(START, START + half, day) == [START, START + half, day]
    assert together(START, START, day) == [START, day]
    # Too soon, off the grid, past the horizon: these are left out alone.
    assert together(NOW + half, START + half / 2, START, week + DAY) == [START]
    change(event_type, buffer_after=30)
    assert together(START, START + half, START + 2 * half) == [START, START + 2 * half]
    change(event_type, limit_per_day=1)
    assert together(START, START + 2 * half, day) == [START, day]
    take(anas_page, START)
    assert together(START + 2 * half, day) == [day]


def test_no_chosen_time_costs_no_query(anas_page, event_type, django_assert_num_queries):
    offer = offer_of(anas_page)
    with django_assert_num_queries(0):
        assert offered_together(offer, [], NOW) == []
        assert offered_together(offer, [int((NOW - DAY).timestamp())], NOW) == []
        assert offered_together(offer.within(None, int(START.timestamp())), [int(START.timestamp())], NOW) == []


@pytest.mark.feature("R3")
def test_neighbouring_buffers_take_the_larger(anas_page, event_type):
    take(anas_page, START.replace(hour=12), after=30)
    change(event_type, buffer_before=15, interval=15)
    assert on_the_day(anas_page)[4:10] == ["11:00", "11:15", "11:30", "13:00", "13:15", "13:30"]
    change(event_type, buffer_before=45)
    assert on_the_day(anas_page)[6:8] == ["11:30", "13:15"]


@pytest.mark.feature("R4")
def test_buffers_may_lie_outside_opening_hours(anas_page, event_type):
    change(event_type, buffer_before=120, buffer_after=120, notice=0)
    assert [on_the_day(anas_page)[0], on_the_day(anas_page)[-1]] == ["08:00", "15:30"]


@pytest.mark.parametrize(
    ("why", "start"),
    [
        ("off the grid", START + 5 * MINUTE),
        ("a second past the minute", START + timedelta(seconds=1)),
        ("a moment past the second", START + timedelta(microseconds=1)),
        ("before notice", NOW + 119 * MINUTE),
        ("in the past", START - 7 * DAY),
        ("before opening", START.replace(hour=7)),
        ("running past closing", START.replace(hour=16)),
        ("a closed weekday", START + 5 * DAY),
        ("past the horizon", START + 63 * DAY),
    ],
)
@pytest.mark.feature("R5")
def test_what_is_not_offered_is_refused(anas_page, event_type, why, start):
    assert not is_accepted(anas_page, event_type, start)
    assert Booking.objects.count() == 0


@pytest.mark.feature("R5")
def test_the_edges_are_offered(anas_page, event_type):
    edges = [NOW + 120 * MINUTE, START + 60 * DAY]
    change(event_type, notice=120)
    assert (edges[0].hour, edges[1].isoweekday()) == (10, 5)
    assert [is_accepted(anas_page, event_type, start) for start in edges] == [True, True]


# Of what is generated, `make test` tries some.
@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.walk) for seed in range(2, 8))])
@pytest.mark.feature("R6")
def test_list_and_judge_agree_for_random_states(anas_page, event_type, seed):
    dice = random.Random(seed)
    change(
        event_type,
        duration=dice.choice([15, 30, 45, 60, 90]),
        interval=dice.choice([None, 10, 15, 30]),
        offset=dice.choice([0, 5, 10]),
        buffer_before=dice.choice([0, 10, 30]),
        buffer_after=dice.choice([0, 15, 45]),
        notice=dice.choice([0, 60, 300]),
        horizon_days=dice.choice([0, 1, 3]),
        limit_per_day=dice.choice([None, 2]),
        limit_per_week=dice.choice([None, 4]),
    )
    for hour in dice.sample(range(8, 15), 3):
        take(anas_page, START.replace(hour=hour), before=dice.choice([0, 10]), after=dice.choice([0, 20]))
    schedule = anas_page.schedule
    DateOverride.objects.create(schedule=schedule, date=date(2030, 1, 8), opens=1200, closes=1440)
    DateOverride.objects.create(schedule=schedule, date=date(2030, 1, 9), opens=0, closes=95)
    event_type.refresh_from_db()
    last = NOW + 4 * DAY
    offered = set(listed(anas_page, NOW, last))
    every_five = [NOW + number * 5 * MINUTE for number in range(int((last - NOW) / (5 * MINUTE)))]
    assert offered <= set(every_five)
    asked = {*dice.sample(every_five, 150), *dice.sample(sorted(offered), min(20, len(offered)))}
    offer = offer_of(anas_page)
    assert {start for start in asked if free_candidate_pages(offer, start, NOW)} == offered & asked
    # And the transaction says the same: of some starts at random, and of one that was offered.
    tried = dice.sample(every_five, 6) + dice.sample(sorted(offered), min(1, len(offered)))
    for start in tried:
        expected = start in listed(anas_page, start, start + MINUTE)
        assert is_accepted(anas_page, event_type, start) == expected


def test_repeated_hour_is_offered_twice(anas_page, event_type):
    # Madrid, 28 October 2029: 02:00-03:00 comes twice; 01:00 in UTC is its second pass.
    WeeklyHours.objects.create(schedule=anas_page.schedule, weekday=7, opens=120, closes=180)
    change(event_type, notice=0)
    now = datetime(2029, 10, 27, tzinfo=UTC)
    offered = listed(anas_page, now + DAY, now + 2 * DAY, now)
    assert [f"{start:%H:%M}" for start in offered] == ["00:00", "00:30", "01:00", "01:30"]
    assert is_accepted(anas_page, event_type, offered[0], now)
    assert is_accepted(anas_page, event_type, offered[2], now)


@pytest.mark.feature("R16")
def test_zone_change_moves_hours_not_bookings(anas_page, event_type):
    kept = book(submission=submission(event_type.pk), page=anas_page, now=NOW).bookings.get()
    schedule = anas_page.schedule
    schedule.time_zone = "America/New_York"
    schedule.save()
    kept.refresh_from_db()
    assert kept.starts_at == START
    # 9-17 in New York is 14-22 in UTC; what was booked, at 14:00, is still taken.
    assert [on_the_day(anas_page)[0], on_the_day(anas_page)[-1]] == ["14:30", "21:30"]


def test_a_host_who_left_offers_nothing(anas_page, ana):
    ana.is_active = False
    ana.save()
    assert offers_of(Page.objects.select_related("host", "schedule").get(pk=anas_page.pk)) == []


def test_cancelled_meetings_free_times_and_limits(anas_page, event_type):
    change(event_type, limit_per_day=1)
    HostTime.objects.filter(pk=take(anas_page, START).pk).update(active=False)
    assert len(on_the_day(anas_page)) == 12


def test_meeting_begun_the_day_before_is_busy(anas_page):
    take(anas_page, START.replace(hour=12) - DAY, minutes=24 * 60)
    assert on_the_day(anas_page)[0] == "12:00"


@pytest.mark.feature("R3")
def test_longest_meeting_and_buffers_block_two_days(anas_page):
    """How far around a window the busy read has to look."""
    page, day = anas_page, 24 * 60
    WeeklyHours.objects.filter(schedule=page.schedule).delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(schedule=page.schedule, weekday=weekday, opens=0, closes=day) for weekday in range(1, 8)
    )
    start = START + 7 * DAY
    judged = {}
    take(page, start, day, before=day, after=day)
    for name, at in {
        "before it": start - DAY - 30 * MINUTE,
        "in the buffer before": start - DAY,
        "in the buffer after": start + 2 * DAY - 30 * MINUTE,
        "after it": start + 2 * DAY,
    }.items():
        judged[name] = bool(free_candidate_pages(offer_of(page), at, NOW))
        assert (at in listed(page, at, at + MINUTE)) == judged[name]
    assert judged == {
        "before it": True, "in the buffer before": False, "in the buffer after": False, "after it": True
    }  # fmt: skip


def test_far_year_counts_as_any_other(anas_page, event_type):
    now = datetime(2040, 1, 2, 8, tzinfo=UTC)
    take(anas_page, datetime(2040, 1, 3, 10, tzinfo=UTC))
    assert len(listed(anas_page, now + timedelta(hours=14), now + timedelta(hours=38), now)) == 15
    assert is_accepted(anas_page, event_type, datetime(2040, 1, 3, 11, tzinfo=UTC), now)


def test_starts_within_the_offers_own_window_only(anas_page):
    offer = offer_of(anas_page)
    eleven, noon = (int(START.replace(hour=hour).timestamp()) for hour in (11, 12))
    window = (eleven - 86_400, noon + 86_400)
    assert list_starts(offer.within(eleven, noon), window, NOW) == [eleven, eleven + 1800]
    assert list_starts(offer.within(eleven, None).within(None, eleven), window, NOW) == []
    assert free_candidate_pages(offer.within(noon, None), START.replace(hour=11), NOW) == []


@pytest.mark.parametrize("meetings", [1, 3, 30])
def test_listing_costs_constant_number_of_queries(anas_page, meetings):
    for number in range(meetings):
        take(anas_page, START + number * DAY)
    page = Page.objects.select_related("host", "schedule").get(pk=anas_page.pk)
    with CaptureQueriesContext(connection) as queries:
        (offer,) = offers_of(page)
        list_starts(offer, (int(NOW.timestamp()), int((NOW + 31 * DAY).timestamp())), NOW)
    # Weekly hours, overrides, event types, host time.
    assert len(queries) == 3
