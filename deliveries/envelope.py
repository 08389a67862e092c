"""Facts that all deliveries have, whatever they are about: the reader and the identity of the message."""

import uuid
from typing import TypedDict

from accounts.models import User
from deliveries.letters import Facts, Reader


class Identity(TypedDict):
    """What identifies a message and its parts to mail programs."""

    message_id: str
    boundary: str


def message_identity(facts: Facts) -> Identity:
    """Return a random identity, to be kept with the facts, so that a message sent twice is the same to the byte."""
    domain = facts["organizer"].rpartition("@")[2]
    return {"message_id": f"<{uuid.uuid4().hex}@{domain}>", "boundary": uuid.uuid4().hex}


def as_reader(user: User) -> Reader:
    """Return a user as a reader of mails."""
    return {
        "name": user.name,
        "email": user.email,
        "zone": user.time_zone,
        "clock": user.clock,
        "language": user.read_language,
    }
