"""The customer cancels a meeting, withdraws a request, or stops the reminders: A18, A19, V45."""

from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.urls import reverse

from bookings.actions import approve, book, cancel, decline, mark_missed, reschedule
from bookings.errors import Busy
from bookings.models import Booking
from bookings.states import BookingStatus
from deliveries.models import Delivery
from links.actions import Hosts, make_reusable
from links.models import Link
from pages.models import EventType, HostTime, Page
from tests.builders import NOW, START, managed_event_type, one_time_link, submission
from tests.customer.customers import fields, read

pytestmark = [pytest.mark.django_db, pytest.mark.page]
HALF_HOUR = timedelta(minutes=30)


def made(ana, event_type, *further, **columns) -> Booking:
    EventType.objects.filter(pk=event_type.pk).update(**columns)
    form = submission(event_type.pk, zone="Europe/Madrid", further=further)
    return book(submission=form, link=one_time_link(ana), now=NOW).booking


@pytest.fixture
def booking(ana, event_type) -> Booking:
    return made(ana, event_type)


def address_of(booking: Booking, name: str = "booking-cancel") -> str:
    return reverse(name, args=[booking.token()])


def page_of(client, booking: Booking):
    return read(client.get(address_of(booking, "booking")))


def status_of(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.status


@pytest.mark.feature("V45", "A19")
def test_asking_changes_nothing_choosing_cancels(client, booking):
    response = client.get(address_of(booking))
    page = read(response)
    assert "Cancel this meeting?" in page.text
    assert "Cancel 7 January, 15:00 Keep it" in page.text
    assert address_of(booking, "booking") in {one["href"] for one in page.find("a", "button")}
    assert status_of(booking) == BookingStatus.SCHEDULED
    done = client.post(address_of(booking), fields(response) | {"act": "cancel", "reason": "Ill"})
    assert (done.status_code, done.headers["Location"]) == (303, address_of(booking, "booking"))
    assert status_of(booking) == BookingStatus.CANCELLED
    text = page_of(client, booking).text
    assert "This meeting was cancelled You cancelled it on 7 January. Ill" in text
    assert not HostTime.objects.filter(meeting=booking.uid, active=True).exists()


@pytest.mark.feature("V41")
def test_cancelled_booking_leaves_link_spent(client, booking):
    cancel(booking=booking, actor=None, now=NOW)
    text = page_of(client, booking).text
    assert "The link you used cannot be used again. To meet after all, ask Ana Ruiz for a new one." in text
    assert Link.objects.get(pk=booking.admission.link_id).uses == 1
    assert client.get(reverse("link", args=[booking.admission.link.token()])).status_code == 410


def test_a_blind_press_cancels_nothing(client, booking):
    response = client.get(address_of(booking))
    # The last is how the form asked before: pages that are still open must not cancel what was to be kept.
    for form in ({}, fields(response), {"act": "cancel"}, fields(response) | {"choice": "no"}):
        assert client.post(address_of(booking), form).status_code == 422
    assert status_of(booking) == BookingStatus.SCHEDULED


@pytest.mark.parametrize(("asks", "status"), [("required", 422), ("optional", 303), ("no", 303)])
@pytest.mark.feature("A16")
def test_reason_is_asked_as_terms_say(client, ana, event_type, asks, status):
    booking = made(ana, event_type, cancel_reason=asks)
    form = fields(client.get(address_of(booking))) | {"act": "cancel"}
    assert ("reason" in form) == (asks != "no")
    assert client.post(address_of(booking), form).status_code == status
    assert client.post(address_of(booking), form | {"reason": "Ill"}).status_code == 303


@pytest.mark.feature("V45")
def test_too_late_says_whom_to_write_to(client, ana, event_type):
    booking = made(ana, event_type)
    form = fields(client.get(address_of(booking))) | {"act": "cancel"}
    booking.policies["cancel"] = {"when": "never", "before": 0, "reason": "no"}
    booking.save()
    for response in (client.get(address_of(booking)), client.post(address_of(booking), form)):
        assert response.status_code == 409
        assert "This meeting cannot be cancelled here. Write to Ana Ruiz." in read(response).text
    page = page_of(client, booking)
    assert "It cannot be cancelled here." in page.text
    assert address_of(booking) not in {one["href"] for one in page.find("a")}
    assert status_of(booking) == BookingStatus.SCHEDULED


@pytest.mark.feature("V45")
def test_a_deadline_that_has_passed_is_named(client, ana, event_type):
    terms = {"cancel_when": "before", "cancel_before": 60 * 24, "reschedule_when": "before"}
    booking = made(ana, event_type, **terms, reschedule_before=60 * 48)
    for name, rule in [
        ("booking-cancel", "could be cancelled here until Sunday 6 January 2030, 15:00 (Madrid time, UTC+1)."),
        ("booking-reschedule", "could be moved here until Saturday 5 January 2030, 15:00 (Madrid time, UTC+1)."),
    ]:
        response = client.get(address_of(booking, name))
        assert response.status_code == 409
        assert f"This meeting {rule} Write to Ana Ruiz." in read(response).text


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        (
            {"cancel_when": "never", "reschedule_when": "never"},
            "It cannot be moved or cancelled here.",
        ),
        (
            {"cancel_when": "before", "reschedule_when": "never"},
            "It cannot be moved here. It could be cancelled until Sunday 6 January 2030, 15:00 (Madrid time, UTC+1).",
        ),
    ],
)
@pytest.mark.feature("A16")
def test_unchangeable_booking_names_rule_and_contact(client, ana, event_type, terms, rule):
    booking = made(ana, event_type, **terms)
    page = page_of(client, booking)
    assert f"Something came up? {rule} Write to Ana Ruiz: ana@acme.example" in page.text
    steps_there = {address_of(booking, name) for name in ("booking-cancel", "booking-reschedule")}
    assert not {one["href"] for one in page.find("a")} & steps_there


