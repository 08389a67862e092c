"""What all mails share: their common facts, the reader, and the identity of the message."""

import uuid
from datetime import datetime
from email.utils import parseaddr
from typing import TypedDict

from django.conf import settings

from accounts.models import Organization, User
from deliveries.mails import Facts, Reader
from deliveries.models import Delivery


class Identity(TypedDict):
    """What identifies a message and its parts to mail programs."""

    message_id: str
    boundary: str


def common_facts(organization: Organization, now: datetime) -> Facts:
    """Return the facts of all mails, without recipient and identity."""
    return {
        "stamp": now.isoformat(timespec="seconds"),
        "organization": organization.name,
        "organizer": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }


def user_facts(user: User, now: datetime) -> Facts:
    """Return the facts that all mails to the user have."""
    return {**common_facts(user.organization, now), "recipient": as_reader(user)}


def mail_to(
    user: User, kind: str, facts: Facts, *, thread: uuid.UUID, due_at: datetime, expires_at: datetime | None = None
) -> Delivery:
    """Return the unsaved mail to the user, of these facts, with an identity of its own."""
    return Delivery(
        organization_id=user.organization_id,
        thread=thread,
        kind=kind,
        recipient=user.email,
        due_at=due_at,
        expires_at=expires_at,
        facts={**facts, **message_identity(facts)},
    )


def message_identity(facts: Facts) -> Identity:
    """Return a random identity. It is stored with the facts, so that a message sent twice has the same bytes."""
    domain = facts["organizer"].rpartition("@")[2]
    return {"message_id": f"<{uuid.uuid4().hex}@{domain}>", "boundary": uuid.uuid4().hex}


def as_reader(user: User) -> Reader:
    """Return a user as a reader of mails."""
    return {
        "name": user.name,
        "email": user.email,
        "zone": user.time_zone,
        "clock": user.clock,
        "language": user.mail_language,
    }
