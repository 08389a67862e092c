"""Log filters that remove tokens, and what would flood the logs."""

import logging

from core.database import is_away
from core.text import redact

PLAIN = logging.Formatter()


class NoTokens(logging.Filter):
    """Redacts tokens in the message, its arguments and its traceback before any handler sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            # Errors of mail servers may quote the mail, so redact the traceback too.
            record.exc_text = redact(PLAIN.formatException(record.exc_info))
        return True


class NoOutages(logging.Filter):
    """Drops records of requests that failed because the database is away. `scheduler.outage` logs that once."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return error is None or not is_away(error)
