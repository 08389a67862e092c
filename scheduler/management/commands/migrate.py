"""`migrate`, beside which the web servers go on serving.

A change of a table waits for whoever is just reading it, and all who come meanwhile wait behind it. A change of two
tables can meet a reader of both: each waits for the other, and after a second PostgreSQL ends one of them, which may be
the visitor. So a migration waits for a lock only briefly; if it does not get it, it gives everything back, and begins
anew a moment later.
"""

import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

from bookings.steps.retry import DEADLOCK, LOCK_NOT_AVAILABLE
from core.database import sqlstate

# Far shorter than PostgreSQL's deadlock_timeout of one second.
LOCK_TIMEOUT = "200ms"
# About two minutes in all.
TRIES, PAUSE = 240, 0.3


class Command(migrate.Command):
    """Django's command, whose migrations give way to visitors."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        for _ in range(TRIES):
            try:
                with connection.execute_wrapper(wait_briefly):
                    return super().handle(*args, **options)
            except OperationalError as error:
                if sqlstate(error) not in {DEADLOCK, LOCK_NOT_AVAILABLE}:
                    raise
            time.sleep(PAUSE)
        raise CommandError(
            "A table that is to be changed is in use all the time. Is a backup running? What stood there before this "
            "migration stands there still: call migrate again."
        )


def wait_briefly(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement of a migration, which waits for no lock longer than LOCK_TIMEOUT if it can be taken back.

    A migration that is not atomic cannot. It changes one table at a time, or builds an index, which nobody waits for.
    """
    if context["connection"].in_atomic_block:
        context["cursor"].cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    return execute(sql, params, many, context)
