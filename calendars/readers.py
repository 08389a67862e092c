"""The readers: they read calendars as these become due, until they are asked to stop.

Threads talk with the calendars' servers and know no database; whoever started them claims what is due and keeps what
comes back, one after the other, so that no server is waited for inside a transaction. A slow server holds two threads
at most. What is known only above, such as which entries are our own meetings, is passed in.
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
from calendars.actions.claiming import Claim, claim_due, note_failure, note_success, return_claims
from calendars.actions.reading import OnChange, keep_reading
from calendars.actions.renewing import are_tokens_over, begin_renewal, end_renewal, keep_tokens
from calendars.actions.telling import MOST_TOLD, TOLD_AFTER, tell_of_waiting
from calendars.edits import with_edits
from calendars.errors import CalendarRefusal, ServerAway
from calendars.models import Calendar
from calendars.providers import Access, Outcome, Tokens, WrittenEntry
from calendars.pushes import Watch, watch_of
from calendars.queries import written_entries
from calendars.reading import OwnEntry, Whose
from calendars.secrets import open_access
from calendars.services import provider_of, there
from calendars.weeks import Span
from core.database import require_writable, sqlstate
from core.dates import to_epoch
from deliveries.pulse import Pulse

CALENDARS = "calendars"
THREADS = 16
# Seconds between looks at what is due.
READERS_POLL = 0.5
# Looking costs the same for one as for many. So what comes back within this is kept together, before the next look.
MOMENT = 0.05
# A lock that was not granted, a deadlock: the same may succeed at once.
PASSING = {"55P03", "40P01", "40001"}
MOST_TRIES = 3
# Seconds before its end in which a token is renewed: so nobody who waits for a calendar has to.
RENEWED_AHEAD = 600
# Seconds between looks at whose turn never comes.
TELLING_PAUSE = 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Functions of the apps above: they say whose calendar it is and how far to read it, and are told of busy time."""

    whose: Callable[[Calendar, datetime], Whose]
    window: Callable[[int, datetime], Span]
    on_change: OnChange


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A calendar that is to be read, and all that its reader needs."""

    claim: Claim
    access: Access
    whose: Whose
    window: Span
    written: tuple[WrittenEntry, ...] = ()
    tries: int = 1
    # Whether new tokens are to be asked for first. That is for us to do.
    renews: bool = False
    watch: Watch | None = None


Answer = Outcome | CalendarRefusal


class Readers:
    """Threads that read, and their tasks. Use it in one thread, the only one with a database."""

    def __init__(self, callbacks: Callbacks, threads: int = THREADS) -> None:
        self._callbacks, self._threads = callbacks, threads
        # By the ids of their calendars.
        self._out: dict[int, Claim] = {}
        self._tasks: queue.SimpleQueue[ReadingTask] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[tuple[ReadingTask, Answer | Tokens]] = queue.SimpleQueue()
        for _number in range(threads):
            Thread(target=self._serve, daemon=True).start()

    def claim(self) -> None:
        """Hand out what is due, to as many threads as are free."""
        claims = claim_due(limit=free) if (free := self._threads - len(self._out)) > 0 else []
        for claim in claims:
            self._hand_out(claim)

    def keep(self, wait: float) -> None:
        """Keep what was read; if nothing is there, wait so many seconds for it, and a moment for more."""
        while True:
            try:
                task, answer = self._answers.get(timeout=wait) if wait else self._answers.get_nowait()
            except queue.Empty:
                return
            del self._out[task.claim.calendar.pk]
            if wait:
                time.sleep(MOMENT)
            wait = 0
            self._keep(task, answer)

    def give_up(self) -> None:
        """Give back what was handed out, so that others can read it at once."""
        return_claims(calendars=[claim.calendar for claim in self._out.values()])

    def _hand_out(self, claim: Claim) -> None:
        calendar = claim.calendar
        try:
            access = open_access(calendar.connection)
        except CalendarRefusal as error:
            note_failure(calendar=calendar, error=error)
            return
        if (renews := are_tokens_over(access, RENEWED_AHEAD)) and not begin_renewal(calendar.connection):
            return_claims(calendars=[calendar])
            return
        whose = self._callbacks.whose(calendar, claim.began)
        window, written = self._callbacks.window(calendar.host_id, claim.began), written_entries(calendar, claim.began)
        watch = watch_of(calendar, claim.began)
        self._send(ReadingTask(claim, access, whose, window, written, renews=renews, watch=watch))

    def _send(self, task: ReadingTask) -> None:
        self._out[task.claim.calendar.pk] = task.claim
        self._tasks.put(task)

    def _serve(self) -> None:
        while True:
            task = self._tasks.get()
            self._answers.put((task, renew_there(task) if task.renews else read_there(task)))

    def _keep(self, task: ReadingTask, answer: Answer | Tokens) -> None:
        claim = task.claim
        if isinstance(answer, Tokens):
            self._go_on(task, answer)
            return
        if isinstance(answer, CalendarRefusal):
            if task.renews:
                end_renewal(claim.calendar.connection)
            note_failure(calendar=claim.calendar, error=answer)
            return
        if answer.found is not None and task.tries < MOST_TRIES:
            whose = self._callbacks.whose(claim.calendar, claim.began)
            if knows_less(task, whose):
                self._send(replace(task, whose=whose, tries=task.tries + 1))
                return
        if insist_on_keeping(task, answer, self._callbacks.on_change):
            note_success(claim)

    def _go_on(self, task: ReadingTask, tokens: Tokens) -> None:
        """Keep new tokens, and have the calendar read by them."""
        try:
            access = keep_tokens(task.claim.calendar.connection, task.access, tokens)
        except CalendarRefusal:
            return_claims(calendars=[task.claim.calendar])
            return
        self._send(replace(task, access=access, renews=False))


class Telling:
    """Tells hosts of calendars whose turn never comes, once the readers have been at their work for long enough."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._due = clock, clock() + TOLD_AFTER.total_seconds()

    def tell(self) -> None:
        """Tell of some if that is due. Call it often."""
        if (now := self._clock()) >= self._due and tell_of_waiting() < MOST_TOLD:
            self._due = now + TELLING_PAUSE


