"""The worker: claims what is due, sends it and marks it, until it is asked to stop.

Each step is a named function. `render` is passed in, because the apps above know what messages say. A message is first
accepted by the mail server, then marked as sent here. Only a crash between the two repeats it, and the repeat is the
same to the byte. If the database is away, the worker waits, and marks what it sent once the database is back.
"""

import logging
import smtplib
import socket
import uuid
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from itertools import chain, repeat
from threading import Event
from time import monotonic

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error, OperationalError, connection
from django.utils.translation import gettext as _

from core.deadlines import close_at_deadline
from core.outages import Outage, is_outage, outage_reason, require_writable
from core.text import redact
from deliveries import actions
from deliveries.actions import MESSAGE_TIMEOUT, PATIENCE
from deliveries.chores import CHORES, Chore, Rota
from deliveries.errors import LeaseLost
from deliveries.models import Delivery
from deliveries.pulse import INTERVAL, WORKER, Pulse

Render = Callable[[Delivery], EmailMessage]

POLL = 1.0
BATCH = 10
# Seconds to wait for each answer of the mail server.
ANSWER_TIMEOUT = 10
# Seconds between tries to write. A connection that was cut can be opened again at once; a database that is away needs
# longer.
FIRST_PAUSES, PAUSE = (0.2, 0.5), 1.0
# Seconds without claims after an outage longer than the leases. Workers that wait to mark what they sent come first, so
# that no other worker sends it again.
OTHER_WORKERS_FIRST = 3.0

log = logging.getLogger(__name__)
outage = Outage(log, "No mail is sent until it can be.")


def work(
    render: Render, *, stop: Event, poll: float = POLL, batch: int = BATCH, chores: Sequence[Chore] = CHORES
) -> None:
    """Send what is due, as it becomes due, and do the chores, until `stop` is set.

    Wait whenever the database is away. A poll is at most the time between two signs of life.
    """
    lease, pulse, rota = uuid.uuid4(), Pulse(WORKER), Rota(chores)
    try:
        while not stop.is_set():
            try:
                if outage.is_active:
                    require_writable()
                    wait_for_other_workers(stop)
                    actions.release_claims(lease=lease)
                pulse.beat()
                busy = send_batch(render, stop=stop, batch=batch, lease=lease, pulse=pulse)
                rota.run_due()
                outage.end()
            except Error as error:
                outage.begin(error)
                connection.close()
                busy = False
            if not busy:
                stop.wait(min(poll, INTERVAL))
    finally:
        connection.close()


def run_pulse(kind: str, *, stop: Event) -> None:
    """Write the sign of life of a process that sends no emails, until `stop` is set."""
    pulse = Pulse(kind)
    try:
        while not stop.is_set():
            try:
                pulse.beat()
            except Error as error:
                log.debug("The database cannot be used: %s", error)
                connection.close()
            stop.wait(INTERVAL / 10)
    finally:
        connection.close()


def drain(render: Render, *, stop: Event, batch: int = BATCH) -> None:
    """Send everything that is due now, and return."""
    while not stop.is_set() and send_batch(render, stop=stop, batch=batch, lease=uuid.uuid4()):
        pass


def send_batch(render: Render, *, stop: Event, batch: int, lease: uuid.UUID, pulse: Pulse | None = None) -> bool:
    """Claim one batch and send it over one connection. Return whether there was anything to send."""
    deliveries = claim(batch, lease)
    server: BaseEmailBackend | None = None
    try:
        for number, delivery in enumerate(deliveries):
            if stop.is_set():
                actions.release(deliveries=deliveries[number:])
                break
            if pulse is not None:
                with suppress(Error):
                    pulse.beat()
            server = deliver(delivery, render, server, stop)
    finally:
        close_connection(server)
    return bool(deliveries)


def deliver(
    delivery: Delivery, render: Render, server: BaseEmailBackend | None, stop: Event
) -> BaseEmailBackend | None:
    """Send one delivery. Return the connection for the next one, or None if a new one is needed."""
    refused: Exception | None = None
    if server is None:
        try:
            server = connect()
        except Exception as error:
            refused = error
    try:
        # After connecting, which may take long: the lease that starts here is longer than the sending takes.
        retry_write(begin, delivery, stop=stop)
    except LeaseLost:
        log.info("Delivery %s was taken over before it was sent.", delivery.pk)
        return server
    try:
        if server is None:
            raise refused or ConnectionError
        send(server, render(delivery))
    except Exception as error:
        # Catch everything: no error of one delivery may stop the others.
        log.warning("Delivery %s failed: %s", delivery.pk, type(error).__name__)
        close_connection(server)
        mark(mark_failed, delivery, error, stop=stop)
        return None
    mark(mark_sent, delivery, stop=stop)
    return server


