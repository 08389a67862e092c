"""What a booking owes to whom: deliveries with their facts, decided in the transaction that causes them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

import links.owed
from accounts.models import User
from bookings.facts import CUSTOMER, DEEDS, GUEST, HOST, OPTIONAL
from bookings.models import Admission, Booking, Status
from deliveries.models import Delivery
from deliveries.owed import as_reader, message_identity
from pages.notices import read_notices
from pages.policies import read_policy

CUSTOMER_CONFIRMATION, HOST_CONFIRMATION = "customer_confirmation", "host_confirmation"
GUEST_CONFIRMATION = "guest_confirmation"
CUSTOMER_REQUEST, HOST_REQUEST = "customer_request", "host_request"
CUSTOMER_CHANGE, HOST_CHANGE, GUEST_CHANGE = "customer_change", "host_change", "guest_change"
CUSTOMER_CANCELLATION, HOST_CANCELLATION = "customer_cancellation", "host_cancellation"
GUEST_CANCELLATION = "guest_cancellation"
CUSTOMER_DECLINE, NEW_TIME_ASKED = "customer_decline", "new_time_asked"
REMINDERS, FOLLOW_UP = ("reminder_1", "reminder_2", "reminder_3"), "follow_up"
LABELS = links.owed.LABELS | {
    CUSTOMER_CONFIRMATION: _("Confirmation to the customer"),
    HOST_CONFIRMATION: _("Confirmation to the host"),
    GUEST_CONFIRMATION: _("Invitation to a guest"),
    CUSTOMER_REQUEST: _("Receipt of the request, to the customer"),
    HOST_REQUEST: _("Request, to the host"),
    CUSTOMER_CHANGE: _("Change, to the customer"),
    HOST_CHANGE: _("Change, to the host"),
    GUEST_CHANGE: _("Change, to a guest"),
    CUSTOMER_CANCELLATION: _("Cancellation, to the customer"),
    HOST_CANCELLATION: _("Cancellation, to the host"),
    GUEST_CANCELLATION: _("Cancellation, to a guest"),
    CUSTOMER_DECLINE: _("Answer that no suggested time suits, to the customer"),
    NEW_TIME_ASKED: _("Request for a new time, to the customer"),
    **dict.fromkeys(REMINDERS, _("Reminder")),
    FOLLOW_UP: _("Follow-up"),
}
# What happened, and which mail tells whom.
BOOKED, REQUESTED, MOVED, REASSIGNED = "booked", "requested", "moved", "reassigned"
CANCELLED, WITHDRAWN, DECLINED = "cancelled", "withdrawn", "declined"
CHANGES = {CUSTOMER: CUSTOMER_CHANGE, HOST: HOST_CHANGE, GUEST: GUEST_CHANGE}
CANCELLATIONS = {CUSTOMER: CUSTOMER_CANCELLATION, HOST: HOST_CANCELLATION, GUEST: GUEST_CANCELLATION}
TOLD_BY: dict[str, dict[str, str]] = {
    BOOKED: {CUSTOMER: CUSTOMER_CONFIRMATION, HOST: HOST_CONFIRMATION, GUEST: GUEST_CONFIRMATION},
    REQUESTED: {CUSTOMER: CUSTOMER_REQUEST, HOST: HOST_REQUEST},
    MOVED: CHANGES,
    REASSIGNED: CHANGES,
    CANCELLED: CANCELLATIONS,
    # Guests have not heard of a request.
    WITHDRAWN: {CUSTOMER: CUSTOMER_CANCELLATION, HOST: HOST_CANCELLATION},
    DECLINED: {CUSTOMER: CUSTOMER_DECLINE},
}
# What calendars are to do; nothing is in them yet while a request waits.
METHODS = {BOOKED: "REQUEST", MOVED: "REQUEST", REASSIGNED: "REQUEST", CANCELLED: "CANCEL"}


def frozen(booking: Booking, *, organization: str, hosts: Sequence[User], now: datetime) -> dict[str, Any]:
    """The facts of a message about the booking, less who receives it: plain JSON, and no token."""
    # Whoever holds the meeting, or is invited as a colleague, is there anyway, and is told once.
    admission, own = booking.admission, {host.email.lower() for host in hosts}
    optional = [one for one in booking.optional if one["email"].lower() not in own]
    invited = own | {one["email"].lower() for one in optional}
    return {
        "method": METHODS[BOOKED],
        "uid": str(booking.uid),
        "sequence": booking.sequence,
        "status": booking.status,
        "stamp": now.isoformat(timespec="seconds"),
        "reference": booking.reference,
        "meeting": booking.pk,
        "organization": organization,
        "title": booking.title,
        "session": [booking.session, admission.sessions],
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "location_kind": booking.location_kind,
        "location": booking.location,
        "company": admission.company,
        "phone": admission.phone,
        "guests": [guest for guest in admission.guests if guest.lower() not in invited],
        "note": admission.note,
        "answers": [{name: it for name, it in one.items() if name != "name"} for one in admission.answers],
        "optional": [{"name": one["name"], "email": one["email"]} for one in optional],
        "hosts": [{"name": host.name, "email": host.email} for host in hosts],
        "customer": {"name": admission.customer_name, "email": admission.customer_email},
        "organizer": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "open_to": open_to(booking, now),
        "manage": {"kid": booking.kid, "handle": bytes(booking.handle).hex()},
    }


def open_to(booking: Booking, at: datetime) -> list[str]:
    """What the terms let the customer do at the moment of a mail, which must not lead to a refusal."""
    if booking.new_time_asked_at is not None:
        return list(DEEDS)
    return [deed for deed in DEEDS if read_policy(booking.policies, deed).allows(booking.starts_at, at)]


def owed(
    booking: Booking,
    *,
    organization: str,
    hosts: Sequence[User],
    now: datetime,
    event: str = BOOKED,
    actor: User | None = None,
    newcomer: User | None = None,
    former: User | None = None,
    **told: Any,
) -> list[Delivery]:
    """What customer, hosts, guests and who may join are told of what happened, and what follows later; unsaved.

    `actor` is who did it, None for the customer. To the `newcomer` among the hosts it is a new booking, to the `former`
    one a cancellation. `told` joins the facts: `was` (the former start), `reason`.
    """
    facts = frozen(booking, organization=organization, hosts=hosts, now=now) | {
        "event": event,
        "method": METHODS.get(event, ""),
        "by": None if actor is None else {"name": actor.name, "email": actor.email},
        **told,
    }
    if event in {REQUESTED, WITHDRAWN, DECLINED}:
        facts["suggested"] = [one.starts_at.isoformat() for one in booking.suggested.all()]
    kinds = TOLD_BY[event]
    readers = [as_customer(booking.admission), *map(as_host, hosts)]
    readers += [as_guest(guest, booking.admission) for guest in facts["guests"]]
    found = [delivery(booking, facts, kinds[one["role"]], one, now) for one in readers if one["role"] in kinds]
    for one in found:
        if newcomer is not None and one.facts["recipient"] == as_host(newcomer):
            one.kind = HOST_CONFIRMATION
    if former is not None:
        cancelled = facts | {"method": "" if _is_invited(former, facts) else METHODS[CANCELLED]}
        found.append(delivery(booking, cancelled, HOST_CANCELLATION, as_host(former), now))
    if GUEST in kinds:
        invited = {one["email"] for one in facts["optional"]}
        colleagues = [one | {"role": OPTIONAL} for one in booking.optional if one["email"] in invited]
        found += [delivery(booking, facts, kinds[GUEST], one, now) for one in colleagues]
    return found + (planned(booking, facts, now) if booking.status == Status.SCHEDULED else [])


def _is_invited(former: User, facts: dict[str, Any]) -> bool:
    """Whether a former host is there as somebody else: their entry is not cancelled but changed, by another mail."""
    invited = [facts["customer"]["email"], *facts["guests"], *(one["email"] for one in facts["optional"])]
    return former.email.lower() in {email.lower() for email in invited}


def planned(booking: Booking, facts: dict[str, Any], now: datetime) -> list[Delivery]:
    """The reminders and the follow-up that the customer is owed later, less those whose moment has passed.

    A reminder that is late, after an outage, gives way to the next one, and the last of them to the meeting.
    """
    notices, customer = read_notices(booking.notices), as_customer(booking.admission)
    facts = facts | {"method": ""}
    moments = [booking.starts_at - timedelta(minutes=minutes) for minutes in notices.reminders]
    due: list[tuple[str, datetime, datetime | None, dict[str, Any]]] = [
        (kind, at, min(one for one in (*moments, booking.starts_at) if one > at), facts)
        for kind, at in zip(REMINDERS, moments, strict=False)
    ]
    if notices.follow_up is not None:
        later = booking.ends_at + timedelta(minutes=notices.follow_up)
        due.append((FOLLOW_UP, later, None, facts | {"text": notices.follow_up_text}))
    return [
        # A mail is dated when it goes out, not when it was planned.
        delivery(
            booking,
            known | {"stamp": at.isoformat(timespec="seconds"), "open_to": open_to(booking, at)},
            kind,
            customer,
            at,
            expires_at=ends,
        )
        for kind, at, ends, known in due
        if at > now
    ]


def delivery(
    booking: Booking,
    facts: dict[str, Any],
    kind: str,
    recipient: dict[str, str],
    due_at: datetime,
    *,
    copy: int = 0,
    expires_at: datetime | None = None,
) -> Delivery:
    """One mail about the booking to one reader, unsaved."""
    return Delivery(
        organization_id=booking.organization_id,
        thread=booking.uid,
        kind=kind,
        recipient=recipient["email"],
        sequence=booking.sequence,
        copy=copy,
        due_at=due_at,
        expires_at=expires_at,
        facts=facts | message_identity(facts) | {"recipient": recipient},
    )


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
