"""What ends at a deadline, a moment of `time.monotonic`, although Python or the system would wait on."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread, Timer
from time import monotonic
from typing import TypeVar

Found = TypeVar("Found")


@contextmanager
def ended_at(deadline: float, line: socket.socket) -> Iterator[None]:
    """Ends whatever waits on the line at the deadline, however slowly bytes go on to come."""

    def end() -> None:
        with suppress(OSError):
            # Not TLS's own: it would change what the thread that reads is using.
            socket.socket.shutdown(line, socket.SHUT_RDWR)

    timer = Timer(max(0.0, deadline - monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def done_in_time(deadline: float, do: Callable[[], Found], *failures: type[Exception]) -> Found | None:
    """Return the result, or None if one of the failures comes up or the time is over.

    A thread does it, and goes on by itself if it takes longer.
    """
    found: list[Found] = []

    def note() -> None:
        with suppress(*failures):
            found.append(do())

    thread = Thread(target=note, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - monotonic()))
    return found[0] if found else None
