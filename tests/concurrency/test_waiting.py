"""Waits are bounded, deadlocks are tried again, and the isolation level is what the locks need."""

import threading
import time

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from bookings.actions import book
from bookings.errors import Busy
from bookings.models import Admission
from bookings.steps import judge as steps
from bookings.steps import retry, write
from links.actions import record_opening
from links.models import Link, Opening
from tests.builders import NOW, submission
from tests.concurrency import databases, operations
from tests.concurrency.stages import open_stage
from tests.concurrency.test_revoke_expire import Aside, holding, wait_until_blocked
from tests.outages import database_error
from tests.patience import PATIENCE


def booking_of(stage, link):
    return {"event_type": stage.event_type.pk, "start": stage.slot(), "link": link.pk}


def test_lock_never_released_is_soon_busy(arena, monkeypatch):
    assert retry.ATTEMPTS * float(steps.LOCK_TIMEOUT.removesuffix("ms")) <= 4_000
    monkeypatch.setattr(steps, "LOCK_TIMEOUT", "100ms")
    stage = open_stage()
    link = stage.link()
    begun = time.monotonic()
    with holding(link, "changes nothing"):
        answer = Aside(lambda: operations.book(**booking_of(stage, link))).result()
        assert time.monotonic() - begun > 0.3
    assert answer.word == "Busy"
    assert Link.objects.get(pk=link.pk).uses == 0


def test_lock_released_meanwhile_is_waited_for(arena, monkeypatch):
    monkeypatch.setattr(steps, "LOCK_TIMEOUT", "400ms")
    monkeypatch.setattr(retry, "ATTEMPTS", 100)
    stage = open_stage()
    link = stage.link()
    with holding(link, "commits"):
        customer = Aside(lambda: operations.book(**booking_of(stage, link)))
        wait_until_blocked()
        # Longer than one attempt waits.
        time.sleep(0.6)
    assert customer.result().word == "booked"


def failing(step, sqlstate, times, kind):
    """The step, done in vain some times: PostgreSQL refuses what comes next."""
    left = [times]

    def attempt(*args):
        step(*args)
        if left[0]:
            left[0] -= 1
            raise database_error(kind, sqlstate)

    return attempt


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "55P03"])
def test_repeatable_database_errors_are_repeated(arena, monkeypatch, sqlstate):
    stage = open_stage()
    link = stage.link()
    monkeypatch.setattr(
        write, "notify_of_booking", failing(write.notify_of_booking, sqlstate, retry.ATTEMPTS - 1, OperationalError)
    )
    form = submission(stage.event_type.pk, stage.slot())
    assert book(submission=form, link=link).use == 1
    assert (Link.objects.get(pk=link.pk).uses, Admission.objects.filter(link=link).count()) == (1, 1)


@pytest.mark.parametrize(
    ("sqlstate", "kind", "raised"),
    [
        ("40P01", OperationalError, Busy),
        ("57014", OperationalError, Busy),
        ("08006", OperationalError, OperationalError),
        ("23514", IntegrityError, IntegrityError),
    ],
)
def test_what_does_not_pass_leaves_nothing(arena, monkeypatch, sqlstate, kind, raised):
    stage = open_stage()
    link = stage.link()
    monkeypatch.setattr(write, "notify_of_booking", failing(write.notify_of_booking, sqlstate, retry.ATTEMPTS, kind))
    with pytest.raises(raised):
        book(submission=submission(stage.event_type.pk, stage.slot()), link=link)
    assert (Link.objects.get(pk=link.pk).uses, Admission.objects.filter(link=link).count()) == (0, 0)


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_snapshot_isolation_is_refused(arena, level):
    """Its snapshot may be older than the lock."""
    stage = open_stage()
    with connection.cursor() as cursor:
        cursor.execute(f"SET default_transaction_isolation = '{level.lower()}'")
    with pytest.raises(transaction.TransactionManagementError, match="READ COMMITTED"):
        book(submission=submission(stage.event_type.pk, stage.slot()), link=stage.link())
    assert Admission.objects.filter(page=stage.page).count() == 0


def test_booking_needs_its_own_transaction(arena):
    stage = open_stage()
    form, link = submission(stage.event_type.pk, stage.slot()), stage.link()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        book(submission=form, link=link)
    with pytest.raises(transaction.TransactionManagementError):
        steps.begin(stage.owner.organization_id)


@pytest.mark.feature("O15")
def test_opening_and_booking_never_block_each_other(arena):
    stage = open_stage()
    link = stage.link()
    with holding(link, "changes nothing"):
        pass
    with transaction.atomic():
        # What a booking holds while it is under way.
        steps.begin(link.organization_id)
        steps.lock_link(link.pk)
        Aside(lambda: record_opening(link=link, by=Opening.By.BROWSER, now=NOW)).result()
    assert Opening.objects.filter(link=link).count() == 1
    with holding(link, "changes nothing"):
        # Somebody who locks the whole row, as no step of ours does: the opening gives up.
        Aside(lambda: record_opening(link=link, by=Opening.By.BROWSER, now=NOW)).result()
    assert Opening.objects.filter(link=link).count() == 1


def test_constraints_refuse_what_locks_prevent(arena):
    """Each constraint behind a lock, asked directly."""
    stage = open_stage()
    link = stage.link()
    operations.book(**booking_of(stage, link))
    admission, time_taken = Admission.objects.filter(link=link), stage.owner.host_times
    retry = {
        "link_not_overused": lambda: Link.objects.filter(pk=link.pk).update(uses=2),
        "admission_one_per_use": lambda: again(admission.get(), submission_key=new_key()),
        "submission_key": lambda: again(admission.get(), use=2),
        "host_time_apart": lambda: again(time_taken.get(), meeting=new_key()),
    }
    for constraint, attempt in retry.items():
        with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
            attempt()


def new_key():
    return submission(0).key


def again(row, **changes):
    """The same row once more, with some fields changed."""
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def lock_both(first, second, meeting):
    """Locks two links in the order given, once the other has its first; answers whether PostgreSQL let it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '50ms'")
            steps.lock_link(first)
            meeting.wait(PATIENCE)
            steps.lock_link(second)
    except OperationalError:
        return False
    return True


def test_control_a_deadlock_would_be_counted(unguarded):
    database = unguarded()
    stage, meeting = open_stage(), threading.Barrier(2)
    one, other = stage.link().pk, stage.link().pk
    pair = [Aside(lambda: lock_both(one, other, meeting)), Aside(lambda: lock_both(other, one, meeting))]
    assert sorted(each.result() for each in pair) == [False, True]
    assert databases.deadlocks(database) == 1
