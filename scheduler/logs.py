"""Keeps out of the logs what is a secret, tokens in addresses, and what would flood them."""

import logging

from accounts.database import is_away
from accounts.text import redact

PLAIN = logging.Formatter()


class NoTokens(logging.Filter):
    """Redacts the message, its arguments and its traceback before any handler sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            # A mail server's refusal may quote the mail.
            record.exc_text = redact(PLAIN.formatException(record.exc_info))
        return True


class NoOutages(logging.Filter):
    """Drops the traceback of each request that met a database that is away: scheduler.outage says that once."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return error is None or not is_away(error)
