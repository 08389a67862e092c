"""The frozen facts of the mails about no booking, each in all its forms."""

from typing import Any

from bookings import digest
from calendars.models import Connection
from calendars.notifications import CLOSED, CONFLICT, EDITED, UNREAD
from deliveries import token_expiry
from deliveries.models import Endpoint
from deliveries.webhooks.notifications import DISABLED, INHERITED
from links.notifications import LINK_ASKED, LINK_SENT
from tests.owner.links.test_requests import ANA, ASKED, FACTS, SENT

OWN = FACTS | {"recipient": ANA, "page": "Coaching"}
MEETING = {
    "what": "Coaching",
    "starts_at": "2030-01-08T14:00:00+00:00",
    "ends_at": "2030-01-08T14:30:00+00:00",
    "page": "/meetings/7/",
}
MOVED = MEETING | {"moved_to": "2030-01-08T16:00:00+00:00"}
DELETED = MEETING | {"moved_to": ""}
UNREADABLE: dict[str, Any] = {
    "calendars": ["Work", "Sales"],
    "service": Connection.Kind.CALDAV,
    "account": "ana@acme.example",
    "refused": False,
    "since": "2030-01-06T14:00:00+00:00",
    "closes_at": "2030-01-07T20:00:00+00:00",
}
ENDPOINT = {"name": "CRM", "host": "crm.acme.example", "page": "/settings/webhooks/3/"}
DIGEST: dict[str, Any] = {
    "day": "2030-01-07",
    "meetings": [
        {
            "starts_at": "2030-01-07T14:00:00+00:00",
            "title": "Coaching",
            "customer": {"name": "Priya Shah", "email": "priya@example.com"},
        }
    ],
    "requests": 2,
    "link_requests": 1,
}
# By kind, what the facts say beyond those of all mails to a user.
FORMS: dict[str, list[dict[str, Any]]] = {
    LINK_SENT: [
        SENT | {"subject": "Coaching", "text": "Hello"},
        SENT | {"subject": "Coaching", "text": "Hello", "only_for": "priya@example.com"},
        SENT | {"subject": "Coaching", "text": "Hello", "once": False, "only_for": "priya@example.com"},
    ],
    LINK_ASKED: [ASKED | {"message": "Hello", "label": "Sales"}],
    UNREAD: [UNREADABLE, UNREADABLE | {"refused": True, "calendars": []}],
    CLOSED: [UNREADABLE],
    CONFLICT: [{"meetings": [MEETING] * number} for number in (1, 12)],
    EDITED: [{"edits": edits} for edits in ([MOVED], [DELETED], [MOVED, DELETED])],
    DISABLED: [{"endpoint": ENDPOINT | {"why": why}, "former": ""} for why in Endpoint.Why.values],
    INHERITED: [{"endpoint": ENDPOINT | {"why": ""}, "former": "Ben Ode"}],
    token_expiry.KIND: [{"name": "CRM", "ends_at": "2030-01-14T08:00:00+00:00"}],
    digest.KIND: [DIGEST, DIGEST | {"meetings": []}],
}
ROWS = [(kind, OWN | form) for kind, forms in FORMS.items() for form in forms]
