"""What is owed by email about links: deliveries with their facts, decided in the transaction that causes them.

No token is in the facts: the address is signed again at sending.
"""

from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from deliveries.models import Delivery
from links.models import Link, LinkRequest

LINK_SENT = "link_sent"
LINK_ASKED = "link_asked"
LABELS = {
    LINK_SENT: _("Link to a customer"),
    LINK_ASKED: _("Request for a new link"),
}


def link_mail(link: Link, *, sender: User, subject: str, text: str, now: datetime) -> Delivery:
    """The mail, unsaved, that brings the link to its recipient: subject and text as the sender wrote them."""
    recipient = {
        "name": link.recipient_name,
        "email": link.recipient_email,
        "zone": sender.time_zone,
        "clock": sender.clock,
        "language": settings.LANGUAGE_CODE,
    }
    facts = _frozen(link, recipient, now) | {
        "subject": subject,
        "text": text,
        "sender": {"name": sender.name, "email": sender.email},
        "once": link.is_single_use,
        "expires_at": None if link.expires_at is None else link.expires_at.isoformat(),
    }
    return _delivery(link, LINK_SENT, facts, now)


def request_mail(request: LinkRequest, *, now: datetime) -> Delivery:
    """The mail, unsaved, that tells the owner of a dead link that somebody asks for a new one."""
    link, owner = request.link, request.link.owner
    recipient = {
        "name": owner.name,
        "email": owner.email,
        "zone": owner.time_zone,
        "clock": owner.clock,
        "language": settings.LANGUAGE_CODE,
    }
    facts = _frozen(link, recipient, now) | {
        "asked_by": {"name": request.name, "email": request.email},
        "message": request.message,
        "label": str(link),
    }
    return _delivery(link, LINK_ASKED, facts, now)


def _frozen(link: Link, recipient: dict[str, str], now: datetime) -> dict[str, Any]:
    organizer = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return {
        "stamp": now.isoformat(timespec="seconds"),
        "organization": link.organization.name,
        "organizer": organizer,
        "page": link.target.name,
        "link": {"pk": link.pk, "kid": link.kid, "handle": bytes(link.handle).hex(), "personal": link.is_personal},
        "recipient": recipient,
        # Random once, then kept, so that a message sent twice is the same to the byte.
        "message_id": f"<{uuid4().hex}@{organizer.rpartition('@')[2]}>",
        "boundary": uuid4().hex,
    }


def _delivery(link: Link, kind: str, facts: dict[str, Any], now: datetime) -> Delivery:
    return Delivery(
        organization_id=link.organization_id,
        thread=uuid4(),
        kind=kind,
        recipient=facts["recipient"]["email"],
        due_at=now,
        facts=facts,
    )
