"""Chores: periodic work that the workers do beside the sending.

Each worker does each chore once a period, unless another worker is just doing it. So with several workers a chore runs
more often than its period says, and must be idempotent. A chore is one transaction; its mails go through the outbox.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import Error, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts import cache, locks
from accounts.actions import PAIRINGS_KEPT, SIGN_INS_KEPT
from accounts.models import Pairing, SignIn
from core.database import read_clock
from core.outages import is_outage
from deliveries.models import Beat, Call

# Rows that a chore deletes at a time, so that no transaction takes long. The rest is for the next run.
MOST_ROWS = 10_000
KEPT_AFTER_END = timedelta(days=1)
CALLS_KEPT = timedelta(days=30)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Periodic work. `do` takes the database's time and returns whether more is left to do."""

    name: str
    period: timedelta
    do: Callable[[datetime], bool]


class Rota:
    """Which chores are due in this process. Each is due when the process starts."""

    def __init__(self, chores: Iterable[Chore], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._due = dict.fromkeys(chores, float("-inf"))

    def run_due(self) -> None:
        """Do what is due. Raise the database's error if it is away; log any other, so that the worker goes on."""
        for chore, due in self._due.items():
            if self._monotonic() >= due:
                is_done = _run_chore(chore)
                self._due[chore] = self._monotonic() + (chore.period.total_seconds() if is_done else 0)


def _run_chore(chore: Chore) -> bool:
    """Do the chore, unless another process is doing it. Return False if more of it is left to do."""
    try:
        with transaction.atomic(durable=True):
            has_lock = locks.try_lock_chore(chore.name)
            has_more = has_lock and chore.do(read_clock())
            return not has_more
    except Exception as error:
        if isinstance(error, Error) and is_outage(error):
            raise
        log.exception("The chore %r failed. It is tried again after %s.", chore.name, chore.period)
        return True


def _delete(rows: QuerySet[Any]) -> bool:
    """Delete up to MOST_ROWS of the rows. Return whether there may be more."""
    chosen = rows.values("pk")[:MOST_ROWS]
    deleted: int = rows.model._default_manager.filter(pk__in=chosen).delete()[0]
    return deleted == MOST_ROWS


def delete_expired_sessions(now: datetime) -> bool:
    """Delete expired sessions. Nothing else does."""
    return _delete(Session.objects.filter(expire_date__lt=now))


def delete_ended_devices(now: datetime) -> bool:
    """Delete the entries of the list of devices whose sessions are gone."""
    session = Session.objects.filter(session_key=OuterRef("session_key"))
    return _delete(UserSession.objects.filter(~Exists(session), last_seen_at__lt=now - KEPT_AFTER_END))


def delete_old_sign_ins(now: datetime) -> bool:
    """Delete entries of the log of sign-ins that are older than SIGN_INS_KEPT."""
    return _delete(SignIn.objects.filter(at__lt=now - SIGN_INS_KEPT))


def delete_old_pairings(now: datetime) -> bool:
    """Delete pairings that ended long ago. Browsers that were connected have a token."""
    return _delete(Pairing.objects.filter(expires_at__lt=now - PAIRINGS_KEPT))


def delete_expired_cache(now: datetime) -> bool:
    """Delete expired rows of the cache: counts of attempts, with the addresses of those who tried."""
    return cache.delete_expired(now, MOST_ROWS) == MOST_ROWS


def delete_old_beats(now: datetime) -> bool:
    """Delete the signs of life of processes that ended long ago."""
    Beat.objects.filter(seen_at__lt=now - KEPT_AFTER_END).delete()
    return False


def delete_old_calls(now: datetime) -> bool:
    """Delete records of calls of webhooks that are older than CALLS_KEPT."""
    return _delete(Call.objects.filter(at__lt=now - CALLS_KEPT))


CHORES = (
    Chore("expired sessions", timedelta(hours=1), delete_expired_sessions),
    Chore("ended devices", timedelta(hours=1), delete_ended_devices),
    Chore("old sign-ins", timedelta(days=1), delete_old_sign_ins),
    Chore("old pairings", timedelta(hours=1), delete_old_pairings),
    Chore("expired cache", timedelta(hours=1), delete_expired_cache),
    Chore("old calls of webhooks", timedelta(days=1), delete_old_calls),
    Chore("old signs of life", timedelta(hours=1), delete_old_beats),
)
