"""A migration gives way to visitors: it never ends one of them by a deadlock, nor makes them wait for long."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as djangos
from django.db import OperationalError, connection, transaction
from django.db.migrations import AddField, AlterField, CreateModel, Migration
from django.db.models import BooleanField

from bookings.steps.retry import DEADLOCK
from core.outages import sqlstate
from scheduler.management.commands import migrate
from tests.concurrency.databases import waiting_for_locks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
PATIENCE = 20.0


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


class Meeting:
    """A visitor who reads one table and then another, and a migration that changes both the other way round."""

    def __init__(self) -> None:
        self.read, self.changed, self.tries = Event(), Event(), 0

    def visit(self) -> str | None:
        """Return PostgreSQL's code of the visitor's error, or nothing."""
        try:
            with transaction.atomic():
                run("SELECT 1 FROM links_opening LIMIT 1")
                self.read.set()
                self.changed.wait(PATIENCE)
                run("SELECT 1 FROM links_link LIMIT 1")
        except OperationalError as error:
            return sqlstate(error)
        finally:
            connection.close()
        return None

    def migrate(self, *args: Any, **options: Any) -> None:
        self.tries += 1
        self.read.wait(PATIENCE)
        with transaction.atomic():
            run("LOCK TABLE links_link IN ACCESS EXCLUSIVE MODE")
            self.changed.set()
            while self.tries == 1 and not waiting_for_locks():
                time.sleep(0.01)
            run("LOCK TABLE links_opening IN ACCESS EXCLUSIVE MODE")


def test_migration_gives_way_to_a_visitor(monkeypatch):
    meeting = Meeting()
    monkeypatch.setattr(djangos.Command, "handle", meeting.migrate)
    with ThreadPoolExecutor() as pool:
        visitor = pool.submit(meeting.visit)
        call_command("migrate")
    assert visitor.result() is None
    assert meeting.tries > 1


def test_all_tables_are_locked_first(monkeypatch):
    """However long its statements take, nobody can have waited for a second when it asks for its last lock."""
    seen = []
    made = Migration("made", "links")
    made.operations = [AddField("Link", "x", BooleanField()), AlterField("opening", "y", BooleanField())]
    new = Migration("new", "links")
    new.operations = [CreateModel("New", []), AddField("new", "x", BooleanField())]

    def change(command: migrate.Command, *args: Any, **options: Any) -> None:
        command.verbosity = 0
        for migration in (made, new):
            command.migration_progress_callback("apply_start", migration)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT array_agg(DISTINCT relation::regclass::text) FROM pg_locks"
                    " WHERE pid = pg_backend_pid() AND mode = 'AccessExclusiveLock' AND relation IS NOT NULL"
                )
                seen.append(cursor.fetchone()[0])

    monkeypatch.setattr(djangos.Command, "handle", change)
    call_command("migrate", verbosity=0)
    assert seen == [["links_link", "links_opening"], None]


def test_a_plain_migration_ends_one_of_both():
    """The control: nobody gives way, so PostgreSQL ends the visitor or the migration."""
    meeting, ended = Meeting(), []
    with ThreadPoolExecutor() as pool:
        visitor = pool.submit(meeting.visit)
        try:
            meeting.migrate()
        except OperationalError as error:
            ended.append(sqlstate(error))
    assert [*ended, visitor.result()].count(DEADLOCK) == 1


def test_table_in_use_is_told(monkeypatch):
    monkeypatch.setattr(migrate, "TRIES", 2)
    held, over = Event(), Event()

    def change(*args: Any, **options: Any) -> None:
        with transaction.atomic():
            run("LOCK TABLE links_opening IN ACCESS EXCLUSIVE MODE")

    def hold() -> None:
        with transaction.atomic():
            run("SELECT 1 FROM links_opening LIMIT 1")
            held.set()
            over.wait(PATIENCE)
        connection.close()

    monkeypatch.setattr(djangos.Command, "handle", change)
    with ThreadPoolExecutor() as pool:
        pool.submit(hold)
        held.wait(PATIENCE)
        with pytest.raises(CommandError, match="in use all the time"):
            call_command("migrate")
        over.set()


def test_other_errors_are_told_at_once(monkeypatch):
    tries = []

    def change(*args: Any, **options: Any) -> None:
        tries.append(1)
        run("SELECT pg_sleep(5)")

    run("SET statement_timeout = '50ms'")
    monkeypatch.setattr(djangos.Command, "handle", change)
    try:
        with pytest.raises(OperationalError):
            call_command("migrate")
    finally:
        run("RESET statement_timeout")
    assert len(tries) == 1


def test_what_cannot_be_taken_back_waits(monkeypatch):
    """An index that is built beside visitors would be left invalid."""
    limits = []

    def change(*args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            limits.append(cursor.fetchone()[0])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            limits.append(cursor.fetchone()[0])

    monkeypatch.setattr(djangos.Command, "handle", change)
    call_command("migrate")
    assert limits == ["0", f"{migrate.ONE_LOCK}ms"]
