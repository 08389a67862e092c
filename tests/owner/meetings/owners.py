"""Meetings in each of their states, for the tests of the owner's screens."""

from datetime import datetime, timedelta

from accounts.models import User
from bookings.actions import book
from bookings.models import Booking
from links.models import Link
from pages.models import EventType
from tests.builders import NOW, START, one_time_link, submission

HALF = timedelta(minutes=30)
# The next day, 9:00 in Madrid: sixteen half hours are free.
TUESDAY = START + timedelta(hours=18)


def booked(owner: User, start: datetime = START, link: Link | None = None, **changes) -> Booking:
    """A meeting booked through a one-time link of the owner."""
    event_type = owner.event_types.get()
    admission = book(submission=submission(event_type.pk, start, **changes), link=link or one_time_link(owner), now=NOW)
    return admission.bookings.get()


def asked(owner: User, start: datetime = START, holds: bool = False, times: int = 3) -> Booking:
    """A request with times half an hour apart."""
    EventType.objects.filter(owner=owner).update(needs_approval=True, holds_suggested=holds)
    booking = booked(owner, start, further=tuple(start + HALF * number for number in range(1, times)))
    EventType.objects.filter(owner=owner).update(needs_approval=False, holds_suggested=False)
    return booking


def over(booking: Booking) -> Booking:
    """The same, yesterday."""
    Booking.objects.filter(pk=booking.pk).update(
        starts_at=booking.starts_at - timedelta(days=1), ends_at=booking.ends_at - timedelta(days=1)
    )
    booking.suggested.all().delete()
    booking.refresh_from_db()
    return booking
