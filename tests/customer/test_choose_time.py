"""The first step: who and what, the month, the times of a day."""

import gzip
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from bookings.actions import book
from core.zones import main_zones, zone_label
from links.models import Link, Opening
from pages.actions import add_time_off
from pages.models import DateOverride, EventType, PageEventType, WeeklyHours
from tests.builders import NOW, START, one_time_link, submission
from tests.customer.customers import read, title
from tests.customer.masters import TEAM, WAYS, address_of, master_of
from tests.languages import offering_languages
from tests.markup import markup, plain

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def link(ana) -> Link:
    return one_time_link(ana)


@pytest.fixture
def address(link) -> str:
    return reverse("link", args=[link.token()])


def chosen(page) -> list[str]:
    return [link["aria-label"] for link in page.find("a", "day") if link.get("aria-current") == "date"]


@pytest.mark.feature("V3", "V7", "V16")
def test_first_free_day_shows_its_times(client, address):
    response = client.get(address)
    page = read(response)
    assert response.status_code == 200
    assert title(response) == "Book 30-minute meeting with Ana Ruiz"
    # 08:00 UTC is 09:00 in Madrid; two hours' notice leave 12 of 16 times of this Monday.
    assert chosen(page) == ["Monday 7 January, 12 times, today"]
    assert "Monday 7 January , 12 times, Madrid time, UTC+1" in page.text
    assert len(list(page.find("a", "time"))) == 12


@pytest.mark.feature("V3")
def test_later_month_opens_for_first_free_day(client, ana):
    link = one_time_link(ana, first_day=date(2030, 3, 1))
    page = read(client.get(reverse("link", args=[link.token()])))
    assert chosen(page) == ["Friday 1 March, 16 times"]
    assert "March 2030" in page.text


@pytest.mark.feature("V5")
def test_duration_place_and_price_come_first(client, address):
    assert (
        "30 minutes Free to book Video call, Ana Ruiz will send you the link Made for you. Works once."
        in read(client.get(address)).text
    )


@pytest.mark.feature("V6")
def test_page_is_small_without_third_parties(client, address):
    response = client.get(address)
    page = read(response)
    assert len(gzip.compress(response.content)) <= 8_000
    assert [
        one
        for tag in ("script", "link", "img")
        for one in page.find(tag)
        if "//" in one.get("src", one.get("href", ""))
    ] == []


@pytest.mark.feature("V8", "V9", "V10")
def test_month_is_a_table_of_links(client, address):
    page = read(client.get(address, {"month": "2030-01"}))
    assert page.one("table", "days")["aria-labelledby"] == "month"
    assert [head["abbr"] for head in page.find("th")] == [
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    ]
    days = list(page.find("a", "day"))
    assert days[1]["aria-label"] == "Tuesday 8 January, 16 times"
    # From today to the end of the week in which the month ends.
    assert (days[0]["aria-label"], days[-1]["aria-label"], len(days)) == (
        "Monday 7 January, 12 times, today", "Friday 1 February, 16 times", 20,
    )  # fmt: skip
    assert not any("role" in day or "tabindex" in day for day in days)


@pytest.mark.feature("V11")
def test_months_outside_the_window_have_no_link(client, address):
    first = read(client.get(address, {"month": "2030-01"}))
    last = read(client.get(address, {"month": "2030-03"}))
    assert [turn["aria-label"] for turn in first.find("a", "turn")] == ["February 2030"]
    assert [turn["aria-label"] for turn in last.find("a", "turn")] == ["February 2030"]


