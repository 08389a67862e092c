"""Log filters that remove tokens and records of outages, and formatters for text and JSON."""

import json
import logging
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest

from accounts.client_address import client_address
from core.outages import is_outage
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


class TextLines(logging.Formatter):
    """Writes each record as text, and names the request of the API that it is about."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        message = super().formatMessage(record)
        request_id = getattr(getattr(record, "request", None), "request_id", "")
        return f"{message} [{request_id}]" if request_id else message


class JsonLines(logging.Formatter):
    """Writes each record as one line of JSON, with fields about its request, if it has one."""

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
            **(_request_fields(request) if isinstance(request, HttpRequest) else {}),
        }
        if record.exc_text:
            line["trace"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


def _request_fields(request: HttpRequest) -> dict[str, object]:
    # Only a user that is already loaded: logging must not query the database.
    user = getattr(request, "_cached_user", None)
    return {
        "request": getattr(request, "request_id", None),
        "method": request.method,
        "address": client_address(request.META, behind_proxy=settings.BEHIND_PROXY),
        "user": None if user is None else user.pk,
    }


class NoOutages(logging.Filter):
    """Drops records of requests that failed because the database is away. `scheduler.outage` logs that once."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return error is None or not is_outage(error)
