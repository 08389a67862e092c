"""One page of a list that is in the order of its ids: what a page costs does not grow with what came before it."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from core.paging import ROWS

M = TypeVar("M", bound=Model)


def newest(rows: QuerySet[M], before: int | None = None) -> tuple[list[M], int | None]:
    """Of the rows those made last, and the id before which the next page begins, if there is one: one query.

    `before` is the id of the row that the page follows.
    """
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: ROWS + 1])
    return found[:ROWS], found[ROWS - 1].pk if len(found) > ROWS else None
