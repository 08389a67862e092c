"""Writes of what can be booked: opening an account, ready to share; event types, schedules, pages and pools.

Whatever changes what is offered holds the organization's lock, so that every booking is valid at its commit.
"""

from pages.actions.calendars import archive_page, save_page
from pages.actions.event_types import archive_event_type, save_event_type
from pages.actions.ready import free_slug, join, make_ready, open_account
from pages.actions.schedules import save_schedule

__all__ = [
    "archive_event_type",
    "archive_page",
    "free_slug",
    "join",
    "make_ready",
    "open_account",
    "save_event_type",
    "save_page",
    "save_schedule",
]
