"""D11: a customer is erased while they book, or while somebody moves a meeting to which they are brought."""

import time
from datetime import timedelta

import pytest

from bookings.actions import book, erase_customer, erasing, reschedule
from bookings.models import Admission
from bookings.steps import change
from deliveries.models import Delivery
from tests.bookings.life import booked
from tests.builders import NOW, START, one_time_link, submission
from tests.concurrency.test_revoke_expire import Aside

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
    booking = booked(ana, event_type, guests=(GUEST,))
    take, erasing = change.take, []

    def late(*args):
        erasing.append(Aside(lambda: erase_customer(actor=ana, email=GUEST, now=NOW)))
        # The move has read the guests, and has written nothing of them yet.
        time.sleep(0.4)
        take(*args)

    monkeypatch.setattr(change, "take", late)
    reschedule(booking=booking, start=START + timedelta(hours=1), actor=ana, now=NOW)
    assert erasing[0].result()["guest"] == 1
    assert Admission.objects.get().guests == []
    assert not Delivery.objects.filter(recipient=GUEST).exists()
    assert not Delivery.objects.filter(facts__guests__contains=[GUEST]).exists()
