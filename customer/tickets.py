"""A chosen or booked time, as a ticket shows it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from core import dates
from core.dates import from_epoch
from customer.visit import Visit
from pages.offers import Offer


def ticket(visit: Visit, offer: Offer, start: int) -> dict[str, Any]:
    """The chosen time, in words."""
    begins, ends = from_epoch(start), from_epoch(start + offer.event_type.duration * 60)
    return ticket_of(begins, ends, visit.clock, visit.zone)


def ticket_of(begins: datetime, ends: datetime, clock: str, zone_name: str) -> dict[str, Any]:
    """A time in words: for the active zone, whose name is printed with it."""
    return {
        "day": timezone.localdate(begins),
        "when": dates.span_text(begins, ends, clock),
        "zone": zone_name,
    }
