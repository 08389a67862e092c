"""Promises 2 and 3 for meetings that exist: moved, cancelled and approved while others do the same, or book (Q3).

Each round is one pair of operations at once; several pairs, which have nothing to do with one another, share an
instant.
"""

from collections import Counter

import pytest

from accounts.models import HistoryEntry
from bookings.models import Booking
from deliveries.models import Delivery
from links.models import Link
from pages.models import EventType, HostTime
from pages.queries import free_candidate_pages, offers_of
from tests.concurrency import operations
from tests.concurrency.changes import clock
from tests.concurrency.invariants import broken_promises
from tests.concurrency.stages import open_stage

AT_ONCE = 5


def book(stage, start, link=None):
    """A meeting at the start, made now and here."""
    chosen = link or stage.link()
    assert operations.book(event_type=stage.event_type.pk, start=start, link=chosen.pk).word == "booked"
    return Booking.objects.get(admission__link=chosen)


def booking_of(stage, start, link):
    return operations.book, {"event_type": stage.event_type.pk, "start": start, "link": link.pk}


def moving(booking, start, sequence=None):
    return operations.reschedule, {"booking": booking.pk, "start": start, "sequence": sequence}


def cancelling(booking, sequence=None):
    return operations.cancel, {"booking": booking.pk, "sequence": sequence}


def pairs(crowd, database, pairs_of_deeds):
    """What became of each pair."""
    answers = crowd.all_at_once(database, [operation for pair in pairs_of_deeds for operation in pair])
    words = [answer if isinstance(answer, str) else answer.word for answer in answers]
    sizes = [len(pair) for pair in pairs_of_deeds]
    return [tuple(words[sum(sizes[:number]) : sum(sizes[: number + 1])]) for number in range(len(sizes))]


def who_holds(stage, start):
    """The meeting that takes the host's time then; None where it is free, and then it is offered too."""
    holding = list(
        HostTime.objects.active().filter(host=stage.owner, starts_at=start).values_list("meeting", flat=True)
    )
    assert len(holding) <= 1
    assert bool(free_candidate_pages(offers_of(stage.page)[0], start, clock())) == (not holding)
    return Booking.objects.get(uid=holding[0]) if holding else None


def state(booking):
    """Status, sequence and start of the meeting as it is now; its changes, and the sequences that were mailed."""
    booking.refresh_from_db()
    changes = HistoryEntry.objects.filter(subject="booking", subject_id=booking.pk).order_by("pk")
    mailed = Delivery.objects.filter(thread=booking.uid).values_list("sequence", flat=True)
    assert sorted(set(mailed)) == list(range(booking.sequence + 1))
    return booking.status, booking.sequence, booking.starts_at, [entry.verb for entry in changes][1:]


def two_times(crowd, database, stage):
    """One meeting, two new times, both chosen when it was as booked: one is taken, and the other stays free."""
    rounds = [(book(stage, old), old, one, other) for old, one, other in starts(stage, 3)]
    answers = pairs(crowd, database, [(moving(made, one, 0), moving(made, other, 0)) for made, _, one, other in rounds])
    for (made, old, one, other), words in zip(rounds, answers, strict=True):
        new, free = (one, other) if words[0] == "moved" else (other, one)
        assert sorted(words) == ["MeetingChanged", "moved"]
        assert state(made) == ("scheduled", 1, new, ["rescheduled"])
        assert [who_holds(stage, start) for start in (old, new, free)] == [None, made, None]
    return answers


def one_time(crowd, database, stage):
    """Two meetings, one new time: one moves there, the other stays where it was."""
    rounds = [((book(stage, one), one), (book(stage, other), other), new) for one, other, new in starts(stage, 3)]
    answers = pairs(crowd, database, [[moving(made, new) for made, _old in both] for *both, new in rounds])
    for (*both, new), words in zip(rounds, answers, strict=True):
        assert sorted(words) == ["SlotTaken", "moved"]
        for (made, old), word in zip(both, words, strict=True):
            moved = word == "moved"
            assert state(made) == (("scheduled", 1, new, ["rescheduled"]) if moved else ("scheduled", 0, old, []))
            assert who_holds(stage, new if moved else old) == made
            assert who_holds(stage, old) == (None if moved else made)
    return answers


