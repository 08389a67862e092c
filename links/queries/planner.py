"""How PostgreSQL is to plan the reads of long lists."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def planned_anew() -> Iterator[None]:
    """For queries whose best plan depends on what is asked: how many links an organization has that still work, say.

    Statements are prepared once per connection, and then planned for any values at all: good for what reads one row,
    and a walk through a million links for a list. Compiling a plan takes longer than these take to run.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)"
            )
        yield
