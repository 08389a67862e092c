"""Several times in one form: the sessions of a package, and the times that somebody suggests for approval (A13)."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from bookings.actions import book
from bookings.models import Admission, Booking, SuggestedTime
from bookings.states import BookingStatus
from core.dates import to_epoch
from links.models import Link
from pages.models import DateOverride, EventType
from tests.builders import NOW, START, managed_event_type, one_time_link, submission
from tests.customer.customers import fields, read, send, times, title
from tests.customer.masters import EVENTS_FIRST, PAGES_FIRST, WAYS, address_of, master_of

pytestmark = [pytest.mark.django_db, pytest.mark.page]
DAY = "?day=2030-01-08"
EIGHT = to_epoch(START.replace(day=8, hour=8))
HALF_HOUR = 1_800


def change(event_type: EventType, **columns) -> None:
    EventType.objects.filter(pk=event_type.pk).update(**columns)


@pytest.fixture
def package(event_type) -> EventType:
    change(event_type, sessions=4)
    return event_type


@pytest.fixture
def approval(event_type) -> EventType:
    change(event_type, needs_approval=True)
    return event_type


def picked(address: str) -> list[int]:
    """The times in an address that lie between commas or stand alone."""
    asked = parse_qs(urlsplit(address).query)
    return [int(one) for name in ("picked", "start") for one in ",".join(asked.get(name, [])).split(",") if one]


def pick(client, address: str, count: int) -> str:
    """Chooses the first time that is offered, that often."""
    for _ in range(count):
        address = times(client, address)[0]
    return address


def removes(page) -> list[str]:
    return [one["href"] for one in page.find("a") if "picked" in one["href"] or "near" in one["href"]]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A13")
def test_package_collects_sessions_one_by_one(client, ana, anas_page, package, way):
    entry = address_of(ana, anas_page, way) + DAY
    assert "Session 1 of 4" in read(client.get(entry)).text
    second = times(client, entry)[0]
    page = read(client.get(second))
    assert "Session 2 of 4 Your times Madrid time, UTC+1 Tuesday 8 January 2030, 09:00–09:30 Remove" in page.text
    details = pick(client, second, 3)
    assert "/book/" in details
    response = client.get(details)
    assert "Your times Madrid time, UTC+1 Change the times Tuesday 8 January 2030, 09:00–09:30" in read(response).text
    assert "Book 4 sessions" in read(response).text
    assert fields(response)["start"] == [str(EIGHT + HALF_HOUR * number) for number in range(4)]
    assert send(client, details).status_code == 303
    made = Booking.objects.order_by("session")
    assert [(one.session, to_epoch(one.starts_at)) for one in made] == [
        (number, EIGHT + HALF_HOUR * (number - 1)) for number in (1, 2, 3, 4)
    ]
    assert Admission.objects.get().sessions == 4


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A13")
def test_up_to_three_times_are_suggested(client, ana, anas_page, approval, way):
    entry = address_of(ana, anas_page, way) + DAY
    assert "Suggest up to 3 times" in read(client.get(entry)).text
    one = pick(client, entry, 1)
    page = read(client.get(one))
    assert "Suggest another time, or continue" in page.text
    onward = next(page.find("a", "button"))["href"]
    assert "Request 8 January, 09:00" in read(client.get(onward)).text
    three = pick(client, one, 2)
    assert "/book/" in three
    response = client.get(three)
    assert "Request these times" in read(response).text
    assert send(client, three).status_code == 303
    booking = Booking.objects.get()
    assert booking.status == BookingStatus.REQUESTED
    assert [to_epoch(one.starts_at) for one in SuggestedTime.objects.all()] == [
        EIGHT + HALF_HOUR * number for number in range(3)
    ]


@pytest.mark.feature("A13")
def test_one_suggested_time_suffices(client, ana, anas_page, approval):
    page = read(client.get(pick(client, address_of(ana, anas_page, "one-time link") + DAY, 1)))
    assert send(client, next(page.find("a", "button"))["href"]).status_code == 303
    assert SuggestedTime.objects.count() == 1


@pytest.mark.feature("A13")
def test_overlapping_times_are_not_offered(client, ana, anas_page, package):
    change(package, duration=60, interval=30, buffer_after=15)
    entry = address_of(ana, anas_page, "public page")
    at_ten = EIGHT + 2 * HALF_HOUR
    offered = {picked(one)[-1] for one in times(client, f"{entry}{DAY}&picked={at_ten}")}
    assert offered.isdisjoint(at_ten + HALF_HOUR * number for number in (-2, -1, 0, 1, 2))
    assert {at_ten - 3 * HALF_HOUR, at_ten + 3 * HALF_HOUR} <= offered | {EIGHT - HALF_HOUR}


@pytest.mark.feature("A13")
def test_daily_limit_counts_picked_times(client, ana, anas_page, package):
    change(package, limit_per_day=2)
    entry = address_of(ana, anas_page, "public page")
    full = f"{entry}{DAY}&picked={EIGHT},{EIGHT + HALF_HOUR}"
    assert times(client, full) == []
    assert all(one > EIGHT + 43_200 for one in picked(times(client, full.replace("01-08", "01-09"))[0])[2:])


@pytest.mark.feature("A13")
def test_fully_picked_day_says_so(client, ana, anas_page, approval):
    change(approval, duration=420)
    address = pick(client, address_of(ana, anas_page, "one-time link") + DAY, 1)
    text = read(client.get(address)).text
    assert "No other time is free on this day. Please choose another day." in text
    assert "All times on this day are taken" not in text


@pytest.mark.feature("A13")
def test_picked_time_can_be_removed(client, ana, anas_page, approval):
    entry = address_of(ana, anas_page, "public page")
    page = read(client.get(f"{entry}{DAY}&picked={EIGHT},{EIGHT + 3600},{EIGHT + 7200}"))
    assert "You have suggested enough times" in page.text
    assert list(page.find("a", "time")) == []
    fewer = read(client.get(next(one for one in removes(page) if "Remove" in page.text)))
    assert "Suggest another time, or continue" in fewer.text
    assert "09:00–09:30" not in fewer.text


@pytest.mark.feature("V24")
def test_picked_times_survive_zone_and_clock(client, ana, anas_page, package):
    entry = address_of(ana, anas_page, "public page")
    response = client.get(f"{entry}{DAY}&picked={EIGHT}&start={EIGHT + 3600}")
    kept = fields(response)
    assert kept["picked"] == f"{EIGHT},{EIGHT + 3600}"
    text = read(client.get(entry, kept | {"zone": "Asia/Tokyo"})).text
    assert "Tuesday 8 January 2030, 17:00–17:30" in text
    assert "Session 3 of 4" in text


WRONG_TIMES = [
    ([EIGHT], "Choose 3 more times. Your details are saved."),
    ([EIGHT, EIGHT + 1800, EIGHT + 3600], "Choose one more time. Your details are saved."),
    ([EIGHT + 1800 * number for number in range(6)], "Choose the number of times asked for."),
    (
        [EIGHT, EIGHT + 900, EIGHT + 3600, EIGHT + 7200],
        "09:15 (Madrid time, UTC+1) is no longer offered. Your details are saved.",
    ),
    ([EIGHT, EIGHT, EIGHT, EIGHT], "Choose 3 more times."),
    ([1, 2, 3, 4], "Some of these times are no longer offered."),
    ([EIGHT + 10**10, "x", "", EIGHT], "Choose 3 more times."),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A13", "V30")
def test_wrong_times_are_refused_with_everything_kept(client, ana, anas_page, package, way):
    details = pick(client, address_of(ana, anas_page, way) + DAY, 4)
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    for starts, words in WRONG_TIMES:
        response = client.post(details, form | {"start": starts})
        assert (response.status_code, words in read(response).text) == (422, True), starts
        assert fields(response)["name"] == "Priya Shah"
    assert not Booking.objects.exists()
    assert not Link.objects.filter(uses__gt=0).exists()


@pytest.mark.feature("A13")
def test_overlapping_times_are_refused(client, ana, anas_page, approval):
    change(approval, interval=15)
    details = pick(client, address_of(ana, anas_page, "one-time link") + DAY, 3)
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    response = client.post(details, form | {"start": [EIGHT, EIGHT + 900]})
    assert response.status_code == 422
    assert fields(response)["start"] == str(EIGHT)
    assert client.post(details, fields(response) | {"start": [EIGHT, EIGHT + 1800]}).status_code == 303


@pytest.mark.feature("V33")
def test_taken_session_is_replaced_by_one_press(client, ana, anas_page, package, ben):
    details = pick(client, address_of(ana, anas_page, "one-time link") + DAY, 4)
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    change(package, sessions=1)
    book(submission=submission(package.pk, START.replace(day=8, hour=8)), link=one_time_link(ana), now=NOW)
    change(package, sessions=4)
    response = client.post(details, form)
    page = read(response)
    assert response.status_code == 409
    assert title(response).startswith("8 January, 09:00 (Madrid time, UTC+1) was just taken. - Book")
    assert "8 January, 09:00 (Madrid time, UTC+1) was just taken. Your details are saved. Your times" in page.text
    assert "Add one of the nearest free times" in page.text
    again = fields(response)
    assert len(again["start"]) == 3
    fresh = next(page.find("button", "time"))["value"]
    assert client.post(details, again | {"start": [*again["start"], fresh]}).status_code == 303
    assert Booking.objects.filter(admission__sessions=4).count() == 4
    # The old address says the same before anything is typed, and its fresh times lead on.
    other = details.replace(urlsplit(details).path, f"/p/{anas_page.organization.slug}/{anas_page.slug}/book/")
    gone = client.get(other)
    assert gone.status_code == 409
    assert client.get(next(read(gone).find("a", "time"))["href"]).status_code == 200


@pytest.mark.feature("V33")
def test_taken_suggestion_leaves_the_free_ones(client, ana, anas_page, approval):
    details = pick(client, address_of(ana, anas_page, "one-time link") + DAY, 3)
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    change(approval, needs_approval=False)
    book(submission=submission(approval.pk, START.replace(day=8, hour=8)), link=one_time_link(ana), now=NOW)
    change(approval, needs_approval=True)
    response = client.post(details, form)
    assert response.status_code == 409
    assert "8 January, 09:00 (Madrid time, UTC+1) was just taken." in read(response).text
    assert client.post(details, fields(response)).status_code == 303
    assert SuggestedTime.objects.count() == 2


def test_form_follows_a_changed_event_type(client, ana, anas_page, package):
    details = pick(client, address_of(ana, anas_page, "one-time link") + DAY, 4)
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    change(package, sessions=1)
    response = client.post(details, form)
    assert response.status_code == 422
    assert client.post(details, fields(response)).status_code == 303
    assert Booking.objects.count() == 1


def test_one_press_confirms_several_times(client, ana, anas_page, package):
    link = one_time_link(ana, recipient_name="Priya Shah", recipient_email="priya@example.com")
    details = pick(client, reverse("link", args=[link.token()]) + DAY + "&skip=1", 4)
    response = client.get(details)
    assert "Is this right?" in read(response).text
    assert client.post(details, fields(response)).status_code == 303
    assert Booking.objects.count() == 4


@pytest.mark.parametrize("junk", ["picked=x", "picked=,,,", "picked=" + "9," * 500, "picked=99999999999999", "start=1"])
@pytest.mark.feature("I13")
def test_no_junk_breaks_the_steps(client, ana, anas_page, package, junk):
    entry = address_of(ana, anas_page, "public page")
    assert client.get(f"{entry}?{junk}").status_code == 200
    assert client.get(f"{entry}book/?{junk}").status_code in {302, 409}
    assert client.post(f"{entry}book/?{junk}").status_code in {409, 422}
    many = ",".join(str(EIGHT + 1800 * number) for number in range(20))
    assert client.get(f"{entry}?picked={many}").status_code == 200
    assert client.get(f"{entry}book/?picked={many}").status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_picked_times_add_no_queries(client, ana, anas_page, package, django_assert_num_queries, count):
    change(package, sessions=count + 1)
    entry = address_of(ana, anas_page, "public page")
    some = ",".join(str(EIGHT + 1800 * number) for number in range(count))
    with django_assert_num_queries(4):
        client.get(f"{entry}{DAY}&picked={some}")
    with django_assert_num_queries(4):
        client.get(f"{entry}book/?picked={some}&start={EIGHT + 86_400}")


def test_embedded_pages_may_show_every_step(client, ana, anas_page, package):
    entry = address_of(ana, anas_page, "public page")
    details = pick(client, entry + DAY, 4)
    for address in (entry + DAY, details):
        assert "frame-ancestors *" in client.get(address).headers["Content-Security-Policy"]


@pytest.mark.parametrize("scenario", [EVENTS_FIRST, PAGES_FIRST])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A13")
def test_another_choice_restarts_the_package(client, ana, scenario, way):
    kinds = [managed_event_type(ana, "Course", sessions=2), managed_event_type(ana, "Call")]
    entry = address_of(ana, master_of(ana, scenario, 1, kinds), way)
    first = read(client.get(entry))
    assert "Course 2 sessions of 30 minutes" in first.text
    course = next(one["href"] for one in first.find("a", "choice"))
    second = times(client, f"{course}&day=2030-01-08")[0]
    page = read(client.get(second))
    assert "Session 2 of 2" in page.text
    back = next(one["href"] for one in page.find("a") if "picked" not in one["href"] and one["href"].startswith(entry))
    assert "picked" not in back
    details = times(client, second)[0]
    assert send(client, details).status_code == 303
    assert Booking.objects.count() == 2


@pytest.mark.feature("V3", "V13")
def test_month_without_times_left_gives_way(client, ana, anas_page, approval):
    change(approval, duration=420)
    closed = (date(2030, 1, day) for day in range(7, 32) if day != 8)
    DateOverride.objects.bulk_create(DateOverride(schedule=ana.schedules.get(), date=day) for day in closed)
    page = read(client.get(pick(client, address_of(ana, anas_page, "one-time link"), 1)))
    # One way on, beside the times: no button that leads to another month.
    assert page.one("a", "day")["aria-label"] == "Friday 1 February, 1 time"
    assert len(list(page.find("a", "button"))) == 1
    asked = picked(page.one("a", "button")["href"])
    empty = read(client.get(address_of(ana, anas_page, "one-time link"), {"month": "2030-01", "picked": asked[0]}))
    assert "Go to 1 February, the next free day" in empty.text
    assert ["outline" in one["class"] for one in empty.find("a", "button")] == [False, True]
