"""The customer moves a meeting from its own page: V45, V46, C7, R10."""

import re
from datetime import datetime, timedelta
from unittest import mock

import pytest
import time_machine
from django.urls import reverse

from bookings.actions import ask_new_time, book, cancel, reschedule
from bookings.errors import Busy
from bookings.models import Booking
from bookings.steps import judge as steps
from core.dates import to_epoch
from deliveries.models import Delivery
from links.models import Link
from pages.models import EventType, HostTime, Page
from tests.builders import NOW, START, one_time_link, submission
from tests.customer.customers import fields, read, times

pytestmark = [pytest.mark.django_db, pytest.mark.page]
LATER = START + timedelta(hours=1)


def made(ana, event_type, **policy) -> Booking:
    EventType.objects.filter(pk=event_type.pk).update(**policy)
    return book(submission=submission(event_type.pk, zone="Europe/Madrid"), link=one_time_link(ana), now=NOW).booking


@pytest.fixture
def booking(ana, event_type) -> Booking:
    return made(ana, event_type)


def address_of(booking: Booking) -> str:
    return reverse("booking-reschedule", args=[booking.token()])


def at(booking: Booking, start: datetime) -> str:
    return f"{address_of(booking)}?start={to_epoch(start)}"


def now_at(booking: Booking) -> tuple[datetime, int]:
    booking.refresh_from_db()
    return booking.starts_at, booking.sequence


@pytest.mark.feature("V46")
def test_picker_opens_at_current_time(client, booking):
    page = read(client.get(address_of(booking)))
    assert "Current time Monday 7 January 2030, 15:00–15:30 Madrid time, UTC+1" in page.text
    current = [one["href"] for one in page.find("a", "time") if one.get("aria-current")]
    assert current == [at(booking, START)]
    assert "15:00 current time" in page.text
    assert [one["aria-label"] for one in page.find("a", "day") if "current time" in one["aria-label"]] == [
        "Monday 7 January, 12 times, today, current time"
    ]
    assert "This is your current time" in read(client.get(at(booking, START))).text


@pytest.mark.feature("V45", "A19")
def test_get_shows_and_post_moves(client, booking):
    fresh = next(one for one in times(client, address_of(booking)) if str(to_epoch(LATER)) in one)
    response = client.get(fresh)
    text = read(response).text
    assert "Current time Monday 7 January 2030, 15:00–15:30 Madrid time, UTC+1" in text
    assert "Monday 7 January 2030, 16:00–16:30" in text
    assert "Move to 7 January, 16:00" in text
    assert now_at(booking) == (START, 0)
    moved = client.post(fresh, fields(response) | {"reason": "My train"})
    assert (moved.status_code, moved.headers["Location"]) == (303, reverse("booking", args=[booking.token()]))
    assert now_at(booking) == (LATER, 1)
    assert booking.reason == "My train"
    page = read(client.get(moved.headers["Location"])).text
    assert "Your meeting has a new time. We sent the details to priya@example.com." in page


@pytest.mark.feature("C7")
def test_double_press_moves_once_without_further_use(client, booking):
    form = fields(client.get(at(booking, LATER)))
    for _ in range(2):
        assert client.post(at(booking, LATER), form).status_code == 303
    assert now_at(booking) == (LATER, 1)
    assert Link.objects.get(pk=booking.admission.link_id).uses == 1


@pytest.mark.feature("R10")
def test_by_fifteen_minutes_into_its_own_slot(client, ana, event_type):
    booking = made(ana, event_type, interval=15)
    start = START + timedelta(minutes=15)
    assert client.post(at(booking, start), fields(client.get(at(booking, start)))).status_code == 303
    assert now_at(booking) == (start, 1)
    assert HostTime.objects.get(meeting=booking.uid).starts_at == start


@pytest.mark.feature("V45")
def test_moving_works_after_link_and_page_ended(client, booking, anas_page):
    Page.objects.update(archived_at=NOW, accepts_bookings=False, slug="other")
    Link.objects.update(revoked_at=NOW)
    assert client.post(at(booking, LATER), fields(client.get(at(booking, LATER)))).status_code == 303


