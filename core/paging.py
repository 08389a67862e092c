"""Places in lists read newest first: rows, not numbers of rows, so that a page far down costs what the first does."""

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
    """The ids of one page of what was found, and whether there are newer and older ones.

    The page follows the row `before`, or leads up to the row `after`; else it is the first. `place` tells where a row
    stands, None for one that is not to be seen, and `newest` the ids of the newest of those to which something applies.
    """
    if after is not None and (at := place(after)):
        ahead = found.filter(newer_than(at)).order_by("created_at", "id").values_list("pk", flat=True)
        page = list(ahead[: ROWS + 1])
        # What leads up to the first page is the first page, and a whole one.
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
    """Of the rows those made last, and the id before which the next page begins, if there is one: one query.

    `before` is the id of the row that the page follows.
    """
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: ROWS + 1])
    return found[:ROWS], found[ROWS - 1].pk if len(found) > ROWS else None
