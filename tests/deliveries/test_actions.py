"""Taking what is due, and saying what became of it."""

import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import HistoryEntry
from deliveries.actions import (
    FIRST_PAUSE,
    LEASE,
    LONGEST_PAUSE,
    begin,
    claim,
    mark_failed,
    mark_sent,
    pause_after,
    release,
    retry,
)
from deliveries.errors import LeaseLost, NotFailed
from deliveries.models import EMAIL_ATTEMPTS, Delivery
from tests.builders import NOW
from tests.deliveries.builders import make_delivery

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


def state(delivery):
    delivery = Delivery.objects.get(pk=delivery.pk)
    return delivery.attempts, delivery.sent_at, delivery.failed_at, delivery.superseded_at, delivery.lease is None


def test_due_deliveries_are_taken_oldest_first(acme):
    late, soon, early = (make_delivery(acme, due_at=NOW + SECOND * wait) for wait in (0, 1, -1))
    assert claim(limit=10, now=NOW) == [early, late]
    assert claim(limit=10, now=NOW) == []
    assert claim(limit=10, now=NOW + SECOND) == [soon]


def test_what_has_expired_is_put_aside(acme):
    over, still = make_delivery(acme, expires_at=NOW), make_delivery(acme, expires_at=NOW + SECOND)
    assert claim(limit=10, now=NOW) == [still]
    assert state(over) == (0, None, None, NOW, True)


def test_a_batch_has_a_limit(acme):
    first, second, third = (make_delivery(acme, due_at=NOW + SECOND * number) for number in range(3))
    assert [claim(limit=2, now=NOW + SECOND * 5), claim(limit=2, now=NOW + SECOND * 5)] == [[first, second], [third]]


def test_databases_clock_counts_by_default(acme):
    make_delivery(acme, due_at="2999-01-01T00:00:00Z")
    assert claim(limit=10) == []
    delivery = make_delivery(acme, due_at="2020-01-01T00:00:00Z")
    (taken,) = claim(limit=10)
    begin(delivery=taken)
    mark_sent(delivery=taken)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    delivery.refresh_from_db()
    assert timedelta() <= now - delivery.sent_at < timedelta(minutes=1)


def test_an_expired_lease_is_taken_over(acme):
    delivery = make_delivery(acme)
    claim(limit=1, now=NOW)
    assert claim(limit=1, now=NOW + LEASE - SECOND) == []
    assert claim(limit=1, now=NOW + LEASE) == [delivery]


def test_a_late_worker_finds_it_taken(acme):
    make_delivery(acme)
    (asleep,) = claim(limit=1, now=NOW)
    (awake,) = claim(limit=1, now=NOW + LEASE)
    for write in (
        lambda: begin(delivery=asleep, now=NOW + LEASE),
        lambda: mark_sent(delivery=asleep, now=NOW + LEASE),
        lambda: mark_failed(delivery=asleep, error="late", permanent=True, now=NOW + LEASE),
    ):
        with pytest.raises(LeaseLost):
            write()
    begin(delivery=awake, now=NOW + LEASE)
    mark_sent(delivery=awake, now=NOW + LEASE)
    assert state(awake) == (1, NOW + LEASE, None, None, True)
    with pytest.raises(LeaseLost):
        mark_sent(delivery=awake, now=NOW + LEASE)


def test_begin_counts_attempt_and_renews_lease(acme):
    make_delivery(acme)
    (taken,) = claim(limit=1, now=NOW)
    begin(delivery=taken, now=NOW + LEASE - SECOND)
    stored = Delivery.objects.get()
    assert (stored.attempts, stored.leased_until) == (1, NOW + 2 * LEASE - SECOND)


def test_claimed_delivery_can_be_given_back(acme):
    delivery = make_delivery(acme)
    release(deliveries=claim(limit=1, now=NOW))
    assert state(delivery) == (0, None, None, None, True)
    assert claim(limit=1, now=NOW) == [delivery]


def test_a_newer_sequence_supersedes(acme):
    old = make_delivery(acme)
    new = make_delivery(acme, thread=old.thread, sequence=1)
    other = make_delivery(acme, "ana@acme.example", thread=old.thread)
    assert claim(limit=10, now=NOW) == [new, other]
    assert state(old) == (0, None, None, NOW, True)
    assert claim(limit=10, now=NOW + LEASE + SECOND) == [new, other]


def test_delivery_overtaken_after_claim_is_put_aside(acme):
    old = make_delivery(acme)
    (taken,) = claim(limit=1, now=NOW)
    make_delivery(acme, thread=old.thread, sequence=1)
    with pytest.raises(LeaseLost):
        begin(delivery=taken, now=NOW + SECOND)
    assert state(old) == (0, None, None, NOW + SECOND, True)


