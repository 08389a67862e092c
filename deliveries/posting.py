"""The worker of deliveries that are no emails: each is handed to a function, which asks some other server.

Such servers are slow, and often away. So this runs in threads of its own, beside the worker of emails, and several at
once. As there, nothing is asked inside a transaction, what became of a delivery is written under its lease, and a
database that is away is waited for.
"""

import logging
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from threading import Event, Lock

from django.db import Error, OperationalError, connection

from core.database import is_away
from core.text import redact
from deliveries import actions
from deliveries.errors import LeaseLost
from deliveries.models import Delivery, Medium
from deliveries.worker import POLL, insist, mark, outage

# Each thread takes few at once: those that it has not begun wait for nobody else.
FEW = 2

log = logging.getLogger(__name__)


class NotNow(Exception):
    """It cannot be tried at the moment, which is no fault of the delivery. `pause` is when to look again."""

    def __init__(self, pause: timedelta, why: str) -> None:
        super().__init__(why)
        self.pause = pause


class InVain(Exception):
    """The attempt failed, and counts. The next one follows no sooner than after `at_least`."""

    def __init__(self, at_least: timedelta, why: str) -> None:
        super().__init__(why)
        self.at_least = at_least


class NeverAgain(Exception):
    """No later attempt can succeed."""


Post = Callable[[Delivery], None]


def post_all(medium: Medium, post: Post, *, stop: Event, looking: Lock, poll: float = POLL, few: int = FEW) -> None:
    """Hand over what is due, as it becomes due, until `stop` is set. Wait whenever the database is away.

    `post` raises NotNow, InVain, NeverAgain, or any other error for an attempt that failed and is made again.
    Threads that share `looking` look in turn: where nothing is due, one asks each `poll`, and the others wait for it.
    Whoever finds something lets the next one look at once, and itself looks again as soon as it is done.
    """
    lease, found = uuid.uuid4(), list[Delivery]()
    try:
        while not stop.is_set():
            try:
                with nullcontext() if found else looking:
                    found = [] if stop.is_set() else actions.claim(limit=few, lease=lease, medium=medium)
                    if not found:
                        stop.wait(poll)
                if not _hand_over_all(found, post, stop):
                    # An outage of the database, or the end.
                    stop.wait(poll)
            except Error as error:
                log.debug("The database cannot be used: %s", error)
                connection.close()
                found = []
                stop.wait(poll)
    finally:
        connection.close()


def post_due(medium: Medium, post: Post, *, stop: Event, few: int = FEW) -> bool:
    """Claim a few deliveries and hand them over, one by one. Return whether there may be more that can be."""
    found = actions.claim(limit=few, medium=medium)
    return _hand_over_all(found, post, stop) and bool(found)


def _hand_over_all(found: list[Delivery], post: Post, stop: Event) -> bool:
    """Hand over what was claimed, one by one. Return whether it was not broken off."""
    for number, delivery in enumerate(found):
        if stop.is_set() or outage.lasts:
            actions.release(deliveries=found[number:])
            return False
        _hand_over(delivery, post, stop)
    return True


def _hand_over(delivery: Delivery, post: Post, stop: Event) -> None:
    try:
        insist(_begin, delivery, stop=stop)
    except LeaseLost:
        log.info("Delivery %s was taken over before it was made.", delivery.pk)
        return
    try:
        post(delivery)
    except NotNow as reason:
        mark(_postpone, delivery, reason, stop=stop)
    except Exception as error:
        if isinstance(error, Error) and (is_away(error) or isinstance(error, OperationalError)):
            # The database, not the other server: what was done there is found there by the next attempt.
            raise
        # Catch everything: no error of one delivery may hold up the others.
        log.warning("Delivery %s failed: %s", delivery.pk, type(error).__name__)
        mark(_fail, delivery, error, stop=stop)
    else:
        mark(_done, delivery, stop=stop)


def _begin(delivery: Delivery) -> None:
    actions.begin(delivery=delivery)


def _done(delivery: Delivery) -> None:
    actions.mark_sent(delivery=delivery)


def _fail(delivery: Delivery, error: Exception) -> None:
    text = redact(str(error) or type(error).__name__)
    at_least = error.at_least if isinstance(error, InVain) else timedelta()
    actions.mark_failed(delivery=delivery, error=text, permanent=isinstance(error, NeverAgain), at_least=at_least)


def _postpone(delivery: Delivery, reason: NotNow) -> None:
    actions.postpone(delivery=delivery, pause=reason.pause, error=redact(str(reason)))
