"""`manage.py deliver`, in this process and as a process of its own."""

import os
import signal
import subprocess
import sys
import time
from threading import Event

import pytest
from django.core.management import call_command
from django.db import connection

from deliveries.models import Delivery
from scheduler.postgres import BASE_DIR
from tests.databases import url_of
from tests.deliveries.builders import make_delivery
from tests.patience import PATIENCE, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
DUE, LATER = "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"


# Seconds. It would be more if it stayed for its next poll, or for the mail server, which gets ten.
SOON = 8.0


@pytest.fixture
def worker(sink):
    """A worker process on the tests' own database and mail server."""
    environment = os.environ | {
        "DATABASE_URL": url_of(connection.settings_dict["NAME"]),
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "deliver", "--poll", "60"],
        cwd=BASE_DIR,
        env=environment,
        stderr=subprocess.PIPE,
    )
    yield process
    process.kill()
    process.communicate()


def test_without_database_worker_waits_and_stops():
    command = [sys.executable, "manage.py", "deliver", "--poll", "0.05"]
    nowhere = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    with subprocess.Popen(command, cwd=BASE_DIR, env=nowhere, stderr=subprocess.PIPE, text=True) as process:
        first = process.stderr.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        process.terminate()
        assert (process.wait(PATIENCE), process.stderr.read()) == (0, "")
    assert first.startswith("The database cannot be used: connection failed: ")
    assert first.endswith("Connection refused. No mail is sent until it can be.\n")


def test_once_sends_what_is_due_and_ends(acme, sink):
    for number in range(12):
        make_delivery(acme, f"p{number}@example.com", due_at=DUE)
    make_delivery(acme, "later@example.com", due_at=LATER)
    call_command("deliver", "--once", "--batch", "5")
    assert len(sink.received) == 12
    assert Delivery.objects.open().get().recipient == "later@example.com"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_sends_until_asked_to_stop(acme, sink, worker, number):
    make_delivery(acme, due_at=DUE)
    wait_for(lambda: sink.received)
    wait_for(lambda: not Delivery.objects.open().exists())
    worker.send_signal(number)
    assert worker.wait(SOON) == 0
    assert worker.stderr.read() == b""


def test_slow_mail_server_does_not_delay_stopping(acme, sink, worker):
    delivery = make_delivery(acme, due_at=DUE)
    sink.answer = Event()
    assert sink.inside.wait(PATIENCE)
    worker.terminate()
    assert worker.wait(SOON) == 0
    delivery.refresh_from_db()
    assert (delivery.sent_at, delivery.failed_at, delivery.lease is not None) == (None, None, True)


@pytest.mark.feature("Q4")
def test_a_killed_worker_loses_nothing(acme, sink, worker):
    for number in range(5):
        make_delivery(acme, f"p{number}@example.com", due_at=DUE)
    sink.slow = 0.2
    wait_for(lambda: sink.received)
    worker.kill()
    worker.wait(PATIENCE)
    Delivery.objects.open().update(leased_until=DUE, lease="0b8d3a52-6c47-4a8e-9f0a-3c4de2f1a001")
    sink.slow = 0
    time.sleep(0.3)
    call_command("deliver", "--once")
    by_id: dict[str, set[bytes]] = {}
    for one in sink.received:
        by_id.setdefault(one.message["Message-ID"], set()).add(one.raw)
    assert len(by_id) == 5
    assert all(len(copies) == 1 for copies in by_id.values())
    assert len(sink.received) <= 6
    assert Delivery.objects.exclude(sent_at=None).count() == 5
