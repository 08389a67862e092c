"""How PostgreSQL is made to plan searches for words, and lists of the newest."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

# Up to this many rows are read without an index in list order and then sorted.
FEW = 5_000
# How many of the newest rows tell whether words are in most of them.
SAMPLE = 60
# Among how many of the newest rows beginnings of words are looked for.
WINDOW = 1_000


def few_with_words(
    rows: QuerySet[Any],
    words: Q,
    sample: QuerySet[Any],
    whole: Q | None = None,
    *,
    indexed: Q | None = None,
    one_in: int = 2,
) -> list[int] | None:
    """Return the ids of the rows with the words. Return None if there are more than FEW, or if more than one in
    `one_in` of the newest rows has them.

    `sample` has the newest rows of a list, as ids of `rows`. PostgreSQL cannot know that words which are common are
    missing from one organization, and would walk through its whole list for them. Their index is read at once, unless
    they are so common that the newest rows fill a page of the list. `whole` are the same words as a whole, if the last
    of them may be a beginning: these are looked up, and beginnings are looked for among the WINDOW newest rows.
    `indexed` are the words as their index has them, if no other query is to use it. Call it inside
    `core.database.fresh_plans`.
    """
    limit = SAMPLE if whole is None else WINDOW
    newest = list(sample[:limit])
    # By their ids: joined, each of them would be searched for by itself.
    near = _ids(rows.filter(words, pk__in=newest[:SAMPLE]))
    if len(newest) < min(SAMPLE, limit):
        # There are no others. The index would read whatever others have that begins with the words.
        return near
    if len(near) > SAMPLE // one_in:
        return None
    # Only this index has words.
    with only_bitmaps():
        found = _ids(rows.filter(indexed or whole or words), FEW + 1)
    if len(found) > FEW:
        return None
    return found if whole is None else [*{*found, *near, *_among(rows, words, newest[SAMPLE:])}]


def newest_with_words(rows: QuerySet[Any], words: Q, sample: QuerySet[Any]) -> list[int]:
    """Return the ids of the rows with the words among the WINDOW newest ones."""
    return _among(rows, words, list(sample[:WINDOW]))


def _among(rows: QuerySet[Any], words: Q, ids: list[int]) -> list[int]:
    """Return those of the ids whose rows have the words."""
    if not ids:
        return []
    # Not by the index of words, which is read through bitmaps only.
    with _disabled("enable_bitmapscan"):
        return _ids(rows.filter(words, pk__in=ids))


def _ids(rows: QuerySet[Any], most: int | None = None) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True)[:most])


@contextmanager
def only_bitmaps() -> Iterator[None]:
    """Read rows only through bitmaps of indexes: for conditions that no other index has."""
    with _disabled("enable_seqscan", "enable_indexscan"):
        yield


@contextmanager
def only_in_index_order() -> Iterator[None]:
    """Read rows only in the order of an index, up to those that are wanted: for a few of the newest ones.

    PostgreSQL cannot know how many of these meet a condition that goes by time as well. It would rather read all that
    meet it, and sort them. Call it inside `core.database.fresh_plans`.
    """
    with _disabled("enable_sort", "enable_bitmapscan"):
        yield


@contextmanager
def _disabled(*ways: str) -> Iterator[None]:
    """Turn off these settings of PostgreSQL's planner meanwhile."""
    with connection.cursor() as cursor:
        switch = "SELECT " + ", ".join("set_config(%s, %s, true)" for _way in ways)
        cursor.execute(switch, [text for way in ways for text in (way, "off")])
        yield
        cursor.execute(switch, [text for way in ways for text in (way, "on")])
