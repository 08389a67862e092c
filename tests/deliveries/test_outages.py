"""The worker outlives its database in every state, and a mail that went out meanwhile is not sent again."""

import logging
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import DataError, InterfaceError, InternalError, OperationalError, ProgrammingError, connection

from bookings.emails import message
from core.outages import Outage
from deliveries import actions, worker
from deliveries.actions import LEASE, MESSAGE_TIMEOUT, PATIENCE
from deliveries.models import Delivery
from tests.databases import maintenance_connection
from tests.deliveries.builders import make_delivery
from tests.deliveries.test_worker import DUE, wait_for
from tests.outages import database_error

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def outage(monkeypatch):
    """One of the test's own: nothing of earlier ones lasts."""
    monkeypatch.setattr(worker, "outage", Outage(worker.log, "No mail is sent until it can be."))


@pytest.fixture
def working():
    """A worker in a thread, which is alive until the test ends, and then ends as it is asked to."""
    stop = Event()
    thread = Thread(target=worker.work, args=[message], kwargs={"stop": stop, "poll": 0.02, "batch": 3})
    thread.start()
    yield
    assert thread.is_alive()
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def everybody_else(direct):
    """Ends all other connections to the tests' database, as PostgreSQL does when it restarts."""
    direct.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
        [connection.settings_dict["NAME"]],
    )
    connection.close()


@contextmanager
def read_only():
    """Whoever connects finds a database that takes no writes."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with maintenance_connection() as direct:
        direct.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        everybody_else(direct)
        try:
            yield
        finally:
            direct.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
            everybody_else(direct)


@contextmanager
def refusing():
    """Nobody can connect."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with maintenance_connection() as direct:
        direct.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        everybody_else(direct)
        try:
            yield
        finally:
            direct.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


STATES = {"read-only": read_only, "refusing": refusing}


def database_messages(caplog):
    """What the worker said of its database."""
    return [
        record.getMessage().split(":")[0].split(",")[0]
        for record in caplog.records
        if "database" in record.getMessage()
    ]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.race
