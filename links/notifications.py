"""The notifications of links: deliveries with their facts, created in the transaction of the event itself.

No token is in the facts: the address is signed again when a mail is rendered.
"""

from datetime import datetime
from typing import NotRequired, TypedDict
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from deliveries.branding import brand_facts
from deliveries.envelope import as_reader, common_facts, message_identity
from deliveries.mails import Facts, Person, Reader
from deliveries.models import Delivery
from links.models import Link, LinkRequest

LINK_SENT = "link_sent"
LINK_ASKED = "link_asked"
LABELS = {
    LINK_SENT: _("Link to a customer"),
    LINK_ASKED: _("Request for a new link"),
}


class LinkKey(TypedDict):
    """The data from which the address of a link is made when a mail is rendered."""

    pk: int
    kid: str
    handle: str
    personal: bool


class LinkMailFacts(Facts):
    """The facts of a mail about a link, to its recipient or to its owner."""

    page: str
    link: LinkKey
    # For mails to the recipient only.
    subject: NotRequired[str]
    text: NotRequired[str]
    sender: NotRequired[Person]
    once: NotRequired[bool]
    # The only email address that can book, if there is one.
    only_for: NotRequired[str]
    expires_at: NotRequired[str | None]
    # For mails to the owner only.
    asked_by: NotRequired[Person]
    message: NotRequired[str]
    label: NotRequired[str]


def link_mail(link: Link, *, sender: User, subject: str, text: str, now: datetime) -> Delivery:
    """Return the unsaved mail that brings the link to its recipient, with the sender's subject and text."""
    # The recipient's zone, clock and language are unknown, so the sender's are used.
    recipient = as_reader(sender) | {"name": link.recipient_name, "email": link.recipient_email}
    facts = _freeze_facts(link, recipient, now) | {
        "subject": subject,
        "text": text,
        "sender": {"name": sender.name, "email": sender.email},
        "once": link.is_single_use,
        "only_for": link.recipient_email if link.locked_to_recipient else "",
        "expires_at": None if link.expires_at is None else link.expires_at.isoformat(),
    }
    return _delivery(link, LINK_SENT, facts, now)


def request_mail(request: LinkRequest, *, now: datetime) -> Delivery:
    """Return the unsaved mail that tells the owner of a dead link that somebody asks for a new one."""
    link = request.link
    facts = _freeze_facts(link, as_reader(link.owner), now) | {
        "asked_by": {"name": request.name, "email": request.email},
        "message": request.message,
        "label": str(link),
    }
    return _delivery(link, LINK_ASKED, facts, now)


def _freeze_facts(link: Link, recipient: Reader, now: datetime) -> LinkMailFacts:
    first = common_facts(link.organization, now)
    facts: LinkMailFacts = {
        "stamp": first["stamp"],
        "organization": first["organization"],
        "organizer": first["organizer"],
        "page": link.target.name,
        "link": {"pk": link.pk, "kid": link.kid, "handle": bytes(link.handle).hex(), "personal": link.is_personal},
        "recipient": recipient,
    }
    return {**facts, **brand_facts(link.organization), **message_identity(facts)}


def _delivery(link: Link, kind: str, facts: LinkMailFacts, now: datetime) -> Delivery:
    return Delivery(
        organization_id=link.organization_id,
        thread=uuid4(),
        kind=kind,
        recipient=facts["recipient"]["email"],
        due_at=now,
        facts=facts,
    )
