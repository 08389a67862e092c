"""The frozen facts of one booking, as the transaction writes them."""

from typing import Any

from bookings.owed import CUSTOMER_CONFIRMATION, GUEST_CONFIRMATION, HOST_CONFIRMATION
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
        {"label": "What is your budget?", "value": "10,000"},
        {"label": "Topics", "value": "Contract\nPrices"},
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
    CUSTOMER_CONFIRMATION: {
        "role": "customer",
        "name": "Priya Shah",
        "email": "priya@example.com",
        "zone": "Asia/Kolkata",
        "clock": "",
        "language": "en",
    },
    HOST_CONFIRMATION: {
        "role": "host",
        "name": "Ana Ruiz",
        "email": "ana@acme.example",
        "zone": "Europe/Madrid",
        "clock": "24",
        "language": "en",
    },
    GUEST_CONFIRMATION: {
        "role": "guest",
        "name": "",
        "email": "tom@example.com",
        "zone": "Asia/Kolkata",
        "clock": "",
        "language": "en",
    },
}


def facts_for(kind: str, recipient: dict[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    """The facts of the mail of this kind, with changes to them and to who receives it."""
    return FACTS | {"recipient": RECIPIENTS[kind] | (recipient or {})} | changes


def delivery_of(kind: str, recipient: dict[str, str] | None = None, **changes: Any) -> Delivery:
    """The unsaved delivery of the mail of this kind."""
    facts = facts_for(kind, recipient, **changes)
    return Delivery(kind=kind, recipient=facts["recipient"]["email"], thread=facts["uid"], facts=facts)
