"""Several workers at once: one call under way for each endpoint, and one that hangs holds up nobody."""

import time
from collections import Counter
from ipaddress import ip_network
from threading import Event, Lock, Thread
from uuid import uuid4

import pytest
from django.db import connection

from core.database import read_clock
from deliveries.models import Delivery, Medium
from deliveries.senders import run_sender
from deliveries.webhooks.announcing import Happening, build_call, new_message_id
from deliveries.webhooks.calling import CALLER_BATCH, EndpointCaller
from tests.core.servers import answering
from tests.patience import PATIENCE
from tests.webhooks.receiver import endpoint_at, receiving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
WORKERS, CALLS = 6, 12


@pytest.fixture(autouse=True)
def this_machine_is_named(settings):
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = (ip_network("127.0.0.0/8"),), True


@pytest.fixture(autouse=True)
def at_now():
    """By PostgreSQL's clock, which nobody stops."""


class Busy:
    """An answer that takes a while, and counts how many were given at once."""

    def __init__(self, seconds=0.05):
        self.seconds, self.now, self.most, self._lock = seconds, 0, 0, Lock()

    def __call__(self, client, head):
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(self.seconds)
        with self._lock:
            self.now -= 1
        answering("204 No Content")(client, head)


def make_pending_calls(endpoint, number):
    now = read_clock()
    happened = [Happening("link.used", uuid4(), {"number": one}, str(one)) for one in range(number)]
    Delivery.objects.bulk_create(build_call(endpoint, one, now, message=new_message_id()) for one in happened)


def work_until(is_done):
    """Several workers at once, as long as it takes."""
    stop, claim_lock = Event(), Lock()

    def work():
        run_sender(
            Medium.WEBHOOK, EndpointCaller(stop).send, stop=stop, claim_lock=claim_lock, poll=0.05, batch=CALLER_BATCH
        )
        connection.close()

    workers = [Thread(target=work) for _one in range(WORKERS)]
    for one in workers:
        one.start()
    ends = time.monotonic() + PATIENCE
    while not is_done() and time.monotonic() < ends:
        time.sleep(0.05)
    stop.set()
    for one in workers:
        one.join(PATIENCE)


def sent(endpoint):
    return Delivery.objects.filter(recipient=endpoint.recipient, sent_at__isnull=False).count()


def test_each_endpoint_is_called_by_one(ana):
    first, second = Busy(), Busy()
    with receiving(first) as one, receiving(second) as other:
        endpoints = [endpoint_at(one.url, ana), endpoint_at(other.url, ana)]
        for endpoint in endpoints:
            make_pending_calls(endpoint, CALLS)
        work_until(lambda: all(sent(endpoint) == CALLS for endpoint in endpoints))
    assert (first.most, second.most) == (1, 1)
    for receiver in (one, other):
        seen = Counter(headers["webhook-id"] for headers, _body in receiver.calls)
        assert (len(seen), set(seen.values())) == (CALLS, {1})


def test_control_without_turns_calls_pile_up(ana, monkeypatch):
    def any_call(limit, now):
        due = Delivery.objects.claimable(now).filter(medium=Medium.WEBHOOK)
        return list(due.values_list("pk", flat=True))

    monkeypatch.setattr("deliveries.actions.next_calls", any_call)
    busy = Busy(0.3)
    with receiving(busy) as receiver:
        endpoint = endpoint_at(receiver.url, ana)
        make_pending_calls(endpoint, CALLS)
        work_until(lambda: sent(endpoint) == CALLS)
    assert busy.most > 1
