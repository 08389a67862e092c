"""The health of an endpoint: updated by each call, in the same transaction as its record."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from core.database import read_clock
from deliveries.models import Call, Delivery, Endpoint
from deliveries.webhooks.notifications import disabled_mails

# After FAILURES in a row an endpoint rests, each time longer. After LONGEST_FAILING without success it is disabled.
FAILURES = 5
RESTS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
LONGEST_FAILING = timedelta(days=5)
GONE = 410


@dataclass(frozen=True, slots=True)
class CallResult:
    """The result of a call: a status, or why there was none. `wait` is how long the server asks us to wait."""

    status: int | None
    error: str
    answer: str
    took_ms: int
    wait: timedelta = timedelta()

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def record_call(*, delivery: Delivery, outcome: CallResult) -> None:
    """Record a call, and update the health of its endpoint. Notify the admins if that disables it."""
    with transaction.atomic(durable=True):
        now = read_clock()
        rows = Endpoint.objects.select_for_update(no_key=True, of=("self",)).select_related("organization")
        endpoint = rows.called_by(delivery).get()
        # An answer may repeat what it was sent. So it is not kept if a customer was erased since, which ends the lease.
        leased = Delivery.objects.select_for_update(no_key=True).filter(pk=delivery.pk, lease=delivery.lease)
        answer = outcome.answer if leased.exists() else ""
        Call.objects.create(
            delivery=delivery,
            attempt=delivery.attempts,
            at=now,
            took_ms=outcome.took_ms,
            status=outcome.status,
            error=outcome.error[:200],
            answer=answer,
        )
        was_enabled = endpoint.disabled_at is None
        endpoint.last_at, endpoint.last_status = now, outcome.status
        # A call that somebody asked for can show that an endpoint works again, but not that it fails.
        if outcome.is_success or not delivery.facts.get("once"):
            update_health(endpoint, outcome, now)
        endpoint.save()
        if was_enabled and endpoint.disabled_at is not None:
            Delivery.objects.bulk_create(disabled_mails(endpoint, now))


def update_health(endpoint: Endpoint, outcome: CallResult, now: datetime) -> None:
    """Set on the endpoint what the outcome of a call means for the next ones."""
    if outcome.is_success:
        endpoint.failing_since, endpoint.failures, endpoint.resting_until = None, 0, None
        return
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    step = endpoint.failures - FAILURES
    pause = RESTS[min(step, len(RESTS) - 1)] if step >= 0 else timedelta()
    pause = max(pause, outcome.wait)
    if pause:
        endpoint.resting_until = now + pause
    if endpoint.disabled_at is not None:
        return
    if outcome.status == GONE:
        endpoint.disabled_at, endpoint.why = now, Endpoint.Why.GONE
    elif now - endpoint.failing_since >= LONGEST_FAILING:
        endpoint.disabled_at, endpoint.why = now, Endpoint.Why.FAILED
