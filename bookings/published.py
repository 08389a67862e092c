"""A booking as other programs read it: plain JSON values, the same in the API and in webhooks.

Texts stand as people typed them. Times are in UTC. The address of the customer's own page is a secret and no part of
it: whoever may hand it out adds `Booking.address`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from accounts.models import User
from bookings.models import Admission, Booking
from core.dates import utc_text
from links.published import PublishedLink, published_link
from pages.standard_fields import STORED_FIELDS


class Named(TypedDict):
    """Something of the organization, by the id under which the API has it, and its name."""

    id: int
    name: str


class PublishedHost(TypedDict):
    """A host of the meeting."""

    id: int
    name: str
    email: str


class PublishedCustomer(TypedDict):
    """Who booked, with the zone and language in which they read times."""

    name: str
    email: str
    zone: str
    language: str


class PublishedAnswer(TypedDict):
    """An answer to a standard field or a custom question. Several values stand on a line each."""

    name: str
    label: str
    value: str


class PublishedPlace(TypedDict):
    """Where the meeting takes place."""

    kind: str
    text: str


class PublishedBooking(TypedDict):
    """All that other programs read of a booking.

    `status` is stored, `state` follows from it and the clock. `sequence` rises with each change of the meeting. The
    host who leads comes first. `session` is the number of this session, and how many the package has. `suggested` are
    the times of a request, of which `starts_at` is the earliest until it is approved. `decided_by` is null if the
    customer decided last.
    """

    uid: str
    reference: str
    sequence: int
    status: str
    state: str
    title: str
    starts_at: str
    ends_at: str
    event_type: Named
    page: Named
    hosts: list[PublishedHost]
    customer: PublishedCustomer
    guests: list[str]
    answers: list[PublishedAnswer]
    location: PublishedPlace
    link: PublishedLink | None
    link_type: str
    utm: dict[str, str]
    session: list[int]
    suggested: list[str]
    reason: str
    decided_by: Named | None
    created_at: str
    updated_at: str
    rescheduled_at: str | None


def published_booking(booking: Booking, hosts: Sequence[User], now: datetime) -> PublishedBooking:
    """Return the booking as other programs read it at the moment `now`.

    Of a list, read the bookings by `BookingQuerySet.to_publish` and the hosts by `hosts_by_meeting`.
    """
    admission = booking.admission
    return {
        "uid": str(booking.uid),
        "reference": booking.reference,
        "sequence": booking.sequence,
        "status": booking.status,
        "state": booking.state(now).value,
        "title": booking.title,
        "starts_at": utc_text(booking.starts_at),
        "ends_at": utc_text(booking.ends_at),
        "event_type": _published_name(booking.event_type),
        "page": _published_name(admission.page),
        "hosts": [{"id": host.pk, "name": host.name, "email": host.email} for host in hosts],
        "customer": {
            "name": admission.customer_name,
            "email": admission.customer_email,
            "zone": admission.customer_zone,
            "language": admission.customer_language,
        },
        "guests": list(admission.guests),
        "answers": _answers(admission),
        "location": {"kind": booking.location_kind, "text": booking.location},
        "link": None if admission.link is None else published_link(admission.link),
        "link_type": booking.link_type,
        "utm": dict(admission.utm),
        "session": [booking.session, admission.sessions],
        "suggested": [utc_text(start) for start in booking.times_suggested],
        "reason": booking.reason,
        "decided_by": None if booking.decided_by is None else _published_name(booking.decided_by),
        "created_at": utc_text(booking.created_at),
        "updated_at": utc_text(booking.updated_at),
        "rescheduled_at": None if booking.rescheduled_at is None else utc_text(booking.rescheduled_at),
    }


def _published_name(row: Any) -> Named:
    return {"id": row.pk, "name": row.name}


def _answers(admission: Admission) -> list[PublishedAnswer]:
    """Return the answers to standard fields, then those to custom questions. Guests stand apart."""
    standard: list[PublishedAnswer] = [
        {"name": field.key, "label": str(field.label), "value": text}
        for field in STORED_FIELDS
        if field.key != "guests" and (text := field.stored_text(admission))
    ]
    custom: list[PublishedAnswer] = [
        {"name": answer["name"], "label": answer["label"], "value": answer["value"]} for answer in admission.answers
    ]
    return standard + custom
