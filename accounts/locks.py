"""Advisory locks, which keep what is offered from changing while a booking or link is made from it, and users' rows.

Advisory locks come first in the order of locks (docs/concurrency.md), hosts' rows last. All are released at the end of
the transaction.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import User
from core.statements import compiled_once

# The lock's key. Organizations use their ids as keys, which start at 1.
SIGN_UP = 0
# The first key of chores' locks; the second is a number made from the chore's name. PostgreSQL keeps locks with two
# keys apart from those with one.
CHORES = 1


def _take(function: str, *keys: int) -> object:
    """Call PostgreSQL's lock function and return its result: a function that only tries returns whether it locked."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An advisory lock is taken inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(keys))})", keys)
        return cursor.fetchone()[0]


def share_organization(organization_id: int) -> None:
    """Take the organization's lock as shared, for bookings and new links.

    Many transactions may share it, but none while what is offered changes.
    """
    _take("pg_advisory_xact_lock_shared", organization_id)


def hold_organization(organization_id: int) -> None:
    """Take the organization's lock for changing what is offered.

    Wait for bookings under way, and make new ones wait.
    """
    _take("pg_advisory_xact_lock", organization_id)


def hold_sign_up() -> None:
    """Take the lock of signing up, so that only one of several simultaneous sign-ups is the first."""
    _take("pg_advisory_xact_lock", SIGN_UP)


def try_lock_chore(name: str) -> bool:
    """Take the lock of a chore, unless another transaction holds it. Return whether it was taken."""
    return _take("pg_try_advisory_xact_lock", CHORES, crc32(name.encode()) - 2**31) is True


def lock_people(user_ids: Collection[int]) -> None:
    """Lock the rows of these users in order of id: wait until no other transaction holds any of them."""
    _locked_people(user_ids)


@compiled_once
def _locked_people(user_ids: Collection[int]) -> QuerySet[User, tuple[int]]:
    return User.objects.select_for_update(no_key=True).filter(pk__in=user_ids).order_by("pk").values_list("pk")


@contextmanager
def changing_offers(organization_id: int) -> Iterator[None]:
    """Run one durable transaction that changes what is offered, after bookings under way and before new ones."""
    with transaction.atomic(durable=True):
        hold_organization(organization_id)
        yield


@contextmanager
def keeping_offers(organization_id: int) -> Iterator[None]:
    """Run one durable transaction that needs what is offered to stay as it is, such as for making links.

    It must add only rows that no booking under way can depend on.
    """
    with transaction.atomic(durable=True):
        share_organization(organization_id)
        yield
