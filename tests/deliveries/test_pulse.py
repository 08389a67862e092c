"""The sign of life of a worker: written each half a minute while it works, and not while it does not."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import OperationalError

from bookings.emails import message
from deliveries import actions, pulse, worker
from deliveries.models import Beat
from deliveries.pulse import INTERVAL, MISSED_AFTER, Pulse
from tests.builders import NOW
from tests.deliveries.builders import make_delivery
from tests.deliveries.test_chores import Clock

DUE = "2020-01-01T00:00:00Z"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written(monkeypatch):
    """When signs of life were written, as the process counts seconds."""
    clock, seen = Clock(), []
    monkeypatch.setattr(actions, "beat", lambda **sign: seen.append((clock.seconds, sign["kind"])))
    return clock, seen


def test_life_is_shown_each_half_minute(written):
    clock, seen = written
    one = Pulse("deliver", clock)
    for _ in range(120):
        one.beat()
        clock.seconds += 1
    assert seen == [(1000 + INTERVAL * number, "deliver") for number in range(4)]


def test_failed_sign_is_written_next_time(monkeypatch):
    tries = []

    def fail(**sign):
        tries.append(sign)
        if len(tries) < 3:
            raise OperationalError

    monkeypatch.setattr(actions, "beat", fail)
    one = Pulse("deliver", Clock())
    for _ in range(2):
        with pytest.raises(OperationalError):
            one.beat()
    one.beat()
    one.beat()
    assert len(tries) == 3


def test_each_process_and_kind_has_one_row():
    for minutes, process, kind in [(0, "web1:7", "deliver"), (1, "web1:8", "deliver"), (2, "web1:7", "deliver")]:
        actions.beat(process=process, kind=kind, now=NOW + timedelta(minutes=minutes))
    actions.beat(process="x" * 300, kind="other", now=NOW)
    assert sorted(Beat.objects.values_list("process", "kind", "seen_at")) == [
        ("web1:7", "deliver", NOW + timedelta(minutes=2)),
        ("web1:8", "deliver", NOW + timedelta(minutes=1)),
        ("x" * 100, "other", NOW),
    ]


class Rounds(Event):
    """Asked to stop after so many pauses, whose lengths it notes."""

    def __init__(self, most):
        super().__init__()
        self.most, self.pauses = most, []

    def wait(self, timeout=None):
        self.pauses.append(timeout)
        if len(self.pauses) >= self.most:
            self.set()
        return self.is_set()


def test_worker_shows_life_and_does_chores(acme, sink, monkeypatch):
    monkeypatch.setattr(actions, "read_clock", lambda: NOW)
    stop, done = Rounds(2), []
    chore = worker.Chore("note", timedelta(hours=1), lambda now: done.append(now) is not None)
    worker.work(message, stop=stop, poll=300, chores=[chore])
    (beat,) = Beat.objects.all()
    assert (beat.kind, beat.process, beat.seen_at) == ("deliver", Pulse("deliver").process, NOW)
    assert (len(done), stop.pauses) == (1, [INTERVAL, INTERVAL])


def test_slow_batch_does_not_look_dead(acme, sink, monkeypatch, written):
    clock, seen = written
    monkeypatch.setattr(pulse.Pulse.__init__, "__defaults__", (clock,))
    for number in range(5):
        make_delivery(acme, f"p{number}@example.com", due_at=DUE)
    real = worker.send

    def slow(*arguments):
        clock.seconds += 40
        return real(*arguments)

    monkeypatch.setattr(worker, "send", slow)
    worker.work(message, stop=Rounds(1))
    assert [seconds for seconds, _kind in seen] == [1000, 1040, 1080, 1120, 1160, 1200]
    assert timedelta(seconds=INTERVAL + actions.MESSAGE_TIMEOUT + 2 * worker.ANSWER_TIMEOUT) < MISSED_AFTER


def test_failed_sign_holds_up_no_mail(acme, sink, monkeypatch):
    make_delivery(acme, due_at=DUE)

    def fail(**sign):
        raise OperationalError

    one = Pulse("deliver")
    monkeypatch.setattr(actions, "beat", fail)
    assert worker.send_batch(message, stop=Event(), batch=1, lease=worker.uuid.uuid4(), pulse=one)
    assert len(sink.received) == 1
