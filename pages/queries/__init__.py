"""Reads of what can be booked and when.

Those that every customer's request needs are written in SQL: the ORM takes longer to build the statements than
PostgreSQL to answer them.
"""

from pages.queries.hours import days_off_of, hours_of
from pages.queries.offers import event_types_of, offer_for_moving, offers_of, offers_of_draft, paused_event_types_of
from pages.queries.reach import longest_horizon
from pages.queries.rotation import PoolTurns, next_pages, order_by_preference, read_turns
from pages.queries.sharing import pages_to_share
from pages.queries.times import busy_at, free_candidate_pages, horizon_end, list_starts, offered_together

__all__ = [
    "PoolTurns",
    "busy_at",
    "days_off_of",
    "event_types_of",
    "free_candidate_pages",
    "horizon_end",
    "hours_of",
    "list_starts",
    "longest_horizon",
    "next_pages",
    "offer_for_moving",
    "offered_together",
    "offers_of",
    "offers_of_draft",
    "order_by_preference",
    "pages_to_share",
    "paused_event_types_of",
    "read_turns",
]
