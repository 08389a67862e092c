"""Queries of links: by token, what can be booked through a link, and the lists of their owners."""

from links.queries.conditions import any_of, open_condition
from links.queries.detail import OpeningCounts, link_history, links_in_detail, openings_of, requests_for
from links.queries.filters import LISTED_AFTER_END, ONE_TIME, SEVERAL, VERSION, Filters, matching, resolve_filters
from links.queries.folding import FoldedBatch, folded_links
from links.queries.lists import (
    MOST_COUNTED,
    UNDO_TIME,
    ListedLink,
    all_rows,
    count_outstanding,
    has_one_time,
    newest_links,
    outstanding_links,
    restorable_links,
    with_statuses,
)
from links.queries.onboarding import FirstSteps, first_steps
from links.queries.pausing import paused_links
from links.queries.planner import FEW, few_with_words, newest_with_words, only_bitmaps
from links.queries.tokens import (
    end_of_day,
    event_types_through,
    find_link,
    link_with_parent,
    listed_address,
    offers_at,
    offers_through,
    paused_through,
    public_address,
    why_dead,
)

__all__ = [
    "FEW",
    "LISTED_AFTER_END",
    "MOST_COUNTED",
    "ONE_TIME",
    "SEVERAL",
    "UNDO_TIME",
    "VERSION",
    "Filters",
    "FirstSteps",
    "FoldedBatch",
    "ListedLink",
    "OpeningCounts",
    "all_rows",
    "any_of",
    "count_outstanding",
    "end_of_day",
    "event_types_through",
    "few_with_words",
    "find_link",
    "first_steps",
    "folded_links",
    "has_one_time",
    "link_history",
    "link_with_parent",
    "links_in_detail",
    "listed_address",
    "matching",
    "newest_links",
    "newest_with_words",
    "offers_at",
    "offers_through",
    "only_bitmaps",
    "open_condition",
    "openings_of",
    "outstanding_links",
    "paused_links",
    "paused_through",
    "public_address",
    "requests_for",
    "resolve_filters",
    "restorable_links",
    "why_dead",
    "with_statuses",
]
