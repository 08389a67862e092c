"""What becomes of an action when PostgreSQL refuses: once more, taken, busy, or the error as it is."""

import pytest
from django.db import IntegrityError, OperationalError

from accounts.models import Organization
from bookings.errors import Busy, SlotTaken
from bookings.steps.retry import (
    ATTEMPTS,
    DEADLOCK,
    EXCLUSION_VIOLATION,
    LOCK_NOT_AVAILABLE,
    QUERY_CANCELED,
    SERIALIZATION_FAILURE,
    UNIQUE_VIOLATION,
    in_one_transaction,
)
from tests.outages import database_error
from tests.tables import table

pytestmark = pytest.mark.django_db
CHECK_VIOLATION, ADMIN_SHUTDOWN = "23514", "57P01"


@table(
    ("kind", "codes", "refusal", "tries"),
    [
        (IntegrityError, [], None, 1),
        (IntegrityError, [UNIQUE_VIOLATION], None, 2),
        (IntegrityError, [UNIQUE_VIOLATION] * ATTEMPTS, Busy, ATTEMPTS),
        (IntegrityError, [EXCLUSION_VIOLATION], SlotTaken, 1),
        (IntegrityError, [UNIQUE_VIOLATION, EXCLUSION_VIOLATION], SlotTaken, 2),
        (IntegrityError, [CHECK_VIOLATION], IntegrityError, 1),
        (OperationalError, [LOCK_NOT_AVAILABLE], None, 2),
        (OperationalError, [SERIALIZATION_FAILURE, DEADLOCK], None, 3),
        (OperationalError, [LOCK_NOT_AVAILABLE, DEADLOCK, SERIALIZATION_FAILURE], Busy, ATTEMPTS),
        # What was too slow once would be too slow again.
        (OperationalError, [QUERY_CANCELED], Busy, 1),
        (OperationalError, [DEADLOCK, QUERY_CANCELED], Busy, 2),
        (OperationalError, [ADMIN_SHUTDOWN], OperationalError, 1),
    ],
)
def test_each_refusal_has_its_outcome(ana, kind, codes, refusal, tries):
    Organization.objects.update(name="Acme")
    left, tried = list(codes), []

    @in_one_transaction
    def act():
        tried.append(len(tried) + 1)
        Organization.objects.update(name=f"Try {tried[-1]}")
        if left:
            raise database_error(kind, left.pop(0))
        return "done"

    if refusal is None:
        assert act() == "done"
    else:
        with pytest.raises(refusal) as refused:
            act()
        assert refused.type is refusal
    assert (len(tried), left) == (tries, [])
    # Refused, nothing was written; done, only the last try was.
    assert Organization.objects.get().name == ("Acme" if refusal else f"Try {tries}")