def test_failure_is_retried_after_growing_pause(acme):
    delivery, now, waits = make_delivery(acme), NOW, []
    for _attempt in range(EMAIL_ATTEMPTS):
        (taken,) = claim(limit=1, now=now)
        begin(delivery=taken, now=now)
        mark_failed(delivery=taken, error="451 later", permanent=False, now=now)
        delivery.refresh_from_db()
        waits.append((delivery.due_at - now).total_seconds())
        assert claim(limit=1, now=delivery.due_at - SECOND) == []
        if not delivery.failed_at:
            now = delivery.due_at
    assert waits == [15, 60, 240, 960, 3840, 15360, 21600, 0]
    assert state(delivery) == (EMAIL_ATTEMPTS, None, now, None, True)
    assert delivery.last_error == "451 later"
    assert claim(limit=1, now=now + LONGEST_PAUSE) == []


def test_pause_has_floor_and_ceiling():
    assert (pause_after(0), pause_after(1), pause_after(20)) == (FIRST_PAUSE, FIRST_PAUSE, LONGEST_PAUSE)


def test_permanent_failure_ends_at_once(acme):
    delivery = make_delivery(acme)
    (taken,) = claim(limit=1, now=NOW)
    begin(delivery=taken, now=NOW)
    mark_failed(delivery=taken, error="550 nobody\0" + "x" * 600, permanent=True, now=NOW)
    assert state(delivery) == (1, None, NOW, None, True)
    assert Delivery.objects.get().last_error == "550 nobody" + "x" * 490


def test_what_ends_workers_is_given_up(acme):
    poison, now = make_delivery(acme), NOW
    for _life in range(EMAIL_ATTEMPTS):
        first, *_rest = claim(limit=10, now=now)
        assert first == poison
        begin(delivery=first, now=now)
        now += 2 * LEASE
    good = make_delivery(acme, due_at=now)
    Delivery.objects.filter(pk=poison.pk).update(attempts=EMAIL_ATTEMPTS - 1)
    assert claim(limit=10, now=now) == [good, poison]
    Delivery.objects.filter(pk=poison.pk).update(attempts=EMAIL_ATTEMPTS)
    assert claim(limit=10, now=now + LEASE) == [good]
    assert state(poison) == (EMAIL_ATTEMPTS, None, now + LEASE, None, True)
    assert Delivery.objects.get(pk=poison.pk).last_error == "Sending was interrupted every time it was tried."


@pytest.mark.race
def test_many_workers_take_each_delivery_once(acme):
    wanted = {make_delivery(acme).pk for _number in range(60)}
    barrier, taken = Barrier(6), []

    def worker():
        try:
            barrier.wait()
            while batch := claim(limit=3, now=NOW):
                taken.extend(delivery.pk for delivery in batch)
        finally:
            connection.close()

    threads = [Thread(target=worker) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # What another held at the moment was passed over, not forgotten.
    taken += [delivery.pk for delivery in claim(limit=60, now=NOW)]
    assert sorted(taken) == sorted(wanted)


@pytest.mark.race
def test_locked_delivery_is_passed_over(acme):
    first, second = make_delivery(acme), make_delivery(acme)
    found = []

    def other():
        try:
            found.extend(claim(limit=10, now=NOW))
        finally:
            connection.close()

    with transaction.atomic():
        list(Delivery.objects.select_for_update().filter(pk=first.pk))
        thread = Thread(target=other)
        thread.start()
        thread.join(5)
        assert not thread.is_alive()
    assert found == [second]


def test_try_again_restarts_and_is_recorded(ana, acme):
    delivery = make_delivery(acme, failed_at=NOW, attempts=EMAIL_ATTEMPTS, last_error="550 nobody")
    retry(actor=ana, delivery_id=delivery.pk, now=NOW + SECOND)
    assert state(delivery) == (0, None, None, None, True)
    assert claim(limit=1, now=NOW + SECOND) == [delivery]
    entry = HistoryEntry.objects.get(subject="delivery")
    assert (entry.subject_id, entry.verb, entry.actor, entry.at) == (delivery.pk, "tried again", ana, NOW + SECOND)
    with pytest.raises(NotFailed):
        retry(actor=ana, delivery_id=delivery.pk, now=NOW + SECOND)
    assert HistoryEntry.objects.filter(subject="delivery").count() == 1


def test_a_stranger_cannot_try_again(zoe, acme):
    delivery = make_delivery(acme, failed_at=NOW)
    with pytest.raises(Delivery.DoesNotExist):
        retry(actor=zoe, delivery_id=delivery.pk, now=NOW)
    assert state(delivery) == (0, None, NOW, None, True)


def test_the_outbox_holds_each_message_once(acme):
    first = make_delivery(acme)
    with pytest.raises(IntegrityError):
        make_delivery(acme, thread=first.thread)


def test_overtaken_batch_hides_nothing_behind_it(acme):
    thread = uuid.uuid4()
    for number in range(4):
        make_delivery(acme, thread=thread, sequence=number)
    newest = make_delivery(acme, thread=thread, sequence=4)
    assert claim(limit=2, now=NOW) == [newest]
    assert Delivery.objects.exclude(superseded_at=None).count() == 4
    assert claim(limit=2, now=NOW) == []
