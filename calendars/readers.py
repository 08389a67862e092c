"""The readers: they read calendars when these become due, until they are asked to stop.

Threads ask the calendars' servers and do not use the database. The main thread claims due calendars and keeps the
readings, one after another, so no server is waited for inside a transaction. A slow server occupies two threads at
most. What only the apps above know, such as which entries are our own meetings, is passed in.
"""

import logging
import queue
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event, Thread

from django.db import Error, connection

from calendars import oauth
from calendars.actions.alerts import ALERT_AFTER, MOST_ALERTED, alert_hosts_of_waiting
from calendars.actions.claiming import Claim, claim_due, note_failure, note_success, return_claims
from calendars.actions.reading import OnChange, keep_reading
from calendars.actions.renewing import are_tokens_over, begin_renewal, end_renewal, keep_tokens
from calendars.edits import add_edits
from calendars.errors import CalendarRefusal, ServerAway
from calendars.models import Calendar
from calendars.providers import Access, Outcome, Tokens, WrittenEntry
from calendars.pushes import Watch, watch_to_begin
from calendars.queries import written_entries
from calendars.reading import HostProfile, OwnEntry
from calendars.secrets import open_access
from calendars.services import provider_of, remote_calendar
from calendars.weeks import Span
from core.dates import to_epoch
from core.outages import require_writable, sqlstate
from deliveries.pulse import Pulse

CALENDARS = "calendars"
THREADS = 16
# Seconds between looks at what is due.
READERS_POLL = 0.5
# Readings that arrive within this are kept together, before the next look: a look costs the same for one as for many.
MOMENT = 0.05
# Errors after which the same may succeed at once: a lock that was not granted, a deadlock, a serialization failure.
PASSING = {"55P03", "40P01", "40001"}
MOST_TRIES = 3
# Seconds before its end in which a token is renewed, so that no customer has to wait for that.
RENEW_AHEAD = 600
# Seconds between looks for calendars that wait too long.
ALERT_PAUSE = 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Functions of the apps above: the profile of a calendar's host, the window to read, and what follows a change."""

    host_profile: Callable[[Calendar, datetime], HostProfile]
    window: Callable[[int, datetime], Span]
    on_change: OnChange


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A calendar to be read, with all that a reading thread needs."""

    claim: Claim
    access: Access
    profile: HostProfile
    window: Span
    written: tuple[WrittenEntry, ...] = ()
    tries: int = 1
    # Whether new tokens must be requested first. Their renewal is claimed.
    renews: bool = False
    watch: Watch | None = None


Answer = Outcome | CalendarRefusal


class Readers:
    """The reading threads and their tasks. Use it in one thread, the only one that uses the database."""

    def __init__(self, callbacks: Callbacks, threads: int = THREADS) -> None:
        self._callbacks, self._threads = callbacks, threads
        # By the ids of their calendars.
        self._claims: dict[int, Claim] = {}
        self._tasks: queue.SimpleQueue[ReadingTask] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[tuple[ReadingTask, Answer | Tokens]] = queue.SimpleQueue()
        for _number in range(threads):
            Thread(target=self._work, daemon=True).start()

    def claim(self) -> None:
        """Claim what is due, as much as threads are free, and pass it to them."""
        free = self._threads - len(self._claims)
        if free > 0:
            for claim in claim_due(limit=free):
                self._assign(claim)

    def keep(self, wait: float) -> None:
        """Keep the readings that have arrived. If there are none, wait up to `wait` seconds for one, and for MOMENT."""
        while True:
            try:
                task, answer = self._answers.get(timeout=wait) if wait else self._answers.get_nowait()
            except queue.Empty:
                return
            del self._claims[task.claim.calendar.pk]
            if wait:
                time.sleep(MOMENT)
            wait = 0
            self._keep(task, answer)

    def return_claims(self) -> None:
        """Give back all claims, so that others can read these calendars at once."""
        return_claims(calendars=[claim.calendar for claim in self._claims.values()])

    def _assign(self, claim: Claim) -> None:
        calendar = claim.calendar
        try:
            access = open_access(calendar.connection)
        except CalendarRefusal as error:
            note_failure(calendar=calendar, error=error)
            return
        renews = are_tokens_over(access, RENEW_AHEAD)
        if renews and not begin_renewal(calendar.connection):
            return_claims(calendars=[calendar])
            return
        profile = self._callbacks.host_profile(calendar, claim.began)
        window, written = self._callbacks.window(calendar.host_id, claim.began), written_entries(calendar, claim.began)
        watch = watch_to_begin(calendar, claim.began)
        self._send(ReadingTask(claim, access, profile, window, written, renews=renews, watch=watch))

    def _send(self, task: ReadingTask) -> None:
        self._claims[task.claim.calendar.pk] = task.claim
        self._tasks.put(task)

    def _work(self) -> None:
        while True:
            task = self._tasks.get()
            self._answers.put((task, request_new_tokens(task) if task.renews else read_remote_calendar(task)))

    def _keep(self, task: ReadingTask, answer: Answer | Tokens) -> None:
        claim = task.claim
        if isinstance(answer, Tokens):
            self._read_with_tokens(task, answer)
            return
        if isinstance(answer, CalendarRefusal):
            if task.renews:
                end_renewal(claim.calendar.connection)
            note_failure(calendar=claim.calendar, error=answer)
            return
        if answer.found is not None and task.tries < MOST_TRIES:
            profile = self._callbacks.host_profile(claim.calendar, claim.began)
            if has_new_meetings(task, profile):
                self._send(replace(task, profile=profile, tries=task.tries + 1))
                return
        if keep_with_retries(task, answer, self._callbacks.on_change):
            note_success(claim)

    def _read_with_tokens(self, task: ReadingTask, tokens: Tokens) -> None:
        """Save new tokens, and have the calendar read with them."""
        try:
            access = keep_tokens(task.claim.calendar.connection, task.access, tokens)
        except CalendarRefusal:
            return_claims(calendars=[task.claim.calendar])
            return
        self._send(replace(task, access=access, renews=False))


class WaitingAlerts:
    """Alerts hosts of calendars that are due for too long, once the readers have been running for long enough."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._due = clock, clock() + ALERT_AFTER.total_seconds()

    def open_if_due(self) -> None:
        """Open some alerts if that is due. Call it often."""
        now = self._clock()
        if now >= self._due and alert_hosts_of_waiting() < MOST_ALERTED:
            self._due = now + ALERT_PAUSE


