"""Reads of what can be booked and when.

Those that every customer's request needs are written in SQL, because the ORM took longer to build the statements than
PostgreSQL to answer them.
"""

from pages.queries.hours import days_off_of, hours_of
from pages.queries.offers import event_types_of, offer_to_move, offers_as_typed, offers_of, paused_event_types_of
from pages.queries.reach import longest_horizon
from pages.queries.rotation import PoolTurns, next_of, preferences, read_turns
from pages.queries.sharing import pages_to_share
from pages.queries.times import busy_at, candidates, free_places, horizon_end, list_starts, offered_together

__all__ = [
    "PoolTurns",
    "busy_at",
    "candidates",
    "days_off_of",
    "event_types_of",
    "free_places",
    "horizon_end",
    "hours_of",
    "list_starts",
    "longest_horizon",
    "next_of",
    "offer_to_move",
    "offered_together",
    "offers_as_typed",
    "offers_of",
    "pages_to_share",
    "paused_event_types_of",
    "preferences",
    "read_turns",
]
