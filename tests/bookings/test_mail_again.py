"""Sending a confirmation once more: rarely, and only while there is something to confirm."""

from datetime import timedelta

import pytest

from bookings.actions import book, mail_confirmation_again
from bookings.models import Booking
from bookings.states import BookingStatus
from deliveries.models import Delivery
from tests.builders import NOW, START, one_time_link, submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(ana, event_type) -> Booking:
    later = START + timedelta(days=7)
    booked = book(submission=submission(event_type.pk, later), link=one_time_link(ana), now=NOW).booking
    Delivery.objects.update(created_at=NOW)
    return booked


def copies() -> list[tuple[str, int]]:
    return list(Delivery.objects.order_by("pk").values_list("kind", "copy"))


def test_copy_goes_to_the_customer_only(booking):
    assert mail_confirmation_again(booking=booking, now=NOW + timedelta(minutes=11))
    assert copies() == [("customer_confirmation", 0), ("host_confirmation", 0), ("customer_confirmation", 1)]


def test_recent_confirmation_is_not_repeated(booking):
    assert not mail_confirmation_again(booking=booking, now=NOW + timedelta(minutes=9))
    assert len(copies()) == 2


def test_a_day_sees_five_at_the_most(booking):
    answers = []
    for number in range(1, 8):
        at = NOW + timedelta(minutes=11 * number)
        answers.append(mail_confirmation_again(booking=booking, now=at))
        Delivery.objects.filter(copy=number).update(created_at=at)
    assert answers == [True] * 4 + [False] * 3
    assert mail_confirmation_again(booking=booking, now=NOW + timedelta(days=2))


@pytest.mark.parametrize("status", [BookingStatus.CANCELLED, BookingStatus.DECLINED, BookingStatus.NO_SHOW])
@pytest.mark.feature("R15")
def test_ended_meeting_is_not_confirmed_again(booking, status):
    Booking.objects.update(status=status)
    assert not mail_confirmation_again(booking=booking, now=NOW + timedelta(hours=1))
    assert len(copies()) == 2


def test_what_is_over_is_not_confirmed_again(booking):
    assert not mail_confirmation_again(booking=booking, now=booking.ends_at)
    assert len(copies()) == 2
