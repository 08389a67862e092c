"""The worker: takes what is due, sends it, says so; again and again, until it is asked to stop.

Every step is a named function. Who renders a message is handed in, because what messages say is known above this app.
A message is accepted by the mail server before that is committed here; only a crash between the two repeats it, and the
repeat is the same to the byte. The database is waited for in whatever state it is, and
what was sent is written once it is back.
"""

import logging
import smtplib
import socket
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from threading import Event, Timer

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error, OperationalError, connection
from django.utils.translation import gettext as _

from core.database import Outage, is_away, require_writable, why_away
from core.text import redact
from deliveries import actions
from deliveries.actions import MESSAGE_TIMEOUT, PATIENCE
from deliveries.errors import LeaseLost
from deliveries.models import Delivery

Render = Callable[[Delivery], EmailMessage]

POLL = 1.0
BATCH = 10
# Seconds for each answer of the mail server.
ANSWER_TIMEOUT = 10
# Seconds between tries to write: a connection that was cut is open again at once, a database that is away is not.
FIRST_PAUSES, PAUSE = (0.2, 0.5), 1.0
# After an outage longer than the leases, seconds in which nothing is claimed: whoever waits to write what it sent comes
# first, and the message is not taken for one that nobody sent.
HEAD_START = 3.0

log = logging.getLogger(__name__)
outage = Outage(log, "No mail is sent until it can be.")


def work(render: Render, *, stop: Event, poll: float = POLL, batch: int = BATCH) -> None:
    """Send what is due, as it becomes due, until `stop` is set. Whatever becomes of the database, it is waited for."""
    lease = uuid.uuid4()
    try:
        while not stop.is_set():
            try:
                if outage.lasts:
                    require_writable()
                    give_head_start(stop)
                    actions.give_back_claims(lease=lease)
                busy = round_of(render, stop=stop, batch=batch, lease=lease)
                outage.ended()
            except Error as error:
                outage.noticed(error)
                connection.close()
                busy = False
            if not busy:
                stop.wait(poll)
    finally:
        connection.close()


def drain(render: Render, *, stop: Event, batch: int = BATCH) -> None:
    """Sends all that is due now, and returns."""
    while not stop.is_set() and round_of(render, stop=stop, batch=batch, lease=uuid.uuid4()):
        pass


def round_of(render: Render, *, stop: Event, batch: int, lease: uuid.UUID) -> bool:
    """Claim one batch and send it over one connection; whether there was anything to send."""
    deliveries = claim(batch, lease)
    server: BaseEmailBackend | None = None
    try:
        for number, delivery in enumerate(deliveries):
            if stop.is_set():
                actions.release(deliveries=deliveries[number:])
                break
            server = deliver(delivery, render, server, stop)
    finally:
        hang_up(server)
    return bool(deliveries)


def deliver(
    delivery: Delivery, render: Render, server: BaseEmailBackend | None, stop: Event
) -> BaseEmailBackend | None:
    """Send one delivery; returns the connection for the next one, or None where a new one is needed."""
    refused: Exception | None = None
    if server is None:
        try:
            server = connect()
        except Exception as error:
            refused = error
    try:
        # After connecting, which may take long: from here on, the lease outlasts the sending.
        insist(begin, delivery, stop=stop)
    except LeaseLost:
        log.info("Delivery %s was taken over before it was sent.", delivery.pk)
        return server
    try:
        if server is None:
            raise refused or ConnectionError
        send(server, render(delivery))
    except Exception as error:
        # Whatever it is, it must not keep the others waiting.
        log.warning("Delivery %s failed: %s", delivery.pk, type(error).__name__)
        hang_up(server)
        mark(mark_failed, delivery, error, stop=stop)
        return None
    mark(mark_sent, delivery, stop=stop)
    return server


def claim(limit: int, lease: uuid.UUID) -> Sequence[Delivery]:
    """Takes what is due."""
    return actions.claim(limit=limit, lease=lease)


def connect() -> BaseEmailBackend:
    """An open connection to the mail server."""
    server = get_connection(timeout=ANSWER_TIMEOUT)
    server.open()
    return server


