"""Adds rows about connected calendars."""

from accounts.models import User
from tests.calendars.builders import calendar_with_rows


def add(ana: User) -> None:
    # Written directly, since no action makes them without a calendar server.
    calendar_with_rows(ana)
