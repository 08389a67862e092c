"""Writes of pairings: a browser asks, a user answers, the browser fetches its token once."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions.api_tokens import EXTENSION_LIFE, check_token_count, write_api_token
from accounts.errors import PairingDenied, PairingExpired, PairingPending, UnknownLetters
from accounts.models import ApiToken, Pairing, Scope, User
from accounts.models.pairings import new_letters
from core.text import clean_one_line

# How long the letters work.
PAIRING_LIFE = timedelta(minutes=10)
EXTENSION_SCOPES = (Scope.LINKS_READ, Scope.LINKS_WRITE)
# How long a pairing is kept after that.
PAIRINGS_KEPT = timedelta(days=1)


def start_pairing(*, address: str | None, agent: str, now: datetime) -> Pairing:
    """Let a browser ask to be connected. Anybody may ask; a signed-in user answers."""
    agent = clean_one_line(agent)[: Pairing._meta.get_field("agent").max_length]
    return Pairing.objects.create(
        letters=new_letters(), address=address, agent=agent, created_at=now, expires_at=now + PAIRING_LIFE
    )


def approve_pairing(*, actor: User, letters: str, name: str, now: datetime) -> Pairing:
    """Connect the browser that shows the letters; its token will be called by the name.

    Raise UnknownLetters, or TooManyTokens.
    """
    with transaction.atomic(durable=True):
        pairing = _lock_waiting(letters, now)
        check_token_count(actor, now)
        pairing.approved_by, pairing.name = actor, name
        pairing.save(update_fields=["approved_by", "name"])
    return pairing


def deny_pairing(*, actor: User, letters: str, now: datetime) -> Pairing:
    """Refuse the browser that shows the letters. Raise UnknownLetters."""
    with transaction.atomic(durable=True):
        pairing = _lock_waiting(letters, now)
        pairing.denied_by = actor
        pairing.save(update_fields=["denied_by"])
    return pairing


def fetch_token(*, device_code: str, now: datetime) -> ApiToken:
    """Make the token of the connected browser, once. It is made only now, so that no unused token exists.

    Raise PairingPending, PairingDenied or PairingExpired; Pairing.DoesNotExist for a forged code; User.DoesNotExist if
    whoever connected it was switched off; TooManyTokens.
    """
    found = Pairing.objects.of_code(device_code)
    with transaction.atomic(durable=True):
        pairing = found.select_for_update().get()
        if pairing.denied_by_id is not None:
            raise PairingDenied
        if pairing.fetched_at is not None or pairing.expires_at <= now:
            raise PairingExpired
        if pairing.approved_by is None:
            raise PairingPending
        token = write_api_token(
            user=pairing.approved_by,
            name=pairing.name,
            scopes=EXTENSION_SCOPES,
            life=EXTENSION_LIFE,
            made_for=ApiToken.MadeFor.EXTENSION,
            now=now,
        )
        pairing.fetched_at = now
        pairing.save(update_fields=["fetched_at"])
    return token


def _lock_waiting(letters: str, now: datetime) -> Pairing:
    pairing = Pairing.objects.waiting(now).filter(letters=letters).select_for_update().first()
    if pairing is None:
        raise UnknownLetters
    return pairing
