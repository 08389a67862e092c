"""Writes of the outbox: claiming what is due, and recording the outcome.

A worker holds a delivery by a lease, a random UUID, and everything it writes later is written only if that lease still
stands. If a worker dies, its lease runs out and another worker takes over. Each function is a short transaction of its
own, and nothing is sent inside a transaction. Without `now`, the database's clock is used.
"""

import random
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext as _

from accounts.actions import add_history
from accounts.models import User
from accounts.verbs import Verb
from core.database import copy_rows, read_clock
from deliveries.errors import LeaseLost, NotFailed
from deliveries.models import MAX_ATTEMPTS, Beat, Delivery, Medium
from deliveries.models.outbox import is_never_announced, is_outdated
from deliveries.webhooks.due_calls import next_calls

# Seconds for sending a message, and for a database outage meanwhile. A sent message can be marked before its lease runs
# out, so a failover within PATIENCE repeats no mail. The rest of the lease is for one more try to write that hangs.
MESSAGE_TIMEOUT, PATIENCE = 40.0, 40.0
LEASE = timedelta(seconds=MESSAGE_TIMEOUT + PATIENCE + 15)
# Pauses of 15 seconds, 1 minute, 4, 16 and 64 minutes and so on spread the attempts over about 12 hours.
FIRST_PAUSE, PAUSE_GROWTH, LONGEST_PAUSE = timedelta(seconds=15), 4, timedelta(hours=6)
# Pauses between calls of a webhook, 75 hours in all, each up to a tenth longer or shorter, so that a server that comes
# back does not get all calls at once.
CALL_PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
LONGEST_ERROR = 500


def copy_deliveries(deliveries: Iterable[Delivery]) -> None:
    """Insert many deliveries at once, inside the caller's transaction."""
    copy_rows(Delivery, deliveries)


def claim(
    *, limit: int, lease: uuid.UUID | None = None, now: datetime | None = None, medium: Medium = Medium.EMAIL
) -> list[Delivery]:
    """Claim up to `limit` due deliveries of a medium for one worker, without those that other workers are claiming.

    Due deliveries are marked as superseded if they are expired, if their thread has a newer sequence, or if they are
    about the end of something that their recipient was never told of. Those with MAX_ATTEMPTS attempts, each of which
    ended its worker, are marked as failed. The result is empty only if nothing is due: if a whole batch is dropped like
    this, the next one is claimed.
    """
    while True:
        batch = _claim_batch(limit, lease or uuid.uuid4(), now, medium)
        if batch is None:
            return []
        if batch:
            return batch


def _claim_batch(limit: int, lease: uuid.UUID, now: datetime | None, medium: Medium) -> list[Delivery] | None:
    """Return the claimed deliveries of one batch, or None if nothing was due."""
    with transaction.atomic(durable=True):
        now = now or read_clock()
        due = Delivery.objects.claimable(now).filter(medium=medium).order_by("due_at", "pk")
        if medium == Medium.CALENDAR:
            # Readers of mails see their sequence. In a calendar the last writer wins.
            due = due.without_older_in_progress(now)
        elif medium == Medium.WEBHOOK:
            due = due.filter(pk__in=next_calls(limit, now))
        found = list(due.values_list("pk", flat=True).select_for_update(skip_locked=True, no_key=True)[:limit])
        if not found:
            return None
        batch = Delivery.objects.open().filter(pk__in=found)
        superseded = is_outdated() | is_never_announced() | Q(expires_at__lte=now)
        batch.filter(superseded).update(superseded_at=now, lease=None, leased_until=None)
        batch.filter(attempts__gte=MAX_ATTEMPTS[medium]).update(
            failed_at=now,
            lease=None,
            leased_until=None,
            last_error=_("Sending was interrupted every time it was tried."),
        )
        batch.update(lease=lease, leased_until=now + LEASE)
        # Those with more attempts, which may have ended their worker, come last, so they do not delay the others.
        return list(batch.order_by("attempts", "due_at", "pk"))


def begin(*, delivery: Delivery, now: datetime | None = None) -> None:
    """Count an attempt and restart the lease, just before sending. Raise LeaseLost.

    Sending the rest of the batch may have taken long. If the thread has a newer sequence since the claim, the delivery
    is marked as superseded, and LeaseLost is raised.
    """
    row = Delivery.objects.open().filter(pk=delivery.pk, lease=delivery.lease)
    if row.outdated().update(superseded_at=now or Now(), lease=None, leased_until=None):
        raise LeaseLost
    _write(delivery, attempts=F("attempts") + 1, leased_until=(now or Now()) + LEASE)
    delivery.attempts += 1


