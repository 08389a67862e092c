"""Rooms for video calls as calendars make them: which addresses of them are of use."""

import re

# As long as a place can be that is kept with a meeting.
LONGEST_ROOM = 500
ROOM = re.compile(r"https://[^\s<>\"']+")


def usable_room(address: object) -> str:
    """Return the address that a server gives for a room; empty if it cannot be handed on."""
    return address if isinstance(address, str) and len(address) <= LONGEST_ROOM and ROOM.fullmatch(address) else ""
