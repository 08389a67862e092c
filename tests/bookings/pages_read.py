"""How much PostgreSQL reads for what is asked: pages of tables and indexes, whatever the machine is busy with."""

import re
from collections.abc import Callable
from itertools import count

from django.db import connection
from psycopg import sql


def pages_read(work: Callable[[], object], generic: bool) -> int:
    """How many pages the queries of the work read, planned for their values or, as prepared statements are, for any."""
    # Without the commands of transactions.
    asked = []

    def keep(execute, query, params, many, context):
        if query.startswith(("SELECT", "WITH", "(")):
            asked.append((query, params or ()))
        return execute(query, params, many, context)

    with connection.execute_wrapper(keep):
        work()
    read = 0
    with connection.cursor() as cursor:
        # As of tables that are large: a small one is soonest read as a whole.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"SET LOCAL plan_cache_mode = force_{'generic' if generic else 'custom'}_plan")
        for query, params in asked:
            numbers = count(1)
            prepared = re.sub("%s", lambda _: f"${next(numbers)}", query)  # noqa: B023 (used at once)
            cursor.execute(f"PREPARE asked AS {prepared}")
            values = sql.SQL(", ").join(map(sql.Literal, params)).as_string(connection.connection)
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE asked{f'({values})' if params else ''}")
            plan = cursor.fetchone()[0][0]["Plan"]
            read += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
            cursor.execute("DEALLOCATE asked")
    return read
