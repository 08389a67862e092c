"""Rows of connected calendars."""

from accounts.models import User
from tests.calendars.builders import calendar_with_rows


def add(ana: User) -> None:
    # As rows, while there are no actions that make them.
    calendar_with_rows(ana)
