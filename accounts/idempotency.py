"""Doing once what is asked for several times under one key, such as a program's `Idempotency-Key`. No table is needed.

From the user and the key follow bytes that nobody else can have or guess. What is made carries them where a unique
index holds it anyway, as its handle or its digest. They are made with the keys of LINK_KEYS: the current one makes, and
any that is still kept is recognized.
"""

import hmac
from datetime import timedelta

from django.conf import settings

from accounts.models import User

# A key that was used longer ago is a new one.
KEPT = timedelta(days=30)


def marks_of(actor: User, what: str, key: str) -> list[bytes]:
    """Return the 32 bytes that stand for the user's key, under each key of the keyring, the current one first."""
    text = f"admit-one/once/1\0{what}\0{actor.pk}\0{key}".encode()
    return [hmac.digest(secret, text, "sha256") for secret in settings.LINK_KEYS.values()]
