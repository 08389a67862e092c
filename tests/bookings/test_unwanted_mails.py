"""Mails to hosts are owed as each of them chose."""

from datetime import timedelta

import pytest

from accounts.actions import change_mails
from bookings.actions import cancel, cancel_and_erase, reschedule
from deliveries.models import Delivery
from links.actions.requests import request_link
from tests.builders import NOW, one_time_link
from tests.owner.meetings.owners import HALF, TUESDAY, make_meeting, make_request

pytestmark = pytest.mark.django_db


def owed(user):
    return list(Delivery.objects.filter(recipient=user.email).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("off", "kinds"),
    [
        ("mail_booked", ["host_change", "host_cancellation"]),
        ("mail_changed", ["host_confirmation", "host_cancellation"]),
        ("mail_cancelled", ["host_confirmation", "host_change"]),
        ("mail_requested", ["host_confirmation", "host_change", "host_cancellation"]),
    ],
)
def test_what_is_off_is_not_owed(ana, off, kinds):
    change_mails(actor=ana, **{off: False})
    booking = make_meeting(ana, TUESDAY)
    moved = reschedule(booking=booking, start=TUESDAY + HALF, actor=None, now=NOW)
    cancel(booking=moved, actor=None, now=NOW)
    assert owed(ana) == kinds
    customers = Delivery.objects.filter(recipient="priya@example.com").values_list("kind", flat=True)
    assert sorted(customers) == ["customer_cancellation", "customer_change", "customer_confirmation"]


def test_end_needs_no_earlier_mail(ana):
    cancel(booking=make_meeting(ana, TUESDAY), actor=None, now=NOW)
    change_mails(actor=ana, mail_booked=False)
    cancel(booking=make_meeting(ana, TUESDAY), actor=None, now=NOW)
    ends = Delivery.objects.filter(kind="host_cancellation").order_by("pk")
    assert [delivery.facts.get("if_told", False) for delivery in ends] == [True, False]


def test_requests_have_a_choice_of_their_own(ana):
    make_request(ana, TUESDAY)
    assert owed(ana) == ["host_request"]
    change_mails(actor=ana, mail_requested=False)
    make_request(ana, TUESDAY + timedelta(hours=3))
    request_link(link=one_time_link(ana), name="Karl", email="karl@x.example", message="", now=NOW)
    assert owed(ana) == ["host_request"]


def test_erased_customers_leave_calendars_all_the_same(ana):
    booking = make_meeting(ana, TUESDAY)
    change_mails(actor=ana, mail_cancelled=False)
    seen = [(booking.pk, booking.sequence)]
    cancel_and_erase(actor=ana, email="priya@example.com", seen=seen, now=NOW)
    assert owed(ana) == ["host_confirmation", "host_cancellation"]
