"""Doing once what is asked for several times under one key, such as a program's `Idempotency-Key`. No table is needed.

From the user and the key follow bytes that nobody else can have or guess. What is made carries them where a unique
index holds it anyway, as its handle or its digest. They are made with the keys of LINK_KEYS: the current one makes, and
any that is still kept is recognized.
"""

import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Model, QuerySet

from accounts.models import User

# A key that was used longer ago is a new one.
KEPT = timedelta(days=30)

Row = TypeVar("Row", bound=Model)
Value = TypeVar("Value")


def marks_of(actor: User, what: str, key: str, again: int = 0) -> list[bytes]:
    """Return the 32 bytes that stand for the user's key, under each key of the keyring, the current one first.

    `again` says how often the key has become a new one.
    """
    text = "\0".join(["admit-one/once/1", what, str(actor.pk), key, *([str(again)] if again else [])]).encode()
    return [hmac.digest(secret, text, "sha256") for secret in settings.LINK_KEYS.values()]


def uuid_of(mark: bytes) -> UUID:
    """Return the UUID that a mark makes."""
    return UUID(bytes=mark[:16])


def kept_by_key(
    rows: "QuerySet[Row]",
    field: str,
    form: Callable[[bytes], Value],
    *,
    actor: User,
    what: str,
    key: str,
    now: datetime,
) -> tuple["QuerySet[Row]", Value]:
    """Return the rows that were made under the user's key, none if it is new, and what a new row carries in `field`.

    `what` says which kind they are, `form` makes the field's value of a mark.
    """
    for again in count():
        values = [form(mark) for mark in marks_of(actor, what, key, again)]
        made = rows.filter(**{f"{field}__in": values})
        if not made.filter(created_at__lte=now - KEPT).exists():
            return made, values[0]
    raise AssertionError("There is always a next one.")
