"""The pure parts behind the customers' screens: the month, what an address asks for, words, who opens, zones."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from core import dates
from core.months import Cell, month_after, month_before, month_weeks, weekdays
from core.zones import (
    canonical_zone,
    main_zones,
    offset_text,
    zone,
    zone_aliases,
    zone_label,
    zone_names,
    zone_places,
    zone_text,
)
from customer import form_token
from customer.openings import who_opens
from customer.params import BookingParams, read_params, read_start
from tests.tables import table

LANGUAGES = ["en", "en-gb"]
WINTER = datetime(2026, 12, 3, 8, tzinfo=UTC)
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"}
JUNK = ["", "soon", "-1", "1e9", "NaN", "2026-12-03T08:00", "9" * 30, "0001-01-01T00:00:00Z"]


@pytest.mark.feature("V8", "V14")
def test_a_month_as_a_table():
    table = month_weeks(date(2026, 2, 1), 1, {date(2026, 2, 3): 6})
    assert [len(week) for week in table] == [7] * 5
    assert table[0] == [None] * 6 + [Cell(date(2026, 2, 1), 0)]
    assert table[1][1] == Cell(date(2026, 2, 3), 6)
    assert [weekdays(first)[0] for first in (0, 1, 6)] == [6, 0, 5]


@pytest.mark.feature("V8")
def test_month_of_today_opens_at_its_week():
    free = {date(2026, 11, 30): 5, date(2026, 12, 1): 6}
    *_, last, after = [None, *month_weeks(date(2026, 11, 1), 1, free, date(2026, 11, 29))]
    assert last == [Cell(date(2026, 11, day), 0) for day in range(23, 30)]
    assert after[:2] == [Cell(date(2026, 11, 30), 5), Cell(date(2026, 12, 1), 6)]
    assert after[-1] == Cell(date(2026, 12, 6), 0)
    # Another month is whole, and says nothing of its neighbours.
    assert month_weeks(date(2026, 12, 1), 1, free, date(2026, 11, 29)) == month_weeks(date(2026, 12, 1), 1, free)


@given(st.dates(date(1970, 2, 1), date(2199, 12, 1)), st.integers(0, 6))
@pytest.mark.feature("V8")
def test_every_day_from_today_on_is_there(today, first):
    month = today.replace(day=1)
    rows = month_weeks(month, first, {}, today)
    days = [cell.day for week in rows for cell in week if cell]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert rows[0][-1].day >= today >= days[0] >= month
    assert None not in rows[-1]
    assert month_after(month) - timedelta(days=1) <= days[-1] < month_after(month) + timedelta(days=6)


@given(st.dates(date(1970, 2, 1), date(9998, 12, 1)).map(lambda day: day.replace(day=1)), st.integers(0, 6))
@pytest.mark.feature("V8")
def test_month_holds_every_day_once(month, first):
    days = [cell.day for week in month_weeks(month, first, {}) for cell in week if cell]
    assert days[0] == month
    assert days[-1].toordinal() + 1 == month_after(month).toordinal()
    assert len(days) == days[-1].day
    assert month_before(month_after(month)) == month


@pytest.mark.feature("A5")
def test_last_parameter_wins_whatever_its_case():
    pairs = [("NAME", "Ana"), ("name", " Li "), ("Skip", "0"), ("skip", "1"), ("utm", "x"), ("lang", "EN-GB")]
    assert read_params(pairs, LANGUAGES) == BookingParams(
        skip=True, lang="en-gb", answers=(("name", "Li"), ("utm", "x"))
    )


@pytest.mark.parametrize("text", ["1796284800", "2026-12-03T08:00:00Z", "2026-12-03T09:00:00+01:00"])
@pytest.mark.feature("O12")
def test_a_time_is_epoch_seconds_or_iso(text):
    assert read_start(text) == WINTER.timestamp()


@table("text", JUNK)
def test_anything_else_is_no_time(text):
    assert read_start(text) is None


def test_what_makes_no_sense_is_ignored():
    pairs = [("month", "2026-13"), ("day", "2026-02-30"), ("zone", "Mars/Olympus"), ("clock", "13"), ("event", "-1")]
    assert read_params(pairs, LANGUAGES) == BookingParams()


@pytest.mark.parametrize(("clock", "text"), [("24", "09:00"), ("12", "9:00 AM")])
@pytest.mark.feature("V24")
def test_times_by_either_clock(clock, text):
    with timezone.override("Europe/Madrid"):
        assert dates.time_text(WINTER, clock) == text


@pytest.mark.feature("V19")
def test_only_repeated_hour_carries_its_offset():
    with timezone.override("Europe/Madrid"):
        passes = [dates.time_text(datetime(2026, 10, 25, hour, 30, tzinfo=UTC), "24") for hour in range(4)]
    assert passes == ["02:30 UTC+2", "02:30 UTC+1", "03:30", "04:30"]


@pytest.mark.feature("V26")
def test_a_meeting_over_midnight_names_both_days():
    with timezone.override("Asia/Kolkata"):
        text = dates.span_text(WINTER.replace(hour=18), WINTER.replace(hour=19), "24")
    assert text == "Thursday 3 December 2026, 23:30–Friday 4 December 2026, 00:30"


@table(
    ("minutes", "text"),
    [(30, "30 minutes"), (1, "1 minute"), (60, "1 hour"), (90, "1 hour 30 minutes"), (1440, "24 hours")],
)
@pytest.mark.feature("V5")
def test_durations_are_put_in_words(minutes, text):
    assert dates.duration_text(minutes) == text


@pytest.mark.feature("V53")
def test_dates_are_in_the_language():
    with translation.override("ar"):
        assert dates.month_text(date(2026, 12, 1)) == "ديسمبر 2026"


@table(
    ("method", "headers", "query", "by"),
    [
        ("GET", FIREFOX, "", "browser"),
        ("GET", FIREFOX, "skip=1&name=Li", "browser"),
        ("GET", {}, "", "scanner"),
        ("GET", {"User-Agent": "facebookexternalhit/1.1"}, "", "scanner"),
        ("GET", {"User-Agent": "Mozilla/5.0 HeadlessChrome/120"}, "", "scanner"),
        ("HEAD", FIREFOX, "", None),
        ("GET", FIREFOX | {"Purpose": "prefetch"}, "", None),
        ("GET", FIREFOX | {"Sec-Purpose": "prefetch;prerender"}, "", None),
        ("GET", FIREFOX, "month=2026-12", None),
        ("GET", FIREFOX, "zone=Europe/Madrid", None),
    ],
)
@pytest.mark.feature("O17")
def test_who_opens_an_address(method, headers, query, by):
    pairs = [tuple(one.split("=")) for one in query.split("&") if one]
    assert who_opens(method, headers, read_params(pairs, LANGUAGES)) == by


@pytest.mark.feature("V23")
def test_zones_have_countries_and_older_names():
    places = {place.name: place for place in zone_places()}
    assert (places["Asia/Kolkata"].countries, places["Asia/Kolkata"].aliases) == (
        ("IN", "IND", "India"),
        ("Asia/Calcutta",),
    )
    assert zone_aliases()["Asia/Calcutta"] == "Asia/Kolkata"
    assert set(main_zones()) <= zone_names()
    assert len(main_zones()) == len(set(main_zones()))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Europe/Madrid", "Madrid, Europe (+01:00)"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires, America (-03:00)"),
        ("Asia/Kolkata", "Kolkata, Asia (+05:30)"),
        ("UTC", "UTC (+00:00)"),
    ],
)
@pytest.mark.feature("V23")
def test_labels_state_the_current_offset(name, label):
    assert zone_label(name, WINTER) == label


@table(
    ("name", "today", "text"),
    [
        ("Asia/Calcutta", "Asia/Kolkata", "India time, UTC+5:30"),
        ("Asia/Katmandu", "Asia/Kathmandu", "Nepal time, UTC+5:45"),
        ("Europe/Kiev", "Europe/Kyiv", "Kyiv time, UTC+2"),
        ("US/Eastern", "America/New_York", "New York time, UTC-5"),
        ("Europe/Oslo", "Europe/Oslo", "Norway time, UTC+1"),
        ("Europe/London", "Europe/London", "London time, UTC+0"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", "Buenos Aires time, UTC-3"),
        ("Etc/GMT+5", "Etc/GMT+5", "UTC-5"),
        ("Etc/UTC", "UTC", "UTC"),
        ("GMT", "Etc/GMT", "UTC"),
        ("gone/away", "gone/away", "UTC"),
    ],
)
@pytest.mark.feature("V23")
def test_zones_are_called_as_people_do(name, today, text):
    assert (canonical_zone(name), zone_text(name, WINTER)) == (today, text)
    assert all(canonical_zone(one.name) == one.name for one in zone_places())
    given = read_params([("zone", name)], LANGUAGES).zone
    assert given == (today if "gone" not in name else "")


@pytest.mark.feature("V23")
def test_offsets_are_put_in_words():
    assert offset_text(WINTER.astimezone(zone("America/St_Johns")).utcoffset()) == "-03:30"


@pytest.mark.feature("R11")
def test_token_serves_one_purpose_and_way():
    key = uuid4()
    token = form_token.make("book", "link 1", key)
    assert form_token.read(token, "book", "link 1") == key
    wrong = [("mine", "link 1"), ("book", "link 2"), ("book", "page 1")]
    assert [form_token.read(token, *other) for other in wrong] == [None] * 3
    assert form_token.read(token[:-1], "book", "link 1") is None
