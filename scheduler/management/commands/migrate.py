"""`migrate`, while the web servers go on serving.

A change of a table waits for the transactions that are reading it, and all later ones wait behind it. A change of two
tables can deadlock with a reader of both, and after a second PostgreSQL cancels one of them, which may be the visitor.
So a migration takes all its locks at the beginning, within less than a second. If it does not get them, it rolls back
and tries again a moment later.
"""

import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

from bookings.steps.retry import DEADLOCK, LOCK_NOT_AVAILABLE
from core.outages import sqlstate

# Milliseconds for all locks of a migration, and for one. PostgreSQL looks for deadlocks after a second.
ALL_LOCKS, ONE_LOCK = 800, 200
# About two minutes in all.
TRIES, PAUSE = 240, 0.3
LOCK = "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE"


class Command(migrate.Command):
    """Django's command, with migrations that let visitors go first."""

    # The tables that the migration which begins will lock.
    _tables: tuple[str, ...] = ()

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        for _ in range(TRIES):
            try:
                with connection.execute_wrapper(self._wait_briefly):
                    super().handle(*args, **options)
                return
            except OperationalError as error:
                if sqlstate(error) not in {DEADLOCK, LOCK_NOT_AVAILABLE}:
                    raise
            time.sleep(PAUSE)
        raise CommandError(
            "A table that is to be changed is in use all the time. Is a backup running? What stood there before this "
            "migration stands there still: call migrate again."
        )

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Remember the tables that the migration changes, and show the progress as Django does."""
        if action.endswith("apply_start"):
            self._tables = tables_of(migration)
        super().migration_progress_callback(action, migration, fake)

    def _wait_briefly(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Run a statement in a transaction with a short limit for locks. Before the first one, lock all tables.

        A migration that is not atomic cannot be rolled back, so it has no limit. It changes one table at a time, or
        builds an index concurrently.
        """
        if context["connection"].in_atomic_block:
            cursor, tables = context["cursor"].cursor, list(self._tables)
            self._tables = ()
            existing = "SELECT name FROM unnest(%s::text[]) name WHERE to_regclass(name) IS NOT NULL"
            names = [name for (name,) in cursor.execute(existing, [tables])] if tables else []
            cursor.execute(f"SET LOCAL lock_timeout = '{min(ONE_LOCK, ALL_LOCKS // max(len(names), 1))}ms'")
            if names:
                cursor.execute(LOCK.format(", ".join(names)))
        return execute(sql, params, many, context)


def tables_of(migration: Any) -> tuple[str, ...]:
    """Return the tables of the models that an atomic migration changes, as Django names them by itself."""
    names = [getattr(operation, "model_name", None) for operation in migration.operations] if migration.atomic else []
    return tuple(dict.fromkeys(f"{migration.app_label}_{name.lower()}" for name in names if name))
