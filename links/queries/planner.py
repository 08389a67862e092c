"""Words that are looked up before anything else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

# Up to this many rows are read without an index in list order and then sorted.
FEW = 5_000
# How many of the newest rows tell whether words are in most of them.
SAMPLE = 60


def few_with_words(rows: QuerySet[Any], words: Q, sample: QuerySet[Any]) -> list[int] | None:
    """Return the ids of the rows with the words; None if they are more than FEW, or in most of the newest ones.

    `sample` has the newest rows of a list, as ids of `rows`. PostgreSQL cannot know that words which are common are
    missing from one organization, and would walk through its whole list for them. Their index is read at once, unless
    they are so common that the newest rows fill a page of the list. Call it inside `core.database.planned_anew`.
    """
    # Their ids first: joined, each of them would be searched for by itself.
    newest = list(sample[:SAMPLE])
    found = list(rows.filter(words, pk__in=newest).order_by().values_list("pk", flat=True))
    if len(newest) < SAMPLE:
        # There are no others. The index would read whatever others have that begins with the words.
        return found
    if len(found) > SAMPLE // 2:
        return None
    # No other index has words.
    with only_bitmaps():
        found = list(rows.filter(words).order_by().values_list("pk", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


@contextmanager
def only_bitmaps() -> Iterator[None]:
    """Read rows only through bitmaps of indexes: for conditions that no other index has."""
    with _without("enable_seqscan", "enable_indexscan"):
        yield


@contextmanager
def in_order() -> Iterator[None]:
    """Read rows only in the order of an index, up to those that are wanted: for a few of the newest ones.

    PostgreSQL cannot know how many of these meet a condition that goes by time as well. It would rather read all that
    meet it, and sort them. Call it inside `core.database.planned_anew`.
    """
    with _without("enable_sort", "enable_bitmapscan"):
        yield


@contextmanager
def _without(*ways: str) -> Iterator[None]:
    """Let PostgreSQL read rows without these ways meanwhile."""
    with connection.cursor() as cursor:
        switch = "SELECT " + ", ".join("set_config(%s, %s, true)" for _way in ways)
        cursor.execute(switch, [text for way in ways for text in (way, "off")])
        yield
        cursor.execute(switch, [text for way in ways for text in (way, "on")])
