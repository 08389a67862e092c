"""A week of meetings as a picture: what it holds, where that stands, and whose it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.actions import cancel
from bookings.host_week import HostWindow, read_window
from core.dates import to_epoch
from core.zones import zone
from owner.meetings.week import draw_week
from owner.week_grid import midnight
from pages.actions import add_time_off, block_time, save_holidays
from tests.builders import NOW, START
from tests.calendars.builders import calendar_with_rows
from tests.markup import markup
from tests.owner.meetings.owners import TUESDAY, make_meeting, make_request

pytestmark = pytest.mark.django_db
WEEK = "/meetings/week/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = date(2030, 1, 7)


def drawn(user, first=MONDAY, now=NOW):
    with timezone.override(zone(user.time_zone)):
        window = midnight(first), midnight(first + 7 * DAY)
        return draw_week(first, first, read_window(user, window, now), now, "24")


def blocks(week):
    return {
        column.day.day: [(one.kind, one.title, one.time, one.until) for one in column.blocks] for column in week.columns
    }


@pytest.mark.feature("O25")
def test_week_holds_everything_that_takes_time(ana):
    make_meeting(ana), make_request(ana, TUESDAY, times=2)
    cancel(booking=make_meeting(ana, TUESDAY + 3 * HOUR), actor=ana, now=NOW)
    at = TUESDAY + 2 * DAY
    block_time(actor=ana, owner=ana, starts_at=at, ends_at=at + HOUR, note="Tax papers", now=NOW)
    add_time_off(actor=ana, owner=ana, first=MONDAY + 4 * DAY, last=MONDAY + 4 * DAY, now=NOW)
    week = drawn(ana)
    assert blocks(week) == {
        7: [("meeting", "Priya Shah", "15:00", "15:30")],
        8: [("request", "Priya Shah", "09:00", "09:30"), ("request", "Priya Shah", "09:30", "10:00")],
        9: [],
        10: [("blocked", "Blocked", "09:00", "10:00")],
        11: [], 12: [], 13: [],
    }  # fmt: skip
    assert [column.off for column in week.columns] == ["", "", "", "", "Time off", "", ""]
    assert [bool(column.grounds) for column in week.columns] == [True] * 4 + [False] * 3


@pytest.mark.feature("O25")
def test_week_names_holidays_and_time_off(ana):
    save_holidays(actor=ana, country="EG", region="", worked=[], now=NOW)
    tuesday = MONDAY + DAY
    add_time_off(actor=ana, owner=ana, first=tuesday, last=tuesday, now=NOW)
    assert [column.off for column in drawn(ana).columns] == ["Public holiday", "Time off", "", "", "", "", ""]


@pytest.mark.feature("O25")
def test_block_is_where_its_time_is(ana):
    make_meeting(ana)
    (block,) = drawn(ana).columns[0].blocks
    assert (block.top, block.height, block.left, block.width, block.is_low) == (7 * 48, 24, 0, 100, True)
    assert block.address.startswith("/meetings/")


@pytest.mark.feature("O25")
def test_what_overlaps_stands_side_by_side():
    starts = to_epoch(datetime(2030, 1, 7, 9, tzinfo=UTC))
    spans = [
        (starts, starts + 3600),
        (starts + 1800, starts + 5400),
        (starts + 3600, starts + 7200),
        (starts + 9000, starts + 9600),
    ]
    with timezone.override(UTC):
        week = draw_week(MONDAY, MONDAY, HostWindow((), (), (), spans, (), (), None), NOW, "24")
    assert [(one.left, one.width) for one in week.columns[0].blocks] == [(0, 50), (50, 50), (0, 50), (0, 100)]


@pytest.mark.feature("O25")
def test_busy_elsewhere_widens_no_hours():
    night = to_epoch(datetime(2030, 1, 7, 2, tzinfo=UTC))
    with timezone.override(UTC):
        busy = draw_week(MONDAY, MONDAY, HostWindow((), (), (), [(night, night + 3600)], (), (), None), NOW, "24")
        early = draw_week(MONDAY, MONDAY, HostWindow((), (), (), (), [(night, night + 3600)], (), None), NOW, "24")
    assert (busy.height, busy.columns[0].blocks, busy.hours[0]) == (480, [], (0, "08:00"))
    assert (early.height, early.hours[0]) == (16 * 48, (0, "02:00"))


@pytest.mark.parametrize("zone_name", ["Europe/Madrid", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe"])
@pytest.mark.feature("O25")
def test_days_of_other_lengths_are_drawn(zone_name):
    busy = [(to_epoch(datetime(2030, 1, 1, tzinfo=UTC)), to_epoch(datetime(2031, 1, 1, tzinfo=UTC)))]
    with timezone.override(zone(zone_name)):
        for week in range(50):
            first = MONDAY + timedelta(weeks=week)
            columns = draw_week(first, first, HostWindow((), (), (), busy, (), (), None), NOW, "24").columns
            assert {(len(one.blocks), one.blocks[0].top, one.blocks[0].height) for one in columns} == {(1, 0, 480)}


@pytest.mark.feature("O25")
def test_only_today_shows_the_moment(ana):
    week = drawn(ana)
    assert [column.now for column in week.columns] == [48, *[None] * 6]
    assert [column.now for column in drawn(ana, first=MONDAY + 7 * DAY).columns] == [None] * 7


@pytest.mark.feature("A6", "O25")
def test_week_of_a_colleague_is_for_admins(client, ana, ben):
    make_meeting(ana), make_meeting(ben, TUESDAY)
    client.force_login(ana)
    assert blocks(client.get(WEEK).context["week"])[7] == [("meeting", "Priya Shah", "15:00", "15:30")]
    bens = client.get(WEEK, {"host": ben.pk})
    assert (blocks(bens.context["week"])[7], len(blocks(bens.context["week"])[8])) == ([], 1)
    assert "<span>Ben Ode</span>" in markup(bens)
    client.force_login(ben)
    assert blocks(client.get(WEEK, {"host": ana.pk}).context["week"])[7] == []


@pytest.mark.parametrize("day", ["", "x", "2030-13-45", "0001-01-01", "9999-12-31", "²"])
@pytest.mark.feature("O25")
def test_senseless_days_show_some_week(anas, day):
    assert len(anas.get(WEEK, {"day": day}).context["week"].columns) == 7


@pytest.mark.feature("O25")
def test_week_leads_on_and_keeps_filters(anas, ana):
    page = anas.get(WEEK, {"host": ana.pk, "q": "priya", "day": "2030-01-16"})
    assert page.context["title"] == "14 January – 20 January"
    assert page.context["next"] == f"q=priya&host={ana.pk}&day=2030-01-23"
    html = markup(page)
    assert f'href="{reverse("meetings")}?q=priya&amp;host={ana.pk}"' in html
    assert "Nothing on this day." in html


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O25")
def test_week_costs_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    calendar_with_rows(ana)
    for number in range(count):
        make_meeting(ana, START + timedelta(minutes=30 * number)), make_request(ana, TUESDAY + 2 * HOUR * number)
    # Session, user, the two choices, ten for what the week holds, the counts, calendars that cannot be read.
    with django_assert_num_queries(16):
        held = blocks(anas.get(WEEK).context["week"])[7]
    assert [kind for kind, *_words in held] == ["busy"] + ["meeting"] * count
