"""D11: what is still to come for a customer is cancelled and the customer erased, both or neither."""

from datetime import timedelta

import pytest

from accounts.models import HistoryEntry
from bookings.actions import book, cancel_and_erase, erase_customer
from bookings.emails import message
from bookings.errors import UpcomingMeetingsChanged
from bookings.models import Admission, Booking
from bookings.privacy import find_customer_data
from calendars.models import HostEntry
from deliveries.actions import claim
from deliveries.models import Delivery, Medium
from links.models import Link
from pages.models import HostTime
from tests.bookings.meetings import book_meeting, change_settings
from tests.builders import NOW, START, one_time_link, submission
from tests.calendars.builders import calendar_with_rows
from tests.owner.settings.test_privacy import EMAIL, GUEST, LATER, dump, lives

pytestmark = [pytest.mark.django_db, pytest.mark.feature("D11")]
TRACES = ("priya", "shah", "gus@example", "my note", "northwind")


def seen(*bookings):
    return {(booking.pk, booking.sequence) for booking in bookings}


def sent():
    """What is owed was sent, so that its recipients count as told."""
    Delivery.objects.open().filter(due_at__lte=NOW).update(sent_at=NOW, attempts=1)


def upcoming(ana):
    """A meeting and a request still to come, and everything else that may be known of the customer."""
    lives(ana)
    event_type = ana.event_types.get()
    form = submission(event_type.pk, email=EMAIL.lower(), guests=(GUEST,), note="My note")
    book(submission=form, link=one_time_link(ana, recipient_name="Priya Shah"), now=NOW)
    book_meeting(ana, change_settings(event_type, needs_approval=True), START + timedelta(hours=1), email=EMAIL)
    sent()
    found = find_customer_data(EMAIL, ana).upcoming(NOW)
    assert [booking.status for booking in found] == ["scheduled", "requested"]
    return found


def body(mime):
    """The mail as text."""
    return (
        next(part for part in mime.walk() if part.get_content_type() == "text/plain").get_payload(decode=True).decode()
    )


def test_all_is_cancelled_and_nothing_left(ana):
    meeting, request = upcoming(ana)
    cancel_and_erase(actor=ana, email=EMAIL, seen=seen(meeting, request), reason=f"For {EMAIL}", now=NOW)
    meeting.refresh_from_db()
    request.refresh_from_db()
    found = [(booking.status, booking.sequence, booking.reason) for booking in (meeting, request)]
    assert found == [("cancelled", 1, ""), ("withdrawn", 1, "")]
    assert not HostTime.objects.active().filter(meeting__in=[meeting.uid, request.uid]).exists()
    text = "\n".join(row for rows in dump().values() for row in rows).lower()
    assert [trace for trace in TRACES if trace in text] == []
    about = HistoryEntry.objects.filter(subject="booking", subject_id=meeting.pk).order_by("pk")
    assert list(about.values_list("verb", flat=True)) == ["booked", "cancelled", "erased"]
    assert not Admission.objects.exclude(customer_email="").exists()
    assert not Link.objects.exclude(recipient_email__in=["", "other@example.com"]).exists()


def test_hosts_are_told_without_the_customer(ana, ben):
    meeting, request = upcoming(ana)
    colleague = {"name": "Ben Ode", "email": ben.email, "zone": "UTC", "clock": "24", "language": "en-gb"}
    Booking.objects.filter(pk=meeting.pk).update(optional=[colleague])
    invited = {"kind": "guest_confirmation", "recipient": ben.email, "sequence": 0, "facts": {}}
    Delivery.objects.create(
        organization=ana.organization, thread=meeting.uid, due_at=NOW, sent_at=NOW, attempts=1, **invited
    )
    cancel_and_erase(actor=ana, email=EMAIL, seen=seen(meeting, request), reason="No more tea", now=NOW)
    owed = {(delivery.thread, delivery.kind, delivery.recipient): delivery for delivery in claim(limit=99, now=NOW)}
    owed = {key: delivery for key, delivery in owed.items() if key[2] != "other@example.com"}
    assert set(owed) == {
        (meeting.uid, "host_cancellation", ana.email),
        (meeting.uid, "guest_cancellation", ben.email),
        (request.uid, "host_cancellation", ana.email),
    }
    for delivery in owed.values():
        mime = message(delivery).message()
        assert [trace for trace in TRACES if trace in mime.as_string().lower() + body(mime).lower()] == []
        assert "No more tea" in body(mime)
        assert "Erased customer" in body(mime)
    told = message(owed[meeting.uid, "host_cancellation", ana.email])
    assert (told.message()["Reply-To"], "METHOD:CANCEL" in told.message().as_string()) == (ana.email, True)
    assert "You erased the customer’s data" in body(told.message())
    assert told.subject.startswith("Cancelled: 30-minute meeting, ")
    withdrawn = message(owed[request.uid, "host_cancellation", ana.email])
    assert withdrawn.subject == "Request withdrawn: 30-minute meeting"
    assert "METHOD:CANCEL" not in withdrawn.message().as_string()


def test_hosts_calendar_is_cleared(ana, event_type):
    calendar_with_rows(ana)
    meeting = book_meeting(ana, event_type, email=EMAIL)
    assert HostEntry.objects.filter(meeting=meeting.uid).exists()
    sent()
    cancel_and_erase(actor=ana, email=EMAIL, seen=seen(meeting), now=NOW)
    (removal,) = Delivery.objects.open().filter(medium=Medium.CALENDAR)
    assert (removal.sequence, removal.facts["present"]) == (1, False)
    assert "priya" not in str(removal.facts).lower()


def test_what_was_not_seen_is_not_cancelled(ana):
    meeting, request = upcoming(ana)
    before = dump()
    for told in (seen(), seen(meeting), {(meeting.pk, 1), (request.pk, 0)}, seen(meeting, request) | {(1, 1)}):
        with pytest.raises(UpcomingMeetingsChanged):
            cancel_and_erase(actor=ana, email=EMAIL, seen=told, now=NOW)
    assert dump() == before


def test_nothing_ahead_is_an_ordinary_erasure(ana):
    lives(ana)
    found = cancel_and_erase(actor=ana, email=EMAIL, seen=set(), now=LATER)
    assert found == HistoryEntry.objects.get(verb="customer erased").details["counts"]
    assert found["bookings"] == 1


def test_strangers_meetings_stay(ana, zoe):
    theirs, mine = (book_meeting(owner, owner.event_types.get(), email=EMAIL) for owner in (zoe, ana))
    cancel_and_erase(actor=ana, email=EMAIL, seen=seen(mine), now=NOW)
    theirs.refresh_from_db()
    assert (theirs.status, Admission.objects.get(bookings=theirs).customer_email) == ("scheduled", EMAIL)
    assert erase_customer(actor=ana, email=EMAIL, now=NOW)["bookings"] == 0
