"""Handshakes with vendors, kept in the session from the first step to the last.

A handshake is found by its `state`. It works once, in the session that began it, and for half an hour. It is sealed,
since the database holds sessions as plain text.
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

BEGUN_KEY, ANSWERED_KEY = "calendar_handshakes", "calendar_handshake"
# How many may be under way in several tabs. In seconds: what a sign-in at the vendor may take, and how long a code is
# kept.
MOST, LONGEST_SIGN_IN, CODE_LIFETIME = 5, 1_800, 300


@dataclass(frozen=True, slots=True)
class Handshake:
    """Its user, the kind of vendor, the connection that is renewed, if any, and at the end the vendor's code."""

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
    handshakes: dict[str, str] = session.get(BEGUN_KEY, {})
    handshakes[state] = Handshake(user.pk, kind, connection, verifier, int(time())).sealed()
    session[BEGUN_KEY] = dict(list(handshakes.items())[-MOST:])
    return state, verifier


def keep_code(session: SessionBase, user: User, kind: str, state: str, code: str) -> None:
    """Keep the code that a vendor answers with, for the handshake of this state. Raise HandshakeOver."""
    handshakes = session.get(BEGUN_KEY, {})
    text = handshakes.pop(state, "")
    session[BEGUN_KEY] = handshakes
    answered = Handshake.opened(text)
    if answered.user != user.pk or answered.kind != kind or _age(answered) > LONGEST_SIGN_IN:
        raise HandshakeOver
    session[ANSWERED_KEY] = replace(answered, code=code, at=int(time())).sealed()


def find_answered(session: SessionBase, user: User) -> Handshake:
    """Return the handshake that the vendor has answered. Raise HandshakeOver."""
    answered = Handshake.opened(session.get(ANSWERED_KEY, ""))
    if answered.user != user.pk or _age(answered) > CODE_LIFETIME:
        raise HandshakeOver
    return answered


def end(session: SessionBase) -> None:
    """Forget the handshake that the vendor has answered: a code works once, whatever comes of it."""
    session.pop(ANSWERED_KEY, None)


def _age(handshake: Handshake) -> float:
    return time() - handshake.at
