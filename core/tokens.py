"""Signed tokens, the secret parts of addresses that admit somebody.

A token is `kid(3) + base62(handle, 11) + base62(mac, 22)`: 36 letters and digits. The kid names the key: two characters
for its cell, which is one installation with its own database, and one for the generation of that cell's key. The handle
is 8 random bytes that name a row. The mac is the first 128 bits of HMAC-SHA256 over a label, the purpose, the kid and
the handle. Tokens are never stored: a token is made again from the row's handle and kid whenever it is needed, and
verified before any query. The first tokens had a kid of one character, and 34 characters in all. They work as long as
their key is kept.

This module knows no ORM, request, settings or clock.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
VALUES = {character: value for value, character in enumerate(ALPHABET)}
HANDLE_BYTES, HANDLE_LENGTH = 8, 11
MAC_BYTES, MAC_LENGTH = 16, 22
KID_LENGTH, FIRST_KID_LENGTH = 3, 1
# The part after the kid.
BODY_LENGTH = HANDLE_LENGTH + MAC_LENGTH
LENGTHS = {KID_LENGTH + BODY_LENGTH, FIRST_KID_LENGTH + BODY_LENGTH}
LABEL = b"admit-one/token/1"


class Purpose(StrEnum):
    """What a token opens. A token of one purpose is not valid for another."""

    BOOK = "book"
    MANAGE = "manage"
    FEED = "feed"
    API = "api"
    PUSH = "push"
    SIGN = "sign"
    PREVIEW = "preview"
    HOOK = "hook"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class VerifiedToken:
    """The kid and the handle of a verified token."""

    kid: str
    handle: bytes


def new_handle() -> bytes:
    """Return a new handle: 8 random bytes."""
    return secrets.token_bytes(HANDLE_BYTES)


def make_token(purpose: Purpose, kid: str, handle: bytes, keys: Mapping[str, bytes]) -> str:
    """Return the token of a row, signed with the key of its kid. Raise KeyError if that key is not kept any more."""
    return kid + _base62(handle, HANDLE_LENGTH) + _mac(purpose, kid, handle, keys[kid])


def derive_secret(purpose: Purpose, kid: str, handle: bytes, generation: int, keys: Mapping[str, bytes]) -> bytes:
    """Return the 32 bytes that another program shares with us about a row. Raise KeyError as `make_token` does."""
    message = b"\0".join((LABEL, b"secret", purpose.encode(), kid.encode(), handle, str(generation).encode()))
    return hmac.digest(keys[kid], message, "sha256")


def verify_token(purpose: Purpose, token: str, keys: Mapping[str, bytes]) -> VerifiedToken | None:
    """Return the kid and the handle of the token, or None if it is forged.

    Needs no query, and compares the mac in constant time.
    """
    if len(token) not in LENGTHS or not token.isascii() or not token.isalnum():
        return None
    kid, body, mac = token[:-BODY_LENGTH], token[-BODY_LENGTH:-MAC_LENGTH], token[-MAC_LENGTH:]
    key = keys.get(kid)
    number = 0
    for character in body:
        number = number * 62 + VALUES[character]
    if key is None or number >= 1 << (8 * HANDLE_BYTES):
        return None
    handle = number.to_bytes(HANDLE_BYTES)
    return VerifiedToken(kid, handle) if hmac.compare_digest(mac, _mac(purpose, kid, handle, key)) else None


def _mac(purpose: Purpose, kid: str, handle: bytes, key: bytes) -> str:
    message = b"\0".join((LABEL, purpose.encode(), kid.encode(), handle))
    return _base62(hmac.digest(key, message, "sha256")[:MAC_BYTES], MAC_LENGTH)


def _base62(raw: bytes, length: int) -> str:
    number, characters = int.from_bytes(raw), []
    for _ in range(length):
        number, value = divmod(number, 62)
        characters.append(ALPHABET[value])
    return "".join(reversed(characters))
