"""The hosts' private note about a meeting."""

from datetime import datetime

from django.db.transaction import atomic

from accounts.models import User
from accounts.verbs import Verb
from bookings.errors import MeetingChanged
from bookings.models import Booking
from bookings.steps import change as steps


def write_note(*, booking: Booking, actor: User, note: str, now: datetime, seen: str | None = None) -> None:
    """Write the hosts' private note about the meeting. The customer never sees it.

    `seen` is the note that the user saw and replaces; None replaces any. Raise MeetingChanged if somebody else has
    written another note meanwhile.
    """
    with atomic(durable=True):
        steps.lock_booking(booking.pk)
        booking = steps.read_booking(booking.pk)
        if booking.private_note == note:
            return
        if seen is not None and booking.private_note != seen:
            raise MeetingChanged
        booking.private_note = note
        booking.save(update_fields=["private_note"])
        steps.write_change(booking, Verb.NOTED, actor, now)
