"""Reads of what can be booked and when. Those on every customer's path are written in SQL.

The ORM took longer to word them than PostgreSQL to answer.
"""

from pages.queries.hours import hours_of
from pages.queries.offers import event_types_of, offers_of
from pages.queries.standings import preferences, standings
from pages.queries.times import candidates, free_at, horizon_end, starts

__all__ = [
    "candidates",
    "event_types_of",
    "free_at",
    "horizon_end",
    "hours_of",
    "offers_of",
    "preferences",
    "standings",
    "starts",
]