@pytest.mark.feature("V12")
def test_a_swap_gets_the_picker_alone(client, address):
    whole = client.get(address, {"month": "2030-02"})
    part = client.get(address, {"month": "2030-02"}, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert part.content.decode().lstrip().startswith('<div class="picker" id="picker" data-part>')
    assert "</html>" not in part.content.decode()
    # The same picker, less the list of zones, and the ticket line.
    with translation.override("en-gb"):
        zones = "<hr>" + "".join(f"<option value={name}>{zone_label(name, NOW)}" for name in main_zones())
    picker, _end, line = markup(part).partition('<p class="once"')
    assert zones in whole.content.decode()
    assert picker.strip() in markup(whole).replace(plain(zones), "")
    assert line.strip() in markup(whole)


@pytest.mark.feature("V53")
def test_zones_are_in_each_visitors_language(client, address, settings, tmp_path):
    """The list is kept for the hour; a visitor of one language does not read what another's page left."""
    with offering_languages(settings, tmp_path, "de"):
        shown = [client.get(address, {"lang": lang}).content.decode() for lang in ("en-gb", "de", "en-gb")]
    assert ["<option value=Europe/Zurich>Zurich, Europe" in html for html in shown] == [True, False, True]


@pytest.mark.feature("V53")
def test_zones_are_searched_in_the_pages_language(client, address, settings, tmp_path):
    with offering_languages(settings, tmp_path, "de"):
        searched = [client.get(address, {"lang": lang}).content.decode() for lang in ("de", "en-gb")]
    assert ['data-search="/zones.json?lang=de"' in html for html in searched] == [True, False]
    assert 'data-search="/zones.json?lang=en-gb"' in searched[1]


@pytest.mark.feature("V13")
def test_empty_month_leads_to_next_free_day(client, ana, address):
    schedule = ana.schedules.get()
    DateOverride.objects.bulk_create(DateOverride(schedule=schedule, date=date(2030, 2, day)) for day in range(1, 29))
    page = read(client.get(address, {"month": "2030-02"}))
    assert "No times are free in February 2030. Go to 1 March, the next free day" in page.text
    assert page.one("a", "button")["href"] == f"{address}?day=2030-03-01#times"
    assert list(page.find("a", "time")) == []


@pytest.mark.feature("V13")
def test_last_times_lead_back_to_first(client, ana, address):
    DateOverride.objects.bulk_create(
        DateOverride(schedule=ana.schedules.get(), date=date(2030, 3, day)) for day in range(1, 31)
    )
    assert "Go to 7 January, the first free day" in read(client.get(address, {"month": "2030-03"})).text


@pytest.mark.feature("V13")
def test_empty_window_says_whom_to_ask(client, ana, address):
    WeeklyHours.objects.all().delete()
    page = read(client.get(address))
    assert "No times are free at the moment. Contact Ana Ruiz to find one: ana@acme.example" in page.text
    assert list(page.find("a", "day")) == []


@pytest.mark.parametrize(
    ("language", "forced", "first"),
    [
        ("en", None, "Sunday"),
        ("en-gb", None, "Monday"),
        ("en", 1, "Monday"),
        ("en-gb", 6, "Saturday"),
        ("en-ie", None, "Monday"),
        ("en-au", None, "Monday"),
        ("en-nz", None, "Monday"),
        ("en-za", None, "Sunday"),
    ],
)
@pytest.mark.feature("V14")
def test_first_weekday_follows_language_or_organization(client, ana, address, language, forced, first):
    ana.organization.first_day = forced
    ana.organization.save()
    page = read(client.get(address, {"lang": language}))
    assert next(page.find("th"))["abbr"] == first


@pytest.mark.feature("V15")
def test_today_is_the_visitors(client, address):
    days = read(client.get(address, {"zone": "Pacific/Auckland", "month": "2030-01"})).find("a", "day")
    late = read(client.get(address, {"zone": "Pacific/Pago_Pago", "month": "2030-01"})).find("a", "day")
    assert [day["aria-label"] for day in days if "data-today" in day] == ["Monday 7 January, 2 times, today"]
    # In Pago Pago it is still the 6th.
    assert next(late)["aria-label"] == "Sunday 6 January, 2 times, today"


@pytest.mark.feature("V17")
def test_many_times_are_grouped_few_are_not(client, ana, address):
    assert "Morning 11:00 11:30 Afternoon 12:00" in read(client.get(address, {"clock": "24"})).text
    DateOverride.objects.create(schedule=ana.schedules.get(), date=date(2030, 1, 7), opens=14 * 60, closes=18 * 60)
    text = read(client.get(address, {"clock": "24"})).text
    assert "8 times, Madrid time, UTC+1 14:00 14:30" in text
    assert "Afternoon" not in text


@pytest.mark.feature("V19")
def test_repeated_hour_shows_both_offsets(client, ana):
    with time_machine.travel(datetime(2030, 10, 25, 8, tzinfo=UTC), tick=False):
        schedule = ana.schedules.get()
        DateOverride.objects.create(schedule=schedule, date=date(2030, 10, 27), opens=0, closes=240)
        link = one_time_link(ana)
        address = reverse("link", args=[link.token()])
        text = read(client.get(address, {"day": "2030-10-27", "clock": "24"})).text
    assert "01:30 02:00 UTC+2 02:30 UTC+2 02:00 UTC+1 02:30 UTC+1 03:00 03:30" in text


@pytest.mark.feature("V19")
def test_a_skipped_hour_never_appears(client, ana):
    with time_machine.travel(datetime(2030, 3, 29, 8, tzinfo=UTC), tick=False):
        DateOverride.objects.create(schedule=ana.schedules.get(), date=date(2030, 3, 31), opens=0, closes=240)
        address = reverse("link", args=[one_time_link(ana).token()])
        text = read(client.get(address, {"day": "2030-03-31", "clock": "24"})).text
    assert "01:00 01:30 03:00 03:30" in text


@pytest.mark.feature("V20")
def test_the_date_printed_is_the_visitors(client, address):
    page = read(client.get(address, {"zone": "Pacific/Auckland", "day": "2030-01-08", "clock": "24"}))
    # 12:00 to 16:30 on the 7th in Madrid is after midnight in Auckland, 9:00 to 11:30 on the 8th before the next.
    assert "Tuesday 8 January , 16 times, Auckland time, UTC+13" in page.text


@pytest.mark.feature("V21")
def test_owners_zone_can_be_changed_without_javascript(client, address):
    page = read(client.get(address))
    options = [option["value"] for option in page.find("option")]
    assert options[0] == "Europe/Madrid"
    assert {"Asia/Kolkata", "America/New_York", "UTC"} <= set(options)
    assert page.one("form")["action"] == address
    changed = read(client.get(address, {"zone": "America/New_York", "clock": "12"}))
    assert "Madrid time" not in changed.text
    assert "New York time, UTC-5" in changed.text


@pytest.mark.feature("V23")
def test_zones_list_city_country_offset_and_aliases(client, db):
    response = client.get(reverse("zones"))
    rows = {name: f"{label} {more}" for name, label, more, _people in response.json()["zones"]}
    assert rows["Asia/Kolkata"].startswith("Kolkata, Asia (+05:30) IN IND India Asia/Calcutta Mumbai ")
    assert rows["Asia/Kolkata"].endswith(" IST")
    assert {"PT", "PRT", "Portugal", "Lisbon", "WET", "WEST"} <= set(rows["Europe/Lisbon"].split())
    assert {"UK", "England", "GMT", "BST"} <= set(rows["Europe/London"].replace("(UK)", "UK").split())
    # Elsewhere they mean North America.
    assert not {"PST", "CST"} & set(f"{rows['Asia/Manila']} {rows['Asia/Shanghai']}".split())
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    assert not response.cookies


@pytest.mark.feature("V23", "V53")
def test_zones_are_found_in_each_language(client, db, settings, tmp_path):
    with offering_languages(settings, tmp_path, "de"):
        found = client.get(reverse("zones"), {"lang": "de"}).json()["zones"]
    rows = {name: {*f"{label} {more}".replace(",", "").split()} for name, label, more, _people in found}
    assert {"Rom", "Europa", "Italien"} <= rows["Europe/Rome"]
    assert {"Rome", "Italy", "Milan"} <= rows["Europe/Rome"]


@pytest.mark.feature("V24")
def test_clock_follows_language_and_can_switch(client, address):
    def first(**asked):
        return read(client.get(address, asked)).text.partition("Morning ")[2][:8].strip()

    assert first(lang="en") == "11:00 AM"
    assert first(lang="en-gb").startswith("11:00 11")
    assert first(lang="en-gb", clock="12") == "11:00 AM"


@pytest.mark.feature("V25")
def test_chosen_start_survives_a_zone_change(client, address):
    # 15:00 in Madrid is 03:00 on the next day in Auckland.
    asked = {"start": str(int(START.timestamp())), "zone": "Pacific/Auckland", "clock": "24"}
    page = read(client.get(address, asked))
    assert [time["href"].partition("start=")[2][:10] for time in page.find("a", "time") if "aria-current" in time] == [
        str(int(START.timestamp()))
    ]
    assert chosen(page) == ["Tuesday 8 January, 16 times"]
    assert {"name": "start", "value": asked["start"], "type": "hidden"} in list(page.find("input"))


@pytest.mark.feature("V25")
def test_and_so_does_the_chosen_day(client, address):
    page = read(client.get(address, {"day": "2030-01-09"}))
    near = next(one["value"] for one in page.find("input") if one["name"] == "near")
    assert near == str(int(datetime(2030, 1, 9, 8, tzinfo=UTC).timestamp()))
    moved = read(client.get(address, {"near": near, "zone": "Pacific/Honolulu"}))
    # 09:00 in Madrid is 22:00 on the day before in Honolulu.
    assert chosen(moved) == ["Tuesday 8 January, 16 times"]


@pytest.mark.feature("V47", "V56")
def test_personal_link_greets_and_reveals_nothing(client, ana, anas_page):
    link = one_time_link(
        ana, recipient_name="Priya Shah", recipient_email="priya@example.com", label="Hot lead", now=NOW
    )
    Link.objects.filter(pk=link.pk).update(note="Budget 50k", metadata={"crm": "X-17"})
    type(anas_page).objects.filter(pk=anas_page.pk).update(label="Pipeline B")
    response = client.get(reverse("link", args=[link.token()]), {"skip": "1"})
    html = response.content.decode()
    assert "Hello Priya!" in html
    assert not any(secret in html for secret in ["Hot lead", "Budget", "X-17", "Pipeline", "priya@example.com"])
    assert {name: response.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")} == {
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Referrer-Policy": "strict-origin",
    }
    assert not response.cookies


@pytest.mark.feature("A10")
def test_several_event_types_are_chosen_first(client, ana, anas_page, link, address):
    other = EventType.objects.create(organization=ana.organization, owner=ana, name="Demo", duration=90)
    PageEventType.objects.create(page=anas_page, event_type=other, position=1)
    page = read(client.get(address))
    addresses = [choice["href"] for choice in page.find("a", "choice")]
    assert "30-minute meeting 30 minutes Demo 1 hour 30 minutes" in page.text
    times = read(client.get(addresses[1]))
    assert "1 hour 30 minutes" in times.text
    assert f"event={other.pk}" in times.one("a", "time")["href"]


@pytest.mark.feature("A14")
def test_only_listed_current_pages_are_open(client, ana, anas_page):
    address = reverse("public-page", args=["acme", anas_page.slug])
    assert title(client.get(address)) == "Book 30-minute meeting with Ana Ruiz"
    pages = type(anas_page).objects
    unknown = client.get(reverse("public-page", args=["acme", "nobody-here"]))
    for closed in ({"listed": False}, {"archived_at": NOW}):
        pages.update(**closed)
        response = client.get(address)
        assert (response.status_code, response.content) == (404, unknown.content)
        pages.update(listed=True, archived_at=None)
    pages.update(accepts_bookings=False)
    paused = client.get(address)
    assert paused.status_code == 410
    assert "Ana Ruiz is not taking bookings at the moment." in read(paused).text


@pytest.mark.feature("V40", "R9")
def test_opening_counts_people_and_uses_nothing(client, link, address):
    browser = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/131.0"}
    client.get(address, headers=browser)
    client.get(address, {"skip": "1"}, headers=browser)
    client.get(address, headers={"User-Agent": "Slackbot-LinkExpanding 1.0"})
    client.get(address, {"zone": "Europe/Paris"}, headers=browser)
    client.get(address, headers=browser | {"Sec-Purpose": "prefetch;prerender"})
    client.get(address, headers=browser | {"HX-Request": "true"})
    head = client.head(address, headers=browser)
    link.refresh_from_db()
    assert (head.status_code, head.content, link.uses) == (200, b"", 0)
    assert list(Opening.objects.order_by("id").values_list("link", "by")) == [
        (link.pk, "browser"),
        (link.pk, "browser"),
        (link.pk, "scanner"),
    ]


@pytest.mark.parametrize("bookings", [1, 3])
@pytest.mark.feature("P3")
def test_times_cost_four_queries_whatever_is_booked(
    client, ana, address, event_type, django_assert_num_queries, bookings
):
    for hour in range(bookings):
        book(submission=submission(event_type.pk, START - timedelta(hours=hour)), link=one_time_link(ana), now=NOW)
    # The link; the event types; the hours; busy time.
    with django_assert_num_queries(4):
        client.get(address, {"month": "2030-01"})


@pytest.mark.feature("P3")
def test_an_empty_month_costs_one_more(client, ana, address, django_assert_num_queries):
    schedule = ana.schedules.get()
    DateOverride.objects.bulk_create(DateOverride(schedule=schedule, date=date(2030, 2, day)) for day in range(1, 29))
    with django_assert_num_queries(5):
        client.get(address, {"month": "2030-02"})


@pytest.mark.parametrize(("zone", "around"), [("Europe/Madrid", "14:30 15:30"), ("Asia/Kolkata", "19:00 20:00")])
@pytest.mark.feature("D9")
def test_booked_time_is_gone_in_every_zone(client, ana, address, event_type, zone, around):
    book(submission=submission(event_type.pk, START), link=one_time_link(ana), now=NOW)
    assert around in read(client.get(address, {"clock": "24", "zone": zone, "day": "2030-01-07"})).text


@pytest.mark.parametrize(
    ("asked", "language", "time"),
    [
        ("es-ES,es", "en-gb", "15:00"),
        ("", "en-gb", "15:00"),
        ("en-US,en", "en", "3:00 PM"),
        ("en-GB", "en-gb", "15:00"),
        ("en-IE,en;q=0.9", "en-ie", "15:00"),
        ("en-AU,en", "en-au", "3:00 PM"),
        ("en-NZ", "en-nz", "3:00 PM"),
        ("en-CA", "en", "3:00 PM"),
    ],
)
@pytest.mark.feature("V24")
def test_clock_follows_the_best_known_language(client, address, asked, language, time):
    response = client.get(address, {"day": "2030-01-07"}, HTTP_ACCEPT_LANGUAGE=asked)
    assert response.headers["Content-Language"] == language
    assert time in read(response).text


@pytest.mark.feature("V6")
def test_the_page_travels_compressed(client, address):
    response = client.get(address, HTTP_ACCEPT_ENCODING="gzip")
    assert (response.headers["Content-Encoding"], len(response.content) < 8_000) == ("gzip", True)


@pytest.mark.parametrize("way", WAYS)
def test_host_who_is_off_is_away_until(client, ana, anas_page, way):
    address = address_of(ana, anas_page, way)
    assert "away until" not in read(client.get(address)).text
    add_time_off(actor=ana, owner=ana, first=date(2030, 1, 7), last=date(2030, 1, 18), note="Surgery", now=NOW)
    page = read(client.get(address)).text
    assert "Ana Ruiz is away until Friday 18 January 2030." in page
    assert "Monday 21 January" in page
    assert "Surgery" not in page


def test_pool_is_never_away(client, ana):
    """Nor is it said who of several is off."""
    page = master_of(ana, TEAM, 2)
    for user in User.objects.all():
        add_time_off(actor=ana, owner=user, first=date(2030, 1, 7), last=date(2030, 1, 18), now=NOW)
    assert "away until" not in read(client.get(address_of(ana, page, "public page"))).text
