"""A page with every mail about a booking, filled with made-up facts. It is for developing mails, with DEBUG only."""

from datetime import datetime, timedelta

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import everyone
from accounts.token_fields import signing_kid
from bookings.emails import RENDERERS, message
from bookings.facts import CUSTOMER, GUEST, HOST
from bookings.labels import LABELS
from bookings.notifications import MAIL_KINDS, METHODS, NOTICES, Event, MailKind
from deliveries.models import Delivery

ANA = {"name": "Ana Ruiz", "email": "ana@acme.example"}
READERS = {
    CUSTOMER: {"name": "Priya Shah", "email": "priya@example.com", "zone": "Asia/Kolkata"},
    HOST: {**ANA, "zone": "Europe/Madrid"},
    GUEST: {"name": "", "email": "tom@example.com", "zone": "Asia/Kolkata"},
}
# What is the same in every mail.
MEETING: dict[str, object] = {
    "text": "Thank you for your time. Here are the notes:\nhttps://files.acme.example/notes",
    "uid": "0b8d3a52-6c47-4a8e-9f0a-3c4de2f1a001",
    "sequence": 1,
    "reference": "0B8D3A52",
    "meeting": 1,
    "organization": "Acme",
    "title": "Coaching",
    "session": [2, 4],
    "location_kind": "video",
    "location": "https://video.example.com/ana",
    "company": "Shah & Sons",
    "phone": "+91 98 7654 3210",
    "guests": ["tom@example.com"],
    "answers": [
        {
            "label": "What would you like to speak about?",
            "value": "The contract.\nAnd its prices.",
            "hidden": False,
        },
        {"label": "Source", "value": "Autumn fair", "hidden": True},
    ],
    "note": "I may be a few minutes late.",
    "optional": [],
    "hosts": [ANA],
    "customer": {"name": "Priya Shah", "email": "priya@example.com"},
    "organizer": "meet@example.org",
    "message_id": "<sample@example.org>",
    "boundary": "sample",
}


@everyone  # type: ignore[arg-type]  # see the next comment
@require_safe
@csp_replace({"style-src": [SELF, UNSAFE_INLINE]})  # mails have inline styles; these types lose the view's signature
def mails(request: HttpRequest) -> HttpResponse:
    """Show every kind of mail as text, and as HTML in a sandboxed frame. Raise 404 unless DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "customer/gallery.html", {"mails": [_shown(kind) for kind in RENDERERS]})


def _shown(kind: str) -> dict[str, object]:
    facts = sample(kind)
    mime = message(Delivery(kind=kind, facts=facts)).message()
    html, text = (mime.get_body((form,)) for form in ("html", "plain"))
    assert html is not None
    assert text is not None
    return {
        "kind": kind,
        "label": LABELS[kind],
        "subject": mime["Subject"],
        "sender": mime["From"],
        "html": html.get_content(),
        "text": text.get_content(),
    }


def sample(kind: str) -> dict[str, object]:
    """Return the facts of one mail of the kind, about a meeting in a week."""
    role = next((role for role in (HOST, GUEST) if kind.startswith(role)), CUSTOMER)
    start = (timezone.now() + timedelta(days=7)).replace(hour=9, minute=0, second=0, microsecond=0)
    event = next((event for event, kinds in MAIL_KINDS.items() if kind in kinds.values()), Event.BOOKED)
    return MEETING | {
        **_change(kind, event, start),
        "suggested": [(start + timedelta(days=days)).isoformat() for days in range(3)],
        "stamp": timezone.now().isoformat(timespec="seconds"),
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(minutes=45)).isoformat(),
        "manage": {"kid": signing_kid(), "handle": "0102030405060708"},
        "recipient": READERS[role] | {"role": role, "clock": "", "language": "en"},
    }


def _change(kind: str, event: Event, start: datetime) -> dict[str, object]:
    """Return the facts of what happened to the meeting."""
    has_entry = kind not in {*NOTICES, MailKind.NEW_TIME_ASKED}
    is_plain = event in {Event.BOOKED, Event.REQUESTED} and kind != MailKind.NEW_TIME_ASKED
    return {
        "event": event,
        "method": METHODS.get(event, "") if has_entry else "",
        "by": None if is_plain or event == Event.MOVED else ANA,
        "was": (start - timedelta(days=1)).isoformat() if event == Event.MOVED else "",
        "reason": "" if is_plain else "I am on the train then.\nSorry!",
    }
