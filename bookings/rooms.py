"""Rooms for video calls. No network: whoever opens the address of a Jitsi room makes it."""

import secrets

from django.conf import settings

from core.tokens import ALPHABET

# As hard to guess as an address of ours: 131 bits.
LENGTH = 22


def new_room() -> str:
    """Return the address of a room that nobody has used; nothing if the settings name no server any more."""
    if not settings.JITSI_URL:
        return ""
    return f"{settings.JITSI_URL}/{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"
