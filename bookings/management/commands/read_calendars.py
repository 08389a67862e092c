"""The command that reads hosts' calendars. `deliver` runs it beside itself."""

import os
import signal
from argparse import ArgumentParser
from threading import Event, Thread
from types import FrameType

from django.core.management.base import BaseCommand

from bookings.actions.edits import handle_reading
from bookings.following import keep_following
from bookings.readings import host_profile, window_ahead
from calendars.readers import READERS_POLL, Callbacks, run_readers

# Seconds between looks whether the process that this one works for is still there.
ORPHAN_POLL = 1.0
CALLBACKS = Callbacks(host_profile, window_ahead, handle_reading)


class Command(BaseCommand):
    """The readers of calendars. Any number of them may run at once."""

    help = "Reads the calendars that people have connected, until it is stopped. manage.py deliver starts it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--poll", type=float, default=READERS_POLL, help="Seconds between looks at what is due.")
        parser.add_argument("--beside", type=int, help="The id of the process that starts this one; ends with it.")

    def handle(self, *args: object, poll: float, beside: int | None, **options: object) -> None:
        stop = Event()

        def ask_to_stop(signum: int, frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask_to_stop)
        if beside is not None:
            Thread(target=stop_with_parent, args=[beside, stop], daemon=True).start()
        Thread(target=keep_following, args=[stop], daemon=True).start()
        run_readers(CALLBACKS, stop=stop, poll=poll)


def stop_with_parent(process: int, stop: Event) -> None:
    """Set `stop` once the process is no longer the parent of this one, which means that it has ended."""
    while os.getppid() == process and not stop.wait(ORPHAN_POLL):
        pass
    stop.set()
