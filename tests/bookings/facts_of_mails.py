"""The frozen facts of one booking, as the transaction writes them."""

from typing import Any

from bookings.notifications import REMINDERS, MailKind
from deliveries.models import Delivery

FACTS: dict[str, Any] = {
    "method": "REQUEST",
    "uid": "0b8d3a52-6c47-4a8e-9f0a-3c4de2f1a001",
    "sequence": 0,
    "stamp": "2030-01-07T08:00:00+00:00",
    "reference": "0B8D3A52",
    "meeting": 7,
    "organization": "Acme",
    "title": "Intro call",
    "starts_at": "2030-01-07T14:00:00+00:00",
    "ends_at": "2030-01-07T14:30:00+00:00",
    "location_kind": "video",
    "location": "https://video.example.com/ana",
    "company": "Shah & Sons",
    "phone": "+91 98 7654 3210",
    "guests": ["tom@example.com", "lena@example.com"],
    "answers": [
        {"label": "What is your budget?", "value": "10,000", "hidden": False},
        {"label": "Topics", "value": "Contract\nPrices", "hidden": False},
        {"label": "Source", "value": "Autumn fair", "hidden": True},
    ],
    "note": "Could we also speak about the contract?\nIt is at https://files.example.net/contract.",
    "hosts": [{"name": "Ana Ruiz", "email": "ana@acme.example"}],
    "customer": {"name": "Priya Shah", "email": "priya@example.com"},
    "organizer": "meet@example.org",
    "manage": {"kid": "a", "handle": "0102030405060708"},
    "message_id": "<5f0c6a3e@example.org>",
    "boundary": "b6a1",
}
RECIPIENTS: dict[str, dict[str, str]] = {
    MailKind.CUSTOMER_CONFIRMATION: {
        "role": "customer",
        "name": "Priya Shah",
        "email": "priya@example.com",
        "zone": "Asia/Kolkata",
        "clock": "",
        "language": "en-au",
    },
    MailKind.HOST_CONFIRMATION: {
        "role": "host",
        "name": "Ana Ruiz",
        "email": "ana@acme.example",
        "zone": "Europe/Madrid",
        "clock": "24",
        "language": "en-au",
    },
    MailKind.GUEST_CONFIRMATION: {
        "role": "guest",
        "name": "",
        "email": "tom@example.com",
        "zone": "Asia/Kolkata",
        "clock": "",
        "language": "en-au",
    },
}
ANA = {"name": "Ana Ruiz", "email": "ana@acme.example"}
MOVED: dict[str, Any] = {
    "event": "moved",
    "sequence": 1,
    "by": None,
    "was": "2030-01-04T09:00:00+00:00",
    "reason": "I am on the train then.\nSorry!",
}
CANCELLED: dict[str, Any] = {"event": "cancelled", "method": "CANCEL", "sequence": 2, "by": ANA, "reason": "I am ill."}
REQUESTED: dict[str, Any] = {
    "event": "requested",
    "method": "",
    "status": "requested",
    "by": None,
    "suggested": ["2030-01-07T14:00:00+00:00", "2030-01-08T09:30:00+00:00"],
}
LATER: dict[str, Any] = {"method": "", "session": [2, 4]}
# What the facts of each kind say beyond a confirmation's.
EVENTS: dict[str, dict[str, Any]] = {
    MailKind.CUSTOMER_CONFIRMATION: {},
    MailKind.HOST_CONFIRMATION: {},
    MailKind.GUEST_CONFIRMATION: {},
    MailKind.CUSTOMER_REQUEST: REQUESTED,
    MailKind.HOST_REQUEST: REQUESTED,
    MailKind.CUSTOMER_CHANGE: MOVED,
    MailKind.HOST_CHANGE: MOVED,
    MailKind.GUEST_CHANGE: MOVED,
    MailKind.CUSTOMER_CANCELLATION: CANCELLED,
    MailKind.HOST_CANCELLATION: CANCELLED,
    MailKind.GUEST_CANCELLATION: CANCELLED,
    MailKind.CUSTOMER_DECLINE: REQUESTED | {"event": "declined", "by": ANA, "reason": "I am away that week."},
    MailKind.NEW_TIME_ASKED: {"method": "", "by": ANA, "reason": "Could we meet later that day?"},
    **dict.fromkeys(REMINDERS, LATER),
    MailKind.FOLLOW_UP: LATER | {"text": "Here is what we spoke about:\nhttps://files.acme.example/notes"},
}
for _kind in EVENTS:
    _role = next(
        (role for role in (MailKind.HOST_CONFIRMATION, MailKind.GUEST_CONFIRMATION) if role[:4] == _kind[:4]), None
    )
    RECIPIENTS.setdefault(_kind, RECIPIENTS[_role or MailKind.CUSTOMER_CONFIRMATION])


def facts_for(kind: str, recipient: dict[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    """The facts of the mail of this kind, with changes to them and to who receives it."""
    return FACTS | EVENTS[kind] | {"recipient": RECIPIENTS[kind] | (recipient or {})} | changes


def delivery_of(kind: str, recipient: dict[str, str] | None = None, **changes: Any) -> Delivery:
    """The unsaved delivery of the mail of this kind."""
    facts = facts_for(kind, recipient, **changes)
    return Delivery(kind=kind, recipient=facts["recipient"]["email"], thread=facts["uid"], facts=facts)
