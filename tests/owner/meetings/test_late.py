"""What a host does too late: the request was answered, the meeting has ended. No button is left that does nothing."""

import pytest
from django.urls import reverse

from accounts.models import HistoryEntry
from bookings.actions import approve, book, cancel, decline
from bookings.models import Booking
from bookings.states import BookingStatus
from deliveries.models import Delivery
from tests.builders import NOW, START, one_time_link, submission
from tests.markup import markup
from tests.owner.meetings.owners import HALF, TUESDAY, make_meeting, make_request, moved_to_past

pytestmark = [pytest.mark.django_db, pytest.mark.page]
ACTS = ["reschedule-meeting", "reassign-meeting", "cancel-meeting", "ask-new-time", "no-show"]
ANSWERS = ["approve-request", "decline-request"]


def epoch(moment):
    return int(moment.timestamp())


def address(name, booking):
    return reverse(name, args=[booking.pk])


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("answered", ["approved", "declined", "withdrawn"])
@pytest.mark.feature("A13")
def test_answered_request_leads_to_the_meeting(anas, ana, ben, name, answered):
    booking = make_request(ana, TUESDAY)
    deeds = {
        "approved": lambda: approve(booking=booking, start=TUESDAY, actor=ben, now=NOW),
        "declined": lambda: decline(booking=booking, actor=ben, reason="Away", now=NOW),
        "withdrawn": lambda: cancel(booking=booking, actor=None, now=NOW),
    }
    deeds[answered]()
    before = HistoryEntry.objects.count()
    became = {"approved": "Scheduled", "declined": "Declined by Ben Ode", "withdrawn": "Withdrawn by the customer"}
    sent = {"sequence": 0, "message": "Typed", "start": epoch(TUESDAY + HALF)}
    for response in (
        anas.get(address(name, booking), follow=True),
        anas.post(address(name, booking), sent, follow=True),
        anas.post(address(name, booking), {"sequence": "x"}, follow=True),
    ):
        assert response.redirect_chain == [(address("meeting", booking), 302)]
        said = f"This request has already been answered. Status: {became[answered]}."
        assert said in markup(response)
    assert HistoryEntry.objects.count() == before
    assert Delivery.objects.filter(kind="customer_decline").count() == (answered == "declined")


@pytest.mark.parametrize(
    ("link", "stays"),
    [
        ({}, "The link used to book it cannot be used again."),
        ({"max_uses": 3}, "It still counts toward the number of bookings its link allows."),
        ({"max_uses": None}, ""),
        (None, ""),
    ],
)
@pytest.mark.feature("O28")
def test_only_existing_link_is_said_used(anas, ana, anas_page, event_type, link, stays):
    way = {"page": anas_page} if link is None else {"link": one_time_link(ana, **link)}
    booking = book(submission=submission(event_type.pk), now=NOW, **way).booking
    html = markup(anas.get(address("cancel-meeting", booking)))
    assert "The time is free again right away." in html
    Booking.objects.filter(pk=booking.pk).update(status=BookingStatus.REQUESTED)
    html += markup(anas.get(address("decline-request", booking)))
    assert "The times are free again." in html
    assert html.count("cannot be used again") + html.count("still counts") == (2 if stays else 0)
    assert not stays or html.count(stays) == 2


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("ended", ["cancelled", "over"])
@pytest.mark.feature("O28")
def test_ended_meeting_leaves_no_button(anas, ana, ben, name, ended):
    booking = make_meeting(ana)
    if ended == "over" and name != "no-show":
        moved_to_past(booking)
    else:
        cancel(booking=booking, actor=None, now=NOW)
    new = {"start": epoch(START + HALF), "page": ben.pages.get().pk}
    for sent in ({"sequence": 0, "message": "Typed"} | new, {"sequence": "x", "message": "Typed"}):
        response = anas.post(address(name, booking), sent)
        if response.status_code == 302:
            # What was to happen has happened.
            assert (name, ended) == ("cancel-meeting", "cancelled")
            continue
        html = markup(response)
        assert response.status_code == 422
        assert "Back to the meeting" in html
        assert 'name="sequence"' not in html
        assert '<blockquote><span class="as-typed">Typed</span></blockquote>' in html
