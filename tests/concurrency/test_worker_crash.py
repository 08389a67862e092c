"""kill -9 of the delivery worker: each message goes out at least once, and twice only where nobody could know (Q4)."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bookings.models import Booking
from deliveries.models import Delivery
from pages.models import EventType
from tests.concurrency import operations
from tests.concurrency.server import ROOT, environment
from tests.concurrency.stages import open_stage
from tests.deliveries.sink import smtp_sink
from tests.patience import PATIENCE

BOOKINGS = 2

# Where the worker dies, and how many messages may have gone out twice by that.
DEATHS = {
    ("claim", "die"): 0,
    ("claim", "then die"): 0,
    ("connect", "die"): 0,
    ("connect", "then die"): 0,
    ("begin", "die"): 0,
    ("begin", "then die"): 0,
    ("send", "die"): 0,
    ("send", "then die"): 1,
    ("mark_sent", "die"): 1,
    ("mark_sent", "then die"): 0,
}


def start(database, sink):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.concurrency.worker"],
        cwd=ROOT,
        env=environment(database) | {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"},
        stderr=subprocess.DEVNULL,
    )


def owed_mails(stage):
    """Bookings just made; answers the Message-IDs that their customers and hosts are owed."""
    for _ in range(BOOKINGS):
        answer = operations.book(event_type=stage.event_type.pk, start=stage.slot(), page=stage.page.pk)
        assert answer.word == "booked"
    return {delivery.facts["message_id"] for delivery in Delivery.objects.filter(organization=stage.owner.organization)}


def owed_reminders(stage):
    """One meeting was moved, one cancelled; the hour of every reminder and follow-up has come.

    Answers the Message-IDs of what is still owed: what was to be said of a meeting before it changed is not.
    """
    EventType.objects.filter(pk=stage.event_type.pk).update(reminders=[60, 15], follow_up=0)
    owed_mails(stage)
    first, second = Booking.objects.filter(organization=stage.owner.organization).order_by("pk")
    assert operations.reschedule(booking=first.pk, start=stage.slot()) == "moved"
    assert operations.cancel(booking=second.pk) == "cancelled"
    mails = Delivery.objects.filter(organization=stage.owner.organization)
    mails.update(due_at=datetime.now(UTC) - timedelta(seconds=1))
    # The host of the cancelled meeting was never told of it, so nothing goes there.
    owed = [mail for mail in mails if mail.sequence == 1 and "if_told" not in mail.facts]
    # To the customer of each, the host of the moved one, the two reminders, and the follow-up.
    assert (mails.count(), len(owed)) == (4 + 6 + 7, 6)
    return {mail.facts["message_id"] for mail in owed}


def let_leases_run_out():
    """As if their minute had passed."""
    gone = datetime.now(UTC) - timedelta(seconds=1)
    Delivery.objects.exclude(lease=None).update(leased_until=gone)


def drain(database, sink):
    let_leases_run_out()
    worker = start(database, sink)
    assert worker.wait(PATIENCE) == 0
    assert list(Delivery.objects.filter(sent_at=None, superseded_at=None).values("pk", "last_error")) == []


def copies(sink, message_ids):
    """How often each message came; those that came twice are the same to the byte."""
    raw = {}
    for received in sink.received:
        raw.setdefault(received.message["Message-ID"], []).append(received.raw)
    assert set(raw) == message_ids
    assert all(len(set(same)) == 1 for same in raw.values())
    return Counter({message_id: len(same) for message_id, same in raw.items()})


@pytest.fixture
def outbox(arena, failpoints):
    """Nothing of earlier tests is owed, and a mail server listens."""
    Delivery.objects.open().update(sent_at=datetime.now(UTC), lease=None, leased_until=None)
    with smtp_sink() as sink:
        yield sink


def die_and_drain(database, sink, failpoints, step, action, owe=owed_mails):
    """A worker dies at the step and another one follows; answers how many messages came twice."""
    owed = owe(open_stage())
    failpoints.set(**{step: action})
    worker = start(database, sink)
    assert worker.wait(PATIENCE) == -signal.SIGKILL
    assert failpoints.spent
    drain(database, sink)
    counts = copies(sink, owed)
    sink.received.clear()
    assert max(counts.values()) <= 2
    return sum(counts.values()) - len(owed)


def die_inside_data(database, sink, owe=owed_mails):
    """The mail server has the message, and the worker dies before it hears so."""
    owed = owe(open_stage())
    sink.answer = threading.Event()
    worker = start(database, sink)
    try:
        assert sink.inside.wait(PATIENCE)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    finally:
        sink.answer.set()
    sink.answer = None
    sink.inside.clear()
    drain(database, sink)
    counts = copies(sink, owed)
    sink.received.clear()
    assert max(counts.values()) <= 2
    return sum(counts.values()) - len(owed)


@pytest.mark.feature("Q4")
def test_the_worker_dies_after_sending(arena, outbox, failpoints):
    assert die_and_drain(arena, outbox, failpoints, "send", "then die") == 1


@pytest.mark.feature("Q4")
def test_dying_worker_repeats_no_outdated_reminder(arena, outbox, failpoints):
    assert die_and_drain(arena, outbox, failpoints, "mark_sent", "then die", owed_reminders) == 0


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("owe", [owed_mails, owed_reminders])
@pytest.mark.feature("Q4")
def test_the_worker_dies_two_rounds_each(arena, outbox, failpoints, figure, owe):
    twice = Counter()
    for _ in range(2):
        for (step, action), expected in DEATHS.items():
            found = die_and_drain(arena, outbox, failpoints, step, action, owe)
            assert found == expected, f"{step} {action}"
            twice[step, action] += found
        twice["inside", "DATA"] += die_inside_data(arena, outbox, owe)
    assert twice["inside", "DATA"] <= 2
    kills, repeated = 2 * (len(DEATHS) + 1), {" ".join(where): count for where, count in twice.items() if count}
    each = BOOKINGS * 2 if owe is owed_mails else 6
    figure(f"{kills} kills, {kills * each} messages, none lost; sent twice, to the byte: {repeated}")


def test_two_workers_send_each_message_once(arena, outbox):
    owed = owed_mails(open_stage())
    workers = [start(arena, outbox) for _ in range(2)]
    assert [worker.wait(PATIENCE) for worker in workers] == [0, 0]
    assert set(copies(outbox, owed).values()) == {1}
