"""The month as a picture of open hours, and what it shows of a form that is not saved yet (A15)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from owner.pages.views.month import picture
from pages.hours import Hours
from pages.recurrence import Rhythm
from tests.builders import NOW
from tests.junk import CLASSICS
from tests.markup import markup
from tests.owner.pages.test_schedules import FORM
from tests.tables import table

MONDAY, SUNDAY = 1, 0
# A Monday.
TODAY = NOW.date()
WEEKDAYS = tuple((day, 540, 1020) for day in range(1, 6))
HOURS = Hours(
    "Europe/Madrid",
    (*WEEKDAYS[:2], (3, 540, 720), (3, 780, 1020), *WEEKDAYS[3:]),
    ((date(2030, 1, 10), ()), (date(2030, 1, 17), ((600, 660),))),
    (
        Rhythm(6, TODAY, every=2, opens=600, closes=780),
        Rhythm(5, TODAY, nth=-1),
        Rhythm(4, TODAY, nth=2, opens=0, closes=60),
    ),
)


def days(shown):
    return {day.number: day for week in shown.weeks for day in week if day}


@table(
    ("number", "text", "bars", "kind"),
    [
        (6, "Sunday 6 January, over", [], ""),
        (7, "Monday 7 January, today, 09:00–17:00", [(180, 480)], ""),
        (8, "Tuesday 8 January, 09:00–17:00", [(180, 480)], ""),
        (9, "Wednesday 9 January, 09:00–12:00, 13:00–17:00", [(180, 180), (420, 240)], ""),
        (10, "Thursday 10 January, closed, changed hours", [], "date"),
        (12, "Saturday 12 January, 10:00–13:00, a repeating day", [(240, 180)], "repeat"),
        (13, "Sunday 13 January, closed", [], ""),
        (17, "Thursday 17 January, 10:00–11:00, changed hours", [(240, 60)], "date"),
        (19, "Saturday 19 January, closed", [], ""),
        (25, "Friday 25 January, closed, a repeating day", [], "repeat"),
    ],
)
@pytest.mark.feature("A15")
def test_each_day_has_bars_and_words(number, text, bars, kind):
    shown = picture(HOURS, "", TODAY, MONDAY)
    day = days(shown)[number]
    assert (day.text, day.bars, day.kind) == (text, bars, kind)
    assert (shown.title, shown.opens, shown.closes, shown.height) == ("January 2030", "06:00", "22:00", 960)
    assert shown.kinds == {"date", "repeat"}


@pytest.mark.feature("A15")
def test_the_columns_grow_with_the_hours():
    shown = picture(Hours("UTC", ((1, 290, 300), (7, 1200, 1440))), "", TODAY, MONDAY)
    assert (shown.opens, shown.closes, days(shown)[7].bars) == ("04:00", "24:00", [(50, 10)])


@table(
    ("wanted", "value", "previous", "following"),
    [
        ("", "2030-01", None, ("2030-02", "February 2030")),
        ("2029-12", "2030-01", None, ("2030-02", "February 2030")),
        ("2030-12", "2030-12", ("2030-11", "November 2030"), ("2031-01", "January 2031")),
        ("9999-12", "2035-01", ("2034-12", "December 2034"), None),
        ("2030-13", "2030-01", None, ("2030-02", "February 2030")),
        ("0000-00", "2030-01", None, ("2030-02", "February 2030")),
    ],
)
@pytest.mark.feature("A15")
def test_months_turn_from_this_one_on(wanted, value, previous, following):
    shown = picture(HOURS, wanted, TODAY, MONDAY)
    assert (shown.value, shown.previous, shown.next) == (value, previous, following)


@given(st.one_of(st.sampled_from(CLASSICS), st.text(max_size=8)))
def test_junk_for_a_month(wanted):
    assert picture(HOURS, wanted, TODAY, MONDAY).value == "2030-01"


@pytest.mark.parametrize(("first", "names"), [(1, ("Monday", "Mon")), (0, ("Sunday", "Sun")), (6, ("Saturday", "Sat"))])
def test_the_weeks_begin_where_the_organization_says(first, names):
    shown = picture(HOURS, "", TODAY, first)
    assert shown.weekdays[0] == names
    assert next(day for day in shown.weeks[1] if day).text.startswith(names[0])


@pytest.fixture
def url(ana):
    return reverse("schedule", args=[ana.schedules.get().pk])


def cells(response):
    return {day.number: day.hours for number, day in days(response.context["preview"].picture).items()}


@pytest.mark.feature("A15")
def test_the_picture_stands_beside_what_is_saved(anas, url):
    page = markup(anas.get(url))
    assert '<span class="visually-hidden">Monday 7 January, today, 09:00–17:00</span>' in page
    assert '<table class="month" aria-labelledby="preview-month">' in page
    assert '<h2 id="preview-month" tabindex="-1">January 2030</h2>' in page
    assert 'style="' not in page


@pytest.mark.feature("A15")
def test_picture_shows_unsaved_form(anas, ana, url):
    before = list(ana.schedules.get().weekly.values_list("weekday", "opens", "closes"))
    day = date(2030, 1, 22)
    typed = FORM | {
        "opens-2": ["10"], "closes-2": ["11:30"], "date": [day.isoformat()], "date-opens": [""], "date-closes": [""],
        "repeat-every": ["2"], "repeat-unit": ["weeks"], "repeat-weekday": ["7"], "repeat-since": ["2030-01-07"],
        "repeat-until": [""], "repeat-opens": ["20:00"], "repeat-closes": ["21:00"],
    }  # fmt: skip
    response = anas.post(url, typed | {"preview": "1"})
    assert response.status_code == 200
    found = cells(response)
    assert [found[number] for number in (7, 8, 13, 15, 20, 22, 27)] == [
        "09:00–17:00", "10:00–11:30", "20:00–21:00", "10:00–11:30", "closed", "closed", "20:00–21:00",
    ]  # fmt: skip
    assert list(ana.schedules.get().weekly.values_list("weekday", "opens", "closes")) == before
    # The month that is shown stays, whatever else is pressed.
    assert anas.post(url, typed | {"month": "2030-02"}).context["preview"].picture.value == "2030-02"
    assert (
        anas.post(url, typed | {"shown-month": "2030-02", "add": "date"}).context["preview"].picture.value == "2030-02"
    )


@pytest.mark.feature("O35")
def test_unreadable_hours_are_left_out_and_named(anas, url):
    typed = FORM | {"opens-1": ["22:00", "9:00", "10:00"], "closes-1": ["6:00", "11:00", "12:00"]}
    response = anas.post(url, typed | {"preview": "1"})
    page = markup(response)
    assert cells(response)[14] == "09:00–12:00"
    assert [anchor for anchor, _whose, _what in response.context["preview"].problems] == ["opens-1-0", "opens-1-2"]
    assert "Not in the preview yet" in page
    assert '<a href="#opens-1-0">Monday</a>: This ends before it starts. For hours past midnight' in page
    # The rows themselves are judged when the form is saved, and then it is said there.
    assert 'aria-invalid="true"' not in page
    refused = anas.post(url, typed)
    assert refused.status_code == 422
    assert refused.context["preview"].problems == []


def test_picture_follows_the_typed_zone(anas, url):
    response = anas.post(url, FORM | {"time_zone": "Pacific/Kiritimati", "preview": "1"})
    assert response.context["preview"].zone == "Kiritimati (+14:00)"
    later = anas.post(url, FORM | {"time_zone": "nowhere", "preview": "1"})
    assert later.context["preview"].zone == "Madrid (+01:00)"


def test_new_schedule_shows_a_picture(anas):
    response = anas.get(reverse("new-schedule"))
    assert [cells(response)[number] for number in (7, 12)] == ["09:00–17:00", "closed"]
    assert response.context["preview"].moves is None


def test_past_dates_are_no_part_of_it(anas, ana, url):
    ana.schedules.get().overrides.create(date=TODAY - timedelta(days=1), opens=60, closes=120)
    assert cells(anas.get(url))[6] == "over"
