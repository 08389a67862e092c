"""Calling endpoints of webhooks.

A delivery of the medium *webhook* is one call. It is repeated until the server answers with success, always with the
same id and the same bytes. Only if we crash between that answer and our commit does a call arrive twice.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Event
from time import monotonic

from django.conf import settings
from django.utils.translation import gettext as _

from core.guarded_http import FetchError, FetchOptions, Limits, Networks, Request, fetch
from core.text import redact
from deliveries.models import Delivery, Endpoint
from deliveries.senders import FailedAttempt, PermanentFailure
from deliveries.webhooks.bodies import build_body
from deliveries.webhooks.health import GONE, CallResult, record_call
from deliveries.webhooks.signing import signatures
from deliveries.worker import retry_write

THREADS = 4
# One at a time for each thread, so that no call waits behind a server that hangs while another thread is free.
CALLER_BATCH = 1
LIMITS = Limits(connect=5.0, pause=15.0, whole=15.0, size=4_096, cut=True)
LONGEST_ANSWER = 1_024
LONGEST_WAIT = timedelta(hours=24)
# Statuses whose Retry-After is obeyed (RFC 9110, section 10.2.3).
STATUSES_WITH_WAIT = {429, 502, 503, 504}
AGENT = "AdmitOne-Webhooks/1"


class EndpointCaller:
    """Calls endpoints; safe in several threads. `stop` ends the waiting for a database that is away."""

    def __init__(self, stop: Event, limits: Limits = LIMITS) -> None:
        self._stop, self._limits = stop, limits

    def send(self, delivery: Delivery) -> None:
        """Make the call, and record its outcome. Raise PermanentFailure or FailedAttempt."""
        endpoint = Endpoint.objects.called_by(delivery).get()
        once = bool(delivery.facts.get("once"))
        if endpoint.removed_at is not None:
            raise PermanentFailure(_("The webhook was deleted."))
        if endpoint.disabled_at is not None and not once:
            raise PermanentFailure(_("The webhook was disabled."))
        if endpoint.kid not in settings.LINK_KEYS:
            raise PermanentFailure(_("The key of its secret was dropped. Renew the secret."))
        outcome = self._call(endpoint, delivery)
        retry_write(_record, delivery, outcome, stop=self._stop)
        if outcome.is_success:
            return
        if once or outcome.status == GONE:
            raise PermanentFailure(outcome.error)
        raise FailedAttempt(outcome.wait, outcome.error)

    def _call(self, endpoint: Endpoint, delivery: Delivery) -> CallResult:
        options = FetchOptions(Networks(settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP), limits=self._limits)
        began = monotonic()
        try:
            reply = fetch(build_request(endpoint, delivery, datetime.now(UTC)), options)
        except FetchError as error:
            return CallResult(None, str(error), "", _milliseconds_since(began))
        answer = redact(reply.body.decode(errors="replace").replace("\0", " "))[:LONGEST_ANSWER]
        wait = requested_wait(reply.headers, datetime.now(UTC)) if reply.status in STATUSES_WITH_WAIT else timedelta()
        is_success = 200 <= reply.status < 300
        error_text = "" if is_success else _("The server answered %(status)d.") % {"status": reply.status}
        return CallResult(reply.status, error_text, answer, _milliseconds_since(began), wait)


def build_request(endpoint: Endpoint, delivery: Delivery, at: datetime) -> Request:
    """Return the request of a call that is made at `at`."""
    body, message = build_body(delivery), delivery.facts["id"]
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signatures(endpoint, message, at, body),
    }
    return Request("POST", endpoint.url, headers, body=body)


def requested_wait(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Return the wait that Retry-After asks for, in seconds or as a date; a day at most."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return min(timedelta(seconds=int(text[:6])), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return timedelta()
    until = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(timedelta(), min(until - now, LONGEST_WAIT))


def _record(delivery: Delivery, outcome: CallResult) -> None:
    record_call(delivery=delivery, outcome=outcome)


def _milliseconds_since(began: float) -> int:
    return round((monotonic() - began) * 1_000)
