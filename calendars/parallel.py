"""Asks several servers at once, while somebody waits in front of a form."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from calendars import errors

Key = TypeVar("Key")
Answer = TypeVar("Answer")

# Web servers end whoever works on one request for 30 seconds.
MOST_SECONDS = 20
MOST_AT_ONCE = 8

log = logging.getLogger(__name__)


def ask_at_once(
    asked: Mapping[Key, Callable[[], Answer]], seconds: float | None = None
) -> dict[Key, Answer | errors.CalendarRefusal]:
    """Return the answer to each, or its refusal. What takes too long counts as away, and ends by itself later on.

    None of them may use the database: each runs in a thread of its own.
    """
    threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="calendars")
    try:
        running = {key: threads.submit(_answer, one) for key, one in asked.items()}
        wait(running.values(), MOST_SECONDS if seconds is None else seconds)
        return {key: one.result() if one.done() else errors.ServerAway() for key, one in running.items()}
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def ask_in_time(ask: Callable[[], Answer]) -> Answer:
    """Return the answer. Raise CalendarRefusal, also if it takes too long."""
    answer = ask_at_once({"": ask})[""]
    if isinstance(answer, errors.CalendarRefusal):
        raise answer
    return answer


def _answer(ask: Callable[[], Answer]) -> Answer | errors.CalendarRefusal:
    try:
        return ask()
    except errors.CalendarRefusal as refusal:
        return refusal
    except Exception as error:
        # A server may answer what nobody has thought of. What the error says may be secret.
        log.error("A calendar server's answer could not be used: %s", type(error).__name__)
        return errors.ServerAway()
