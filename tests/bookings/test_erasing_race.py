"""D11: a customer is erased while they book, or while a meeting of theirs, or to which they are brought, is moved."""

import time
from datetime import timedelta

import pytest

from accounts.errors import Refusal
from bookings.actions import book, cancel_and_erase, erase_customer, erasing, reschedule
from bookings.models import Admission, Booking
from bookings.steps import change, write
from deliveries.models import Delivery
from tests.bookings.meetings import book_meeting
from tests.builders import NOW, START, one_time_link, submission
from tests.concurrency.test_revoke_expire import Aside, wait_until_blocked

EMAIL, GUEST = "priya@example.com", "gus@example.com"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.mark.feature("D11")
def test_booking_made_during_erasure_stays_whole(ana, event_type, monkeypatch):
    link, form, booking = one_time_link(ana), submission(event_type.pk), []
    erase = erasing._erase_history

    def late(held):
        booking.append(Aside(lambda: book(submission=form, link=link, now=NOW)))
        # No meeting of theirs was ahead, and nothing is erased yet.
        time.sleep(0.4)
        erase(held)

    monkeypatch.setattr(erasing, "_erase_history", late)
    erase_customer(actor=ana, email=EMAIL, now=NOW)
    assert booking[0].result().customer_email == EMAIL
    assert Admission.objects.get().customer_email == EMAIL
    mails = Delivery.objects.open()
    assert {mail.recipient for mail in mails} == {EMAIL, ana.email}
    assert {mail.facts["customer"]["email"] for mail in mails} == {EMAIL}


@pytest.mark.feature("D11")
def test_moving_does_not_restore_erased_guest(ana, event_type, monkeypatch):
    booking = book_meeting(ana, event_type, guests=(GUEST,))
    take, erasing = change.set_times, []

    def late(*args):
        erasing.append(Aside(lambda: erase_customer(actor=ana, email=GUEST, now=NOW)))
        # The move has read the guests, and has written nothing of them yet.
        time.sleep(0.4)
        take(*args)

    monkeypatch.setattr(change, "set_times", late)
    reschedule(booking=booking, start=START + timedelta(hours=1), actor=ana, now=NOW)
    assert erasing[0].result()["guest"] == 1
    assert Admission.objects.get().guests == []
    assert not Delivery.objects.filter(recipient=GUEST).exists()
    assert not Delivery.objects.filter(facts__guests__contains=[GUEST]).exists()


def refused(deed):
    """What became of the deed: its answer, or the name of its refusal."""

    def tried():
        try:
            return deed()
        except Refusal as refusal:
            return type(refusal).__name__

    return tried


def ending(ana, *bookings):
    seen = {(booking.pk, booking.sequence) for booking in bookings}
    return refused(lambda: cancel_and_erase(actor=ana, email=EMAIL, seen=seen, now=NOW))


def beside(monkeypatch, module, step, deed):
    """Before the step somebody else begins the deed, and comes as far as the locks let them."""
    found, usual = [], getattr(module, step)

    def late(*args, **kwargs):
        if not found:
            found.append(Aside(deed))
            wait_until_blocked()
        return usual(*args, **kwargs)

    monkeypatch.setattr(module, step, late)
    return found


@pytest.mark.feature("D11")
def test_booking_waits_while_all_is_cancelled(ana, event_type, monkeypatch):
    first, link, form = book_meeting(ana, event_type, email=EMAIL), one_time_link(ana), submission(event_type.pk)
    booking = beside(monkeypatch, erasing, "write_cancellation", lambda: book(submission=form, link=link, now=NOW))
    assert ending(ana, first)()["bookings"] == 1
    made = booking[0].result().bookings.get()
    first.refresh_from_db()
    # It takes the time that is free again, and is whole.
    assert (first.status, made.status, made.starts_at) == ("cancelled", "scheduled", first.starts_at)
    assert [admission.customer_email for admission in Admission.objects.order_by("pk")] == ["", EMAIL]
    assert {mail.recipient for mail in Delivery.objects.open().filter(thread=made.uid)} == {EMAIL, ana.email}


@pytest.mark.feature("D11")
def test_booking_under_way_is_seen_first(ana, event_type, monkeypatch):
    first = book_meeting(ana, event_type, email=EMAIL)
    link, form = one_time_link(ana), submission(event_type.pk, START + timedelta(hours=1))
    erasure = beside(monkeypatch, write, "notify_of_booking", ending(ana, first))
    book(submission=form, link=link, now=NOW)
    assert erasure[0].result() == "UpcomingMeetingsChanged"
    assert list(Booking.objects.values_list("status", flat=True)) == ["scheduled", "scheduled"]
    assert set(Admission.objects.values_list("customer_email", flat=True)) == {EMAIL}


@pytest.mark.feature("D11")
def test_moving_waits_while_all_is_cancelled(ana, event_type, monkeypatch):
    booking, later = book_meeting(ana, event_type, email=EMAIL), START + timedelta(hours=1)
    move = refused(lambda: reschedule(booking=booking, start=later, actor=ana, now=NOW))
    moving = beside(monkeypatch, erasing, "write_cancellation", move)
    ending(ana, booking)()
    assert moving[0].result() == "NotTakingPlace"
    booking.refresh_from_db()
    assert (booking.status, booking.sequence, booking.starts_at) == ("cancelled", 1, START)


@pytest.mark.feature("D11")
def test_move_under_way_is_seen_first(ana, event_type, monkeypatch):
    booking, later = book_meeting(ana, event_type, email=EMAIL), START + timedelta(hours=1)
    erasure = beside(monkeypatch, change, "set_times", ending(ana, booking))
    reschedule(booking=booking, start=later, actor=ana, now=NOW)
    assert erasure[0].result() == "UpcomingMeetingsChanged"
    booking.refresh_from_db()
    assert (booking.status, booking.sequence, booking.starts_at) == ("scheduled", 1, later)
    assert Admission.objects.get().customer_email == EMAIL
