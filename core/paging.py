"""Paging of lists that show the newest first. Pages start at rows, not offsets, so that all pages cost the same."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
Place = tuple[datetime, int]
ROWS = 50


def turned(
    found: QuerySet[Any],
    first: list[int],
    *,
    place: Callable[[int], Place | None],
    newest: Callable[[Q, int], list[int]],
    before: int | None,
    after: int | None,
) -> tuple[list[int], bool, bool]:
    """Return the ids of one page of `found`, and whether there are newer and older ones.

    The page follows the row `before`, or ends just before the row `after`. Otherwise it is the first page, taken from
    `first`. `place` returns the place of a row by id, or None if the row may not be seen. `newest` returns the ids of
    the newest rows that match a condition, up to a number.
    """
    if after is not None and (at := place(after)):
        ahead = found.filter(newer_than(at)).order_by("created_at", "id").values_list("pk", flat=True)
        page = list(ahead[: ROWS + 1])
        # With too few newer rows for a whole page, show the first page instead.
        if len(page) > ROWS:
            return page[ROWS - 1 :: -1], True, True
    elif before is not None and (at := place(before)):
        page = newest(older_than(at), ROWS + 1)
        return page[:ROWS], bool(page), len(page) > ROWS
    return first[:ROWS], False, len(first) > ROWS


def older_than(place: Place) -> Q:
    at, pk = place
    return Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(pk__lt=pk))


def newer_than(place: Place) -> Q:
    at, pk = place
    return Q(created_at__gte=at) & (Q(created_at__gt=at) | Q(pk__gt=pk))


def newest(rows: QuerySet[M], before: int | None = None) -> tuple[list[M], int | None]:
    """Return the newest rows, and the id to pass as `before` for the next page, or None. One query.

    `before` is the id of the last row of the page before.
    """
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: ROWS + 1])
    return found[:ROWS], found[ROWS - 1].pk if len(found) > ROWS else None
