"""Outages of the database: what counts as one, and what is logged about it."""

import logging
import threading
import time
from collections.abc import Iterator

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, connection

READ_ONLY = "25006"
# SQLSTATE prefixes: connection lost, resources exhausted, server shut down or starting, read-only transaction.
OUTAGE_CODES = ("08", "53", "57P", READ_ONLY)
# Errors of these classes have no SQLSTATE if the server never answered, or stopped answering.
CONNECTION_ERRORS = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
LONGEST_REASON = 200
# Seconds between the log lines of two outages.
QUIET = 2.0


class ReadOnly(DatabaseError):
    """The database answers, but takes no writes: it is a standby, or a switchover is under way."""

    sqlstate = READ_ONLY


def sqlstate(error: BaseException) -> str | None:
    """Return PostgreSQL's five-character code of an error. Django's errors have it on their cause."""
    code = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)
    return code if isinstance(code, str) else None


def is_outage(error: BaseException) -> bool:
    """Return whether the error comes from the database's own state, so that the same work may succeed later.

    Looks at the causes of the error too: Django's sessions, for one, raise an error of their own instead.
    """
    return any(_has_outage_code(cause) for cause in _chain(error))


def outage_reason(error: BaseException) -> str:
    """Return why the database cannot be used, on one line."""
    if any(sqlstate(cause) == READ_ONLY for cause in _chain(error)):
        return "it is read-only"
    first = (str(error).strip().splitlines() or [""])[0]
    return first[:LONGEST_REASON] or type(error).__name__


def require_writable() -> None:
    """Raise the database's own error if it does not answer, or ReadOnly if it takes no writes."""
    with connection.cursor() as cursor:
        # On a standby this is on in every transaction, too.
        cursor.execute("SHOW transaction_read_only")
        if cursor.fetchone()[0] != "off":
            raise ReadOnly


def _has_outage_code(error: BaseException) -> bool:
    code = sqlstate(error)
    return isinstance(error, CONNECTION_ERRORS) if code is None else code.startswith(OUTAGE_CODES)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error and its causes, as a traceback would show them."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


class Outage:
    """Logs that the database cannot be used, and that it can be again. Use one instance in each process.

    Each is logged once, however many threads notice it. Another reason during an outage is logged too. After one line
    about an outage, the next comes no sooner than QUIET seconds later.
    """

    def __init__(self, log: logging.Logger, consequence: str) -> None:
        self._log, self._consequence, self._lock = log, consequence, threading.Lock()
        self._since: float | None = None
        self._logged_at = float("-inf")
        # The reason that was logged last for the present outage.
        self._reason = ""

    @property
    def is_active(self) -> bool:
        """Whether an outage has begun and not ended."""
        return self._since is not None

    @property
    def seconds(self) -> float:
        """How long the present outage has lasted, or 0."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since

    def begin(self, error: BaseException) -> None:
        """Log that the database cannot be used, with a traceback if the error is a fault and no outage."""
        now, text = time.monotonic(), outage_reason(error)
        with self._lock:
            if self._since is None:
                self._since = now
            if text == self._reason or now - self._logged_at < QUIET:
                return
            self._logged_at, self._reason = now, text
        fault = None if is_outage(error) else error
        self._log.warning("The database cannot be used: %s. %s", text, self._consequence, exc_info=fault)

    def end(self) -> None:
        """Log that the database can be used again, if an outage is active."""
        if not self.is_active:
            return
        with self._lock:
            lasted, was_logged = self.seconds, bool(self._reason)
            self._since, self._reason = None, ""
            if was_logged:
                self._logged_at = time.monotonic()
        if was_logged:
            self._log.warning("The database can be used again, after %.0f s.", lasted)