@pytest.mark.parametrize(("asks", "given", "status"), [("required", "", 422), ("optional", "", 303), ("no", "x", 303)])
@pytest.mark.feature("A16")
def test_reason_is_asked_as_terms_say(client, ana, event_type, asks, given, status):
    booking = made(ana, event_type, reschedule_reason=asks)
    response = client.get(at(booking, LATER))
    assert ("reason" in fields(response)) == (asks != "no")
    assert client.post(at(booking, LATER), fields(response) | {"reason": given}).status_code == status
    assert now_at(booking)[1] == (status == 303)
    assert booking.reason == ""


@pytest.mark.feature("V33")
def test_taken_time_keeps_reason_and_offers_others(client, ana, booking, event_type):
    form = fields(client.get(at(booking, LATER))) | {"reason": "My train"}
    book(submission=submission(event_type.pk, LATER), link=one_time_link(ana), now=NOW)
    response = client.post(at(booking, LATER), form)
    page = read(response)
    assert response.status_code == 409
    assert "That time is not free. Your details are saved." in page.text
    again = fields(response)
    assert again["reason"] == "My train"
    fresh = next(page.find("button", "time"))["value"]
    assert fresh != str(to_epoch(START))
    assert client.post(at(booking, LATER), again | {"start": fresh}).status_code == 303
    assert to_epoch(now_at(booking)[0]) == int(fresh)
    assert client.get(at(booking, LATER)).status_code == 409


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"reschedule_when": "never"}, "This meeting cannot be moved here. Write to Ana Ruiz."),
        ({"reschedule_when": "before", "reschedule_before": 1440}, "Write to Ana Ruiz."),
    ],
)
@pytest.mark.feature("V45")
def test_too_late_says_whom_to_write_to(client, ana, event_type, columns, words):
    booking = made(ana, event_type)
    form = fields(client.get(at(booking, LATER)))
    late = made_late(booking, columns)
    for response in (client.get(address_of(late)), client.get(at(late, LATER)), client.post(at(late, LATER), form)):
        assert response.status_code == 409
        assert words in read(response).text
    assert "Reschedule" not in read(client.get(reverse("booking", args=[booking.token()]))).text
    assert now_at(booking) == (START, 0)


def made_late(booking: Booking, columns: dict[str, object]) -> Booking:
    booking.policies["reschedule"] |= {name.removeprefix("reschedule_"): value for name, value in columns.items()}
    booking.save()
    return booking


def test_asked_customer_moves_whatever_the_terms(client, ana, event_type):
    booking = made(ana, event_type, reschedule_when="never")
    ask_new_time(booking=booking, actor=ana, message="Ill", now=NOW)
    page = read(client.get(reverse("booking", args=[booking.token()])))
    assert "Ana Ruiz has asked you to choose another time." in page.text
    assert client.post(at(booking, LATER), fields(client.get(at(booking, LATER)))).status_code == 303


def test_asking_host_and_reason_show_until_moved(client, ana, ben, booking):
    ask_new_time(booking=booking, actor=ana, message="I am ill", now=NOW)
    ask_new_time(booking=booking, actor=ben, message="Ana is ill.\n<Sorry>", now=NOW)
    pages = [reverse("booking", args=[booking.token()]), address_of(booking)]
    for address in pages:
        page = client.get(address)
        assert re.search(r"Ben Ode has asked you to choose another time\.[^<]*<blockquote", page.content.decode())
        assert "Ana is ill.<br>&lt;Sorry&gt;</span>" in page.content.decode()
        assert "I am ill" not in read(page).text
    reschedule(booking=booking, start=LATER, actor=None, now=NOW)
    assert not any("Ana is ill" in client.get(address).content.decode() for address in pages)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.feature("V45")
def test_ended_meeting_cannot_be_moved(client, booking, method):
    form = fields(client.get(at(booking, LATER)))
    cancel(booking=booking, actor=None, now=NOW)
    response = getattr(client, method)(at(booking, LATER), form if method == "post" else {})
    assert response.status_code == 409
    # A form says which sequence it has seen.
    words = {"get": "This meeting is no longer taking place", "post": "The meeting has changed"}
    assert words[method] in read(response).text
    Booking.objects.update(status="scheduled", sequence=0)
    with (
        time_machine.travel(START + timedelta(minutes=1), tick=False),
        mock.patch.object(steps, "read_clock", return_value=START + timedelta(minutes=1)),
    ):
        response = getattr(client, method)(at(booking, LATER), form if method == "post" else {})
    assert response.status_code == 409
    assert "has already started or ended" in read(response).text