@pytest.mark.parametrize(("name", "purpose"), [("booking-cancel", "cancel"), ("booking-reschedule", "reschedule")])
@pytest.mark.feature("V45")
def test_late_form_is_not_shown_again(client, ana, event_type, name, purpose):
    booking = made(ana, event_type)
    booking.policies[purpose] = {"when": "never", "before": 0, "reason": "no"}
    booking.save()
    # Nothing is chosen, and no token sent: shown again, it would have a button.
    response = client.post(address_of(booking, name), {"sequence": 0, "start": int(START.timestamp()) + 1800})
    assert response.status_code == 409
    assert "This meeting cannot be" in read(response).text


@pytest.mark.feature("A16")
def test_deadline_for_changes_is_named(client, ana, event_type):
    terms = {"cancel_when": "before", "cancel_before": 120, "reschedule_when": "never"}
    text = page_of(client, made(ana, event_type, **terms)).text
    assert (
        "It cannot be moved here. It can be cancelled until Monday 7 January 2030, 13:00 (Madrid time, UTC+1)." in text
    )


@pytest.mark.feature("A13")
def test_waiting_request_can_be_withdrawn(client, ana, event_type):
    booking = made(ana, event_type, START + HALF_HOUR, needs_approval=True, cancel_reason="required")
    page = page_of(client, booking)
    assert "Your request is with Ana Ruiz" in page.text
    assert "Monday 7 January 2030, 15:00–15:30 Monday 7 January 2030, 15:30–16:00" in page.text
    assert "Reschedule" not in page.text
    assert "Add to your calendar" not in page.text
    form = fields(client.get(address_of(booking))) | {"act": "cancel"}
    assert client.post(address_of(booking), form).status_code == 303
    assert "This request was withdrawn You withdrew it on 7 January." in page_of(client, booking).text


@pytest.mark.feature("A13")
def test_cancelled_approved_request_shows_its_time(client, ana, event_type):
    booking = made(ana, event_type, START + HALF_HOUR, needs_approval=True)
    approve(booking=booking, start=START, actor=ana, now=NOW)
    reschedule(booking=booking, start=START - HALF_HOUR, actor=None, now=NOW)
    cancel(booking=booking, actor=None, now=NOW)
    text = page_of(client, booking).text
    assert "This meeting was cancelled You cancelled it on 7 January." in text
    assert "Monday 7 January 2030, 14:30–15:00" in text
    assert "Your times" not in text


@pytest.mark.feature("A13")
def test_withdrawn_request_lists_times_and_person(client, ana, event_type):
    booking = made(ana, event_type, START + HALF_HOUR, needs_approval=True)
    cancel(booking=booking, actor=ana, now=NOW)
    text = page_of(client, booking).text
    assert "This request was withdrawn Ana Ruiz withdrew it on 7 January." in text
    assert "Monday 7 January 2030, 15:00–15:30 Monday 7 January 2030, 15:30–16:00" in text


@pytest.mark.feature("V42")
def test_video_address_is_only_for_booked(client, ana, event_type):
    Page.objects.update(location="https://video.example/ana")
    waiting, booked = made(ana, event_type, needs_approval=True), made(ana, event_type, needs_approval=False)
    for booking in (waiting, booked):
        there = client.get(address_of(booking, "booking")).content.decode()
        assert ("video.example" in there) is (booking == booked)
    cancel(booking=booked, actor=ana, now=NOW)
    assert "video.example" not in client.get(address_of(booked, "booking")).content.decode()