def move_and_cancel(crowd, database, stage):
    """By those who saw it as booked one is done; by those who do not care, cancelling always is."""
    sequences = [0 if number % 2 else None for number in range(AT_ONCE)]
    rounds = [
        (book(stage, old), old, new, sequence) for (old, new), sequence in zip(starts(stage, 2), sequences, strict=True)
    ]
    answers = pairs(
        crowd,
        database,
        [(moving(made, new, sequence), cancelling(made, sequence)) for made, _, new, sequence in rounds],
    )
    for (made, old, new, sequence), words in zip(rounds, answers, strict=True):
        if words == ("moved", "MeetingChanged"):
            assert sequence == 0
            assert state(made) == ("scheduled", 1, new, ["rescheduled"])
            assert [who_holds(stage, start) for start in (old, new)] == [None, made]
            continue
        both = words == ("moved", "cancelled") and sequence is None
        assert both or words == ("MeetingChanged" if sequence == 0 else "NotTakingPlace", "cancelled")
        assert state(made) == (
            ("cancelled", 2, new, ["rescheduled", "cancelled"]) if both else ("cancelled", 1, old, ["cancelled"])
        )
        assert [who_holds(stage, start) for start in (old, new)] == [None, None]
    return answers


def two_approvals(crowd, database, stage):
    """Two requests for one time: one is approved, and the other still waits."""
    EventType.objects.filter(pk=stage.event_type.pk).update(needs_approval=True)
    rounds = [(book(stage, start), book(stage, start), start) for (start,) in starts(stage, 1)]
    approval = {"actor": stage.owner.pk}
    answers = pairs(
        crowd,
        database,
        [
            [(operations.approve, approval | {"booking": one.pk, "start": start}) for one in both]
            for *both, start in rounds
        ],
    )
    for (*both, start), words in zip(rounds, answers, strict=True):
        assert sorted(words) == ["SlotTaken", "approved"]
        for made, word in zip(both, words, strict=True):
            if word == "approved":
                assert state(made) == ("scheduled", 1, start, ["approved"])
                assert who_holds(stage, start) == made
            else:
                assert state(made) == ("requested", 0, start, [])
    return answers


def cancel_and_book(crowd, database, stage):
    """Whoever comes after the cancellation gets its time; whoever comes before keeps an unspent link, and can retry."""
    rounds = [(book(stage, start), start, stage.link()) for (start,) in starts(stage, 1)]
    answers = pairs(
        crowd, database, [(cancelling(made), booking_of(stage, start, link)) for made, start, link in rounds]
    )
    for (made, start, link), words in zip(rounds, answers, strict=True):
        assert words in {("cancelled", "booked"), ("cancelled", "SlotTaken")}
        assert state(made) == ("cancelled", 1, start, ["cancelled"])
        new = who_holds(stage, start)
        link.refresh_from_db()
        assert (new is not None, link.uses) == ((True, 1) if words[1] == "booked" else (False, 0))
        assert new is None or new.admission.link_id == link.pk
        if new is None:
            assert who_holds(stage, start) is None
            assert book(stage, start, link).starts_at == start
    return answers