def test_change_made_meanwhile_refuses_the_move(client, ana, booking):
    form = fields(client.get(at(booking, LATER)))
    reschedule(booking=booking, start=LATER - timedelta(minutes=30), actor=ana, now=NOW)
    response = client.post(at(booking, LATER), form)
    assert response.status_code == 409
    assert "The meeting has changed" in read(response).text
    assert now_at(booking)[1] == 1


def test_a_host_who_left_is_said_calmly(client, ana, booking):
    form = fields(client.get(at(booking, LATER)))
    ana.is_active = False
    ana.save()
    for response in (client.get(address_of(booking)), client.post(at(booking, LATER), form)):
        assert response.status_code == 409
        assert "This meeting cannot be moved here at the moment" in read(response).text


def test_busy_answer_keeps_everything_for_retry(client, booking):
    form = fields(client.get(at(booking, LATER))) | {"reason": "My train"}
    with mock.patch("customer.reschedule.reschedule", side_effect=Busy):
        response = client.post(at(booking, LATER), form)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert fields(response)["reason"] == "My train"


@pytest.mark.feature("I13")
def test_junk_never_fails_or_moves(client, booking):
    genuine = fields(client.get(at(booking, LATER)))
    spoilt = [{"sequence": "-1"}, {"sequence": "9" * 30}, {"token": "x"}]
    for sent in ({}, {"start": "x"}, {"start": "9" * 40}, *spoilt, *(genuine | one for one in spoilt)):
        for address in (address_of(booking), at(booking, LATER)):
            assert client.post(address, sent).status_code in {302, 409, 422}, sent
            assert now_at(booking) == (START, 0)
    asked = ["month=0000-00", "day=2199-12-31", "start=1", "near=99", "picked=1,2", "zone=Asia/Tokyo&clock=12"]
    for query in asked:
        assert client.get(f"{address_of(booking)}?{query}").status_code in {200, 409}
    assert now_at(booking) == (START, 0)


def test_a_form_of_another_booking_moves_nothing(client, ana, booking, event_type):
    other = book(submission=submission(event_type.pk, LATER), link=one_time_link(ana), now=NOW).booking
    form = fields(client.get(at(booking, START - timedelta(hours=1))))
    assert client.post(at(other, START - timedelta(hours=1)), form).status_code == 422
    assert now_at(other)[1] == 0


@pytest.mark.feature("A13")
def test_of_a_package_one_session_moves_alone(client, ana, event_type):
    EventType.objects.update(sessions=3)
    further = (START + timedelta(minutes=30), LATER)
    admission = book(submission=submission(event_type.pk, further=further), link=one_time_link(ana), now=NOW)
    second = admission.bookings.get(session=2)
    start = LATER + timedelta(minutes=30)
    page = read(client.get(address_of(second)))
    assert "Session 2 of 3" in page.text
    assert len(list(page.find("a", "time"))) == 10
    assert client.post(at(second, start), fields(client.get(at(second, start)))).status_code == 303
    assert [one.starts_at for one in admission.bookings.order_by("session")] == [START, start, further[1]]


def test_a_script_gets_the_picker_alone(client, booking):
    response = client.get(
        f"{address_of(booking)}?day=2030-01-08", headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    assert response.content.decode().lstrip().startswith('<div class="picker"')


def test_every_mail_follows_once(client, booking):
    client.post(at(booking, LATER), fields(client.get(at(booking, LATER))))
    kinds = Delivery.objects.filter(thread=booking.uid, sequence=1).values_list("recipient", flat=True)
    assert sorted(kinds) == ["ana@acme.example", "priya@example.com"]


def test_pages_are_private_and_framed_as_booked(client, booking, ana, anas_page, event_type):
    public = book(submission=submission(event_type.pk, LATER), page=anas_page, now=NOW).booking
    for one, framed in ((booking, False), (public, True)):
        response = client.get(address_of(one))
        assert response.headers["Cache-Control"] == "no-store"
        assert ("frame-ancestors *" in response.headers["Content-Security-Policy"]) is framed
        assert re.search(r"form-action 'self'", response.headers["Content-Security-Policy"])
    assert client.cookies == {}


def test_the_steps_cost_a_few_queries(client, booking, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get(address_of(booking))
    with django_assert_num_queries(5):
        client.get(at(booking, LATER))
