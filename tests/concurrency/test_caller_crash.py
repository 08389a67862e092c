"""kill -9 of whoever calls webhooks: each event arrives, and twice only where nobody could know; the same bytes then.

Between the receiver's yes and our commit nobody can know what became of a call, so the next worker repeats it.
"""

import json
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from bookings.models import Booking
from deliveries.models import Delivery, Endpoint, Medium
from deliveries.webhooks.signing import secret_text
from tests.concurrency import killed_processes, operations
from tests.concurrency.stages import open_stage
from tests.webhooks.receiver import endpoint_at, receiving

# Where workers die, one after another, and how often the call that each made comes again by that. The first four die
# over one call, and the others over the next.
DEATHS = {
    ("begin", "die"): 0,
    ("fetch", "die"): 0,
    ("fetch", "then die"): 1,
    ("mark_sent", "then die"): 0,
    ("begin", "then die"): 0,
    ("_record", "die"): 1,
    ("_record", "then die"): 1,
    ("mark_sent", "die"): 1,
}
SOME = [("fetch", "die"), ("fetch", "then die"), ("mark_sent", "die")]
# In each of the pieces that make a thousand together.
KILLS, PIECES = 200, 5


class Ground:
    """An organization with a webhook, and the workers, who are processes."""

    def __init__(self, database, failpoints, receiver):
        self.database, self.failpoints, self.receiver, self.stage = database, failpoints, receiver, open_stage()
        Delivery.objects.open().update(sent_at=datetime.now(UTC), lease=None, leased_until=None)
        Endpoint.objects.update(removed_at=datetime.now(UTC), url="")
        self.endpoint = endpoint_at(receiver.url, self.stage.owner, created_at=datetime(2020, 1, 1, tzinfo=UTC))

    def call(self, **actions):
        """A worker calls with what is due by now, whoever had it before; answers how the process ended."""
        gone = datetime.now(UTC) - timedelta(seconds=1)
        owed = Delivery.objects.open().filter(medium=Medium.WEBHOOK)
        owed.exclude(lease=None).update(leased_until=gone)
        owed.update(due_at=gone)
        if actions:
            self.failpoints.set(**actions)
        else:
            self.failpoints.clear()
        return killed_processes.exit_code_of(self.database, (operations.call_webhooks, {}))

    def one_round(self, deaths):
        """A meeting is booked, moved and cancelled, and whoever is to tell of it dies, one after another."""
        self.receiver.calls.clear()
        link = self.stage.link()
        asked = {"event_type": self.stage.event_type.pk, "start": self.stage.slot(), "link": link.pk}
        assert operations.book(**asked).word == "booked"
        booking = Booking.objects.get(admission__link=link)
        assert operations.reschedule(booking=booking.pk, start=self.stage.slot()) == "moved"
        assert operations.cancel(booking=booking.pk) == "cancelled"
        for step, action in deaths:
            assert self.call(**{step: action}) == -signal.SIGKILL, f"{step} {action}"
            assert self.failpoints.spent
        assert self.call() == 0
        assert not Delivery.objects.open().filter(medium=Medium.WEBHOOK).exists()
        self.judge(booking, sum(DEATHS[death] for death in deaths))

    def judge(self, booking, again):
        counts, bodies = Counter(), {}
        for headers, body in self.receiver.calls:
            Webhook(secret_text(self.endpoint)).verify(body, headers)
            counts[headers["webhook-id"]] += 1
            assert bodies.setdefault(headers["webhook-id"], body) == body
        told = [json.loads(body)["type"] for body in bodies.values()]
        kinds = ["booking.cancelled", "booking.created", "booking.rescheduled", "link.used"]
        assert sorted(told) == kinds, str(booking)
        assert counts.total() - len(counts) == again, counts


@pytest.fixture
def ground(arena, failpoints):
    with receiving() as receiver:
        yield Ground(arena, failpoints, receiver)


def test_each_event_arrives_in_the_end(ground):
    ground.one_round(SOME)


@pytest.mark.slow
@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("piece", range(PIECES))
def test_each_event_arrives_after_200_kills(ground, figure, piece):
    rounds = KILLS // len(DEATHS)
    for _ in range(rounds):
        ground.one_round(DEATHS)
    figure(f"{KILLS} kills, nothing lost, {rounds * sum(DEATHS.values())} calls twice, the same to the byte")


def test_control_calls_that_are_marked_first(ground):
    """Marked before it is made, a call is lost with whoever was to make it."""
    link = ground.stage.link()
    asked = {"event_type": ground.stage.event_type.pk, "start": ground.stage.slot(), "link": link.pk}
    assert operations.book(**asked).word == "booked"
    Delivery.objects.open().filter(medium=Medium.WEBHOOK, kind="booking.created").update(sent_at=datetime.now(UTC))
    assert ground.call() == 0
    assert [json.loads(body)["type"] for _headers, body in ground.receiver.calls] == ["link.used"]