def run_readers(callbacks: Callbacks, *, stop: Event, poll: float = READERS_POLL) -> None:
    """Read what is due, as it becomes due, until `stop` is set. Wait whenever the database is away.

    An outage is not logged here: the worker, which runs beside this, logs it.
    """
    readers, pulse, waiting_alerts, is_away = Readers(callbacks), Pulse(CALENDARS), WaitingAlerts(), False
    try:
        while not stop.is_set():
            try:
                if is_away:
                    require_writable()
                pulse.beat()
                readers.claim()
                readers.keep(poll)
                waiting_alerts.open_if_due()
                is_away = False
            except Error as error:
                # Readings that could not be kept are repeated once their leases have expired.
                log.debug("The database cannot be used: %s", error)
                connection.close()
                waiting_alerts, is_away = WaitingAlerts(), True
                stop.wait(poll)
    finally:
        with suppress(Error):
            readers.return_claims()
        connection.close()


def request_new_tokens(task: ReadingTask) -> Tokens | CalendarRefusal:
    """Ask the vendor for new tokens. Return them, or why there are none."""
    assert task.access.tokens is not None
    try:
        return oauth.renew_tokens(task.claim.calendar.connection.kind, task.access.tokens)
    except CalendarRefusal as refusal:
        return refusal
    except Exception as error:
        log.error("Tokens could not be renewed: %s", type(error).__name__)
        return ServerAway()


def read_remote_calendar(task: ReadingTask) -> Answer:
    """Ask the calendar's server. Return its reading, or why there is none."""
    calendar = task.claim.calendar
    provider, place = provider_of(calendar.connection), remote_calendar(calendar)

    def look(entry: WrittenEntry) -> OwnEntry | None:
        return provider.look_at_entry(task.access, place, entry.place, entry.uid)

    try:
        cursor = calendar.cursor if calendar.read_at else {}
        # Before the reading, so that every change after it is pushed.
        push = task.watch.begin(task.access, to_epoch(task.claim.began)) if task.watch else None
        outcome = provider.read_calendar(task.access, place, cursor, task.profile, task.window)
        return replace(add_edits(outcome, task.written, task.window, look), push=push)
    except CalendarRefusal as refusal:
        return refusal
    except Exception as error:
        # No fault of one calendar may stop the others. The error's text may be secret.
        log.error("Calendar %s could not be read: %s", calendar.pk, type(error).__name__)
        return ServerAway()


def has_new_meetings(task: ReadingTask, profile: HostProfile) -> bool:
    """Return whether a meeting was made while the calendar was read. The reading may count its entry as busy time."""
    return bool(profile.own - task.profile.own)


def keep_with_retries(task: ReadingTask, outcome: Outcome, on_change: OnChange) -> bool:
    """Keep the reading, with retries after PASSING errors. Return whether it was kept; else it is read again later."""
    claim = task.claim
    for _try in range(MOST_TRIES):
        try:
            return keep_reading(
                calendar=claim.calendar,
                began=claim.began,
                window=task.window,
                outcome=outcome,
                on_change=on_change,
            )
        except Error as error:
            if sqlstate(error) not in PASSING:
                raise
    return_claims(calendars=[claim.calendar])
    return False
