"""Reads a calendar in a child process, whose time and memory are bounded.

What a stranger wrote into a calendar may cost any amount of work. The child is ended before that, and the caller gets
an error. Other readings are not affected.
"""

import resource
import signal
import zoneinfo
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from calendars.reading import BusyTime, HostProfile, read_busy
from calendars.recurring import OutOfTime
from calendars.streams import StreamFault, Unusable
from calendars.weeks import Span

CPU_SECONDS = 15
CPU_SECONDS_OF_AN_EVENT = 0.5
MEMORY = 2**30
# Longer than the work may take, on a machine that has much else to do.
MOST_SECONDS = 120

# Forked from a small server process, not from this one, which has threads and connections. The server imports the main
# module once; otherwise every child would.
context = get_context("forkserver")
context.set_forkserver_preload(["__main__", __name__])


def read_in_child(streams: Sequence[bytes], profile: HostProfile, window: Span) -> BusyTime:
    """Return what the files of one calendar say about the window. Raise Unusable."""
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_read, args=(sender, streams, profile, window, zoneinfo.TZPATH), daemon=True)
    try:
        child.start()
        sender.close()
        answer = receiver.recv() if receiver.poll(MOST_SECONDS) else StreamFault.TOO_MUCH
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # It ended without an answer: it had no more time or memory.
        answer = StreamFault.TOO_MUCH
    finally:
        receiver.close()
        if child.pid:
            child.kill()
            child.join()
    if isinstance(answer, BusyTime):
        return answer
    raise Unusable(answer)


def _read(
    sender: Connection, streams: Sequence[bytes], profile: HostProfile, window: Span, zone_folders: tuple[str, ...]
) -> None:
    zoneinfo.reset_tzpath(zone_folders)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGVTALRM, _give_up)
    try:
        sender.send(read_busy(streams, profile, window, _limited))
    except Unusable as error:
        sender.send(error.args[0])
    except (MemoryError, OutOfTime):
        sender.send(StreamFault.TOO_MUCH)


@contextmanager
def _limited() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS_OF_AN_EVENT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _give_up(_number: int, _frame: object) -> None:
    raise OutOfTime
