"""How PostgreSQL plans the queries of long lists: settings, and words that are looked up before anything else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

# Up to this many rows are read without an index in list order and then sorted.
FEW = 5_000
# How many of the newest rows tell whether words are in most of them.
SAMPLE = 60


@contextmanager
def planned_anew() -> Iterator[None]:
    """Make PostgreSQL plan each query for its own values, in a transaction.

    It is for queries whose best plan depends on the values, such as how many links of an organization still work.
    Statements are prepared once per connection, and then get a plan for any values. That is good for reading one row,
    but for a list it can mean a walk through a million links. JIT is off: compiling would take longer than these
    queries.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)"
            )
        yield


def few_with_words(rows: QuerySet[Any], words: Q, sample: QuerySet[Any]) -> list[int] | None:
    """Return the ids of the rows with the words; None if they are more than FEW, or in most of the newest ones.

    `sample` has the newest rows of a list, as ids of `rows`. PostgreSQL cannot know that words which are common are
    missing from one organization, and would walk through its whole list for them. Their index is read at once, unless
    they are so common that the newest rows fill a page of the list. Call it inside `planned_anew`.
    """
    newest = rows.filter(pk__in=sample[:SAMPLE])
    if newest.filter(words).count() > SAMPLE // 2:
        return None
    with _only_bitmaps():
        found = list(rows.filter(words).order_by().values_list("pk", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


@contextmanager
def _only_bitmaps() -> Iterator[None]:
    """Read rows only through bitmaps of indexes: for conditions that no other index has."""
    with connection.cursor() as cursor:
        switch = "SELECT set_config('enable_seqscan', %s, true), set_config('enable_indexscan', %s, true)"
        cursor.execute(switch, ["off", "off"])
        yield
        cursor.execute(switch, ["on", "on"])
