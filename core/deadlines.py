"""Waits that end at a deadline, a moment of `time.monotonic`, although Python or the system would go on waiting."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread, Timer
from time import monotonic
from typing import TypeVar

Result = TypeVar("Result")


@contextmanager
def close_at_deadline(deadline: float, sock: socket.socket) -> Iterator[None]:
    """Shut the socket down at the deadline, however slowly bytes still arrive."""

    def shut_down() -> None:
        with suppress(OSError):
            # Not TLS's own shutdown, which would change the state that the reading thread is using.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = Timer(max(0.0, deadline - monotonic()), shut_down)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def call_with_deadline(deadline: float, call: Callable[[], Result], *failures: type[Exception]) -> Result | None:
    """Return the result of the call, or None if it raises one of the failures or the deadline passes.

    It runs in a thread, which goes on by itself after the deadline.
    """
    results: list[Result] = []

    def run() -> None:
        with suppress(*failures):
            results.append(call())

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - monotonic()))
    return results[0] if results else None
