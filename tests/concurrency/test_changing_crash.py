"""Promise 3 for meetings that exist: kill -9 at each step of moving, cancelling, approving and declining (Q4)."""

import signal
from collections import Counter

import pytest

from accounts.models import HistoryEntry
from bookings.actions import book
from bookings.models import Booking
from deliveries.models import Delivery
from pages.models import EventType, HostTime
from tests.builders import submission
from tests.concurrency import killed_processes, operations
from tests.concurrency.invariants import broken_promises
from tests.concurrency.stages import open_stage
from tests.concurrency.test_crash import connections_are_gone

BEGIN = ["begin", "share_organization", "lock_booking", "read_booking"]
END = ["decide", "write_change", "notify_of_change"]
STEPS = {
    "reschedule": [
        *BEGIN,
        "check_unchanged",
        "check_can_move",
        "moving_offer",
        "lock_people",
        "read_clock",
        "check_start_offered",
        "set_times",
        *END,
    ],
    "cancel": [*BEGIN, "check_unchanged", "read_clock", "check_can_cancel", "release_hosts", *END],
    "approve": [
        *BEGIN,
        "check_is_requested",
        "moving_offer",
        "lock_people",
        "read_clock",
        "free_suggested_times",
        "check_start_offered",
        "set_times",
        *END,
    ],
    "decline": [*BEGIN, "check_is_requested", "read_clock", "release_hosts", *END],
}
BEFORE_COMMIT, AFTER_COMMIT = ("notify_of_change", "then die"), ("persist", "then die")
DEATHS = [
    (operation, step, action)
    for operation, steps in STEPS.items()
    for step, action in [*((step, "die") for step in steps), BEFORE_COMMIT, AFTER_COMMIT]
]
SOME = [
    ("reschedule", "set_times", "die"),
    ("reschedule", "decide", "die"),
    ("reschedule", *BEFORE_COMMIT),
    ("reschedule", *AFTER_COMMIT),
    ("cancel", "decide", "die"),
    ("cancel", *AFTER_COMMIT),
    ("approve", "check_start_offered", "die"),
    ("approve", *BEFORE_COMMIT),
    ("decline", *BEFORE_COMMIT),
]


def rows_of(booking):
    """All that a change of the meeting writes."""
    held = HostTime.objects.filter(organization=booking.organization_id)
    return {
        "booking": list(Booking.objects.filter(pk=booking.pk).values()),
        "host times": list(held.order_by("pk").values()),
        "mails": list(Delivery.objects.filter(thread=booking.uid).order_by("pk").values()),
        "history": list(HistoryEntry.objects.filter(subject="booking", subject_id=booking.pk).order_by("pk").values()),
    }


def meeting(stage, operation):
    """A meeting, or a request that holds two times; and the operation with what it needs."""
    first, second = stage.slots(2)
    requested = operation in {"approve", "decline"}
    EventType.objects.filter(pk=stage.event_type.pk).update(needs_approval=requested, holds_suggested=requested)
    form = submission(stage.event_type.pk, first, further=(second,) if requested else ())
    made = book(submission=form, link=stage.link()).booking
    needs = {
        "reschedule": {"start": second, "sequence": 0},
        "cancel": {"sequence": 0},
        "approve": {"start": second, "actor": stage.owner.pk},
        "decline": {"actor": stage.owner.pk},
    }
    return made, (getattr(operations, operation), {"booking": made.pk, **needs[operation]})


def die_and_do_again(database, failpoints, stage, operation, step, action):
    """A process dies at the step; what is left is whole, and the same again finishes it. Whether it was done before."""
    made, (function, arguments) = meeting(stage, operation)
    before = rows_of(made)
    failpoints.set(**{step: action})
    assert killed_processes.exit_code_of(database, (function, arguments)) == -signal.SIGKILL
    assert failpoints.spent
    connections_are_gone()
    left = rows_of(made)
    done = left != before
    assert done == ((step, action) == AFTER_COMMIT)
    assert broken_promises() == {}
    word = {"reschedule": "moved", "cancel": "cancelled", "approve": "approved", "decline": "declined"}[operation]
    assert function(**arguments) == word
    after = rows_of(made)
    assert after == left if done else after != before
    assert function(**arguments) == word
    assert rows_of(made) == after
    (row,) = after["booking"]
    assert (row["sequence"], row["uid"], len(after["history"])) == (1, made.uid, 2)
    return done


@pytest.mark.parametrize(("operation", "step", "action"), SOME, ids=[" ".join(one) for one in SOME])
@pytest.mark.feature("Q4")
def test_a_process_dies_at(arena, failpoints, operation, step, action):
    die_and_do_again(arena, failpoints, open_stage(), operation, step, action)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.feature("Q4")
def test_processes_die_300_times(arena, failpoints, figure):
    rounds = -(-300 // len(DEATHS))
    found = Counter(
        done
        for _ in range(rounds)
        for stage in [open_stage()]
        for one in DEATHS
        for done in [die_and_do_again(arena, failpoints, stage, *one)]
    )
    assert found == {False: rounds * (len(DEATHS) - len(STEPS)), True: rounds * len(STEPS)}
    figure(f"{found.total()} kills: {found[False]} left no trace, {found[True]} were done, and done only once")
