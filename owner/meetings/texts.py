"""How meetings read to their hosts: times on their clock, and the word for what became of each."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.models import Booking
from bookings.states import BookingState
from core.dates import brief_day_text, clock_or_usual, full_day_text, span_text, time_text
from core.zones import zone

# Those that happen by themselves, or that the customer asks for.
NOBODYS = {BookingState.REQUESTED, BookingState.SCHEDULED, BookingState.COMPLETED, BookingState.LAPSED}


def clock_of(user: User) -> str:
    """The clock on which the user reads times."""
    return clock_or_usual(user.clock)


def moment_text(instant: datetime, user: User) -> str:
    """“Thursday 3 December 2026, 09:00” where the user is."""
    return f"{full_day_text(timezone.localdate(instant))}, {time_text(instant, clock_of(user))}"


def brief_text(instant: datetime, user: User) -> str:
    """“Thu 3 Dec, 09:00” where the user is."""
    return f"{brief_day_text(timezone.localdate(instant))}, {time_text(instant, clock_of(user))}"


def both_spans(booking: Booking, user: User) -> tuple[str, str]:
    """When the meeting is, where the user is and where its customer is, both on the user's clock."""
    clock = clock_of(user)
    with timezone.override(zone(booking.admission.customer_zone)):
        theirs = span_text(booking.starts_at, booking.ends_at, clock)
    return span_text(booking.starts_at, booking.ends_at, clock), theirs


def who_did(booking: Booking, state: BookingState) -> str:
    """Who brought it about, such as “by Ana Ruiz”; empty where nobody did."""
    if state in NOBODYS:
        return ""
    if booking.decided_by is None:
        return _("by the customer")
    return _("by %(name)s") % {"name": booking.decided_by.name}
