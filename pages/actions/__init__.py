"""Writes of what can be booked: accounts with their first page, event types, schedules, pages and pools.

Everything that changes what is offered holds the organization's lock, so that each booking still matches the offers
when it commits.
"""

from pages.actions.booking_pages import archive_page, save_page
from pages.actions.event_types import archive_event_type, duplicate_event_type, save_event_type, switch_event_type
from pages.actions.masters import save_choices, save_image, save_master, save_rules
from pages.actions.pools import Membership, archive_pool, save_pool
from pages.actions.rules import Rule
from pages.actions.schedules import archive_schedule, save_schedule
from pages.actions.sign_up import free_page_slug, join, make_ready, open_account
from pages.actions.time_off import block_time, free_again, keep_holidays, take_time_off

__all__ = [
    "Membership",
    "Rule",
    "archive_event_type",
    "archive_page",
    "archive_pool",
    "archive_schedule",
    "block_time",
    "duplicate_event_type",
    "free_again",
    "free_page_slug",
    "join",
    "keep_holidays",
    "make_ready",
    "open_account",
    "save_choices",
    "save_event_type",
    "save_image",
    "save_master",
    "save_page",
    "save_pool",
    "save_rules",
    "save_schedule",
    "switch_event_type",
    "take_time_off",
]