@pytest.mark.feature("A13")
def test_declined_and_lapsed_requests_say_so(client, ana, event_type):
    booking = made(ana, event_type, needs_approval=True)
    with time_machine.travel(START + HALF_HOUR, tick=False):
        lapsed = page_of(client, booking).text
        assert "This request was not answered in time" in lapsed
        # There is nothing left to withdraw, and the link is spent.
        assert "Withdraw" not in lapsed
        assert "To meet after all, ask Ana Ruiz for a new one." in lapsed
    decline(booking=booking, actor=ana, reason="I am away", now=NOW)
    text = page_of(client, booking).text
    assert "None of your suggested times work Ana Ruiz declined this request on 7 January. I am away" in text
    refused = {name: client.get(address_of(booking, name)) for name in ("booking-cancel", "booking-reschedule")}
    assert {one.status_code for one in refused.values()} == {409}
    assert all("This request was declined See your request" in read(one).text for one in refused.values())


@pytest.mark.feature("A13")
def test_request_cannot_move_or_withdraw_twice(client, ana, event_type):
    booking = made(ana, event_type, needs_approval=True)
    said = "We will email priya@example.com when your request is answered."
    assert said in page_of(client, booking).text
    assert "This request has not been answered yet" in read(client.get(address_of(booking, "booking-reschedule"))).text
    cancel(booking=booking, actor=None, now=NOW)
    assert "This request was withdrawn See your request" in read(client.get(address_of(booking))).text


def ways_on(client, booking: Booking) -> set[str]:
    """Where its page leads besides mails."""
    return {one["href"] for one in page_of(client, booking).find("a") if one["href"].startswith(("/l/", "/p/"))}


@pytest.mark.feature("V41")
def test_ended_booking_leads_to_open_ways(client, ana, anas_page, event_type):
    link = one_time_link(ana)
    form = submission(event_type.pk, zone="Europe/Madrid")
    spent = book(submission=form, link=link, now=NOW).booking
    assert ways_on(client, spent) == set()
    cancel(booking=spent, actor=ana, now=NOW)
    assert ways_on(client, spent) == {reverse("link-ask", args=[link.token()])}
    demo, hosts = managed_event_type(ana, "Demo"), Hosts((anas_page,))
    reusable = make_reusable(actor=ana, owner=ana, hosts=hosts, event_types=[demo], name="Demo", now=NOW)
    held = book(submission=submission(demo.pk), link=reusable, now=NOW).booking
    cancel(booking=held, actor=ana, now=NOW)
    assert ways_on(client, held) == {reverse("link", args=[reusable.token()])}
    EventType.objects.filter(pk=event_type.pk).update(needs_approval=True)
    asked = book(submission=submission(event_type.pk), page=anas_page, now=NOW).booking
    assert ways_on(client, asked) == set()
    public = {reverse("public-page", args=["acme", anas_page.slug])}
    with time_machine.travel(START, tick=False):
        assert ways_on(client, asked) == public
    decline(booking=asked, actor=ana, now=NOW)
    assert ways_on(client, asked) == public
    # A paused page takes nobody, whatever the way in; a new link in the place of a spent one can be asked for.
    Page.objects.update(accepts_bookings=False)
    ways = [ways_on(client, one) for one in (held, asked, spent)]
    assert ways == [set(), set(), {reverse("link-ask", args=[link.token()])}]


@pytest.mark.feature("A19")
def test_cancelled_by_the_host_or_missed(client, ana, booking, event_type):
    cancel(booking=booking, actor=ana, reason="My flight", now=NOW)
    assert "Ana Ruiz cancelled it on 7 January. My flight" in page_of(client, booking).text
    other = made(ana, event_type)
    mark_missed(booking=other, actor=ana, now=START + HALF_HOUR)
    assert "This meeting was missed" in page_of(client, other).text


@pytest.mark.parametrize("count", [2, 4])
@pytest.mark.feature("A13")
def test_sessions_are_linked_and_cancelled_separately(client, ana, event_type, count, django_assert_num_queries):
    further = [START + HALF_HOUR * number for number in range(1, count)]
    further = further if count == 2 else [START - HALF_HOUR, START + HALF_HOUR, START + 2 * HALF_HOUR]
    first = made(ana, event_type, *further, sessions=count)
    second = first.admission.bookings.get(session=2)
    with django_assert_num_queries(3):
        page = page_of(client, first)
    others = [one for one in first.admission.bookings.all() if one.pk != first.pk]
    assert {address_of(one, "booking") for one in others} < {one["href"] for one in page.find("a")}
    form = fields(client.get(address_of(second))) | {"act": "cancel"}
    assert client.post(address_of(second), form).status_code == 303
    assert Booking.objects.filter(status=BookingStatus.CANCELLED).count() == 1
    assert "Cancelled" in page_of(client, first).text


