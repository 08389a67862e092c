"""People as readers of mails about a booking, each in their role."""

from accounts.models import User
from bookings.facts import CUSTOMER, GUEST, HOST, OPTIONAL
from bookings.models import Admission
from deliveries.envelope import as_reader
from deliveries.mails import Person, Reader


def as_person(user: User) -> Person:
    """Return the user's name and email."""
    return {"name": user.name, "email": user.email}


def as_customer(admission: Admission) -> Reader:
    """Return the customer as a reader of mails."""
    return {
        "role": CUSTOMER,
        "name": admission.customer_name,
        "email": admission.customer_email,
        "zone": admission.customer_zone,
        "clock": admission.customer_clock,
        "language": admission.customer_language,
    }


def as_guest(email: str, admission: Admission) -> Reader:
    """Return a guest as a reader of mails, with the customer's language and zone, since the guest's own are unknown."""
    return as_customer(admission) | {"role": GUEST, "name": "", "email": email}


def as_host(host: User) -> Reader:
    """Return a host as a reader of mails."""
    return as_reader(host) | {"role": HOST}


def as_optional(colleague: Reader) -> Reader:
    """Return an optional attendee as a reader of mails."""
    return colleague | {"role": OPTIONAL}
