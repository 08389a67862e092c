"""The readers: what they ask of servers, and what they keep of the answers."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Lock, Thread

import pytest
from django.db import OperationalError, connection, connections

from bookings.actions.edits import handle_reading
from bookings.readings import host_profile, window_ahead
from calendars import errors, readers
from calendars.models import Alert, Calendar, Connection
from calendars.providers import Access, Outcome
from calendars.queries import weeks_of
from calendars.readers import Callbacks, Readers, run_readers
from calendars.reading import BusyTime
from calendars.weeks import spans_of_rows
from core.database import read_clock
from core.dates import to_epoch
from deliveries.models import Beat
from pages.actions import save_event_type
from pages.models import EventType
from scheduler.postgres import BASE_DIR
from tests.bookings.meetings import book_meeting
from tests.builders import NOW, START
from tests.calendars.builders import calendar_of, connection_of, span
from tests.databases import url_of
from tests.pages.test_queries import listed
from tests.patience import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CALLBACKS = Callbacks(host_profile, window_ahead, handle_reading)


@dataclass
class FakeServer:
    """Answers each question with the next answer, or the last one; remembers what it was asked."""

    answers: list = field(default_factory=lambda: [Outcome(BusyTime((), {}, ()), {"ctag": "1"})])
    asked: list = field(default_factory=list)
    now: int = 0
    most: int = 0
    waits: Event | None = None
    lock: Lock = field(default_factory=Lock)

    def read_calendar(self, access, calendar, cursor, profile, window):
        with self.lock:
            self.asked.append((access.url, calendar.remote, dict(cursor), profile, window))
            self.now += 1
            self.most = max(self.most, self.now)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if self.waits:
            self.waits.wait(10)
        with self.lock:
            self.now -= 1
        if isinstance(answer, Exception):
            raise answer
        return answer(profile) if callable(answer) else answer


@pytest.fixture
def server(monkeypatch):
    fake = FakeServer()
    monkeypatch.setattr(readers, "open_access", lambda connection: Access(connection.url))
    monkeypatch.setattr(readers, "provider_of", lambda connection: fake)
    return fake


def due(user, **fields):
    place = fields.pop("url", "https://dav.example/")
    return calendar_of(connection_of(user, url=place, account=place), due_at=read_clock() - HOUR, **fields)


def busy(*spans):
    return Outcome(BusyTime(spans, {}, ()), {"ctag": "2"})


def read_once():
    """One round with two threads."""
    team = Readers(CALLBACKS, threads=2)
    team.claim()
    while team._claims:
        team.keep(5)


def state(calendar):
    row = Calendar.objects.get(pk=calendar.pk)
    return row.attempts, row.lease, spans_of_rows(weeks_of(calendar))


def test_what_is_due_is_read_and_kept(ana, server):
    calendar, before = due(ana, zone="Asia/Tokyo"), read_clock()
    server.answers = [busy(span(START, 30))]
    read_once()
    row = Calendar.objects.get()
    assert state(calendar) == (0, None, [span(START, 30)])
    assert (before <= row.read_at <= read_clock(), row.cursor) == (True, {"ctag": "2"})
    ((url, remote, cursor, profile, window),) = server.asked
    assert (url, remote, cursor) == ("https://dav.example/", calendar.remote, {})
    assert (profile.zone, profile.addresses, profile.own) == ("Asia/Tokyo", {"ana@acme.example"}, set())
    today = read_clock().replace(hour=0, minute=0, second=0, microsecond=0)
    assert window == (to_epoch(today - DAY), to_epoch(today + 63 * DAY))
    assert to_epoch(row.known_until) == window[1]
    # Then by the cursor, as far as can be booked.
    EventType.objects.update(horizon_days=300)
    Calendar.objects.update(due_at=read_clock())
    read_once()
    assert server.asked[1][2] == {"ctag": "2"}
    assert server.asked[1][4][1] == to_epoch(today + 303 * DAY)


def test_longer_horizon_is_read_soon(ana, event_type, server):
    calendar = due(ana)
    read_once()
    known, later = Calendar.objects.get(pk=calendar.pk).known_until, read_clock() + 90 * DAY
    assert Calendar.objects.get(pk=calendar.pk).due_at > read_clock()
    assert not listed(ana.pages.get(), later, later + 7 * DAY, read_clock())
    event_type.horizon_days = 120
    save_event_type(actor=ana, event_type=event_type, now=NOW)
    # It can be booked so far ahead, but nobody knows yet whether it is free.
    assert not listed(ana.pages.get(), later, later + 7 * DAY, read_clock())
    read_once()
    assert Calendar.objects.get(pk=calendar.pk).known_until == known + 60 * DAY
    assert listed(ana.pages.get(), later, later + 7 * DAY, read_clock())


def test_own_meetings_are_told_apart(ana, event_type, server):
    made = book_meeting(ana, event_type)
    due(ana)
    read_once()
    assert server.asked[0][3].own == {str(made.uid)}


def test_meeting_booked_meanwhile_is_read_again(ana, event_type, server):
    calendar = due(ana)
    Calendar.objects.update(read_at=read_clock(), known_until=NOW + 99 * DAY)

    def answered(profile):
        return busy() if profile.own else busy(span(START, 30))

    server.answers = [answered]
    team = Readers(CALLBACKS, threads=1)
    team.claim()
    wait_for(lambda: len(server.asked) == 1 and server.now == 0)
    book_meeting(ana, event_type)
    while team._claims:
        team.keep(5)
    assert state(calendar) == (0, None, [])
    assert (len(server.asked), Alert.objects.count()) == (2, 0)


def test_refusals_and_faults_are_noted(ana, ben, server, caplog):
    first, second = due(ana, url="https://a.example/"), due(ben, url="https://b.example/")
    server.answers = [errors.Unauthorized(), ValueError("https://secret.example/")]
    read_once()
    assert {state(first)[:2], state(second)[:2]} == {(1, None)}
    assert sorted(Connection.objects.values_list("state", flat=True)) == ["failing", "refused"]
    assert "ValueError" in caplog.text
    assert "secret.example" not in caplog.text


def test_secret_that_is_lost_is_told(ana):
    calendar = due(ana)
    read_once()
    assert Connection.objects.get().state == "refused"
    assert Alert.objects.get().calendar == calendar


def test_slow_server_holds_two_threads(ana, ben, zoe, server):
    server.waits = Event()
    for user in (ana, ben, zoe):
        due(user)
    other = due(ana, url="https://quick.example/")
    team = Readers(CALLBACKS, threads=8)
    team.claim()
    wait_for(lambda: server.now == 3)
    team.claim()
    assert sorted(url for url, *_ in server.asked) == ["https://dav.example/"] * 2 + ["https://quick.example/"]
    server.waits.set()
    while team._claims:
        team.keep(5)
    assert Calendar.objects.get(pk=other.pk).read_at is not None


def test_nothing_is_asked_inside_a_transaction(ana, server):
    due(ana)
    asked, ours = [], connections["default"]
    server.answers = [lambda _whose: asked.append(ours.in_atomic_block) or busy(span(START, 30))]
    read_once()
    assert asked == [False]


def test_readers_outlive_a_database_away(ana, server, monkeypatch):
    calendar, stop, failures = due(ana), Event(), [OperationalError("gone")] * 3
    claim = readers.claim_due

    def claimed(**given):
        if failures:
            raise failures.pop()
        return claim(**given)

    monkeypatch.setattr(readers, "claim_due", claimed)
    thread = Thread(target=run_readers, args=[CALLBACKS], kwargs={"stop": stop, "poll": 0.01})
    thread.start()
    try:
        wait_for(lambda: Calendar.objects.get(pk=calendar.pk).read_at)
    finally:
        stop.set()
        thread.join(5)
    assert (failures, thread.is_alive()) == ([], False)
    assert Beat.objects.get().kind == "calendars"


def test_stopping_gives_back_what_was_claimed(ana, server):
    server.waits, stop = Event(), Event()
    calendar = due(ana)
    thread = Thread(target=run_readers, args=[CALLBACKS], kwargs={"stop": stop, "poll": 0.01})
    thread.start()
    wait_for(lambda: server.asked)
    stop.set()
    thread.join(5)
    assert (thread.is_alive(), Calendar.objects.get(pk=calendar.pk).lease) == (False, None)
    server.waits.set()


@pytest.mark.race
def test_readers_end_with_the_worker(db):
    """Also if it is killed: nothing goes on reading behind its back."""
    environment = os.environ | {"DATABASE_URL": url_of(connection.settings_dict["NAME"])}
    with subprocess.Popen([sys.executable, "manage.py", "deliver"], cwd=BASE_DIR, env=environment) as worker:
        wait_for(lambda: Beat.objects.filter(kind="calendars").exists())
        pid = int(Beat.objects.get(kind="calendars").process.rpartition(":")[2])
        assert pid != worker.pid
        worker.send_signal(signal.SIGKILL)
    wait_for(lambda: not is_alive(pid))


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[0] != "Z"
