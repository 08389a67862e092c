"""The command that runs the worker, and beside it the readers of calendars."""

import logging
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from functools import partial
from threading import Event, Lock, Thread
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bookings.actions.conflicts import close_ended_conflicts
from bookings.actions.host_calendars import add_upcoming
from bookings.actions.rooms import save_room
from bookings.actions.zone_data import note_zone_data
from bookings.digest import send_digests
from bookings.emails import message
from bookings.host_entries import entry_of
from calendars.writers import THREADS as WRITERS
from calendars.writers import Writers
from deliveries import worker
from deliveries.chores import CHORES, Chore
from deliveries.models import Medium
from deliveries.senders import run_sender, send_due
from deliveries.token_expiry import notify_expiring_tokens
from deliveries.webhooks.calling import CALLER_BATCH, EndpointCaller
from deliveries.webhooks.calling import THREADS as CALLERS

# Seconds that a message under way may take after the worker was asked to stop. If it takes longer, its lease runs out,
# and another worker sends it.
GRACE = 1.5
TICK = 0.25
# Seconds before readers that ended by themselves are started again.
RESTART_PAUSE = 10.0
ALL_CHORES = (
    *CHORES,
    Chore("ends of API tokens", timedelta(hours=1), notify_expiring_tokens),
    Chore("daily digests", timedelta(minutes=15), send_digests),
    Chore("time zone data", timedelta(hours=1), note_zone_data),
    Chore("conflicts that are over", timedelta(minutes=5), close_ended_conflicts),
    Chore("upcoming meetings for calendars", timedelta(seconds=5), add_upcoming),
)

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """The worker: it sends what is due until SIGTERM or SIGINT. Any number of them may run at once."""

    help = (
        "Sends the emails that are due, writes entries in calendars, calls webhooks. Runs until it is stopped; with "
        "--once, until nothing is due."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now, then end.")
        parser.add_argument(
            "--poll", type=float, default=worker.POLL, help="Seconds between looks at the outbox, 30 at most."
        )
        parser.add_argument("--batch", type=int, default=worker.BATCH, help="Deliveries taken at a time.")
        parser.add_argument(
            "--only",
            choices=Medium.values,
            help="Do one kind of work only: emails with the chores, calendars with their readers, or webhooks.",
        )

    def handle(self, *args: object, once: bool, poll: float, batch: int, only: str | None, **options: object) -> None:
        stop = Event()
        media = [Medium(only)] if only else list(Medium)

        def ask_to_stop(signum: int, frame: FrameType | None) -> None:
            stop.set()

        if once:
            send_once(media, stop, batch)
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask_to_stop)
        # The work is done in threads of its own, so that no slow server can keep the process from ending.
        threads = [Thread(target=work, daemon=True) for work in thread_functions(media, stop, poll, batch)]
        for thread in threads:
            thread.start()
        with running_readers() if Medium.CALENDAR in media else nullcontext(do_nothing) as restart_readers:
            while threads[0].is_alive() and not stop.wait(TICK):
                restart_readers()
            threads[0].join(GRACE)
        if not stop.is_set():
            raise CommandError("The worker has ended by itself; what went wrong stands above.")


def thread_functions(media: Collection[Medium], stop: Event, poll: float, batch: int) -> Iterator[Callable[[], None]]:
    """Yield the function that each thread runs. The first one gives the sign of life."""
    if Medium.EMAIL in media:
        yield partial(worker.work, message, stop=stop, poll=poll, batch=batch, chores=ALL_CHORES)
    else:
        yield partial(worker.run_pulse, next(iter(media)), stop=stop)
    if Medium.CALENDAR in media:
        write = Writers(entry_of, save_room).send
        yield from [partial(run_sender, Medium.CALENDAR, write, stop=stop, claim_lock=Lock(), poll=poll)] * WRITERS
    if Medium.WEBHOOK in media:
        yield from [
            partial(
                run_sender,
                Medium.WEBHOOK,
                EndpointCaller(stop).send,
                stop=stop,
                claim_lock=Lock(),
                poll=poll,
                batch=CALLER_BATCH,
            )
        ] * CALLERS


def send_once(media: Collection[Medium], stop: Event, batch: int) -> None:
    """Send what is due now."""
    if Medium.EMAIL in media:
        worker.drain(message, stop=stop, batch=batch)
    senders = {Medium.CALENDAR: Writers(entry_of, save_room).send, Medium.WEBHOOK: EndpointCaller(stop).send}
    for medium in senders.keys() & set(media):
        while send_due(medium, senders[medium], stop=stop):
            pass


def do_nothing() -> None:
    """Do nothing: this process runs no readers of calendars."""


@contextmanager
def running_readers() -> Iterator[Callable[[], None]]:
    """Run the readers of calendars in a process of their own. Yield a function that restarts them if they have ended.

    They parse untrusted files and wait for other people's servers, which must not delay mails.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "read_calendars", "--beside", str(os.getpid())]
    readers, started = subprocess.Popen(command), time.monotonic()  # noqa: S603 - our own command

    def restart_readers() -> None:
        nonlocal readers, started
        if readers.poll() is not None and time.monotonic() - started > RESTART_PAUSE:
            log.error("The readers of calendars ended by themselves (%s). They are started again.", readers.returncode)
            readers, started = subprocess.Popen(command), time.monotonic()  # noqa: S603

    try:
        yield restart_readers
    finally:
        readers.terminate()
        try:
            readers.wait(GRACE)
        except subprocess.TimeoutExpired:
            readers.kill()
            readers.wait()