def claim(limit: int, lease: uuid.UUID) -> Sequence[Delivery]:
    """Claim due deliveries."""
    return actions.claim(limit=limit, lease=lease)


def connect() -> BaseEmailBackend:
    """Return an open connection to the mail server."""
    server = get_connection(timeout=ANSWER_TIMEOUT)
    server.open()
    return server


def begin(delivery: Delivery) -> None:
    """Count the attempt and renew the lease. Raise LeaseLost if the delivery is not this worker's any more."""
    actions.begin(delivery=delivery)


def send(server: BaseEmailBackend, message: EmailMessage) -> None:
    """Send one message, within one time limit for all of it."""
    sock: socket.socket | None = getattr(getattr(server, "connection", None), "sock", None)
    # A server that answers byte by byte would reach no other limit.
    with nullcontext() if sock is None else close_at_deadline(monotonic() + MESSAGE_TIMEOUT, sock):
        server.send_messages([message])


def mark_sent(delivery: Delivery) -> None:
    """Record that the delivery has arrived: its server has accepted it."""
    actions.mark_sent(delivery=delivery)


def mark_failed(delivery: Delivery, error: Exception) -> None:
    """Record what went wrong."""
    actions.mark_failed(delivery=delivery, error=describe(error), permanent=is_permanent(error))


def mark(write: Callable[..., None], delivery: Delivery, *arguments: object, stop: Event) -> None:
    """Record the outcome, however long that takes: a mail whose outcome is not recorded is sent again.

    If it cannot be recorded, another worker sends the delivery again once the lease has run out.
    """
    try:
        retry_write(write, delivery, *arguments, stop=stop)
    except LeaseLost:
        # This may be about the worker's own write: if a connection breaks during a write, its result is unknown.
        log.warning("Delivery %s was taken over while it was being sent, or written already.", delivery.pk)
    except Error as error:
        log.error(
            "Delivery %s may go out once more: what became of it is not written (%s).",
            delivery.pk,
            outage_reason(error),
        )
        if stop.is_set():
            raise


def retry_write(write: Callable[..., None], *arguments: object, stop: Event) -> None:
    """Write as soon as the database can. Raise LeaseLost, or at once an error that waiting does not cure.

    If the worker is asked to stop before, raise the database's error after one last try.
    """
    is_last_try = False
    for pause in chain(FIRST_PAUSES, repeat(PAUSE)):
        try:
            write(*arguments)
        except Error as error:
            if is_last_try or not (is_outage(error) or isinstance(error, OperationalError)):
                raise
            outage.begin(error)
            connection.close()
            # After a stop there is one last try: without it, the pause would have been for nothing.
            is_last_try = stop.wait(pause)
        else:
            wait_for_other_workers(stop)
            outage.end()
            return


def wait_for_other_workers(stop: Event) -> None:
    """Wait after an outage that was longer than the leases, so that the workers which held them can write first."""
    if outage.seconds > PATIENCE:
        stop.wait(OTHER_WORKERS_FIRST)


def close_connection(server: BaseEmailBackend | None) -> None:
    """Close the connection, whatever its state."""
    if server is not None:
        with suppress(smtplib.SMTPException, OSError):
            server.close()


def is_permanent(error: Exception) -> bool:
    """Return whether the mail server refuses this recipient or message for good.

    A refused sender or password is a fault of the installation, not of the message, so it is tried again.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(500 <= code < 600 for code, _text in error.recipients.values())
        case smtplib.SMTPDataError():
            return 500 <= error.smtp_code < 600
        case _other:
            return False


def describe(error: Exception) -> str:
    """Return what went wrong, for the list of failures, in the mail server's own words if it answered.

    Tokens are removed: mail filters like to quote the web addresses that they refuse.
    """
    return redact(_describe(error)).encode(errors="replace").decode()


def _describe(error: Exception) -> str:
    match error:
        case smtplib.SMTPRecipientsRefused():
            return "; ".join(f"{code} {_decode(text)}" for code, text in error.recipients.values())
        case smtplib.SMTPResponseException() if error.smtp_code > 0:
            return f"{error.smtp_code} {_decode(error.smtp_error)}"
        case smtplib.SMTPResponseException() | smtplib.SMTPServerDisconnected():
            return _("The mail server closed the connection or took too long.")
        case ConnectionError() | TimeoutError() | socket.gaierror():
            return _("The mail server could not be reached: %(reason)s") % {"reason": error}
        case _other:
            return f"{type(error).__name__}: {error}".removesuffix(": ")


def _decode(text: bytes | str) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else text