def test_an_idle_worker_waits_for_its_database(acme, sink, working, caplog, state):
    make_delivery(acme, "before@example.com", due_at=DUE)
    wait_for(lambda: len(sink.received) == 1)
    wait_for(lambda: not Delivery.objects.open().exists())
    with STATES[state]():
        wait_for(lambda: database_messages(caplog))
    make_delivery(acme, "after@example.com", due_at=DUE)
    wait_for(lambda: not Delivery.objects.open().exists())
    assert [one.recipients for one in sink.received] == [["before@example.com"], ["after@example.com"]]
    assert database_messages(caplog) == ["The database cannot be used", "The database can be used again"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.race
def test_sent_mail_is_recorded_after_outage(acme, sink, working, caplog, state):
    for number in range(3):
        make_delivery(acme, f"p{number}@example.com", due_at=DUE)
    sink.answer = Event()
    assert sink.inside.wait(20)
    with STATES[state]():
        sink.answer.set()
        wait_for(lambda: database_messages(caplog))
    wait_for(lambda: not Delivery.objects.open().exists())
    assert sorted(one.recipients[0] for one in sink.received) == [f"p{number}@example.com" for number in range(3)]
    assert list(Delivery.objects.values_list("attempts", flat=True)) == [1, 1, 1]
    assert database_messages(caplog) == ["The database cannot be used", "The database can be used again"]


class PauseRecorder(Event):
    """Notes the pauses instead of waiting for them; asked to stop in the one that is named."""

    def __init__(self, stop_in=None):
        super().__init__()
        self.pauses, self.stop_in = [], stop_in

    def wait(self, timeout=None):
        self.pauses.append(timeout)
        if len(self.pauses) == self.stop_in:
            self.set()
        return self.is_set()


PASSING = [
    OperationalError("gone"),
    InterfaceError("connection already closed"),
    database_error(InternalError, "25006"),
    database_error(OperationalError, "57P01"),
    database_error(OperationalError, "57014"),
    database_error(OperationalError, "55P03"),
]


def failing(monkeypatch, name, *errors):
    """The action fails with these errors first; answers how often it was tried."""
    real, left, tries = getattr(actions, name), list(errors), []

    def attempt(**arguments):
        tries.append(name)
        if left:
            raise left.pop(0)
        return real(**arguments)

    monkeypatch.setattr(actions, name, attempt)
    return tries


@pytest.mark.parametrize("name", ["begin", "mark_sent"])
def test_every_pause_is_followed_by_a_try(acme, sink, monkeypatch, name):
    delivery, stop = make_delivery(acme, due_at=DUE), PauseRecorder()
    tries = failing(monkeypatch, name, *PASSING)
    worker.drain(message, stop=stop)
    delivery.refresh_from_db()
    assert (delivery.sent_at is not None, delivery.attempts, len(sink.received)) == (True, 1, 1)
    assert (len(tries), stop.pauses) == (7, [0.2, 0.5, 1, 1, 1, 1])


def test_stopping_worker_retries_once_and_reports_loss(acme, sink, monkeypatch, caplog):
    delivery, stop = make_delivery(acme, due_at=DUE), PauseRecorder(stop_in=3)
    tries = failing(monkeypatch, "mark_sent", *[OperationalError("gone")] * 9)
    worker.work(message, stop=stop)
    delivery.refresh_from_db()
    assert (len(sink.received), delivery.sent_at, len(tries), stop.pauses) == (1, None, 4, [0.2, 0.5, 1, worker.POLL])
    (lost,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert lost.getMessage() == (
        f"Delivery {delivery.pk} may go out once more: what became of it is not written (gone)."
    )


def test_control_without_insisting_the_mail_goes_twice(acme, sink, monkeypatch):
    delivery = make_delivery(acme, due_at=DUE)
    monkeypatch.setattr(worker, "retry_write", lambda write, *arguments, stop: write(*arguments))
    failing(monkeypatch, "mark_sent", OperationalError("gone"))
    worker.drain(message, stop=PauseRecorder())
    Delivery.objects.update(leased_until=DUE)
    worker.drain(message, stop=PauseRecorder())
    delivery.refresh_from_db()
    assert (delivery.sent_at is not None, len(sink.received)) == (True, 2)


def test_lasting_failure_is_not_retried(acme, sink, monkeypatch, caplog):
    first, second = make_delivery(acme, "a@example.com", due_at=DUE), make_delivery(acme, "b@example.com", due_at=DUE)
    tries = failing(monkeypatch, "mark_sent", database_error(DataError, "22001"))
    worker.drain(message, stop=PauseRecorder())
    first.refresh_from_db()
    second.refresh_from_db()
    # The lease brings it back, and keeps nobody waiting until then.
    assert (first.sent_at, first.lease is not None, second.sent_at is not None) == (None, True, True)
    assert (len(tries), len(sink.received)) == (2, 2)
    assert f"Delivery {first.pk} may go out once more" in caplog.text


def test_claim_cut_by_outage_is_sent(acme, sink, monkeypatch):
    for number in range(3):
        make_delivery(acme, f"p{number}@example.com", due_at=DUE)
    real, cut = actions.claim, []

    def claim(**arguments):
        claimed = real(**arguments)
        if not cut:
            cut.extend(claimed)
            raise database_error(OperationalError, "57P01")
        return claimed

    monkeypatch.setattr(actions, "claim", claim)
    worker.work(message, stop=PauseRecorder(stop_in=2))
    assert (len(cut), len(sink.received), Delivery.objects.open().count()) == (3, 3, 0)


def test_unmigrated_database_is_waited_for(acme, sink, monkeypatch, caplog):
    make_delivery(acme, due_at=DUE)
    stop = PauseRecorder(stop_in=12)
    failing(monkeypatch, "claim", *[database_error(ProgrammingError, "42P01")] * 10)
    worker.work(message, stop=stop)
    assert len(sink.received) == 1
    assert database_messages(caplog) == ["The database cannot be used", "The database can be used again"]


@pytest.mark.parametrize(("seconds", "head_start"), [(PATIENCE - 1, []), (PATIENCE + 1, [worker.OTHER_WORKERS_FIRST])])
def test_workers_that_sent_write_first_after_outage(monkeypatch, seconds, head_start):
    stop, lasting = PauseRecorder(stop_in=1 + len(head_start)), worker.outage
    lasting.begin(OperationalError("gone"))
    monkeypatch.setattr(Outage, "seconds", seconds)
    seen = []
    monkeypatch.setattr(worker, "claim", lambda limit, lease: seen.extend(stop.pauses) or [])
    worker.work(message, stop=stop, poll=7)
    assert (seen, stop.pauses) == (head_start, [*head_start, 7])


def test_failover_of_25_seconds_fits_the_lease():
    """From the beginning of a message to the last try that counts, however long each part takes."""
    assert PATIENCE >= 30
    assert timedelta(seconds=MESSAGE_TIMEOUT + PATIENCE + max(*worker.FIRST_PAUSES, worker.PAUSE)) < LEASE
    assert timedelta(seconds=100) >= LEASE
    assert worker.OTHER_WORKERS_FIRST > worker.PAUSE
