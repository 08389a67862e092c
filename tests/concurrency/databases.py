"""What the races ask of their databases, and do to them."""

from django.db import connection

from tests.databases import maintenance_connection


def without(constraint: str, table: str) -> None:
    """Drops a constraint of the current database: for controls, which show what happens without it."""
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{constraint}"')
        # One with a condition is an index only.
        cursor.execute(f'DROP INDEX IF EXISTS "{constraint}"')


def deadlocks(name: str) -> int:
    """How many deadlocks PostgreSQL has counted in the database; whoever worked there is to hang up first."""
    with maintenance_connection() as direct:
        row = direct.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = %s", [name]).fetchone()
    assert row is not None
    return int(row[0])


def waiting_for_locks() -> int:
    """How many others of the current database wait for a lock at this moment."""
    with connection.cursor() as cursor:
        # Within a transaction the view would show the same state for ever.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])
