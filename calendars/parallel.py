"""Asks several servers in parallel, within a time limit, while somebody waits for a page."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from calendars import errors

Key = TypeVar("Key")
Answer = TypeVar("Answer")

# Web servers end a process that works on one request for 30 seconds.
MOST_SECONDS = 20
MOST_AT_ONCE = 8

log = logging.getLogger(__name__)


def ask_in_parallel(
    calls: Mapping[Key, Callable[[], Answer]], seconds: float | None = None
) -> dict[Key, Answer | errors.CalendarRefusal]:
    """Return the answer to each call, or its refusal. One that takes too long is ServerAway, and ends later on.

    No call may use the database: each runs in a thread of its own.
    """
    threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="calendars")
    try:
        running = {key: threads.submit(_answer, call) for key, call in calls.items()}
        wait(running.values(), MOST_SECONDS if seconds is None else seconds)
        return {key: future.result() if future.done() else errors.ServerAway() for key, future in running.items()}
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def ask_with_timeout(call: Callable[[], Answer]) -> Answer:
    """Return the answer. Raise CalendarRefusal, also if it takes too long."""
    answer = ask_in_parallel({"": call})[""]
    if isinstance(answer, errors.CalendarRefusal):
        raise answer
    return answer


def _answer(call: Callable[[], Answer]) -> Answer | errors.CalendarRefusal:
    try:
        return call()
    except errors.CalendarRefusal as refusal:
        return refusal
    except Exception as error:
        # A server may answer in ways that nobody has thought of. The error's text may be secret.
        log.error("A calendar server's answer could not be used: %s", type(error).__name__)
        return errors.ServerAway()
