"""Writes of the outbox: taking what is due, and saying what became of it.

A worker holds a delivery by the lease it took, a random UUID; whatever it writes later is written only where that lease
still stands. A worker that dies leaves its lease to run out, and another takes over: the lease is the reaper. Each
function is a short transaction of its own, and nothing is sent inside one. Without `now`, the database's clock counts.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.actions import remember
from accounts.models import User
from accounts.verbs import Verb
from core.database import copy_rows
from deliveries.errors import LeaseLost, NotFailed
from deliveries.models import MAX_ATTEMPTS, Delivery
from deliveries.queries import clock

# Seconds for a message to go out, and for a database that is away meanwhile: what was sent is written before the lease
# runs out, so a failover within PATIENCE repeats no mail. The rest of the lease is for one more try that hangs.
MESSAGE_TIMEOUT, PATIENCE = 40.0, 40.0
LEASE = timedelta(seconds=MESSAGE_TIMEOUT + PATIENCE + 15)
# 15 seconds, 1 minute, 4, 16, 64 and so on: the attempts of a day in which a mail server is down.
FIRST_PAUSE, PAUSE_GROWTH, LONGEST_PAUSE = timedelta(seconds=15), 4, timedelta(hours=6)
LONGEST_ERROR = 500


def copy_deliveries(deliveries: Iterable[Delivery]) -> None:
    """Owe many messages at once, inside the caller's transaction."""
    copy_rows(Delivery, deliveries)


def claim(*, limit: int, lease: uuid.UUID | None = None, now: datetime | None = None) -> list[Delivery]:
    """Take up to `limit` due deliveries for one worker; what others are taking at the moment is passed over.

    Of those, what a newer sequence of its thread has overtaken or what has expired is put aside, and what has ended its
    workers too often is given up. Nothing is answered only where nothing is due: whole batches may have been put aside
    before.
    """
    while (taken := _claim(limit, lease or uuid.uuid4(), now)) == []:
        pass
    # Whoever ended a worker before waits behind those who are innocent of it.
    return sorted(taken or [], key=lambda delivery: delivery.attempts)


def _claim(limit: int, lease: uuid.UUID, now: datetime | None) -> list[Delivery] | None:
    """What was taken of one batch; None where there was none."""
    with transaction.atomic(durable=True):
        now = now or clock()
        due = Delivery.objects.claimable(now).order_by("due_at", "pk")
        found = list(due.select_for_update(skip_locked=True, no_key=True)[:limit])
        if not found:
            return None
        rows = Delivery.objects.filter(pk__in=[delivery.pk for delivery in found])
        aside = set(rows.overtaken().values_list("pk", flat=True))
        aside |= {delivery.pk for delivery in found if delivery.expires_at is not None and delivery.expires_at <= now}
        exhausted = {delivery.pk for delivery in found if delivery.attempts >= MAX_ATTEMPTS} - aside
        rows.filter(pk__in=aside).update(superseded_at=now, lease=None, leased_until=None)
        rows.filter(pk__in=exhausted).update(
            failed_at=now,
            lease=None,
            leased_until=None,
            last_error=_("The worker ended each time it was sending this."),
        )
        taken = [delivery for delivery in found if delivery.pk not in aside | exhausted]
        until = now + LEASE
        rows.filter(pk__in=[delivery.pk for delivery in taken]).update(lease=lease, leased_until=until)
    for delivery in taken:
        delivery.lease, delivery.leased_until = lease, until
    return taken


def begin(*, delivery: Delivery, now: datetime | None = None) -> None:
    """Counts one attempt and starts the lease anew, just before sending. Raises LeaseLost.

    Between the claim and the sending of a whole batch much may happen: what was overtaken since is put aside here too.
    """
    mine = Delivery.objects.open().filter(pk=delivery.pk, lease=delivery.lease)
    if mine.overtaken().update(superseded_at=now or Now(), lease=None, leased_until=None):
        raise LeaseLost
    _write(delivery, attempts=F("attempts") + 1, leased_until=(now or Now()) + LEASE)
    delivery.attempts += 1


def mark_sent(*, delivery: Delivery, now: datetime | None = None) -> None:
    """The message was accepted. Raises LeaseLost."""
    _write(delivery, sent_at=now or Now(), lease=None, leased_until=None, last_error="")


def mark_failed(*, delivery: Delivery, error: str, permanent: bool, now: datetime | None = None) -> None:
    """The attempt failed: another follows after a growing pause, unless none would help. Raises LeaseLost."""
    ended = {"lease": None, "leased_until": None, "last_error": error.replace("\0", "")[:LONGEST_ERROR]}
    if permanent or delivery.attempts >= MAX_ATTEMPTS:
        _write(delivery, failed_at=now or Now(), **ended)
    else:
        _write(delivery, due_at=(now or Now()) + pause_after(delivery.attempts), **ended)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    pause: timedelta = FIRST_PAUSE * PAUSE_GROWTH ** max(attempts - 1, 0)
    return min(pause, LONGEST_PAUSE)


def release(*, deliveries: Collection[Delivery]) -> None:
    """Gives back what was claimed and not begun, to whoever comes next."""
    for delivery in deliveries:
        Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease).update(lease=None, leased_until=None)


def give_back_claims(*, lease: uuid.UUID) -> None:
    """Give back all that is held by the lease: what was claimed when the database went away may not even be known."""
    Delivery.objects.open().filter(lease=lease).update(lease=None, leased_until=None)


def retry(*, actor: User, delivery_id: int, now: datetime) -> Delivery:
    """Tries what was given up once more, from the beginning. Raises Delivery.DoesNotExist or NotFailed."""
    with transaction.atomic(durable=True):
        delivery = Delivery.objects.select_for_update(no_key=True).get(
            pk=delivery_id, organization_id=actor.organization_id
        )
        if delivery.failed_at is None:
            raise NotFailed
        delivery.failed_at, delivery.attempts, delivery.due_at = None, 0, now
        delivery.save(update_fields=["failed_at", "attempts", "due_at"])
        remember(subject=delivery, organization_id=delivery.organization_id, verb=Verb.TRIED_AGAIN, actor=actor, at=now)
    return delivery


def _write(delivery: Delivery, **changes: object) -> None:
    """Compare and set on the lease."""
    if not Delivery.objects.open().filter(pk=delivery.pk, lease=delivery.lease).update(**changes):
        raise LeaseLost
