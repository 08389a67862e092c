"""The sign of life of a process: written every 30 seconds, so that operators see that it works."""

import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta

from deliveries import actions

WORKER = "deliver"
# Seconds between two signs of life.
INTERVAL = 30.0
# A process is missed after this. A message that takes long delays a sign of life by MESSAGE_TIMEOUT and more.
MISSED_AFTER = timedelta(minutes=3)


class Pulse:
    """The sign of life of one process. Call `beat` often: it writes only when that is due."""

    def __init__(self, kind: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.kind, self.process = kind, f"{socket.gethostname()}:{os.getpid()}"
        self._clock, self._due = clock, float("-inf")

    def beat(self) -> None:
        """Write the sign of life if INTERVAL seconds have passed since the last one. Raise the database's errors."""
        now = self._clock()
        if now >= self._due:
            actions.beat(process=self.process, kind=self.kind)
            self._due = now + INTERVAL
