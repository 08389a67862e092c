"""Settings for how PostgreSQL plans the queries of long lists."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


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
