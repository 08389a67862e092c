"""Customers who booked before, as far as a user may see their meetings."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from bookings.log_filters import LogFilters
from bookings.logs import meeting_log
from bookings.models import Admission
from core.text import address_key

# How many are suggested while somebody types, and from how many letters on.
MOST_KNOWN, LEAST_LETTERS = 8, 2


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    name: str
    email: str


def is_search(text: str) -> bool:
    """Return whether the text has enough letters to search for it."""
    return len(text.strip()) >= LEAST_LETTERS


def known_customers(*, user: User, text: str, now: datetime) -> list[KnownCustomer]:
    """Return customers whose name, address or company has the words, the last to book first."""
    if not is_search(text):
        return []
    by_email: dict[str, KnownCustomer] = {}
    for booking in meeting_log(user=user, now=now, filters=LogFilters(text=text)).bookings:
        admission = booking.admission
        if admission.customer_email:
            by_email.setdefault(
                address_key(admission.customer_email), KnownCustomer(admission.customer_name, admission.customer_email)
            )
    return list(by_email.values())[:MOST_KNOWN]


def last_display_settings(*, organization_id: int, email: str) -> tuple[str, str, str] | None:
    """Return the zone, clock and language in which the customer last booked; None for whoever never did."""
    booked = Admission.objects.of_customer(organization_id, email).order_by("-created_at")
    return booked.values_list("customer_zone", "customer_clock", "customer_language").first()
