"""The screens of time off, blocked time and public holidays."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bookings.actions import book
from core.zones import zone
from pages import actions
from pages.models import BlockedTime, PublicHolidays, TimeOff
from tests.builders import NOW, START, add_colleague, submission
from tests.markup import markup

pytestmark = [pytest.mark.feature("EC7"), pytest.mark.page]

MONDAY, TUESDAY = date(2030, 1, 7), date(2030, 1, 8)
DAYS = {"first_day": "2030-01-07", "last_day": "2030-01-08", "note": "Ski"}
HOURS = {"day": "2030-01-07", "opens": "14:30", "closes": "16:00", "note": "Dentist"}


@pytest.fixture
def bens(client, ben):
    client.force_login(ben)
    return client


@pytest.fixture
def meeting(anas_page):
    """15:00 to 15:30 on Monday in Madrid."""
    return book(submission=submission(anas_page.event_types.get().pk), page=anas_page, now=NOW).bookings.get()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_constant_number_of_queries(anas, ana, ben, django_assert_num_queries, rows):
    for number in range(rows):
        day, start = MONDAY + timedelta(days=number), START + timedelta(days=number)
        for owner in (ana, ben):
            actions.add_time_off(actor=ana, owner=owner, first=day, last=day, now=NOW)
            actions.block_time(actor=ana, owner=owner, starts_at=start, ends_at=start + timedelta(hours=1), now=NOW)
    anas.get(reverse("time-off"))
    with django_assert_num_queries(6):
        response = anas.get(reverse("time-off"))
    assert (len(response.context["days"]), len(response.context["blocked"])) == (2 * rows, 2 * rows)


def test_days_off_are_taken_and_removed(bens, ben):
    assert bens.post(reverse("take-time-off"), DAYS)["Location"] == reverse("time-off")
    row = TimeOff.objects.get()
    assert (row.owner, row.first_day, row.last_day, row.note) == (ben, MONDAY, TUESDAY, "Ski")
    assert "Mon 7 Jan 2030 – Tue 8 Jan 2030" in markup(bens.get(reverse("time-off")))
    assert bens.post(reverse("remove-time-off", args=[row.pk]))["Location"] == reverse("time-off")
    assert not TimeOff.objects.exists()
    # The button stands where the list would be, and not above it a second time.
    said = markup(bens.get(reverse("time-off")))
    assert ("No time off planned" in said, said.count(reverse("take-time-off"))) == (True, 1)


def test_blocked_time_is_on_owners_clock(anas, ana, ben):
    ben.time_zone = "America/New_York"
    ben.save()
    assert anas.post(reverse("block-time"), HOURS | {"owner": ben.pk})["Location"] == reverse("time-off")
    row = BlockedTime.objects.get()
    assert (row.owner, row.note) == (ben, "Dentist")
    assert f"{row.starts_at.astimezone(zone('America/New_York')):%d %H:%M}" == "07 14:30"
    assert row.ends_at - row.starts_at == timedelta(minutes=90)
    page = markup(anas.get(reverse("time-off")))
    assert "Mon 7 Jan 2030<small>14:30–16:00, New York time</small>" in page
    assert anas.post(reverse("remove-blocked-time", args=[row.pk])).status_code == 302
    assert not BlockedTime.objects.exists()


@pytest.mark.parametrize(("name", "form"), [("take-time-off", DAYS), ("block-time", HOURS)])
def test_meetings_inside_are_shown_first(anas, ana, meeting, name, form):
    form = form | {"owner": ana.pk}
    first = anas.post(reverse(name), form)
    page = markup(first)
    assert (first.status_code, TimeOff.objects.exists(), BlockedTime.objects.exists()) == (200, False, False)
    assert "<strong>1 meeting is booked in this time.</strong>" in page
    assert f'href="{reverse("meeting", args=[meeting.pk])}"' in page
    assert f'value="{form["note"]}"' in page
    seen = {"seen": first.context["form"].mark}
    # Another time than the one that was shown is shown first, too.
    assert anas.post(reverse(name), form | seen | {"closes": "15:45", "last_day": "2030-01-09"}).status_code == 200
    assert anas.post(reverse(name), form | seen)["Location"] == reverse("time-off")
    assert TimeOff.objects.count() + BlockedTime.objects.count() == 1
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.is_open) == (START, True)


@pytest.mark.parametrize(
    ("name", "wrong", "field", "text"),
    [
        ("take-time-off", {"first_day": "2030-01-09"}, "last_day", "The last day is before the first."),
        ("take-time-off", {"first_day": "2029-12-01", "last_day": "2030-01-06"}, "last_day", "This date has passed."),
        ("take-time-off", {"last_day": "2031-01-08"}, "last_day", "Enter at most a year at once."),
        ("take-time-off", {"last_day": "9999-12-31"}, "last_day", "Choose a date within the next 5 years."),
        ("take-time-off", {"first_day": "soon"}, "first_day", "Enter a valid date."),
        ("take-time-off", {"note": "a\nb"}, "note", None),
        ("block-time", {"day": "2030-01-06"}, "day", "This date has passed."),
        ("block-time", {"day": "9999-12-31"}, "day", "Choose a date within the next 5 years."),
        ("block-time", {"opens": "noon?"}, "opens", None),
        ("block-time", {"opens": "17:00"}, "opens", None),
        ("block-time", {"opens": ""}, "opens", "This field is required."),
        # The clocks of Madrid skip 02:00 to 03:00 on 31 March 2030, and show it twice on 27 October.
        ("block-time", {"day": "2030-03-31", "opens": "2:10", "closes": "2:50"}, "opens", None),
        ("block-time", {"day": "2030-10-27", "opens": "0:00", "closes": "24:00"}, "closes", None),
    ],
)
def test_unfit_time_is_refused_at_field(bens, name, wrong, field, text):
    form = (DAYS if name == "take-time-off" else HOURS) | wrong
    response = bens.post(reverse(name), form)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    if text:
        assert response.context["form"].errors[field] == [text]
    assert not TimeOff.objects.exists()
    assert not BlockedTime.objects.exists()


def test_members_take_their_own_time_only(bens, ana, ben):
    assert "owner" not in bens.get(reverse("take-time-off")).context["form"].fields
    bens.post(reverse("take-time-off"), DAYS | {"owner": ana.pk})
    assert TimeOff.objects.get().owner == ben
    others = actions.add_time_off(actor=ana, owner=ana, first=MONDAY, last=MONDAY, now=NOW)
    assert bens.post(reverse("remove-time-off", args=[others.pk])).status_code == 404
    assert [row.owner for row, _text, _time in bens.get(reverse("time-off")).context["days"]] == [ben]


def test_admin_takes_time_of_active_colleagues_only(anas, ana, ben, zoe):
    gone = add_colleague(ana, "Dora", "dora@acme.example")
    gone.is_active = False
    gone.save()
    for stranger in (gone, zoe):
        assert anas.post(reverse("take-time-off"), DAYS | {"owner": stranger.pk}).status_code == 422
    assert anas.post(reverse("take-time-off"), DAYS | {"owner": ben.pk}).status_code == 302
    assert TimeOff.objects.get().owner == ben


def test_holidays_are_chosen_ticked_and_kept(bens, ben):
    url = reverse("public-holidays")
    shown = bens.get(url, {"country": "DE", "region": "BY"})
    assert "Epiphany" in [one.name for one in shown.context["ahead"]]
    closed = [one.name for one in shown.context["ahead"] if one.name != "Labor Day"]
    form = {"country": "DE", "region": "BY", "closed": closed}
    assert bens.post(url, form)["Location"] == reverse("time-off")
    kept = PublicHolidays.objects.get()
    assert (kept.owner, kept.country, kept.region, kept.worked) == (ben, "DE", "BY", ["Labor Day"])
    assert {one.name: one.closed for one in bens.get(url).context["ahead"]}["Labor Day"] is False
    assert "<strong>Bayern, Germany</strong>" in markup(bens.get(reverse("time-off")))
    # Another country starts with all of its holidays closed, and without the region of the former.
    spain = bens.get(url, {"country": "ES", "region": "BY"})
    assert {one.closed for one in spain.context["ahead"]} == {True}
    assert spain.context["chosen"].region == ""
    assert bens.post(url, {"country": "", "region": ""}).status_code == 302
    assert not PublicHolidays.objects.exists()


def test_holidays_are_called_as_readers_know_them(bens, ben, settings):
    """What is kept of them stays the same: who changes the language changes no hours."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]
    url, german = reverse("public-holidays"), {"HTTP_ACCEPT_LANGUAGE": "de"}
    shown = bens.get(url, {"country": "DE", "region": "BY"}, **german)
    assert {one.name: one.shown_name for one in shown.context["ahead"]}["Epiphany"] == "Heilige Drei Könige"
    page = markup(shown)
    assert ("Heilige Drei Könige" in page, 'value="Epiphany"' in page) == (True, True)
    assert ("DE", "Deutschland") in shown.context["form"].fields["country"].choices
    closed = [one.name for one in shown.context["ahead"] if one.name != "Epiphany"]
    bens.post(url, {"country": "DE", "region": "BY", "closed": closed}, **german)
    assert PublicHolidays.objects.get().worked == ["Epiphany"]
    summary = bens.get(reverse("time-off"), **german)
    coming = [one.shown_name for one in shown.context["ahead"] if one.name != "Epiphany"][:3]
    assert [one.shown_name for one in summary.context["holidays"]["next"]] == coming
    page = markup(summary)
    assert all(one in page for one in ("<strong>Bayern, Deutschland</strong>", *coming))


