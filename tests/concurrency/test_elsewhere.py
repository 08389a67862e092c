"""A host's time elsewhere: calendars that are read while meetings are made, moved, approved and handed on.

Whoever comes second sees the first: the meeting is refused, or its host is told of the conflict.
"""

from collections import Counter

import pytest

from bookings.models import Booking
from calendars.models import Alert, Calendar
from core.database import read_clock
from core.dates import to_epoch
from pages.models import EventType, PageEventType
from tests.calendars.builders import calendar_of, connection_of
from tests.concurrency import operations
from tests.concurrency.invariants import broken_promises
from tests.concurrency.stages import STEP, open_team
from tests.concurrency.test_changing_meetings import moving

AT_ONCE = 5
HEAD_START = 0.03
REFUSED = {"SlotTaken", "HostBusy"}


class Elsewhere:
    """A team of which five have a calendar each, and five more have none."""

    def __init__(self):
        self.stage = open_team(2 * AT_ONCE)
        for page in self.stage.pages:
            PageEventType.objects.create(page=page, event_type=self.stage.event_type)
        self.pages, self.others = self.stage.pages[:AT_ONCE], self.stage.pages[AT_ONCE:]
        self.calendars = [
            calendar_of(connection_of(page.host), read_at=read_clock(), known_until=read_clock() + 4000 * STEP * 24)
            for page in self.pages
        ]

    def link(self, page):
        return self.stage.link(page)

    def booked(self, page, start):
        link = self.link(page)
        asked = {"event_type": self.stage.event_type.pk, "start": start, "link": link.pk}
        assert operations.book(**asked).word == "booked"
        return Booking.objects.get(admission__link=link)


def booking(there, page, _other, start):
    link = there.link(page)
    asked = {"event_type": there.stage.event_type.pk, "start": start, "link": link.pk}
    return (operations.book, asked), lambda: Booking.objects.filter(admission__link=link).first()


def rescheduling(there, page, _other, start):
    made = there.booked(page, there.stage.slot())
    return moving(made, start), lambda: made


def approving(there, page, _other, start):
    EventType.objects.filter(pk=there.stage.event_type.pk).update(needs_approval=True)
    made = there.booked(page, start)
    return (operations.approve, {"booking": made.pk, "start": start, "actor": there.stage.owner.pk}), lambda: made


def reassigning(there, page, other, start):
    made = there.booked(other, start)
    given = {"booking": made.pk, "former": other.host_id, "page": page.pk, "actor": there.stage.owner.pk}
    return (operations.reassign, given), lambda: made


OPERATIONS = [booking, rescheduling, approving, reassigning]


def unnoticed(operation, crowd, database, rounds):
    """Meetings in time that is busy elsewhere, of which nobody was told; and what became of all."""
    found, missed, there = Counter(), 0, None
    for number in range(0, rounds, AT_ONCE):
        if number % 500 == 0:
            there = Elsewhere()
        starts = there.stage.slots(AT_ONCE)
        acts = [
            operation(there, page, other, start)
            for page, other, start in zip(there.pages, there.others, starts, strict=True)
        ]
        spans = [(to_epoch(start) + 60, to_epoch(start) + 120) for start in starts]
        readings = [
            (operations.read_calendar, {"calendar": calendar.pk, "busy": span})
            for calendar, span in zip(there.calendars, spans, strict=True)
        ]
        # A reading takes less time, so most begin later: either comes first.
        readings = [
            (operations.run_later, {"seconds": HEAD_START * place, "operation": one})
            for place, one in enumerate(readings)
        ]
        pairs = [(act, reading) for (act, _meeting), reading in zip(acts, readings, strict=True)]
        answers = crowd.all_at_once(database, [one for pair in pairs for one in pair])
        words = [answer if isinstance(answer, str) else answer.word for answer in answers]
        for place, (page, (_act, meeting)) in enumerate(zip(there.pages, acts, strict=True)):
            word, kept = words[2 * place : 2 * place + 2]
            assert kept == "kept"
            done = word not in REFUSED
            made = meeting()
            alerts = Alert.objects.filter(
                kind="conflict", host=page.host, meeting=made.uid if made else None, closed_at=None
            )
            told = made is not None and alerts.exists()
            assert done or not told
            missed += done and not told
            found[f"{word}, {'told' if told else 'not told'}"] += 1
        Calendar.objects.filter(pk__in=[one.pk for one in there.calendars]).update(read_at=read_clock())
    assert found.total() == rounds
    return missed, f"{rounds} rounds: {dict(sorted(found.items()))}"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_conflict_goes_unnoticed(arena, crowd, figure, operation):
    missed, text = unnoticed(operation, crowd, arena, 20)
    assert (missed, broken_promises()) == (0, {})
    figure(text)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_conflict_goes_unnoticed_500_rounds(arena, crowd, figure, operation):
    missed, text = unnoticed(operation, crowd, arena, 500)
    assert missed == 0
    figure(text)


@pytest.mark.parametrize(
    ("operation", "judged"),
    [
        (booking, "assign_places"),
        (rescheduling, "check_start_offered"),
        (approving, "check_start_offered"),
        (reassigning, "check_newcomer_free"),
    ],
)
def test_control_without_lock_conflicts_are_missed(unguarded, crowd, failpoints, figure, operation, judged):
    """The reading does not wait for whoever has judged the time, and finds no meeting yet."""
    database = unguarded()
    failpoints.set(lock_host="skip", write_reading="then meet 10", **{judged: "then meet 10"})
    missed, text = unnoticed(operation, crowd, database, AT_ONCE)
    assert missed == AT_ONCE
    assert any(what.startswith("I16") for what in broken_promises())
    figure(f"without the host's lock: {missed} of {AT_ONCE} conflicts unnoticed; {text}")
