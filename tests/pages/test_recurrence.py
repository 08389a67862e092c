"""Days that come round: the dates of a rhythm, and what they do to the hours of a schedule (A15)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import hours as hours_module
from pages import recurrence
from pages.availability import Candidate, Hours, Timing, open_windows, starts
from pages.hours import local_hours
from pages.models import Recurrence
from pages.queries import hours_of, offers_of
from pages.queries import list_starts as offered
from pages.recurrence import Rhythm
from tests.tables import table

DAY = 86_400
MON, TUE, FRI, SAT, SUN = 1, 2, 5, 6, 7
# A Friday; 2026 is a year of 53 ISO weeks, and its last one reaches into 2027.
SINCE = date(2026, 12, 4)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@table(
    ("rhythm", "first", "days"),
    [
        ({"weekday": FRI}, "2026-12-20", ["12-25", "01-01", "01-08", "01-15"]),
        ({"weekday": FRI, "every": 2}, "2026-12-01", ["12-04", "12-18"]),
        ({"weekday": FRI, "every": 2}, "2026-12-19", ["01-01", "01-15"]),
        ({"weekday": SUN, "every": 2}, "2026-12-19", ["12-20", "01-03", "01-17"]),
        # The week of `since` counts though its Monday is over, and though `since` is its last day.
        ({"weekday": MON, "every": 2}, "2026-12-01", ["12-14", "12-28"]),
        ({"weekday": MON, "every": 2, "since": date(2026, 12, 6)}, "2026-12-01", ["12-14", "12-28"]),
        ({"weekday": MON, "every": 2, "since": date(2026, 12, 7)}, "2026-12-19", ["12-21", "01-04"]),
        # From the last of 53 weeks to the last of 52, and over a year of 53.
        ({"weekday": MON, "every": 52, "since": date(2026, 12, 28)}, "2027-12-20", ["12-27"]),
        ({"weekday": MON, "every": 52, "since": date(2025, 12, 29)}, "2026-12-20", ["12-28"]),
        ({"weekday": MON, "nth": 1}, "2026-12-08", ["01-04"]),
        ({"weekday": FRI, "nth": -1}, "2026-12-31", ["01-29"]),
        ({"weekday": SAT, "nth": 5}, "2026-12-01", []),
        ({"weekday": SAT, "nth": 5}, "2027-01-10", ["01-30"]),
        ({"weekday": FRI, "nth": 1}, "2026-11-15", ["12-04"]),
        ({"weekday": TUE, "nth": 1, "every": 2}, "2026-11-20", []),
        ({"weekday": TUE, "nth": 1, "every": 2}, "2027-01-15", ["02-02"]),
        ({"weekday": TUE, "nth": 2, "every": 3}, "2027-03-01", ["03-09"]),
        ({"weekday": FRI, "every": 2, "until": date(2027, 1, 1)}, "2026-12-10", ["12-18", "01-01"]),
        ({"weekday": FRI, "every": 2, "until": date(2026, 12, 31)}, "2026-12-10", ["12-18"]),
        ({"weekday": FRI, "until": SINCE}, "2026-12-01", ["12-04"]),
        ({"weekday": FRI, "until": SINCE}, "2026-12-05", []),
        ({"weekday": FRI}, "2026-11-01", []),
        ({"weekday": FRI, "every": 2, "since": date(1970, 1, 2)}, "2026-12-10", ["12-18", "01-01"]),
        # A February has a fifth Monday in some leap years only, and 2029 is none.
        ({"weekday": MON, "nth": 5, "every": 48, "since": date(2025, 2, 1)}, "2029-02-01", []),
    ],
)
@pytest.mark.feature("A15")
def test_the_dates_of_a_rhythm(rhythm: dict[str, Any], first: str, days: list[str]) -> None:
    start = date.fromisoformat(first)
    found = Rhythm(**{"since": SINCE} | rhythm).dates(start, start + timedelta(days=29))
    assert [f"{day:%m-%d}" for day in found] == days


def walked(rhythm: Rhythm, first: date, last: date) -> Iterator[date]:
    """The plainest way: every day from the week or month of `since` on, counting the turns as they come."""
    day = rhythm.since
    while (day.weekday() != 0) if rhythm.nth is None else (day.day != 1):
        day -= timedelta(days=1)
    turn, seen = 0, dict.fromkeys(range(1, 8), 0)
    while day <= min(last, rhythm.until or last):
        seen[day.isoweekday()] += 1
        is_last = (day + timedelta(days=7)).month != day.month
        nth = rhythm.nth is None or rhythm.nth == seen[day.isoweekday()] or (rhythm.nth == -1 and is_last)
        if turn == 0 and nth and day.isoweekday() == rhythm.weekday and day >= max(first, rhythm.since):
            yield day
        day += timedelta(days=1)
        if (day.weekday() == 0) if rhythm.nth is None else (day.day == 1):
            turn, seen = (turn + 1) % rhythm.every, dict.fromkeys(range(1, 8), 0)


days_around = st.dates(date(2024, 1, 1), date(2029, 12, 31))
minutes = st.sampled_from([0, 60, 90, 120, 150, 540, 720, 1020, 1380, 1440])
spans = st.tuples(minutes, minutes).filter(lambda span: span[0] < span[1])


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    since = draw(days_around)
    opens, closes = draw(st.one_of(spans, spans, st.just((None, None))))
    return Rhythm(
        weekday=draw(st.integers(1, 7)),
        since=since,
        until=since + timedelta(days=draw(st.integers(0, 900))) if draw(st.booleans()) else None,
        every=draw(st.sampled_from([1, 1, 2, 2, 3, 4, 5, 12, 52])),
        nth=draw(st.sampled_from([None, None, None, 1, 2, 3, 4, 5, -1])),
        opens=opens,
        closes=closes,
    )


@given(rhythms(), days_around, st.integers(0, 120))
@pytest.mark.feature("A15")
def test_dates_match_the_day_walker(rhythm: Rhythm, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    assert list(rhythm.dates(first, last)) == list(walked(rhythm, first, last))


@given(rhythms(), days_around)
def test_dates_cost_the_same_for_old_rhythms(rhythm: Rhythm, first: date) -> None:
    begun = []
    original = recurrence.rrule
    recurrence.rrule = lambda *args, **kwargs: begun.append(kwargs["dtstart"]) or original(*args, **kwargs)
    try:
        list(rhythm.dates(first, first + timedelta(days=30)))
    finally:
        recurrence.rrule = original
    most = timedelta(weeks=rhythm.every) if rhythm.nth is None else timedelta(days=31 * rhythm.every)
    assert all(start > max(first, rhythm.since) - most for start in begun)


WEEKDAYS = tuple((day, 540, 1020) for day in range(1, 6))
EVENINGS = Rhythm(FRI, SINCE, every=2, opens=1080, closes=1200)
CLOSED = Rhythm(FRI, SINCE, every=2)
FIRST_FRIDAYS = Rhythm(FRI, SINCE, nth=1, opens=480, closes=500)
TOUCHING = Rhythm(FRI, SINCE, every=2, opens=1020, closes=1200)
WITHIN = Rhythm(FRI, SINCE, every=2, opens=600, closes=700)
SATURDAYS = Rhythm(SAT, SINCE, every=2, opens=600, closes=780)


@table(
    ("recurrences", "overrides", "friday"),
    [
        ((), (), [(540, 1020)]),
        ((EVENINGS,), (), [(540, 1020), (1080, 1200)]),
        ((TOUCHING,), (), [(540, 1200)]),
        ((WITHIN,), (), [(540, 1020)]),
        ((EVENINGS, FIRST_FRIDAYS), (), [(480, 500), (540, 1020), (1080, 1200)]),
        ((SATURDAYS,), (), [(540, 1020)]),
        ((CLOSED,), (), []),
        ((CLOSED, EVENINGS), (), []),
        ((CLOSED,), ((SINCE, ((600, 660),)),), [(600, 660)]),
        ((EVENINGS,), ((SINCE, ((600, 660),)),), [(600, 660)]),
        ((EVENINGS,), ((SINCE, ()),), []),
    ],
)
@pytest.mark.feature("A15")
def test_recurrences_change_hours_and_dates_replace(recurrences, overrides, friday) -> None:
    hours = Hours("UTC", WEEKDAYS, overrides, recurrences)
    next_friday = SINCE + timedelta(days=7)
    found = local_hours(hours, SINCE, next_friday)
    assert (found[SINCE], found[next_friday]) == (friday, [(540, 1020)])
    midnight = at(f"{SINCE}T00:00Z")
    assert open_windows(hours, (midnight, midnight + DAY)) == [
        (midnight + opens * 60, midnight + closes * 60) for opens, closes in friday
    ]


def spelled(hours: Hours, first: date, last: date) -> Hours:
    """The same hours without recurrences: each date that they change is an override, written out by the walker."""
    dates = {day: list(ranges) for day, ranges in hours.overrides}
    overridden, closed = set(dates), set()
    for rhythm in hours.recurrences:
        for day in set(walked(rhythm, first, last)) - overridden:
            weekly = [(opens, closes) for weekday, opens, closes in hours.weekly if weekday == day.isoweekday()]
            ranges = dates.setdefault(day, weekly)
            closed |= {day} if rhythm.hours is None else set()
            ranges += [rhythm.hours] if rhythm.hours else []
    for day in closed:
        dates[day] = []
    return Hours(hours.zone, hours.weekly, tuple((day, tuple(ranges)) for day, ranges in dates.items()))


# Around clock changes of both kinds and the turn of a year, in zones that change at night and at midnight.
ZONES = ["UTC", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "America/Nuuk"]
MOMENTS = [date(2026, 3, 8), date(2026, 3, 28), date(2026, 10, 24), date(2026, 11, 1), date(2026, 12, 31)]


@given(
    zone=st.sampled_from(ZONES),
    weekly=st.lists(st.tuples(st.integers(1, 7), spans).map(lambda one: (one[0], *one[1])), max_size=4),
    recurrences=st.lists(rhythms(), min_size=1, max_size=3),
    moment=st.sampled_from(MOMENTS),
    override=st.booleans(),
)
@pytest.mark.feature("A15")
def test_recurrences_open_like_written_dates(zone, weekly, recurrences, moment, override) -> None:
    near = tuple(replace(one, since=moment - timedelta(days=40), until=None) for one in recurrences)
    overrides = ((moment, ((60, 150),)),) if override else ()
    hours = Hours(zone, tuple(weekly), overrides, near)
    first, last = moment - timedelta(days=20), moment + timedelta(days=20)
    window = (at(f"{first + timedelta(days=3)}T00:00Z"), at(f"{last - timedelta(days=3)}T00:00Z"))
    plain = spelled(hours, first, last)
    assert open_windows(hours, window) == open_windows(plain, window)
    timing = Timing(25, interval=20)
    assert starts([[Candidate(1, hours, [])]], timing, window, 0) == starts(
        [[Candidate(1, plain, [])]], timing, window, 0
    )


@pytest.mark.parametrize(
    ("zone", "sunday", "expected"),
    [
        # 02:00 to 03:00 is skipped: what begins in it begins after it.
        ("Europe/Berlin", date(2026, 3, 29), [("00:00", "00:30"), ("01:00", "02:00")]),
        # 02:00 to 03:00 comes twice: an opening in it means the first pass.
        ("Europe/Berlin", date(2026, 10, 25), [("23:00", "23:30"), ("00:30", "03:00")]),
    ],
)
@pytest.mark.feature("A15")
def test_recurrences_on_the_days_when_clocks_change(zone, sunday, expected) -> None:
    recurrences = (
        Rhythm(SUN, sunday - timedelta(days=28), nth=-1, opens=150, closes=210),
        Rhythm(SUN, sunday - timedelta(days=28), every=2, opens=60, closes=90),
        Rhythm(SUN, sunday, opens=210, closes=240),
    )
    found = open_windows(Hours(zone, (), (), recurrences), (at(f"{sunday}T00:00Z") - DAY, at(f"{sunday}T12:00Z")))
    assert [tuple(f"{datetime.fromtimestamp(edge, UTC):%H:%M}" for edge in one) for one in found] == expected


def test_equal_hours_with_recurrences_are_computed_once() -> None:
    hours_module._open_days.cache_clear()
    window = (at("2026-12-01T00:00Z"), at("2026-12-31T00:00Z"))
    for _ in range(3):
        open_windows(Hours("UTC", WEEKDAYS, (), (replace(EVENINGS),)), window)
    open_windows(Hours("UTC", WEEKDAYS), window)
    assert (hours_module._open_days.cache_info().misses, hours_module._open_days.cache_info().hits) == (2, 2)


def test_hours_are_read_in_one_query(ana, ben, django_assert_num_queries) -> None:
    schedule, other = ana.schedules.get(), ben.schedules.get()
    schedule.overrides.create(date=SINCE)
    for rhythm in (SATURDAYS, FIRST_FRIDAYS, CLOSED):
        Recurrence.of(schedule, rhythm).save()
    with django_assert_num_queries(1):
        found = hours_of([(schedule.pk, "UTC"), (other.pk, "UTC")])
    assert found == {
        schedule.pk: Hours(
            "UTC", WEEKDAYS, ((SINCE, ()),), tuple(sorted((SATURDAYS, FIRST_FRIDAYS, CLOSED), key=repr))
        ),
        other.pk: Hours("UTC", WEEKDAYS),
    }


@pytest.mark.feature("A15")
def test_page_offers_every_second_saturday(anas_page) -> None:
    Recurrence.of(anas_page.schedule, SATURDAYS).save()
    offer, now = offers_of(anas_page)[0], datetime(2026, 12, 4, 12, tzinfo=UTC)
    saturdays = [date(2026, 12, 5), date(2026, 12, 12), date(2026, 12, 19)]
    found = {
        day: [
            f"{datetime.fromtimestamp(start, UTC):%H:%M}"
            for start in offered(offer, (at(f"{day}T00:00Z"), at(f"{day}T23:00Z")), now)
        ]
        for day in saturdays
    }
    morning = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    assert found == {saturdays[0]: morning, saturdays[1]: [], saturdays[2]: morning}
