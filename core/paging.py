"""Paging of lists that show the newest first. Pages start at rows, not offsets, so that all pages cost the same."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
Place = tuple[datetime, int]
ROWS = 50


def paginate(
    first: list[int],
    *,
    place: Callable[[int], Place | None],
    older: Callable[[Place, int], list[int]],
    newer: Callable[[Place, int], list[int]],
    before: int | None,
    after: int | None,
) -> tuple[list[int], bool, bool]:
    """Return the ids of one page of a list, and whether there are newer and older ones.

    The page follows the row `before`, or ends just before the row `after`. Otherwise it is the first page, taken from
    `first`. `place` returns the place of a row by id, or None if the row may not be seen. `older` and `newer` return
    the ids of the rows that follow a place in their direction, nearest first, up to a number.
    """
    if after is not None and (at := place(after)):
        page = newer(at, ROWS + 1)
        # With too few newer rows for a whole page, show the first page instead.
        if len(page) > ROWS:
            return page[ROWS - 1 :: -1], True, True
    elif before is not None and (at := place(before)):
        page = older(at, ROWS + 1)
        return page[:ROWS], bool(page), len(page) > ROWS
    return first[:ROWS], False, len(first) > ROWS


def older_than(place: Place, at: str = "created_at", tie: str = "pk") -> Q:
    """Return the condition for rows after the place in a list that begins with the newest."""
    return _rows_beyond(place, at, tie, "lt")


def newer_than(place: Place, at: str = "created_at", tie: str = "pk") -> Q:
    """Return the condition for rows before the place in a list that begins with the newest."""
    return _rows_beyond(place, at, tie, "gt")


def _rows_beyond(place: Place, at: str, tie: str, compare: str) -> Q:
    when, pk = place
    return Q(**{f"{at}__{compare}e": when}) & (Q(**{f"{at}__{compare}": when}) | Q(**{f"{tie}__{compare}": pk}))


def newest_rows(rows: QuerySet[M], before: int | None = None) -> tuple[list[M], int | None]:
    """Return the newest rows, and the id to pass as `before` for the next page, or None. One query.

    `before` is the id of the last row of the page before.
    """
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: ROWS + 1])
    return found[:ROWS], found[ROWS - 1].pk if len(found) > ROWS else None
