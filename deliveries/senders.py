"""The threads that send deliveries other than emails: each is passed to a function that calls another server.

Such servers are slow, and often away. So several threads run at once, beside the worker of emails. As there, no server
is called inside a transaction, the outcome of a delivery is written under its lease, and a database that is away is
waited for.
"""

import logging
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from threading import Event, Lock

from django.db import Error, OperationalError, connection

from core.outages import is_outage
from core.text import redact
from deliveries import actions
from deliveries.errors import LeaseLost
from deliveries.models import Delivery, Medium
from deliveries.worker import POLL, begin, mark, mark_sent, outage, retry_write

# Deliveries that a thread claims at once. Few, since no other thread can send those that it has not begun.
BATCH = 2

log = logging.getLogger(__name__)


class PostponedDelivery(Exception):
    """The delivery cannot be tried now, which counts as no attempt. It is due again after `pause`."""

    def __init__(self, pause: timedelta, why: str) -> None:
        super().__init__(why)
        self.pause = pause


class FailedAttempt(Exception):
    """The attempt failed. The next one follows no sooner than after `min_pause`."""

    def __init__(self, min_pause: timedelta, why: str) -> None:
        super().__init__(why)
        self.min_pause = min_pause


class PermanentFailure(Exception):
    """No later attempt can succeed."""


Send = Callable[[Delivery], None]


def run_sender(
    medium: Medium, send: Send, *, stop: Event, claim_lock: Lock, poll: float = POLL, batch: int = BATCH
) -> None:
    """Send what is due, as it becomes due, until `stop` is set. Wait whenever the database is away.

    `send` raises PostponedDelivery, FailedAttempt, PermanentFailure, or any other error for a failed attempt that is
    repeated. Threads that share `claim_lock` claim in turn: while nothing is due, one of them asks the database each
    `poll` seconds, and the others wait for it. A thread that claims something lets the next one claim at once, and
    claims again as soon as it is done.
    """
    lease, claimed = uuid.uuid4(), list[Delivery]()
    try:
        while not stop.is_set():
            try:
                with nullcontext() if claimed else claim_lock:
                    claimed = [] if stop.is_set() else actions.claim(limit=batch, lease=lease, medium=medium)
                    if not claimed:
                        stop.wait(poll)
                if not _send_all(claimed, send, stop):
                    # An outage of the database, or the end.
                    stop.wait(poll)
            except Error as error:
                log.debug("The database cannot be used: %s", error)
                connection.close()
                claimed = []
                stop.wait(poll)
    finally:
        connection.close()


def send_due(medium: Medium, send: Send, *, stop: Event, batch: int = BATCH) -> bool:
    """Claim a few deliveries and send them, one by one. Return whether more may be due."""
    claimed = actions.claim(limit=batch, medium=medium)
    return _send_all(claimed, send, stop) and bool(claimed)


def _send_all(claimed: list[Delivery], send: Send, stop: Event) -> bool:
    """Send what was claimed, one by one. Return False if that was interrupted."""
    for number, delivery in enumerate(claimed):
        if stop.is_set() or outage.is_active:
            actions.release(deliveries=claimed[number:])
            return False
        _send_one(delivery, send, stop)
    return True


def _send_one(delivery: Delivery, send: Send, stop: Event) -> None:
    try:
        retry_write(begin, delivery, stop=stop)
    except LeaseLost:
        log.info("Delivery %s was taken over before it was sent.", delivery.pk)
        return
    try:
        send(delivery)
    except PostponedDelivery as reason:
        mark(_postpone, delivery, reason, stop=stop)
    except Exception as error:
        if isinstance(error, Error) and (is_outage(error) or isinstance(error, OperationalError)):
            # The database failed, not the other server. The next attempt finds what this one did there.
            raise
        # Catch everything: no error of one delivery may stop the others.
        log.warning("Delivery %s failed: %s", delivery.pk, type(error).__name__)
        mark(_mark_failed, delivery, error, stop=stop)
    else:
        mark(mark_sent, delivery, stop=stop)


def _mark_failed(delivery: Delivery, error: Exception) -> None:
    text = redact(str(error) or type(error).__name__)
    min_pause = error.min_pause if isinstance(error, FailedAttempt) else timedelta()
    actions.mark_failed(
        delivery=delivery, error=text, permanent=isinstance(error, PermanentFailure), min_pause=min_pause
    )


def _postpone(delivery: Delivery, reason: PostponedDelivery) -> None:
    actions.postpone(delivery=delivery, pause=reason.pause, error=redact(str(reason)))