@pytest.mark.parametrize("country", ["XX", "de", "\x00", "LK" * 99])
def test_unknown_country_is_refused(bens, country):
    url = reverse("public-holidays")
    assert bens.get(url, {"country": country, "region": "BY"}).status_code == 200
    assert bens.post(url, {"country": country, "region": ""}).status_code == 422
    assert not PublicHolidays.objects.exists()


def test_preview_of_schedule_shows_days_off(anas, ana):
    actions.add_time_off(actor=ana, owner=ana, first=TUESDAY, last=TUESDAY, now=NOW)
    actions.save_holidays(actor=ana, country="EG", region="", worked=[], now=NOW)
    page = anas.get(reverse("schedule", args=[ana.schedules.get().pk]))
    texts = [day.text for week in page.context["preview"].picture.weeks for day in week if day]
    assert "Monday 7 January, today, closed, Coptic Christmas Day" in texts
    assert "Tuesday 8 January, closed, time off" in texts


def test_tomorrow_afternoon_takes_three_presses(anas, ana, meeting):
    assert reverse("block-time") + "?back=meetings" in markup(anas.get(reverse("meetings")))
    address = reverse("block-time") + "?back=meetings"
    names = dict(anas.get(address).context["form"].presets)
    assert list(names) == ["This afternoon", "Tomorrow morning", "Tomorrow afternoon", "All of tomorrow"]
    filled = anas.get(f"{reverse('block-time')}?{names['Tomorrow afternoon']}&back=meetings").context["form"]
    sent = {name: filled[name].value() for name in ("owner", "day", "opens", "closes")} | {"note": ""}
    assert anas.post(address, sent)["Location"] == reverse("meetings")
    row = BlockedTime.objects.get()
    span = row.starts_at.astimezone(zone(ana.time_zone)), row.ends_at.astimezone(zone(ana.time_zone))
    assert [f"{one:%a %H:%M}" for one in span] == ["Tue 12:00", "Tue 18:00"]


def test_meetings_within_presets_are_named_first(anas, ana, meeting):
    sent = {"owner": ana.pk, "day": "2030-01-07", "opens": "12:00", "closes": "18:00"}
    response = anas.post(f"{reverse('block-time')}?back=home", sent)
    assert (response.context["within"].count, response.context["after"]) == (1, "home")
    seen = sent | {"seen": response.context["form"].mark}
    assert anas.post(f"{reverse('block-time')}?back=home", seen)["Location"] == reverse("home")
    meeting.refresh_from_db()
    assert (meeting.status, BlockedTime.objects.count()) == ("scheduled", 1)


@pytest.mark.parametrize(
    "query", ["day=x&opens=%00", "back=logout", "owner=9999999999999999999", "day=&closes=" + "9" * 99]
)
def test_senseless_addresses_open_the_form(anas, query):
    response = anas.get(f"{reverse('block-time')}?{query}")
    assert (response.status_code, response.context["after"]) == (200, "time-off")
