"""Writes of what can be booked: accounts with their first page, event types, schedules, pages and pools.

Everything that changes what is offered holds the organization's lock, so that each booking still matches the offers
when it commits.
"""

from pages.actions.booking_pages import archive_page, save_page, save_place, switch_page
from pages.actions.event_types import archive_event_type, duplicate_event_type, save_event_type, switch_event_type
from pages.actions.masters import save_choices, save_image, save_master, save_rules
from pages.actions.pools import Membership, archive_pool, save_pool
from pages.actions.rules import Rule
from pages.actions.schedules import archive_schedule, save_schedule
from pages.actions.sign_up import accept_invitation, make_first_page, open_account
from pages.actions.time_off import add_time_off, block_time, remove_time_off, save_holidays

__all__ = [
    "Membership",
    "Rule",
    "accept_invitation",
    "add_time_off",
    "archive_event_type",
    "archive_page",
    "archive_pool",
    "archive_schedule",
    "block_time",
    "duplicate_event_type",
    "make_first_page",
    "open_account",
    "remove_time_off",
    "save_choices",
    "save_event_type",
    "save_holidays",
    "save_image",
    "save_master",
    "save_page",
    "save_place",
    "save_pool",
    "save_rules",
    "save_schedule",
    "switch_event_type",
    "switch_page",
]
