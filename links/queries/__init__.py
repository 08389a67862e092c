"""Queries of links: by token, what can be booked through a link, and the lists of their owners."""

from core.paging import ROWS, Place, older_than, turned
from links.queries.conditions import any_of, still_open
from links.queries.detail import Opened, link_history, openings_of, requests_for, whole_links
from links.queries.filters import KEPT, ONE_TIME, SEVERAL, VERSION, Filters, looked_up, matching
from links.queries.lists import (
    MOST_COUNTED,
    MOST_LISTED,
    PIECE,
    UNDO,
    ListedLink,
    Listing,
    all_rows,
    count_outstanding,
    has_one_time,
    listed,
    newest_links,
    outstanding_links,
    undoable,
)
from links.queries.onboarding import FirstSteps, first_steps
from links.queries.planner import FEW, few_with_words
from links.queries.tokens import (
    days_as_instants,
    end_of_day,
    event_types_through,
    find_link,
    listed_address,
    offers_through,
    public_address,
    whole_link,
)

__all__ = [
    "FEW",
    "KEPT",
    "MOST_COUNTED",
    "MOST_LISTED",
    "ONE_TIME",
    "PIECE",
    "ROWS",
    "SEVERAL",
    "UNDO",
    "VERSION",
    "Filters",
    "FirstSteps",
    "ListedLink",
    "Listing",
    "Opened",
    "Place",
    "all_rows",
    "any_of",
    "count_outstanding",
    "days_as_instants",
    "end_of_day",
    "event_types_through",
    "few_with_words",
    "find_link",
    "first_steps",
    "has_one_time",
    "link_history",
    "listed",
    "listed_address",
    "looked_up",
    "matching",
    "newest_links",
    "offers_through",
    "older_than",
    "openings_of",
    "outstanding_links",
    "public_address",
    "requests_for",
    "still_open",
    "turned",
    "undoable",
    "whole_link",
    "whole_links",
]
