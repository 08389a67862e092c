"""Texts about meetings for hosts: times on their own clock, and who decided the current state."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.models import Booking
from bookings.states import BookingState
from core.dates import full_text, span_text
from core.zones import zone

# States that nobody decides: they come by themselves, or the customer asks for them.
UNDECIDED = {BookingState.REQUESTED, BookingState.SCHEDULED, BookingState.COMPLETED, BookingState.LAPSED}


def moment_text(instant: datetime, user: User) -> str:
    """Return an instant in the active zone, such as “Thursday 3 December 2026, 09:00”."""
    return full_text(instant, user.shown_clock)


def both_spans(booking: Booking, user: User) -> tuple[str, str]:
    """Return the meeting's times in the active zone and in the customer's, both on the user's clock."""
    clock = user.shown_clock
    with timezone.override(zone(booking.admission.customer_zone)):
        customers_span = span_text(booking.starts_at, booking.ends_at, clock)
    return span_text(booking.starts_at, booking.ends_at, clock), customers_span


def decided_by_text(booking: Booking, state: BookingState) -> str:
    """Return who decided the state, such as “by Ana Ruiz”; empty if nobody did."""
    if state in UNDECIDED:
        return ""
    if booking.decided_by is None:
        return _("by the customer")
    return _("by %(name)s") % {"name": booking.decided_by.name}
