"""The suggested times of a request, for its host: in both zones, and whether each can still be approved."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.errors import HostLeft
from bookings.models import Booking
from bookings.picker import is_ever_offered, is_free
from bookings.states import BookingStatus
from bookings.steps.change import moving_offer
from core.dates import span_text, to_epoch
from core.zones import zone
from pages.offers import Offer


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggested time. `why` says why it cannot be approved; it is empty if it can, or if the request was answered."""

    start: int
    ours: str
    theirs: str
    why: str


def suggested_times(booking: Booking, user: User, now: datetime) -> list[Suggested]:
    """Return all suggested times, the earliest first. If the request still waits, say which of them can be approved."""
    if booking.status != BookingStatus.REQUESTED:
        return [_suggested(booking, start, "", user) for start in booking.times_suggested]
    try:
        offer = moving_offer(booking, by_host=True)
    except HostLeft:
        offer = None
    return [_suggested(booking, start, _refusal_text(offer, start, now), user) for start in booking.times_suggested]


def _suggested(booking: Booking, start: datetime, why: str, user: User) -> Suggested:
    end, clock = start + timedelta(minutes=booking.duration), user.shown_clock
    with timezone.override(zone(booking.admission.customer_zone)):
        customers_span = span_text(start, end, clock)
    return Suggested(to_epoch(start), span_text(start, end, clock), customers_span, why)


def _refusal_text(offer: Offer | None, start: datetime, now: datetime) -> str:
    if start <= now:
        return _("This time has passed.")
    if offer is None:
        return _("The host of this meeting is no longer available.")
    if is_free(offer, to_epoch(start), now):
        return ""
    if is_ever_offered(offer, to_epoch(start), now):
        return _("No longer free: there is another meeting at that time.")
    return _("No longer offered: it is outside your hours or booking limits.")
