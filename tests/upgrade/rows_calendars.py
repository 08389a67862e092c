"""Rows of connected calendars."""

from accounts.models import User
from tests.calendars.builders import connected


def add(ana: User) -> None:
    # As rows, while there are no actions that make them.
    connected(ana)
