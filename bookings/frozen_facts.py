"""The facts of a booking as messages carry them: frozen when its deliveries are created."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from accounts.models import Organization, User
from bookings.facts import CUSTOMER_CHANGES, Answer, BookingFacts
from bookings.ical import REQUEST
from bookings.models import Admission, Booking
from bookings.readers import as_person
from core.text import address_key
from deliveries.branding import brand_facts
from deliveries.envelope import common_facts
from deliveries.mails import Reader
from pages.policies import read_policy
from pages.standard_fields import STORED_FIELDS


def freeze_facts(booking: Booking, *, organization: Organization, hosts: Sequence[User], now: datetime) -> BookingFacts:
    """Return the facts of a message about the booking, without its recipient: plain JSON, and no token."""
    admission, optional = booking.admission, optional_without_hosts(booking, hosts)
    standard = {field.key: field.stored_text(admission) for field in STORED_FIELDS}
    organization_facts = common_facts(organization, now)
    facts: BookingFacts = {
        "stamp": organization_facts["stamp"],
        "organization": organization_facts["organization"],
        "organizer": organization_facts["organizer"],
        "method": REQUEST,
        "uid": str(booking.uid),
        "sequence": booking.sequence,
        "status": booking.status,
        "reference": booking.reference,
        "meeting": booking.pk,
        "title": booking.title,
        "session": [booking.session, admission.sessions],
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "location_kind": booking.location_kind,
        "location": booking.location,
        "guests": _guests(admission, [*(host.email for host in hosts), *(person["email"] for person in optional)]),
        "note": admission.note,
        "answers": list(map(_answer, admission.answers)),
        "optional": [{"name": person["name"], "email": person["email"]} for person in optional],
        "hosts": list(map(as_person, hosts)),
        "customer": {"name": admission.customer_name, "email": admission.customer_email},
        "open_to": allowed_changes(booking, now),
        "manage": {"kid": booking.kid, "handle": bytes(booking.handle).hex()},
    }
    if booking.room_asked_at is not None:
        facts["in_calendar"] = True
    return cast(BookingFacts, standard | facts | brand_facts(organization))


def optional_without_hosts(booking: Booking, hosts: Sequence[User]) -> list[Reader]:
    """Return the optional attendees who are not hosts of the meeting: hosts get their own mail already."""
    host_keys = {address_key(host.email) for host in hosts}
    return [person for person in booking.optional if address_key(person["email"]) not in host_keys]


def _guests(admission: Admission, invited: Iterable[str]) -> list[str]:
    """Return the guests' addresses that are not among those of people invited anyway."""
    known = {address_key(email) for email in (*invited, admission.customer_email)}
    return [guest for guest in admission.guests if address_key(guest) not in known]


def _answer(stored: dict[str, Any]) -> Answer:
    """Return the answer without the question's internal name."""
    return {"label": stored["label"], "value": stored["value"], "hidden": stored.get("hidden", True)}


def allowed_changes(booking: Booking, at: datetime) -> list[str]:
    """Return what the policies let the customer do at the moment `at`, so that no button of a mail is refused."""
    if booking.new_time_asked_at is not None:
        return list(CUSTOMER_CHANGES)
    return [
        change for change in CUSTOMER_CHANGES if read_policy(booking.policies, change).allows(booking.starts_at, at)
    ]