def test_repeated_form_changes_nothing_stale_one_conflicts(client, ana, booking):
    form = fields(client.get(address_of(booking))) | {"act": "cancel"}
    Booking.objects.update(sequence=3)
    stale = client.post(address_of(booking), form)
    assert (stale.status_code, "The meeting has changed" in read(stale).text) == (409, True)
    form |= {"sequence": "3"}
    assert [client.post(address_of(booking), form).status_code for _ in range(2)] == [303, 303]
    booking.refresh_from_db()
    assert booking.sequence == 4


def test_a_crowd_is_asked_to_press_again(client, booking):
    form = fields(client.get(address_of(booking))) | {"act": "cancel", "reason": "Ill"}
    with mock.patch("customer.cancel.cancel", side_effect=Busy):
        response = client.post(address_of(booking), form)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert fields(response)["reason"] == "Ill"


@pytest.mark.parametrize(
    "form", [{"sequence": "x"}, {"sequence": "9" * 30}, {"reason": "x\x00y"}, {"reason": "x" * 9999}]
)
@pytest.mark.feature("I13")
def test_no_junk_breaks_it(client, booking, form):
    genuine = fields(client.get(address_of(booking))) | {"act": "cancel"}
    assert client.post(address_of(booking), genuine | form).status_code in {409, 422}
    assert status_of(booking) == BookingStatus.SCHEDULED


def planned(booking: Booking) -> int:
    return Delivery.objects.open().filter(thread=booking.uid, due_at__gt=NOW).count()


@pytest.mark.feature("A18")
def test_reminders_are_stopped_by_a_press(client, ana, event_type):
    booking = made(ana, event_type, reminders=[60], follow_up=30, follow_up_text="Thanks")
    address = address_of(booking, "booking-reminders")
    response = client.get(address)
    assert "Stop the reminders?" in read(response).text
    assert planned(booking) == 2
    assert "You turned off reminders" not in read(client.get(address_of(booking, "booking"))).text
    assert client.post(address).status_code == 422
    assert planned(booking) == 2
    assert client.post(address, fields(response)).status_code == 303
    assert planned(booking) == 0
    assert "Reminders turned off" in read(client.get(address)).text
    assert "You turned off reminders for this meeting." in read(client.get(address_of(booking, "booking"))).text
    assert status_of(booking) == BookingStatus.SCHEDULED


@pytest.mark.feature("A18")
def test_mail_button_stops_reminders_without_token(client, ana, event_type):
    booking = made(ana, event_type, reminders=[60])
    for _ in range(2):
        response = client.post(
            address_of(booking, "booking-reminders"),
            "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
        )
        # RFC 8058: no redirect.
        assert response.status_code == 200
    assert planned(booking) == 0


@pytest.mark.feature("A18")
def test_onward_link_counts_down_after_booking_only(client, ana, event_type):
    EventType.objects.update(redirect_to="https://example.com/thanks?a=b")
    link = one_time_link(ana)
    details = reverse("link-book", args=[link.token()]) + f"?start={int(START.timestamp())}"
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    there = client.post(details, form).headers["Location"]
    response = client.get(there)
    later = client.get(address_of(Booking.objects.get(), "booking"))
    for page, seconds, scripts in ((response, "20", 1), (later, None, 0)):
        shown = read(page)
        assert shown.one("div", "onward").get("data-onward") == seconds
        assert page.content.decode().count("js/onward.js") == scripts
        (way,) = [one for one in shown.find("a") if one["href"] == "https://example.com/thanks?a=b"]
        assert (way["target"], way["rel"]) == ("_top", "noreferrer")
        assert "Continue to example.com" in shown.text
        # Nothing leaves by itself where there are no scripts.
        assert "Refresh" not in page.headers
        assert [one for one in shown.find("meta") if "http-equiv" in one] == []


@pytest.mark.feature("A18")
def test_an_address_in_capitals_leads_on_too(client, ana, event_type):
    booking = made(ana, event_type, redirect_to="HTTPS://Example.com/Thanks")
    page = read(client.get(address_of(booking, "booking"), {"done": "booked"}))
    assert "HTTPS://Example.com/Thanks" in {one["href"] for one in page.find("a")}
    assert page.one("div", "onward")["data-leaving"] == "You will be taken to example.com [when]."


@pytest.mark.parametrize(("name", "queries"), [("booking", 2), ("booking-cancel", 2), ("booking-reminders", 2)])
def test_each_page_costs_two_queries(client, booking, name, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        assert client.get(address_of(booking, name)).status_code == 200
