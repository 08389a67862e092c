"""Sealed texts: secrets that the database keeps, and that only the application can read.

A sealed text is `kid:token`. The kid names the key of the keyring, and the token is Fernet's, under a key derived for
one purpose: what is sealed for one cannot be opened for another. The first key of the keyring seals; the others open
what was sealed before.

This module knows no ORM, request, settings or clock.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from enum import StrEnum

from cryptography.fernet import Fernet, InvalidToken

LABEL = b"admit-one/seal/1"


class Seal(StrEnum):
    """What a sealed text is for."""

    SECOND_FACTOR = "second factor"
    CONNECTION = "calendar connection"
    HANDSHAKE = "calendar handshake"


class Unsealable(Exception):
    """The text was not sealed for this purpose, or its key is not in the keyring any more."""


def seal(purpose: Seal, text: str, keys: Mapping[str, bytes]) -> str:
    """Return the text sealed with the first key. Raise StopIteration without any key."""
    kid = next(iter(keys))
    return f"{kid}:{_fernet(purpose, keys[kid]).encrypt(text.encode()).decode()}"


def unseal(purpose: Seal, sealed: str, keys: Mapping[str, bytes]) -> str:
    """Return the text that was sealed. Raise Unsealable."""
    kid, _colon, token = sealed.partition(":")
    try:
        return _fernet(purpose, keys[kid]).decrypt(token.encode()).decode()
    except (KeyError, InvalidToken) as error:
        raise Unsealable(f"There is no key {kid!r} for it, or it was sealed for something else.") from error


def kid_of(text: str) -> str | None:
    """Return the kid that a text is sealed with, or None if it is not sealed."""
    kid, colon, _token = text.partition(":")
    return kid if colon else None


def _fernet(purpose: Seal, key: bytes) -> Fernet:
    # Fernet's keys have 32 bytes; those of the keyring may be longer.
    return Fernet(urlsafe_b64encode(hmac.digest(key, LABEL + b"\0" + purpose.encode(), "sha256")))
