"""D11: a guest is erased while somebody moves the meeting to which they are brought."""

import time
from datetime import timedelta

import pytest

from bookings import changing
from bookings.actions import erase_customer, reschedule
from bookings.models import Admission
from deliveries.models import Delivery
from tests.bookings.life import booked
from tests.builders import NOW, START
from tests.concurrency.test_revoke_expire import Aside

GUEST = "gus@example.com"


@pytest.mark.django_db(transaction=True)
def test_d11_a_guest_who_is_erased_is_not_written_down_again_by_a_move_under_way(ana, event_type, monkeypatch):
    booking = booked(ana, event_type, guests=(GUEST,))
    take, erasing = changing.take, []

    def late(*args):
        erasing.append(Aside(lambda: erase_customer(actor=ana, email=GUEST, now=NOW)))
        # The move has read the guests, and has written nothing of them yet.
        time.sleep(0.4)
        take(*args)

    monkeypatch.setattr(changing, "take", late)
    reschedule(booking=booking, start=START + timedelta(hours=1), actor=ana, now=NOW)
    assert erasing[0].result()["guest"] == 1
    assert Admission.objects.get().guests == []
    assert not Delivery.objects.filter(recipient=GUEST).exists()
    assert not Delivery.objects.filter(facts__guests__contains=[GUEST]).exists()
