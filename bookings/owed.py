"""What a booking owes to whom: deliveries with their facts, decided in the booking's own transaction."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.utils.translation import gettext_lazy as _

import links.owed
from accounts.models import User
from bookings.facts import CUSTOMER, GUEST, HOST, OPTIONAL
from bookings.models import Admission, Booking
from deliveries.models import Delivery
from deliveries.owed import as_reader, message_identity

CUSTOMER_CONFIRMATION = "customer_confirmation"
HOST_CONFIRMATION = "host_confirmation"
GUEST_CONFIRMATION = "guest_confirmation"
LABELS = links.owed.LABELS | {
    CUSTOMER_CONFIRMATION: _("Confirmation to the customer"),
    HOST_CONFIRMATION: _("Confirmation to the host"),
    GUEST_CONFIRMATION: _("Invitation to a guest"),
}


def frozen(booking: Booking, *, organization: str, hosts: Sequence[User], sender: str, now: datetime) -> dict[str, Any]:
    """The facts of a message about the booking, less who receives it: plain JSON, and no token."""
    admission, own = booking.admission, {host.email.lower() for host in hosts}
    return {
        "method": "REQUEST",
        "uid": str(booking.uid),
        "sequence": booking.sequence,
        "stamp": now.isoformat(timespec="seconds"),
        "reference": booking.reference,
        "meeting": booking.pk,
        "organization": organization,
        "title": booking.title,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "location_kind": booking.location_kind,
        "location": booking.location,
        "company": admission.company,
        "phone": admission.phone,
        # Whoever holds the meeting is there anyway.
        "guests": [guest for guest in admission.guests if guest.lower() not in own],
        "note": admission.note,
        "answers": [{"label": answer["label"], "value": answer["value"]} for answer in admission.answers],
        "optional": [{"name": one["name"], "email": one["email"]} for one in booking.optional],
        "hosts": [{"name": host.name, "email": host.email} for host in hosts],
        "customer": {"name": admission.customer_name, "email": admission.customer_email},
        "organizer": parseaddr(sender)[1],
        "manage": {"kid": booking.kid, "handle": bytes(booking.handle).hex()},
    }


def confirmations(
    booking: Booking, *, organization: str, hosts: Sequence[User], sender: str, now: datetime, copy: int = 0
) -> list[Delivery]:
    """The confirmation of the customer, of each host, of each guest and of who may join, unsaved."""
    facts = frozen(booking, organization=organization, hosts=hosts, sender=sender, now=now)
    recipients = [(CUSTOMER_CONFIRMATION, as_customer(booking.admission))]
    recipients += [(HOST_CONFIRMATION, as_host(host)) for host in hosts]
    recipients += [(GUEST_CONFIRMATION, as_guest(guest, booking.admission)) for guest in facts["guests"]]
    recipients += [(GUEST_CONFIRMATION, one | {"role": OPTIONAL}) for one in booking.optional]
    return [
        Delivery(
            organization_id=booking.organization_id,
            thread=booking.uid,
            kind=kind,
            recipient=recipient["email"],
            sequence=booking.sequence,
            copy=copy,
            due_at=now,
            facts=facts | message_identity(facts) | {"recipient": recipient},
        )
        for kind, recipient in recipients
    ]


def as_customer(admission: Admission) -> dict[str, str]:
    """The customer as a reader of mails."""
    return {
        "role": CUSTOMER,
        "name": admission.customer_name,
        "email": admission.customer_email,
        "zone": admission.customer_zone,
        "clock": admission.customer_clock,
        "language": admission.customer_language,
    }


def as_guest(email: str, admission: Admission) -> dict[str, str]:
    """A guest as a reader of mails: of their language and zone nothing is known but the customer's."""
    return as_customer(admission) | {"role": GUEST, "name": "", "email": email}


def as_host(host: User) -> dict[str, str]:
    """A host as a reader of mails."""
    return as_reader(host) | {"role": HOST}
