"""Keeps tokens out of the logs: an address that admits somebody is a secret."""

import logging

from core.text import redact

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
