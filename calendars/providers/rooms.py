"""Rooms for video calls that calendars make: which addresses can be used."""

import re

# The longest location of a meeting.
LONGEST_ROOM = 500
ROOM = re.compile(r"https://[^\s<>\"']+")


def usable_room(address: object) -> str:
    """Return the address that a server gives for a room; empty if it cannot be used."""
    if isinstance(address, str) and len(address) <= LONGEST_ROOM and ROOM.fullmatch(address):
        return address
    return ""
