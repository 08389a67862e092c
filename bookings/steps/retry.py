"""Running an action as one transaction, and repeating it where PostgreSQL asks for it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, transaction

from bookings.errors import Busy, SlotTaken
from core.outages import sqlstate

ATTEMPTS = 3
SERIALIZATION_FAILURE, DEADLOCK, LOCK_NOT_AVAILABLE = "40001", "40P01", "55P03"
UNIQUE_VIOLATION, EXCLUSION_VIOLATION = "23505", "23P01"
# Statement timeouts are not retried: what was too slow once would be too slow again.
QUERY_CANCELED = "57014"

Params = ParamSpec("Params")
Result = TypeVar("Result")


def in_one_transaction(action: Callable[Params, Result]) -> Callable[Params, Result]:
    """Make all that the action writes one durable transaction, and repeat it where PostgreSQL asks for it.

    The action then raises SlotTaken and Busy besides its own errors; in each case nothing was written.
    """

    @wraps(action)
    def run(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        return persist(lambda: action(*args, **kwargs))

    return run


def persist(attempt: Callable[[], Result]) -> Result:
    """Run the attempt in one durable transaction, and return its result.

    Try up to ATTEMPTS times. Raise SlotTaken or Busy besides what the attempt raises.
    """
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic(durable=True):
                return attempt()
        except IntegrityError as error:
            # An exclusion violation means that a host's time is taken. After a unique violation the attempt is
            # repeated: the same form was sent twice at once, and the repeat finds its admission.
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
