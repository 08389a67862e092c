"""Reads a calendar in a child process, whose time and memory are bounded.

What a stranger wrote into a calendar may ask for any amount of work. The child ends before that; whoever waits gets an
error, and no other reading is disturbed.
"""

import resource
import signal
import zoneinfo
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from calendars.reading import BusyTime, Whose, read_busy
from calendars.recurring import OutOfTime
from calendars.streams import StreamFault, Unusable
from calendars.weeks import Span

CPU_SECONDS = 15
CPU_SECONDS_OF_AN_EVENT = 0.5
MEMORY = 2**30
# Longer than the work may take, on a machine that has much else to do.
MOST_SECONDS = 120

# Forked from a small server: not from this process, which has threads, and connections that are nobody else's. The
# server imports the main module too, once, where every child would.
context = get_context("forkserver")
context.set_forkserver_preload(["__main__", __name__])


def read_apart(streams: Sequence[bytes], whose: Whose, window: Span) -> BusyTime:
    """Return what the files of one calendar say about the window. Raise Unusable."""
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_read, args=(there, streams, whose, window, zoneinfo.TZPATH), daemon=True)
    try:
        child.start()
        there.close()
        answer = here.recv() if here.poll(MOST_SECONDS) else StreamFault.TOO_MUCH
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # It ended without an answer: it had no more time or memory.
        answer = StreamFault.TOO_MUCH
    finally:
        here.close()
        if child.pid:
            child.kill()
            child.join()
    if isinstance(answer, BusyTime):
        return answer
    raise Unusable(answer)


def _read(
    there: Connection, streams: Sequence[bytes], whose: Whose, window: Span, zone_folders: tuple[str, ...]
) -> None:
    zoneinfo.reset_tzpath(zone_folders)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGVTALRM, _give_up)
    try:
        there.send(read_busy(streams, whose, window, _limited))
    except Unusable as error:
        there.send(error.args[0])
    except (MemoryError, OutOfTime):
        there.send(StreamFault.TOO_MUCH)


@contextmanager
def _limited() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS_OF_AN_EVENT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _give_up(_number: int, _frame: object) -> None:
    raise OutOfTime
