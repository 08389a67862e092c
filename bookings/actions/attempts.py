"""Tries a whole transaction again where PostgreSQL asks for it."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, OperationalError, transaction

from accounts.database import sqlstate
from bookings.errors import Busy, SlotTaken

ATTEMPTS = 3
SERIALIZATION_FAILURE, DEADLOCK, LOCK_NOT_AVAILABLE = "40001", "40P01", "55P03"
UNIQUE_VIOLATION, EXCLUSION_VIOLATION = "23505", "23P01"
# Statement time-outs are not retried: what was too slow once is not helped by more of it.
QUERY_CANCELED = "57014"

Written = TypeVar("Written")


def persist(attempt: Callable[[], Written]) -> Written:
    """What the attempt writes, in one durable transaction. Raises SlotTaken or Busy beside what the attempt raises."""
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic(durable=True):
                return attempt()
        except IntegrityError as error:
            # Behind the locks, only a host's time can be gone, or the same form sent twice at once.
            if sqlstate(error) == EXCLUSION_VIOLATION:
                raise SlotTaken from error
            if sqlstate(error) != UNIQUE_VIOLATION:
                raise
        except OperationalError as error:
            if sqlstate(error) == QUERY_CANCELED:
                break
            if sqlstate(error) not in {SERIALIZATION_FAILURE, DEADLOCK, LOCK_NOT_AVAILABLE}:
                raise
    raise Busy
