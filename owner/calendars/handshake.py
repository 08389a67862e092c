"""Handshakes with vendors, kept in the session from the first step to the last.

A handshake is known by its `state`: it works in the session that began it, once, and not for long. It is sealed, since
sessions stand in the database in the clear.
"""

import json
import secrets
from dataclasses import asdict, dataclass, field, replace
from time import time
from typing import Self

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from accounts.models import User
from accounts.sealing import Seal, Unsealable, seal, unseal
from calendars.errors import HandshakeOver
from calendars.oauth import new_verifier

BEGUN, ANSWERED = "calendar_handshakes", "calendar_handshake"
# Somebody may begin in several tabs. In seconds: what a sign-in at the vendor may take, and how long a code is kept.
MOST, PATIENCE, KEPT = 5, 1_800, 300


@dataclass(frozen=True, slots=True)
class Handshake:
    """Whose it is, with which vendor, for which connection, if one is renewed; in the end with the vendor's code."""

    user: int
    kind: str
    connection: int | None
    verifier: str = field(repr=False)
    at: int
    code: str = field(default="", repr=False)

    def sealed(self) -> str:
        return seal(Seal.HANDSHAKE, json.dumps(asdict(self)), settings.SEALING_KEYS)

    @classmethod
    def opened(cls, text: str) -> Self:
        """Return the handshake that was sealed. Raise HandshakeOver."""
        try:
            return cls(**json.loads(unseal(Seal.HANDSHAKE, text, settings.SEALING_KEYS)))
        except Unsealable as error:
            raise HandshakeOver from error


def begin(session: SessionBase, user: User, kind: str, connection: int | None) -> tuple[str, str]:
    """Begin a handshake. Return its state and its verifier."""
    state, verifier = secrets.token_urlsafe(32), new_verifier()
    begun: dict[str, str] = session.get(BEGUN, {})
    begun[state] = Handshake(user.pk, kind, connection, verifier, int(time())).sealed()
    session[BEGUN] = dict(list(begun.items())[-MOST:])
    return state, verifier


def answered(session: SessionBase, user: User, kind: str, state: str, code: str) -> None:
    """Keep the code that a vendor answers with, for the handshake of this state. Raise HandshakeOver."""
    begun = session.get(BEGUN, {})
    text = begun.pop(state, "")
    session[BEGUN] = begun
    found = Handshake.opened(text)
    if found.user != user.pk or found.kind != kind or _age(found) > PATIENCE:
        raise HandshakeOver
    session[ANSWERED] = replace(found, code=code, at=int(time())).sealed()


def awaiting(session: SessionBase, user: User) -> Handshake:
    """Return the handshake that waits for its last step. Raise HandshakeOver."""
    found = Handshake.opened(session.get(ANSWERED, ""))
    if found.user != user.pk or _age(found) > KEPT:
        raise HandshakeOver
    return found


def end(session: SessionBase) -> None:
    """Forget the handshake that waited for its last step: a code opens once, whatever comes of it."""
    session.pop(ANSWERED, None)


def _age(handshake: Handshake) -> float:
    return time() - handshake.at
