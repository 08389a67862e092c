"""Databases for the tests: copies of a *template*, which was migrated once. They are dropped afterwards.

The template stays in the PostgreSQL server (the embedded one keeps it in `var/`) until a migration changes.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, transaction
from psycopg import sql

PREFIX = "admit_one_template_"
# The key of an advisory lock: one process migrates, the others wait for it and copy.
ONE_AT_A_TIME = 20_300_107
WRITTEN_BY_MIGRATE = {"django_content_type", "auth_permission"}


@contextmanager
def maintenance_connection() -> Iterator[psycopg.Connection[Any]]:
    """A connection to a database that is neither copied nor dropped."""
    with connect_to("postgres") as direct:
        yield direct


def connect_to(name: str) -> psycopg.Connection[Any]:
    """A new connection to the database of that name, which commits each statement."""
    return psycopg.connect(**connection.get_connection_params() | {"dbname": name, "autocommit": True})


def url_of(name: str, server: str = "") -> str:
    """Return the URL of the database of that name, on the server of this URL or of DATABASE_URL."""
    address, mark, options = (server or os.environ["DATABASE_URL"]).partition("?")
    return f"{address.rpartition('/')[0]}/{name}{mark}{options}"


@contextmanager
def new_database(name: str, source: str | None = None) -> Iterator[str]:
    """A new database: with empty tables, or a copy of the source, to which nobody may be connected."""
    with maintenance_connection() as direct:
        # A run that was killed may have left one.
        drop(direct, name)
        direct.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            copy(direct, source or template(direct), name)
        except psycopg.errors.InsufficientPrivilege:
            # On a shared server the template may belong to somebody else.
            migrate(direct, name)
    try:
        yield name
    finally:
        with maintenance_connection() as direct:
            drop(direct, name)


def template(direct: psycopg.Connection[Any]) -> str:
    """Return the name of the template of the present migrations. Make it if there is none, and drop older ones."""
    name = f"{PREFIX}{digest()}"
    found = direct.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]).fetchall()
    if (name,) not in found:
        for (old,) in found:
            drop(direct, old)
        # Renamed once it is complete, since a run may be killed before that.
        migrate(direct, f"{PREFIX}unfinished")
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        direct.execute(rename.format(sql.Identifier(f"{PREFIX}unfinished"), sql.Identifier(name)))
    return name


def digest() -> str:
    """Return a digest of what `migrate` depends on: the migrations of all applications, and Django's version."""
    found = hashlib.sha256(django.get_version().encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"\n{app.label} {file.name}\n".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def migrate(direct: psycopg.Connection[Any], name: str) -> None:
    copy(direct, "template1", name)
    with using_database(name):
        call_command("migrate", verbosity=0)


def copy(direct: psycopg.Connection[Any], source: str, name: str) -> None:
    direct.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source)))


def drop(direct: psycopg.Connection[Any], name: str) -> None:
    direct.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def commit_at_once(name: str) -> None:
    """Let commits return before they are on the disk: the database need not survive a crash of the server."""
    with maintenance_connection() as direct:
        direct.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit TO off").format(sql.Identifier(name)))


@contextmanager
def using_database(name: str, host: str = "") -> Iterator[None]:
    """Connect this process to the database of that name, on the same server or on the host."""
    changes = {"NAME": name}
    if host:
        changes |= {"HOST": host, "PORT": "", "USER": "postgres", "PASSWORD": ""}
    before = {key: connection.settings_dict[key] for key in changes}
    connections.close_all()
    connection.settings_dict |= changes
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict |= before


def delete_all_rows() -> None:
    """Delete what a test has committed, without the rows that `migrate` itself writes.

    Django would truncate every table, which makes new files, and write the permissions of all models again.
    """
    of_models = set(connection.introspection.django_table_names(only_existing=True))
    tables = sorted((of_models | {"cache"}) - WRITTEN_BY_MIGRATE)
    deletes = sql.SQL(" ").join(sql.SQL("DELETE FROM {};").format(sql.Identifier(table)) for table in tables)
    # Foreign keys and tables that only grow have triggers, which would refuse the deletes.
    without_triggers = sql.SQL("SET LOCAL session_replication_role = replica;")
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DO $$ BEGIN {} {} END $$").format(without_triggers, deletes))


def vacuum_tables() -> None:
    """Remove the dead rows of earlier tests, so that they are not in the pages that a test counts.

    Call it before the test's own transaction reads a table. Autovacuum is kept out until this transaction ends: with
    statistics of the moment at which it comes, PostgreSQL would choose other plans.
    """
    tables = """
        SELECT relname, pg_relation_size(oid) > 65536 FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    """
    with connect_to(connection.settings_dict["NAME"]) as direct:
        direct.execute("SET lock_timeout TO '30s'")
        sizes = [(sql.Identifier(name), is_large) for name, is_large in direct.execute(tables).fetchall()]
        for table, is_large in sizes:
            options = sql.SQL("FULL, ANALYZE" if is_large else "ANALYZE")
            direct.execute(sql.SQL("VACUUM ({}) {}").format(options, table))
    names = sql.SQL(", ").join(table for table, _is_large in sizes)
    lock = sql.SQL("LOCK TABLE {} IN SHARE UPDATE EXCLUSIVE MODE").format(names)
    with connection.cursor() as cursor:
        cursor.execute(lock.as_string(connection.connection))


@contextmanager
def rolled_back() -> Iterator[None]:
    """Roll back what is written inside, so that a test can try many things from the same state."""
    block = transaction.atomic()
    # As a test's own block, which may contain the durable transactions of actions.
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)