def mark_sent(*, delivery: Delivery, now: datetime | None = None) -> None:
    """Mark the delivery as accepted by the mail server. Raise LeaseLost."""
    _write(delivery, sent_at=now or Now(), lease=None, leased_until=None, last_error="")


def mark_failed(
    *,
    delivery: Delivery,
    error: str,
    permanent: bool,
    min_pause: timedelta = timedelta(),
    now: datetime | None = None,
) -> None:
    """Mark the attempt as failed. Raise LeaseLost.

    Another attempt follows after a pause, which grows with each attempt and lasts at least `min_pause`, unless the
    error is permanent or MAX_ATTEMPTS is reached.
    """
    if permanent or delivery.attempts >= delivery.max_attempts:
        _write_error(delivery, error, failed_at=now or Now())
    else:
        pause = max(pause_after(delivery.attempts, Medium(delivery.medium)), min_pause)
        _write_error(delivery, error, due_at=(now or Now()) + pause)


def postpone(*, delivery: Delivery, pause: timedelta, error: str) -> None:
    """Put off an attempt that could not be made, such as while a calendar has to be reconnected. Raise LeaseLost.

    It does not count as an attempt.
    """
    # If somebody made it due again meanwhile, its attempts were already reset.
    _write_error(delivery, error, due_at=Now() + pause, attempts=Greatest(F("attempts") - 1, 0))


def pause_after(attempts: int, medium: Medium = Medium.EMAIL) -> timedelta:
    """Return how long to wait after this number of attempts."""
    if medium == Medium.WEBHOOK:
        jitter = random.uniform(0.9, 1.1)  # noqa: S311 - no secret
        return CALL_PAUSES[min(max(attempts, 1), len(CALL_PAUSES)) - 1] * jitter
    pause: timedelta = FIRST_PAUSE * PAUSE_GROWTH ** max(attempts - 1, 0)
    return min(pause, LONGEST_PAUSE)


def release(*, deliveries: Collection[Delivery]) -> None:
    """Give back deliveries that were claimed and not begun, so that any worker can take them."""
    for delivery in deliveries:
        Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease).update(lease=None, leased_until=None)


def release_claims(*, lease: uuid.UUID) -> None:
    """Give back everything held by the lease.

    That includes what was claimed while the database went away, which the worker may not know of.
    """
    Delivery.objects.open().filter(lease=lease).update(lease=None, leased_until=None)


def retry(*, actor: User, delivery_id: int, now: datetime) -> Delivery:
    """Make a failed delivery due again, with no attempts counted. Raise Delivery.DoesNotExist or NotFailed."""
    with transaction.atomic(durable=True):
        delivery = Delivery.objects.select_for_update(no_key=True).get(
            pk=delivery_id, organization_id=actor.organization_id
        )
        if delivery.failed_at is None:
            raise NotFailed
        delivery.failed_at, delivery.attempts, delivery.due_at = None, 0, now
        delivery.save(update_fields=["failed_at", "attempts", "due_at"])
        add_history(
            subject=delivery, organization_id=delivery.organization_id, verb=Verb.TRIED_AGAIN, actor=actor, at=now
        )
    return delivery


def beat(*, process: str, kind: str, now: datetime | None = None) -> None:
    """Write the sign of life of a process."""
    row = Beat(process=process[:100], kind=kind, seen_at=now or read_clock())
    Beat.objects.bulk_create([row], update_conflicts=True, unique_fields=["process", "kind"], update_fields=["seen_at"])


def _write_error(delivery: Delivery, error: str, **changes: object) -> None:
    """Write why the attempt ended, and give up its lease. Raise LeaseLost."""
    text = error.replace("\0", "")[:LONGEST_ERROR]
    _write(delivery, lease=None, leased_until=None, last_error=text, **changes)


def _write(delivery: Delivery, **changes: object) -> None:
    """Write the changes if the delivery's lease still stands. Raise LeaseLost."""
    if not Delivery.objects.open().filter(pk=delivery.pk, lease=delivery.lease).update(**changes):
        raise LeaseLost
