"""A database that is away is told apart from a statement that failed, and is spoken of once."""

import logging

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
)
from django.db.transaction import TransactionManagementError

from core import outages
from core.outages import Outage, ReadOnly, is_outage, outage_reason, require_writable
from tests.outages import database_error
from tests.tables import table


@table(
    ("error", "away"),
    [
        # The connection is lost, or none can be made: libpq has no code for either.
        (database_error(OperationalError, psycopg.OperationalError("connection failed: Connection refused")), True),
        (database_error(OperationalError, psycopg.OperationalError("the connection is closed")), True),
        (database_error(InterfaceError, psycopg.InterfaceError("connection already closed")), True),
        (OperationalError("gone"), True),
        (psycopg.OperationalError("consuming input failed"), True),
        # Ended by the administrator, by a crash, not yet started; dropped; idle for too long.
        *[(database_error(OperationalError, code), True) for code in ("57P01", "57P02", "57P03", "57P04", "57P05")],
        # As PostgreSQL and poolers speak of connections: broken, refused, not to be had.
        *[
            (database_error(OperationalError, code), True)
            for code in ("08000", "08001", "08003", "08004", "08006", "08P01")
        ],
        # No room: connections, disk, memory.
        *[(database_error(OperationalError, code), True) for code in ("53000", "53100", "53200", "53300", "53400")],
        # A standby, or a switchover under way.
        (database_error(InternalError, "25006"), True),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction"), True),
        (ReadOnly(), True),
        # A statement that was too slow, waited too long, or is to be tried again, was answered by a database at work.
        *[(database_error(OperationalError, code), False) for code in ("57014", "55P03", "40001", "40P01")],
        (database_error(IntegrityError, "23505"), False),
        (database_error(DataError, "22001"), False),
        (database_error(ProgrammingError, "42P01"), False),
        (database_error(InternalError, "25P02"), False),
        (database_error(InternalError, "XX000"), False),
        (DatabaseError("Forced update did not affect any rows."), False),
        (ValueError("connection failed"), False),
    ],
)
def test_outages_are_told_from_failures(error, away):
    assert is_outage(error) is away


@pytest.mark.parametrize(("code", "away"), [("25006", True), ("57P01", True), ("57014", False)])
def test_what_hides_behind_other_words_is_found(code, away):
    # As Django's session middleware meets it while it saves.
    update, interrupted = UpdateError(), SessionInterrupted("The session was deleted before the request completed.")
    update.__context__, interrupted.__context__ = database_error(InternalError, code), update
    broken = TransactionManagementError("You can't execute queries until the end of the 'atomic' block.")
    broken.__cause__ = database_error(OperationalError, code)
    assert [is_outage(interrupted), is_outage(broken)] == [away, away]


def test_what_was_put_aside_says_nothing():
    error = ValueError()
    error.__context__, error.__suppress_context__ = OperationalError("gone"), True
    assert is_outage(error) is False


def test_the_reason_is_one_line():
    refused = psycopg.OperationalError('connection to server at "db" failed: refused\n\tIs the server running?')
    assert outage_reason(database_error(OperationalError, refused)) == 'connection to server at "db" failed: refused'
    assert outage_reason(database_error(InternalError, "25006")) == outage_reason(ReadOnly()) == "it is read-only"
    assert outage_reason(OperationalError()) == "OperationalError"
    assert len(outage_reason(OperationalError("x" * 1_000))) == 200


@pytest.mark.django_db
def test_read_only_database_is_refused():
    require_writable()
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    with pytest.raises(ReadOnly):
        require_writable()


class Clock:
    now = 0.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(outages, "time", clock := Clock())
    return clock


def lines(caplog):
    found = [record.getMessage() for record in caplog.records]
    caplog.clear()
    return found


@pytest.fixture
def outage():
    return Outage(logging.getLogger("core.outages"), "Nothing is done.")


def test_an_outage_is_two_lines(outage, clock, caplog):
    for clock.now in range(600):
        outage.begin(OperationalError("refused"))
    assert (lines(caplog), outage.is_active, outage.seconds) == (
        ["The database cannot be used: refused. Nothing is done."],
        True,
        599,
    )
    outage.end()
    outage.end()
    assert (lines(caplog), outage.is_active, outage.seconds) == (
        ["The database can be used again, after 599 s."],
        False,
        0,
    )


def test_another_reason_is_another_line(outage, clock, caplog):
    for clock.now, text in enumerate(["refused", "refused", "starting up", "starting up", "starting up", "refused"]):
        outage.begin(OperationalError(text))
    assert [line.split(": ")[1] for line in lines(caplog)] == [
        "refused. Nothing is done.",
        "starting up. Nothing is done.",
        "refused. Nothing is done.",
    ]


def test_repeated_outages_do_not_flood_log(outage, clock, caplog):
    for tenth in range(600):
        clock.now = tenth / 10
        outage.begin(OperationalError("cut"))
        outage.end()
    assert 40 <= len(lines(caplog)) <= 60


def test_only_faults_are_logged_with_traceback(outage, clock, caplog):
    outage.begin(database_error(InternalError, "25006"))
    assert [record.exc_info for record in caplog.records] == [None]
    clock.now, fault = 10, database_error(ProgrammingError, "42P01")
    outage.begin(fault)
    assert caplog.records[-1].exc_info[1] is fault