def move_and_book(crowd, database, stage):
    """One customer moves a meeting, one books its new time, one its old time."""
    rounds = [(book(stage, old), old, new, stage.link(), stage.link()) for old, new in starts(stage, 2)]
    answers = pairs(
        crowd,
        database,
        [
            (moving(made, new), booking_of(stage, new, one), booking_of(stage, old, other))
            for made, old, new, one, other in rounds
        ],
    )
    for (made, old, new, one, other), words in zip(rounds, answers, strict=True):
        moved = words[0] == "moved"
        assert words[:2] == (("moved", "SlotTaken") if moved else ("SlotTaken", "booked"))
        # The old time is free only once the meeting has moved.
        assert words[2] == "SlotTaken" or (moved and words[2] == "booked")
        assert state(made) == (("scheduled", 1, new, ["rescheduled"]) if moved else ("scheduled", 0, old, []))
        assert who_holds(stage, new) == (made if moved else Booking.objects.get(admission__link=one))
        last = made if not moved else Booking.objects.filter(admission__link=other).first()
        assert who_holds(stage, old) == last
        uses = Link.objects.filter(pk__in=[one.pk, other.pk]).order_by("pk").values_list("uses", flat=True)
        assert list(uses) == [int(word == "booked") for word in words[1:]]
    return answers


RACES = [two_times, one_time, move_and_cancel, two_approvals, cancel_and_book, move_and_book]


def starts(stage, count):
    """For each pair its own starts."""
    return [stage.slots(count) for _ in range(AT_ONCE)]


def rounds_of(race, crowd, database, rounds):
    """So many rounds; what became of them, as a figure."""
    found = Counter()
    for number in range(rounds // AT_ONCE):
        if number % 20 == 0:
            stage = open_stage()
        found.update(race(crowd, database, stage))
    assert found.total() == rounds
    return f"{rounds} rounds: {dict(sorted((' & '.join(words), count) for words, count in found.items()))}"


@pytest.mark.parametrize("race", RACES)
@pytest.mark.feature("R20")
@pytest.mark.feature("Q3")
def test_two_changes_of_one_meeting(arena, crowd, figure, race):
    figure(rounds_of(race, crowd, arena, 20))


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("race", RACES)
@pytest.mark.feature("R20", "Q3")
def test_two_changes_of_one_meeting_500_rounds(arena, crowd, figure, race):
    figure(rounds_of(race, crowd, arena, 500))


def broken(race, crowd, database):
    """Whether the race ends otherwise than it may, or leaves a promise broken."""
    try:
        race(crowd, database, open_stage())
    except AssertionError:
        return True
    return bool(broken_promises())


APART, ONCE = ("host_time_apart", "pages_hosttime"), ("delivery_once", "deliveries_delivery")


@pytest.mark.parametrize(
    ("race", "constraints", "steps"),
    [
        (two_times, [ONCE], {"lock_booking": "unlocked", "check_unchanged": "then meet 10"}),
        (one_time, [APART], {"lock_people": "unlocked", "check_start_offered": "then meet 10"}),
        (move_and_cancel, [], {"lock_booking": "unlocked", "read_booking": "then meet 10"}),
        (two_approvals, [APART], {"lock_people": "unlocked", "check_start_offered": "then meet 10"}),
        (cancel_and_book, [], {"release_hosts": "skip"}),
        (
            move_and_book,
            [APART],
            {
                "lock_people": "unlocked",
                "lock_hosts": "unlocked",
                "check_start_offered": "then meet 10",
                "assign_places": "then meet 10",
            },
        ),
    ],
    ids=[race.__name__ for race in RACES],
)
@pytest.mark.feature("R20")
def test_control_without_guard_races_are_real(unguarded, crowd, failpoints, figure, race, constraints, steps):
    database = unguarded(*constraints)
    failpoints.set(**steps)
    assert broken(race, crowd, database)
    figure(
        f"without {' and '.join([*(step for step in steps if 'meet' not in steps[step]), *dict(constraints)])}: broken"
    )


@pytest.mark.parametrize("race", [one_time, two_approvals, move_and_book], ids=lambda race: race.__name__)
@pytest.mark.feature("R20")
def test_control_the_locks_alone_are_enough(unguarded, crowd, race):
    assert not broken(race, crowd, unguarded(APART))
