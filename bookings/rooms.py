"""Rooms for video calls. This needs no request: Jitsi makes a room when somebody opens its address.

A calendar makes its rooms with the entry of the meeting (`bookings/actions/rooms.py`).
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings

from core.tokens import ALPHABET

# As hard to guess as an address of ours: 131 bits.
ROOM_NAME_LENGTH = 22
# How long mails wait for a room, from when it was asked for.
ROOM_WAIT = timedelta(minutes=2)


def new_room() -> str:
    """Return a new room's address; empty if the settings no longer name a server."""
    if not settings.JITSI_URL:
        return ""
    return f"{settings.JITSI_URL}/{''.join(secrets.choice(ALPHABET) for _ in range(ROOM_NAME_LENGTH))}"


def mail_due_at(asked_at: datetime | None, location: str, now: datetime) -> datetime:
    """Return when a mail is due that says where to meet: at once, or as long as it waits for a room at most."""
    return now if asked_at is None or location else max(now, asked_at + ROOM_WAIT)
