"""kill -9 of the writer, and lost answers: a meeting is in its host's calendar once, and gone from it when it ended.

Between the server's answer and our commit nobody can know what became of a request, so the next writer repeats it.
"""

import itertools
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from bookings.models import Booking
from calendars.models import HostEntry, Target
from calendars.secrets import seal_access
from core.database import read_clock
from deliveries.models import Delivery, Medium
from tests.calendars.builders import calendar_of, connection_of
from tests.calendars.contract.servers import radicale
from tests.concurrency import killed_processes, operations
from tests.concurrency.stages import open_stage

KEPT = [("note_written", "die"), ("note_written", "then die"), ("mark_sent", "then die")]
GONE = [("ask_server", "die"), ("ask_server", "then die"), ("note_removed", "die"), ("note_removed", "then die")]
# Where the writer dies, by what was decided. `unknown` means that the writer before it died with the entry written.
DEATHS = {
    "booked": [("begin", "then die"), ("_put", "die"), ("_put", "then die"), *KEPT],
    "moved": [("_get", "die"), ("_get", "then die"), ("_put", "die"), ("_put", "then die"), *KEPT],
    "moved, unknown": [("_put", "die"), ("_put", "then die"), ("_get", "die"), ("_get", "then die"), *KEPT],
    "cancelled": [("begin", "then die"), *GONE, ("mark_sent", "then die")],
    "cancelled, unknown": [("_find", "die"), ("_find", "then die"), *GONE, ("mark_sent", "then die")],
}
KILLS = [(what, step, action) for what, places in DEATHS.items() for step, action in places]
# Whose answer does not arrive; the request did, or it did not.
REQUESTS = {"_get", "_put", "_find", "ask_server"}
LOSSES = [(what, step, action.replace("die", "fail")) for what, step, action in KILLS if step in REQUESTS]
SOME_KILLS = [
    ("booked", "_put", "then die"),
    ("moved", "_put", "then die"),
    ("moved, unknown", "_get", "then die"),
    ("cancelled", "ask_server", "then die"),
    ("cancelled, unknown", "ask_server", "die"),
]
SOME_LOSSES = [(what, step, action.replace("die", "fail")) for what, step, action in SOME_KILLS]
ROUNDS = 200


@pytest.fixture(scope="module")
def _radicale(tmp_path_factory):
    with radicale(tmp_path_factory.mktemp("radicale")) as world:
        yield world


class Ground:
    """A host whose meetings are added to a calendar of a real server, and the writers, who are processes.

    `writes` is the step that writes an entry first; `numbered` is whether entries hold their meetings' sequences.
    """

    def __init__(self, database, failpoints, world, kind="caldav", writes="_put", *, numbered=True):
        self.database, self.failpoints, self.world, self.stage = database, failpoints, world, open_stage()
        self.writes, self.numbered = writes, numbered
        host = self.stage.page.host
        way = connection_of(host, kind=kind, url=world.access.url)
        way.secret = seal_access(way, world.access)
        way.save()
        calendar = calendar_of(way, checked=False, remote=world.folder)
        Target.objects.create(host=host, calendar=calendar, since=read_clock())

    def write(self, **actions):
        """A writer does what is due by now, whoever had it before; answers how the process ended."""
        gone = datetime.now(UTC) - timedelta(seconds=1)
        owed = Delivery.objects.open().filter(medium=Medium.CALENDAR)
        owed.exclude(lease=None).update(leased_until=gone)
        owed.update(due_at=gone)
        if actions:
            self.failpoints.set(**actions)
        else:
            self.failpoints.clear()
        return killed_processes.exit_code_of(self.database, (operations.write_entries, {}))

    def decide(self, what):
        """A meeting of which that was decided, and the calendar's writer has not been told."""
        operation, _comma, is_unknown = what.partition(", ")
        link = self.stage.link()
        asked = {"event_type": self.stage.event_type.pk, "start": self.stage.slot(), "link": link.pk}
        assert operations.book(**asked).word == "booked"
        booking = Booking.objects.get(admission__link=link)
        if operation != "booked":
            assert self.write(**({self.writes: "then die"} if is_unknown else {})) == (
                -signal.SIGKILL if is_unknown else 0
            )
        if operation == "moved":
            assert operations.reschedule(booking=booking.pk, start=self.stage.slot()) == "moved"
        elif operation == "cancelled":
            assert operations.cancel(booking=booking.pk) == "cancelled"
        booking.refresh_from_db()
        return booking

    def stands(self):
        """What the server has: the times and sequence of each entry, with how often it has it."""
        found = Counter()
        for text in self.world.texts():
            for event in Calendar.from_ical(text).events:
                number = int(event["SEQUENCE"]) if self.numbered else None
                found[str(event["UID"]), event.start, event.end, number] += 1
        return found

    def judge(self, booking):
        """The server has the meeting once, as it was decided last, or not at all if it was cancelled."""
        entry = HostEntry.objects.get(meeting=booking.uid)
        is_standing = booking.status == "scheduled"
        number = booking.sequence if self.numbered else None
        one = (str(booking.uid), booking.starts_at, booking.ends_at, number)
        assert self.stands() == ({one: 1} if is_standing else {})
        assert entry.state == ("written" if is_standing else "removed")
        assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()
        for name in self.world.names():
            self.world.delete(name)

    def one_round(self, what, step, action):
        booking = self.decide(what)
        if action.endswith("die"):
            assert self.write(**{step: action}) == -signal.SIGKILL, f"{what}: {step} {action}"
            assert self.failpoints.spent
        else:
            assert self.write(**{step: action}) == 0
            errors = Delivery.objects.filter(medium=Medium.CALENDAR, thread=booking.uid).values_list("last_error")
            assert any("told to" in error for (error,) in errors), f"{what}: {step} {action}"
        assert self.write() == 0
        self.judge(booking)

    def rounds(self, places, number):
        """So many rounds, at the places by turns; answers what was tried how often."""
        counts = Counter()
        for what, step, action in itertools.islice(itertools.cycle(places), number):
            self.one_round(what, step, action)
            counts[what] += 1
        return f"{number} rounds at {len(places)} places, each once at its time, none after its end: {dict(counts)}"


@pytest.fixture
def ground(arena, failpoints, _radicale):
    return Ground(arena, failpoints, _radicale)


@pytest.mark.parametrize("places", [SOME_KILLS, SOME_LOSSES], ids=["killed", "lost answer"])
def test_meeting_is_in_the_calendar_once(ground, places):
    ground.rounds(places, len(places))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("places", [KILLS, LOSSES], ids=["killed", "lost answer"])
def test_calendar_has_meeting_once_200_rounds(ground, figure, places):
    figure(ground.rounds(places, ROUNDS))


def test_control_without_looking_entries_stay(ground):
    """A writer who trusts its own notes does not know of an entry whose answer was lost."""
    booking = ground.decide("cancelled, unknown")
    assert ground.write(_find="skip") == 0
    assert HostEntry.objects.get(meeting=booking.uid).state == "removed"
    assert [uid for uid, *_times in ground.stands()] == [str(booking.uid)]
    for name in ground.world.names():
        ground.world.delete(name)