def begin(delivery: Delivery) -> None:
    """Makes sure that the delivery is still this worker's."""
    actions.begin(delivery=delivery)


def send(server: BaseEmailBackend, message: EmailMessage) -> None:
    """Hands one message over, within a limit of time for the whole of it."""
    with time_limit(server, MESSAGE_TIMEOUT):
        server.send_messages([message])


def mark_sent(delivery: Delivery) -> None:
    """Writes that the mail server has it."""
    actions.mark_sent(delivery=delivery)


def mark_failed(delivery: Delivery, error: Exception) -> None:
    """Writes what went wrong."""
    actions.mark_failed(delivery=delivery, error=describe(error), permanent=is_permanent(error))


def mark(write: Callable[..., None], delivery: Delivery, *more: object, stop: Event) -> None:
    """Write the outcome, however long that takes: one that is not written is a mail sent twice.

    Where it cannot be written, the lease brings the delivery back.
    """
    try:
        insist(write, delivery, *more, stop=stop)
    except LeaseLost:
        # Nobody knows what became of a write whose connection broke: it may be this worker's own.
        log.warning("Delivery %s was taken over while it was being sent, or written already.", delivery.pk)
    except Error as error:
        log.error(
            "Delivery %s may go out once more: what became of it is not written (%s).", delivery.pk, why_away(error)
        )
        if stop.is_set():
            raise


def insist(write: Callable[..., None], *arguments: object, stop: Event) -> None:
    """Write as soon as the database takes it; raises its error where the worker is asked to stop before.

    Raises what waiting does not mend at once.
    """
    asked = False
    for pause in chain(FIRST_PAUSES, repeat(PAUSE)):
        try:
            write(*arguments)
        except Error as error:
            if asked or not (is_away(error) or isinstance(error, OperationalError)):
                raise
            outage.noticed(error)
            connection.close()
            # Then tried once more: a pause that no try follows would be in vain.
            asked = stop.wait(pause)
        else:
            give_head_start(stop)
            outage.ended()
            return


def give_head_start(stop: Event) -> None:
    """The database is back: after so long that leases have run out, those who held them write first."""
    if outage.seconds > PATIENCE:
        stop.wait(HEAD_START)


def hang_up(server: BaseEmailBackend | None) -> None:
    """Closes the connection, however it stands."""
    if server is not None:
        with suppress(smtplib.SMTPException, OSError):
            server.close()


@contextmanager
def time_limit(server: BaseEmailBackend, seconds: float) -> Iterator[None]:
    """Cuts the connection when the time is up: a server that drips byte by byte runs into no other limit."""
    timer = Timer(seconds, cut, [server])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def cut(server: BaseEmailBackend) -> None:
    """Ends the conversation at once; whoever waits for an answer is told that the server is gone."""
    line: socket.socket | None = getattr(getattr(server, "connection", None), "sock", None)
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def is_permanent(error: Exception) -> bool:
    """Whether the mail server refuses this recipient or this message for good.

    A refused sender or password is the installation's trouble, not the message's: it is tried again.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(500 <= code < 600 for code, _text in error.recipients.values())
        case smtplib.SMTPDataError():
            return 500 <= error.smtp_code < 600
        case _other:
            return False


def describe(error: Exception) -> str:
    """What went wrong, for the list of failures: the mail server's own words where it spoke.

    Filters like to quote what they refuse: an address that admits somebody is not kept.
    """
    return redact(_described(error)).encode(errors="replace").decode()


def _described(error: Exception) -> str:
    match error:
        case smtplib.SMTPRecipientsRefused():
            return "; ".join(f"{code} {_words(text)}" for code, text in error.recipients.values())
        case smtplib.SMTPResponseException() if error.smtp_code > 0:
            return f"{error.smtp_code} {_words(error.smtp_error)}"
        case smtplib.SMTPResponseException() | smtplib.SMTPServerDisconnected():
            return _("The mail server broke off or took too long.")
        case ConnectionError() | TimeoutError() | socket.gaierror():
            return _("The mail server could not be reached: %(reason)s") % {"reason": error}
        case _other:
            return f"{type(error).__name__}: {error}".removesuffix(": ")


def _words(text: bytes | str) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else text
