"""Advisory locks: what is offered, and what is promised on it, are never decided at the same time.

They stand first in the one order of locks (docs/concurrency.md). All are released by the transaction's end.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Organizations use their ids, which start at 1.
SIGN_UP = 0


def _take(function: str, key: int) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An advisory lock is taken inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [key])


def share_organization(organization_id: int) -> None:
    """For bookings and new links: many may hold it at once, and none while what is offered changes."""
    _take("pg_advisory_xact_lock_shared", organization_id)


def hold_organization(organization_id: int) -> None:
    """For whatever changes what is offered: waits for the bookings under way, and holds off new ones."""
    _take("pg_advisory_xact_lock", organization_id)


def hold_sign_up() -> None:
    """For the first sign-up of an installation: of several at once, one is the first."""
    _take("pg_advisory_xact_lock", SIGN_UP)


@contextmanager
def changing_offers(organization_id: int) -> Iterator[None]:
    """One durable transaction that changes what is offered, after the bookings under way and before the next ones."""
    with transaction.atomic(durable=True):
        hold_organization(organization_id)
        yield


@contextmanager
def keeping_offers(organization_id: int) -> Iterator[None]:
    """One durable transaction that adds what no booking under way can be of, and needs what is offered to stay."""
    with transaction.atomic(durable=True):
        share_organization(organization_id)
        yield
