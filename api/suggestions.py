"""Free times to suggest where the one that was asked for is taken."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from api.problems import refusal_problem
from bookings.errors import HostLeft, SlotTaken
from bookings.models import Booking
from bookings.picker import Picker, is_free
from bookings.steps.change import moving_offer
from core.dates import Instant, from_epoch, to_epoch, utc_text
from pages.offers import Offer

MOST_SUGGESTED = 5


@contextmanager
def suggest_if_taken(suggest: Callable[[], list[Instant]]) -> Iterator[None]:
    """Turn SlotTaken into a problem that suggests free times, which are read only then."""
    try:
        yield
    except SlotTaken as refusal:
        problem = refusal_problem(refusal)
        problem.more["suggestions"] = [utc_text(from_epoch(start)) for start in suggest()]
        raise problem from refusal


def starts_near(offer: Offer, start: datetime) -> list[Instant]:
    """Return the free starts of the offer nearest to this one."""
    return Picker(offer, timezone.now(), "UTC").nearest(to_epoch(start), MOST_SUGGESTED)


def starts_to_move_to(booking: Booking, start: datetime) -> list[Instant]:
    """Return the starts nearest to this one to which the meeting can be moved."""
    try:
        offer = moving_offer(booking, by_host=True)
    except HostLeft:
        return []
    picker = Picker(offer, timezone.now(), "UTC", excluded_start=to_epoch(booking.starts_at))
    return picker.nearest(to_epoch(start), MOST_SUGGESTED)


def free_suggested_starts(booking: Booking) -> list[Instant]:
    """Return the request's suggested times that are still free."""
    now = timezone.now()
    try:
        offer = moving_offer(booking, by_host=True)
    except HostLeft:
        return []
    starts = map(to_epoch, booking.times_suggested)
    return [start for start in starts if is_free(offer, start, now)]
