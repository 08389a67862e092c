"""The list of schedules, and the editor of hours (A15, O35, R7, R16)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from bookings.actions import book
from pages.actions import save_schedule
from pages.models import Schedule
from pages.queries import list_starts, offers_of
from pages.wall_clock import clock_text, minutes_of
from tests.builders import NOW, START, submission
from tests.junk import all_junk, junk, junk_settings
from tests.markup import markup
from tests.tables import table

SOON = (NOW + timedelta(days=30)).date()
WORKDAYS = {f"{end}-{day}": [time] for day in range(1, 6) for end, time in (("opens", "09:00"), ("closes", "17:00"))}
FORM = {"name": "Working hours", "time_zone": "Europe/Madrid", **WORKDAYS}


def hours(schedule):
    return [(row.weekday, clock_text(row.opens), clock_text(row.closes)) for row in schedule.weekly.all()]


def dates(schedule):
    return [(row.date, row.opens, row.closes) for row in schedule.overrides.all()]


@pytest.fixture
def schedule(ana):
    return ana.schedules.get()


@pytest.fixture
def url(schedule):
    return reverse("schedule", args=[schedule.pk])


@table(
    ("text", "minutes"),
    [
        ("9", 540), ("09:00", 540), ("9.30", 570), ("0930", 570), ("930", 570), ("9:30 pm", 1290), ("12 am", 0),
        ("12:15 p.m.", 735), ("24:00", 1440), ("0:00", 0), (" 17h30 ", 1050), ("24:01", None), ("9:60", None),
        ("13 pm", None), ("0 am", None), ("nine", None), ("", None), ("-1", None), ("٩", 540), ("9:3", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write(text, minutes):
    assert minutes_of(text) == minutes


@given(st.integers(0, 1440))
def test_what_is_written_is_read_back(minutes):
    assert minutes_of(clock_text(minutes)) == minutes


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_constant_number_of_queries(client, ana, django_assert_num_queries, rows):
    for number in range(rows - 1):
        save_schedule(
            actor=ana, schedule=Schedule(name=f"S{number}", time_zone="UTC"), weekly=[(1, 0, 60)], dates=[],
            today=SOON, now=timezone.now(),
        )  # fmt: skip
    client.force_login(ana)
    client.get(reverse("schedules"))
    with django_assert_num_queries(6):
        page = markup(client.get(reverse("schedules")))
    assert page.count('<th scope="row">') == rows


def test_list_shortens_the_week(client, ana, schedule):
    schedule.weekly.create(weekday=6, opens=600, closes=720)
    schedule.weekly.create(weekday=6, opens=840, closes=1440)
    client.force_login(ana)
    [(_schedule, lines, _repeating)] = client.get(reverse("schedules")).context["rows"]
    assert lines == ["Mon–Fri 09:00–17:00", "Sat 10:00–12:00, 14:00–24:00"]


def test_members_see_own_admins_see_all(client, ana, ben, zoe):
    for user, owners in ((ben, {ben}), (ana, {ana, ben}), (zoe, {zoe})):
        client.force_login(user)
        assert {one.owner for one, _hours, _repeating in client.get(reverse("schedules")).context["rows"]} == owners


@pytest.mark.feature("O35")
def test_the_editor_changes_name_zone_and_hours(client, ana, schedule, url):
    client.force_login(ana)
    assert markup(client.get(url)).count('value="09:00"') == 5

    response = client.post(
        url,
        FORM
        | {"name": "Summer", "time_zone": "Europe/Lisbon", "opens-1": ["8", "13:30"], "closes-1": ["12:00", "24:00"]},
    )

    assert (response.status_code, response["Location"]) == (302, url)
    schedule.refresh_from_db()
    assert (schedule.name, schedule.time_zone) == ("Summer", "Europe/Lisbon")
    assert hours(schedule)[:3] == [(1, "08:00", "12:00"), (1, "13:30", "24:00"), (2, "09:00", "17:00")]


def test_empty_rows_mean_a_closed_week(client, ana, schedule, url):
    client.force_login(ana)
    client.post(url, {"name": "Closed", "time_zone": "UTC", "opens-1": [""], "closes-1": [" "]})
    assert hours(schedule) == []


def test_dates_that_differ_close_or_open(client, ana, schedule, url):
    later = SOON + timedelta(days=1)
    client.force_login(ana)
    client.post(
        url,
        FORM
        | {
            "date": [SOON.isoformat(), later.isoformat(), later.isoformat(), ""],
            "date-opens": ["", "10:00", "14:00", ""],
            "date-closes": ["", "12:00", "15:00", ""],
        },
    )
    assert dates(schedule) == [(SOON, None, None), (later, 600, 720), (later, 840, 900)]
    page = markup(client.get(url))
    assert page.count(f'value="{later.isoformat()}"') == 2


def test_past_dates_are_hidden_and_stay(client, ana, schedule, url):
    schedule.overrides.create(date=date(2020, 1, 1))
    client.force_login(ana)
    assert "2020-01-01" not in markup(client.get(url))
    client.post(url, FORM)
    assert dates(schedule) == [(date(2020, 1, 1), None, None)]


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (["22:00"], ["06:00"], "This ends before it starts. For hours past midnight, end this day at 24:00"),
        (["9:00"], ["9:00"], "This ends before it starts."),
        (["9:00"], ["0:00"], "For midnight at the end of the day, enter 24:00."),
        (["9:00"], ["25:00"], "Enter two times"),
        (["9:00"], [""], "Enter two times"),
        (["9:00", "11:00"], ["12:00", "14:00"], "This overlaps 09:00 to 12:00."),
    ],
)
@pytest.mark.feature("R7")
def test_impossible_hours_are_refused_and_unsaved(client, ana, schedule, url, opens, closes, words):
    before = hours(schedule)
    client.force_login(ana)

    response = client.post(url, FORM | {"opens-2": opens, "closes-2": closes})

    page = markup(response)
    place = len(opens) - 1
    assert response.status_code == 422
    assert words in page
    assert f'<a href="#opens-2-{place}">Tuesday</a>' in page
    assert f'aria-describedby="error-2-{place}"' in page
    assert f'value="{opens[-1]}"' in page
    assert hours(schedule) == before


def test_hours_that_touch_are_fine(client, ana, schedule, url):
    client.force_login(ana)
    client.post(url, FORM | {"opens-2": ["12:00", "9:00"], "closes-2": ["15:00", "12:00"]})
    assert hours(schedule)[1:3] == [(2, "09:00", "12:00"), (2, "12:00", "15:00")]


@pytest.mark.parametrize(
    ("day", "opens", "closes", "words"),
    [
        (["2020-01-01"], [""], [""], "This date has passed."),
        (["2030-02-30"], [""], [""], "Choose a date, such as"),
        ([""], ["9:00"], ["10:00"], "Choose a date, such as"),
        (["SOON"], ["10:00"], [""], "Enter two times"),
        (["SOON", "SOON"], ["10:00", ""], ["11:00", ""], "Another row closes this date."),
        (["SOON", "SOON"], ["10:00", "9:00"], ["11:00", "12:00"], "This overlaps"),
    ],
)
def test_impossible_dates_are_refused(client, ana, schedule, url, day, opens, closes, words):
    client.force_login(ana)
    response = client.post(
        url,
        FORM
        | {"date": [one.replace("SOON", SOON.isoformat()) for one in day], "date-opens": opens, "date-closes": closes},
    )
    assert response.status_code == 422
    assert words in markup(response)
    assert dates(schedule) == []


@pytest.mark.feature("O35")
def test_row_buttons_keep_typing_and_save_nothing(client, ana, schedule, url):
    before = hours(schedule)
    client.force_login(ana)
    typed = FORM | {"name": "Half typed", "opens-1": ["8:15"], "closes-1": ["nonsense"]}

    added = client.post(url, typed | {"add": "6"})
    assert added.status_code == 200
    assert 'value="Half typed"' in markup(added)
    assert 'value="nonsense"' in markup(added)
    assert 'id="opens-6-0" value="" maxlength="10" autocomplete="off" aria-label="Saturday, from" autofocus' in (
        markup(added)
    )
    assert 'class="notice" data-variant="error"' not in markup(added)

    removed = client.post(url, typed | {"remove": "1-0"})
    assert "nonsense" not in markup(removed)

    copied = markup(client.post(url, typed | {"copy": "1-all"}))
    assert copied.count('value="8:15"') == 7
    assert markup(client.post(url, typed | {"copy": "1-weekdays"})).count('value="8:15"') == 5
    assert 'name="date"' in markup(client.post(url, typed | {"add": "date"}))
    assert hours(schedule) == before


@pytest.mark.feature("O35")
def test_hours_are_copied_to_ticked_days(client, ana, schedule, url):
    client.force_login(ana)
    typed = FORM | {
        "opens-2": ["8:15", "13:00"],
        "closes-2": ["12:00", "14:00"],
        "opens-6": ["7:00"],
        "closes-6": ["8:00"],
    }
    response = client.post(url, typed | {"copy": "2", "copy-2": ["6", "7", "2", "9", "x"], "copy-3": ["1"]})
    days = {day.number: [(row.opens, row.closes) for row in day.rows] for day in response.context["days"]}
    assert days[6] == days[7] == days[2] == [("8:15", "12:00"), ("13:00", "14:00")]
    assert days[1] == days[3] == [("09:00", "17:00")]
    # The menu closes, and the focus goes back to the button that opened it.
    assert re.search(r'id="copy-button-2"[^>]* autofocus>', markup(response))
    assert len(hours(schedule)) == 5


@pytest.mark.feature("O35")
def test_removed_row_focuses_adding(client, ana, url):
    client.force_login(ana)
    for where, button in (("3-0", "add-3"), ("date-0", "add-date")):
        page = markup(client.post(url, FORM | {"remove": where}))
        assert re.findall(r'id="([\w-]+)"[^>]* autofocus>', page)[0] == button


@pytest.mark.parametrize(
    ("weekday", "opens", "closes", "day", "then"),
    [
        (2, "22:00", "6:00", [("22:00", "24:00")], [("00:00", "6:00"), ("09:00", "17:00")]),
        (7, "10 pm", "2", [("10 pm", "24:00")], [("00:00", "2"), ("09:00", "17:00")]),
        (2, "22:00", "0:00", [("22:00", "24:00")], [("09:00", "17:00")]),
        (2, "9:00", "17:00", [("9:00", "17:00")], [("09:00", "17:00")]),
        (2, "9:00", "9:00", [("9:00", "9:00")], [("09:00", "17:00")]),
        (2, "nine", "8:00", [("nine", "8:00")], [("09:00", "17:00")]),
    ],
)
@pytest.mark.feature("R7")
def test_hours_past_midnight_split_on_request(client, ana, url, weekday, opens, closes, day, then):
    client.force_login(ana)
    typed = FORM | {f"opens-{weekday}": [opens], f"closes-{weekday}": [closes]}
    response = client.post(url, typed | {"split": f"{weekday}-0"})
    days = {day.number: [(row.opens, row.closes) for row in day.rows] for day in response.context["days"]}
    assert (days[weekday], days[weekday % 7 + 1]) == (day, then)


def test_the_month_is_no_preview_to_open(client, ana):
    client.force_login(ana)
    page = markup(client.get(reverse("new-schedule")))
    assert ('id="preview"' in page, 'popovertarget="preview"' in page) == (True, False)


@pytest.mark.feature("R7")
def test_the_refusal_offers_to_split(client, ana, url):
    client.force_login(ana)
    page = markup(client.post(url, FORM | {"opens-2": ["22:00", "9:00"], "closes-2": ["6:00", "9:00"]}))
    assert re.findall(r'name="split" value="([^"]+)"', page) == ["2-0"]


def test_copy_starts_with_other_schedules_hours(client, ana, ben, schedule):
    schedule.overrides.create(date=SOON)
    schedule.recurrences.create(frequency="weekly", every=2, weekday=6, since=SOON, opens=600, closes=660)
    client.force_login(ana)
    response = client.get(f"{reverse('new-schedule')}?copy={schedule.pk}")
    page = markup(response)
    assert 'value="Copy of Working hours"' in page
    hours = response.context["hours"]
    assert (len(hours.dates.rows), len(hours.repeats.rows)) == (1, 1)
    assert Schedule.objects.count() == 2
    client.post(f"{reverse('new-schedule')}?copy={schedule.pk}", FORM | {"name": "Copy"})
    assert Schedule.objects.get(name="Copy").owner == ana


@pytest.mark.parametrize("wanted", ["0", "x", "9" * 30, "-1", "", "٣"])
def test_senseless_copy_gives_default_schedule(client, ana, wanted):
    client.force_login(ana)
    page = markup(client.get(reverse("new-schedule"), {"copy": wanted}))
    assert page.count('value="09:00"') == 5


def test_foreign_copy_gives_default_schedule(client, ben, schedule):
    schedule.weekly.all().delete()
    client.force_login(ben)
    page = markup(client.get(reverse("new-schedule"), {"copy": schedule.pk}))
    assert (page.count('value="09:00"'), "Copy of" in page) == (5, False)


def test_new_schedule_starts_with_working_week(client, ana):
    client.force_login(ana)
    page = markup(client.get(reverse("new-schedule")))
    assert page.count('value="09:00"') == 5
    assert '<option value="Europe/Madrid" selected>' in page
    client.post(reverse("new-schedule"), FORM | {"name": "Second"})
    made = Schedule.objects.get(name="Second")
    assert (made.owner, made.organization, len(hours(made))) == (ana, ana.organization, 5)


@pytest.mark.usefixtures("first_pages")
def test_the_week_begins_where_the_organization_says(client, ana, url):
    for first_day, name in ((0, "Sunday"), (6, "Saturday"), (1, "Monday"), (None, "Monday")):
        type(ana.organization).objects.update(first_day=first_day)
        client.force_login(type(ana).objects.get(pk=ana.pk))
        assert client.get(url).context["days"][0].weekday == name


def test_foreign_schedules_are_not_found(client, ben, zoe, schedule, url):
    for user in (ben, zoe):
        client.force_login(user)
        assert client.get(url).status_code == 404
        assert client.post(url, FORM | {"name": "Taken over"}).status_code == 404
    schedule.refresh_from_db()
    assert schedule.name == "Working hours"


def test_extra_fields_change_nothing(client, ana, zoe, schedule, url):
    client.force_login(ana)
    client.post(url, FORM | {"owner": zoe.pk, "organization": zoe.organization_id, "archived_at": "2020-01-01"})
    schedule.refresh_from_db()
    assert (schedule.owner, schedule.organization, schedule.archived_at) == (ana, ana.organization, None)


@pytest.mark.feature("R16")
def test_zone_change_moves_hours_not_bookings(client, ana, anas_page, event_type, url):
    booking = book(submission=submission(event_type.pk), page=anas_page, now=NOW).bookings.get()
    tuesday = (int(datetime(2030, 1, 8, tzinfo=UTC).timestamp()), int(datetime(2030, 1, 9, tzinfo=UTC).timestamp()))
    before = list_starts(offers_of(anas_page)[0], tuesday, NOW)
    client.force_login(ana)

    client.post(url, FORM | {"time_zone": "Europe/Athens"})

    anas_page.schedule.refresh_from_db()
    booking.refresh_from_db()
    assert list_starts(offers_of(anas_page)[0], tuesday, NOW) == [start - 3600 for start in before]
    assert booking.starts_at == START


NAMES = ["name", "time_zone", "add", "remove", "copy", "split", "month", "shown-month", "copy-1"]
LISTS = ["opens-1", "closes-1", "opens-7", "closes-7", "date", "date-opens", "date-closes"]


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*NAMES, *LISTS))
@given(
    sent=st.fixed_dictionaries(
        {}, optional=dict.fromkeys(NAMES, junk) | {name: st.lists(junk, max_size=4) for name in LISTS}
    )
)
def test_junk_in_the_editor(client, ana, schedule, url, sent):
    client.force_login(ana)
    response = client.post(url, sent)
    assert response.status_code in {200, 302, 422}
    assert response.status_code != 200 or {"add", "remove", "copy", "split", "month"} & sent.keys()


def test_a_flood_of_rows_is_cut_off(client, ana, url):
    client.force_login(ana)
    many = {"opens-1": ["9:00"] * 500, "closes-1": ["10:00"] * 500}
    response = client.post(url, FORM | many | {"add": "1"})
    assert len(response.context["days"][0].rows) == 24
