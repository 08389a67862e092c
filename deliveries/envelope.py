"""What the facts of every delivery hold, whatever it is about: who reads the mail, and the identity it keeps."""

import uuid
from typing import TypedDict

from django.conf import settings

from accounts.models import User
from deliveries.letters import Facts, Reader


class Identity(TypedDict):
    """By what mail programs know a message and its parts."""

    message_id: str
    boundary: str


def message_identity(facts: Facts) -> Identity:
    """Random once, then kept with the facts, so that a message sent twice is the same to the byte."""
    domain = facts["organizer"].rpartition("@")[2]
    return {"message_id": f"<{uuid.uuid4().hex}@{domain}>", "boundary": uuid.uuid4().hex}


def as_reader(user: User) -> Reader:
    """A user as a reader of mails."""
    return {
        "name": user.name,
        "email": user.email,
        "zone": user.time_zone,
        "clock": user.clock,
        "language": settings.LANGUAGE_CODE,
    }
