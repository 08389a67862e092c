"""Databases of the suite's own, copied from a migrated one, with real commits, dropped afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, connections
from psycopg import sql


@contextmanager
def maintenance() -> Iterator[psycopg.Connection[Any]]:
    """A connection to none of the databases that are copied or dropped."""
    with direct_to("postgres") as direct:
        yield direct


def direct_to(name: str) -> psycopg.Connection[Any]:
    """A connection of its own to the database of that name, which commits each statement."""
    params = connection.get_connection_params()
    return psycopg.connect(
        host=params.get("host"),
        port=params.get("port"),
        user=params.get("user"),
        password=params.get("password"),
        dbname=name,
        autocommit=True,
    )


@contextmanager
def made(name: str, template: str = "template1") -> Iterator[str]:
    """A new database; nobody may be connected to the one it is copied from."""
    target = sql.Identifier(name)
    with maintenance() as direct:
        # A run that was killed may have left it.
        direct.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(target))
        direct.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(target, sql.Identifier(template)))
    try:
        yield name
    finally:
        with maintenance() as direct:
            direct.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(target))


@contextmanager
def used(name: str, host: str = "") -> Iterator[None]:
    """This process's connections go to the database of that name, of the same server unless another is named."""
    before = {key: connection.settings_dict[key] for key in ("NAME", "HOST")}
    connections.close_all()
    connection.settings_dict |= {"NAME": name, "HOST": host or before["HOST"]}
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict |= before


def without(constraint: str, table: str) -> None:
    """Drops a constraint of the current database: for controls, which show what happens without it."""
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{constraint}"')


def deadlocks(name: str) -> int:
    """How many deadlocks PostgreSQL has counted in the database; whoever worked there is to hang up first."""
    with maintenance() as direct:
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
