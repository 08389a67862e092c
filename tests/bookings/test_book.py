"""The booking transaction, one customer at a time."""

import pytest

from bookings.actions import book
from bookings.errors import AlreadySent, OnlyForRecipient, SlotTaken
from bookings.models import Booking
from deliveries.models import Delivery
from links.errors import DeadLink
from links.liveness import DeadReason
from pages.models import HostTime
from tests.builders import NOW, START, one_time_link, submission

pytestmark = pytest.mark.django_db


@pytest.mark.feature("A3")
def test_a_one_time_link_admits_one_booking(ana, event_type):
    link = one_time_link(ana)
    first = book(submission=submission(event_type.pk), link=link, now=NOW)
    with pytest.raises(DeadLink) as refusal:
        book(submission=submission(event_type.pk, START.replace(hour=15)), link=link, now=NOW)
    link.refresh_from_db()
    assert refusal.value.reason == DeadReason.USED
    assert (link.uses, first.use, first.link_id) == (1, 1, link.pk)
    booking = Booking.objects.get()
    assert (booking.admission, booking.starts_at, booking.title) == (first, START, "30-minute meeting")
    assert list(HostTime.objects.values_list("host", "meeting", "active")) == [(ana.pk, booking.uid, True)]
    assert sorted(Delivery.objects.values_list("kind", "recipient", "sequence")) == [
        ("customer_confirmation", "priya@example.com", 0),
        ("host_confirmation", "ana@acme.example", 0),
    ]


@pytest.mark.feature("R13")
def test_same_form_twice_is_one_booking(ana, event_type):
    link, form = one_time_link(ana), submission(event_type.pk)
    assert book(submission=form, link=link, now=NOW) == book(submission=form, link=link, now=NOW)
    changed = submission(event_type.pk, key=form.key, name="Somebody Else")
    with pytest.raises(AlreadySent):
        book(submission=changed, link=link, now=NOW)
    assert Booking.objects.count() == 1


@pytest.mark.feature("R13")
def test_on_public_pages(anas_page, event_type):
    form = submission(event_type.pk)
    assert book(submission=form, page=anas_page, now=NOW) == book(submission=form, page=anas_page, now=NOW)
    with pytest.raises(AlreadySent):
        book(submission=submission(event_type.pk, key=form.key, note="changed"), page=anas_page, now=NOW)
    assert Booking.objects.count() == 1


@pytest.mark.feature("R12")
def test_lost_slot_leaves_link_unspent(ana, event_type):
    book(submission=submission(event_type.pk), link=one_time_link(ana), now=NOW)
    link = one_time_link(ana)
    with pytest.raises(SlotTaken):
        book(submission=submission(event_type.pk), link=link, now=NOW)
    link.refresh_from_db()
    assert link.uses == 0
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "admitted"),
    [("Ana@bücher.de", True), ("ana@xn--bcher-kva.de", True), ("ana@BÜCHER.de", True), ("ana@bucher.de", False)],
)
def test_locked_link_knows_its_recipient(ana, event_type, typed, admitted):
    link = one_time_link(ana, recipient_email="ana@bücher.de", locked_to_recipient=True)
    form = submission(event_type.pk, email=typed)
    if admitted:
        assert book(submission=form, link=link, now=NOW).customer_email == typed
    else:
        with pytest.raises(OnlyForRecipient):
            book(submission=form, link=link, now=NOW)
