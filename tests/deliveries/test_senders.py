"""The threads that send deliveries: one of them looks while nothing is due, and none waits where something is."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from types import SimpleNamespace

import pytest

from deliveries import senders
from deliveries.models import Medium

pytestmark = pytest.mark.race

THREADS, PATIENCE = 4, 20.0


class Outbox:
    """What is due, and who is at it. Like the real one, it gives out one delivery of each endpoint at a time."""

    def __init__(self) -> None:
        self.due: list[str] = []
        self.under_way: set[str] = set()
        self.looks, self.most, self.done, self._lock = 0, 0, 0, Lock()
        self.seconds = 0.05

    def claim(self, *, limit: int, **_more: object) -> list[str]:
        with self._lock:
            self.looks += 1
            free = [one for one in self.due if one not in self.under_way][:1]
            for one in free:
                self.due.remove(one)
                self.under_way.add(one)
            self.most = max(self.most, len(self.under_way))
            return free

    def send(self, endpoint: str, *_more: object) -> None:
        time.sleep(self.seconds)
        with self._lock:
            self.under_way.discard(endpoint)
            self.done += 1


@pytest.fixture
def outbox(monkeypatch) -> Outbox:
    made = Outbox()
    monkeypatch.setattr(senders, "actions", SimpleNamespace(claim=made.claim))
    monkeypatch.setattr(senders, "_send_one", made.send)
    monkeypatch.setattr(senders, "connection", SimpleNamespace(close=lambda: None))
    return made


@contextmanager
def at_work(poll: float) -> Iterator[None]:
    stop, claim_lock = Event(), Lock()
    more = {"stop": stop, "claim_lock": claim_lock, "poll": poll}
    threads = [Thread(target=senders.run_sender, args=(Medium.WEBHOOK, None), kwargs=more) for _ in range(THREADS)]
    for one in threads:
        one.start()
    try:
        yield
    finally:
        stop.set()
        for one in threads:
            one.join(PATIENCE)
        assert not any(one.is_alive() for one in threads)


def wait_for(outbox: Outbox, done: int) -> None:
    end = time.monotonic() + PATIENCE
    while outbox.done < done and time.monotonic() < end:
        time.sleep(0.01)
    assert outbox.done == done


def test_one_thread_looks_while_nothing_is_due(outbox):
    began = time.monotonic()
    with at_work(poll=0.05):
        time.sleep(0.3)
    assert 1 <= outbox.looks <= 1 + (time.monotonic() - began) / 0.05


def test_many_deliveries_are_sent_at_once(outbox):
    outbox.seconds = 0.5
    outbox.due = [f"endpoint {number}" for number in range(THREADS)]
    with at_work(poll=PATIENCE):
        wait_for(outbox, THREADS)
    assert outbox.most == THREADS


def test_whoever_is_done_looks_again_at_once(outbox):
    """Though another thread found nothing, and waits for longer than all of it takes."""
    outbox.due = ["endpoint"] * 20
    with at_work(poll=PATIENCE):
        wait_for(outbox, 20)


def test_what_falls_due_is_soon_found(outbox):
    with at_work(poll=0.2):
        for number in range(1, 6):
            time.sleep(0.07)
            outbox.due.append("endpoint")
            wait_for(outbox, number)
    assert outbox.looks < 40
