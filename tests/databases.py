"""Databases for the tests, with real tables: copied from one that was migrated once, and dropped afterwards.

That one is the *template*. It stays in the PostgreSQL (the embedded one keeps it in `var/`) until a migration changes.
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
# Any number that nobody else locks: one process migrates, the others wait for it and copy.
ONE_AT_A_TIME = 20_300_107
WRITTEN_BY_MIGRATE = {"django_content_type", "auth_permission"}


@contextmanager
def maintenance() -> Iterator[psycopg.Connection[Any]]:
    """A connection to none of the databases that are copied or dropped."""
    with connect_to("postgres") as direct:
        yield direct


def connect_to(name: str) -> psycopg.Connection[Any]:
    """A connection of its own to the database of that name, which commits each statement."""
    return psycopg.connect(**connection.get_connection_params() | {"dbname": name, "autocommit": True})


def url_of(name: str, server: str = "") -> str:
    """The address of the database of that name, of the server that DATABASE_URL or the other address leads to."""
    place, mark, options = (server or os.environ["DATABASE_URL"]).partition("?")
    return f"{place.rpartition('/')[0]}/{name}{mark}{options}"


@contextmanager
def temporary_database(name: str, source: str | None = None) -> Iterator[str]:
    """A new database: empty tables, or a copy of the source, to which nobody may be connected."""
    with maintenance() as direct:
        # A run that was killed may have left it.
        drop(direct, name)
        direct.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            copy(direct, source or template(direct), name)
        except psycopg.errors.InsufficientPrivilege:
            # The template is somebody else's, on a server that several people share.
            migrate(direct, name)
    try:
        yield name
    finally:
        with maintenance() as direct:
            drop(direct, name)


def template(direct: psycopg.Connection[Any]) -> str:
    """The name of the migrated database that nobody works in; made first where there is none of these migrations."""
    name = f"{PREFIX}{digest()}"
    found = direct.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]).fetchall()
    if (name,) not in found:
        for (old,) in found:
            drop(direct, old)
        # Under its name once it is whole: a run may be killed before that.
        migrate(direct, f"{PREFIX}unfinished")
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        direct.execute(rename.format(sql.Identifier(f"{PREFIX}unfinished"), sql.Identifier(name)))
    return name


def digest() -> str:
    """What `migrate` depends on, as a short text: the migrations of all applications, and Django."""
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
    """Let commits in the database be over before they are on the disk: it need not outlast a crash of the server."""
    with maintenance() as direct:
        direct.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit TO off").format(sql.Identifier(name)))


@contextmanager
def using_database(name: str, host: str = "") -> Iterator[None]:
    """This process's connections go to the database of that name, of the same server unless an own one is named."""
    there = {"NAME": name} | ({"HOST": host, "PORT": "", "USER": "postgres", "PASSWORD": ""} if host else {})
    before = {key: connection.settings_dict[key] for key in there}
    connections.close_all()
    connection.settings_dict |= there
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict |= before


def delete_all_rows() -> None:
    """Deletes what a test has committed; what `migrate` itself writes stays.

    Django would truncate every table, which makes new files for each, and write the permissions of all models anew.
    """
    of_models = set(connection.introspection.django_table_names(only_existing=True))
    tables = sorted((of_models | {"cache"}) - WRITTEN_BY_MIGRATE)
    deletes = sql.SQL(" ").join(sql.SQL("DELETE FROM {};").format(sql.Identifier(table)) for table in tables)
    # Without triggers: neither foreign keys nor tables that only grow stand in the way.
    free = sql.SQL("SET LOCAL session_replication_role = replica;")
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DO $$ BEGIN {} {} END $$").format(free, deletes))


def vacuum_large_tables() -> None:
    """Takes away the dead rows that tests before left: the pages that a test counts hold only its own.

    At most what was rolled back: this must run before the test's own transaction reads a table.
    """
    grown = """
        SELECT relname FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 65536
    """
    with connect_to(connection.settings_dict["NAME"]) as direct:
        direct.execute("SET lock_timeout TO '30s'")
        for (table,) in direct.execute(grown).fetchall():
            direct.execute(sql.SQL("VACUUM (FULL, ANALYZE) {}").format(sql.Identifier(table)))


@contextmanager
def rolled_back() -> Iterator[None]:
    """What is written inside is taken back: for a test that tries many things on one and the same state."""
    deeds = transaction.atomic()
    # As a test's own block: the durable transactions of actions may stand inside it.
    deeds._from_testcase = True
    with deeds:
        yield
        transaction.set_rollback(True)
