"""Rooms for video calls as calendars make them: which addresses of them are of use."""

import re

# As long as a place can be that is kept with a meeting.
LONGEST_ROOM = 500
ROOM = re.compile(r"https://[^\s<>\"']+")


def usable_room(said: object) -> str:
    """Return the address of a room as a server says it; nothing if it is none that can be handed on."""
    return said if isinstance(said, str) and len(said) <= LONGEST_ROOM and ROOM.fullmatch(said) else ""
