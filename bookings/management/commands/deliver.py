"""The command that runs the worker, and beside it the readers of calendars."""

import logging
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bookings.actions.conflicts import close_conflicts_over
from bookings.actions.host_calendars import add_upcoming
from bookings.actions.noting import note_zone_data
from bookings.emails import message
from bookings.host_entries import entry_of
from calendars.writers import THREADS, Writers
from deliveries import worker
from deliveries.chores import CHORES, Chore
from deliveries.models import Medium
from deliveries.posting import post_all, post_due
from deliveries.token_ends import tell_of_ends

# Seconds that a message under way may take after the worker was asked to stop. If it takes longer, its lease runs out,
# and another worker sends it.
GRACE = 1.5
TICK = 0.25
# Seconds before readers that ended by themselves are started again.
RESTART_PAUSE = 10.0
ALL_CHORES = (
    *CHORES,
    Chore("ends of API tokens", timedelta(hours=1), tell_of_ends),
    Chore("time zone data", timedelta(hours=1), note_zone_data),
    Chore("conflicts that are over", timedelta(minutes=5), close_conflicts_over),
    Chore("upcoming meetings for calendars", timedelta(seconds=5), add_upcoming),
)

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """The worker: it sends the emails that are owed until SIGTERM or SIGINT. Any number of them may run at once."""

    help = "Sends the emails that are owed. Runs until it is stopped; with --once, until nothing is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, then end.")
        parser.add_argument(
            "--poll", type=float, default=worker.POLL, help="Seconds between looks at the outbox, 30 at most."
        )
        parser.add_argument("--batch", type=int, default=worker.BATCH, help="Deliveries taken at a time.")

    def handle(self, *args: object, once: bool, poll: float, batch: int, **options: object) -> None:
        stop = Event()

        def ask_to_stop(signum: int, frame: FrameType | None) -> None:
            stop.set()

        if once:
            worker.drain(message, stop=stop, batch=batch)
            while post_due(Medium.CALENDAR, Writers(entry_of).post, stop=stop):
                pass
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask_to_stop)
        # The worker runs in a thread of its own, so that a slow mail server cannot keep the process from ending.
        options = {"stop": stop, "poll": poll, "batch": batch, "chores": ALL_CHORES}
        sending = Thread(target=worker.work, args=[message], kwargs=options, daemon=True)
        sending.start()
        writers = Writers(entry_of)
        for _number in range(THREADS):
            given = {"stop": stop, "poll": poll}
            Thread(target=post_all, args=[Medium.CALENDAR, writers.post], kwargs=given, daemon=True).start()
        with reading_beside() as look_after:
            while sending.is_alive() and not stop.wait(TICK):
                look_after()
            sending.join(GRACE)
        if not stop.is_set():
            raise CommandError("The worker has ended by itself; what went wrong stands above.")


@contextmanager
def reading_beside() -> Iterator[Callable[[], None]]:
    """Run the readers of calendars in a process of their own. Yield what starts them anew if they have ended.

    They parse what strangers wrote, and wait for strangers' servers: neither is to hold up a mail.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "read_calendars", "--beside", str(os.getpid())]
    readers, started = subprocess.Popen(command), time.monotonic()  # noqa: S603 - our own command

    def look_after() -> None:
        nonlocal readers, started
        if readers.poll() is not None and time.monotonic() - started > RESTART_PAUSE:
            log.error("The readers of calendars ended by themselves (%s). They are started again.", readers.returncode)
            readers, started = subprocess.Popen(command), time.monotonic()  # noqa: S603

    try:
        yield look_after
    finally:
        readers.terminate()
        try:
            readers.wait(GRACE)
        except subprocess.TimeoutExpired:
            readers.kill()
            readers.wait()
