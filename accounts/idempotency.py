"""Idempotency keys, such as a program's `Idempotency-Key`, without a table of their own.

A digest is derived from the user and the key, which nobody else can guess. The row that is made stores it in a column
that has a unique index anyway, as its handle or its digest. It is made with the current key of LINK_KEYS, and is also
recognized if it was made with another key that is still in the keyring.
"""

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Model, QuerySet

from accounts.models import User

# A key that was used longer ago counts as a new one.
KEY_LIFE = timedelta(days=30)

Row = TypeVar("Row", bound=Model)
Value = TypeVar("Value")


def key_digests(actor: User, kind: str, key: str, expiries: int = 0) -> list[bytes]:
    """Return the digest of the user's key under each key of the keyring, the current one first. Each has 32 bytes.

    `expiries` is how many times the key has expired and become a new one.
    """
    parts = ["admit-one/once/1", kind, str(actor.pk), key]
    if expiries:
        parts.append(str(expiries))
    text = "\0".join(parts).encode()
    return [hmac.digest(secret, text, "sha256") for secret in settings.LINK_KEYS.values()]


def uuid_from_digest(digest: bytes) -> UUID:
    """Return the UUID that is made of a digest."""
    return UUID(bytes=digest[:16])


def find_by_key(
    rows: "QuerySet[Row]",
    field: str,
    to_value: Callable[[bytes], Value],
    *,
    actor: User,
    kind: str,
    key: str,
    now: datetime,
) -> tuple["QuerySet[Row]", Value]:
    """Return the rows that were made under the user's key (none if it is new), and the value of `field` for a new row.

    `kind` names the kind of rows, and `to_value` makes the field's value from a digest.
    """
    expiries = 0
    while True:
        values = [to_value(digest) for digest in key_digests(actor, kind, key, expiries)]
        found = rows.filter(**{f"{field}__in": values})
        if not found.filter(created_at__lte=now - KEY_LIFE).exists():
            return found, values[0]
        expiries += 1