def run_readers(callbacks: Callbacks, *, stop: Event, poll: float = READERS_POLL) -> None:
    """Read what is due, as it becomes due, until `stop` is set. Wait whenever the database is away.

    An outage is not logged: the worker, beside whom this runs, says so.
    """
    readers, pulse, telling, is_away = Readers(callbacks), Pulse(CALENDARS), Telling(), False
    try:
        while not stop.is_set():
            try:
                if is_away:
                    require_writable()
                pulse.beat()
                readers.claim()
                readers.keep(poll)
                telling.tell()
                is_away = False
            except Error as error:
                # What was read and could not be kept is read again, once its lease has run out.
                log.debug("The database cannot be used: %s", error)
                connection.close()
                telling, is_away = Telling(), True
                stop.wait(poll)
    finally:
        with suppress(Error):
            readers.give_up()
        connection.close()


def renew_there(task: ReadingTask) -> Tokens | CalendarRefusal:
    """Ask the vendor for new tokens. Return them, or why there are none."""
    assert task.access.tokens is not None
    try:
        return oauth.renew_tokens(task.claim.calendar.connection.kind, task.access.tokens)
    except CalendarRefusal as refusal:
        return refusal
    except Exception as error:
        log.error("Tokens could not be renewed: %s", type(error).__name__)
        return ServerAway()


def read_there(task: ReadingTask) -> Answer:
    """Ask the calendar's server. Return what it says, or why it could not be read."""
    calendar = task.claim.calendar
    provider, place = provider_of(calendar.connection), there(calendar)

    def look(entry: WrittenEntry) -> OwnEntry | None:
        return provider.look_at_entry(task.access, place, entry.place, entry.uid)

    try:
        cursor = calendar.cursor if calendar.read_at else {}
        # Before the reading: what changes after it is told.
        push = task.watch.begin(task.access, to_epoch(task.claim.began)) if task.watch else None
        outcome = provider.read_calendar(task.access, place, cursor, task.whose, task.window)
        return replace(with_edits(outcome, task.written, task.window, look), push=push)
    except CalendarRefusal as refusal:
        return refusal
    except Exception as error:
        # No fault of one calendar may hold up the others. What the error says may be secret.
        log.error("Calendar %s could not be read: %s", calendar.pk, type(error).__name__)
        return ServerAway()


def knows_less(task: ReadingTask, whose: Whose) -> bool:
    """Return whether a meeting was made while the calendar was read: it may be among what was found as a stranger's."""
    return bool(whose.own - task.whose.own)


def insist_on_keeping(task: ReadingTask, outcome: Outcome, on_change: OnChange) -> bool:
    """Keep the reading, again where PostgreSQL asks for it. Return whether it is kept; else it is for a later try."""
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
