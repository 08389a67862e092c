"""Second factors, whose secrets are kept sealed (`accounts.sealing`). Their rows and screens are allauth's."""

import logging
import secrets
from base64 import b32encode
from collections import Counter
from collections.abc import Mapping
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from accounts.sealing import Seal, Unsealable, kid_of, seal, unseal

logger = logging.getLogger(__name__)

# Where the rows of allauth hold secrets: the app's key, the seed of recovery codes, and codes of another system.
SECRETS, LISTS_OF_SECRETS = ("secret", "seed"), ("migrated_codes",)
IN_THE_CLEAR = "in the clear"


def seal_secret(text: str, keys: Mapping[str, bytes]) -> str:
    """Return the secret sealed with the current key, whichever key has sealed it so far. Raise Unsealable.

    Without keys it stays as it is.
    """
    if not keys or kid_of(text) == next(iter(keys)):
        return text
    return seal(Seal.SECOND_FACTOR, unseal_secret(text, keys), keys)


def unseal_secret(text: str, keys: Mapping[str, bytes]) -> str:
    """Return the secret itself. Raise Unsealable. One from before there were keys is in the clear."""
    return text if kid_of(text) is None else unseal(Seal.SECOND_FACTOR, text, keys)


def seal_factors() -> Counter[str]:
    """Seal the secrets of all second factors with the current key. Return how many are under which kid now."""
    with transaction.atomic(durable=True):
        for row in Authenticator.objects.select_for_update(no_key=True).order_by("pk"):
            before = dict(row.data)
            row.data = {name: _seal_value(name, value) for name, value in before.items()}
            if row.data != before:
                row.save(update_fields=["data"])
        return count_factors()


def count_factors() -> Counter[str]:
    """Return how many secrets of second factors are sealed under which kid."""
    rows = Authenticator.objects.order_by().values_list("data", flat=True)
    return Counter(kid_of(text) or IN_THE_CLEAR for data in rows for text in _secrets_in(data))


def _seal_value(name: str, value: Any) -> Any:
    if name in SECRETS:
        return _seal_if_possible(value)
    if name in LISTS_OF_SECRETS:
        return [_seal_if_possible(text) for text in value]
    return value


def _seal_if_possible(text: str) -> str:
    try:
        return seal_secret(text, settings.SEALING_KEYS)
    except Unsealable:
        return text


def _secrets_in(data: Mapping[str, Any]) -> list[str]:
    found = [data[name] for name in SECRETS if name in data]
    return found + [text for name in LISTS_OF_SECRETS for text in data.get(name, ())]


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Seals what allauth stores, and opens it."""

    def encrypt(self, text: str) -> str:
        return seal_secret(text, settings.SEALING_KEYS)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. If its key was dropped, return one that nobody knows, so that no code fits."""
        try:
            return unseal_secret(encrypted_text, settings.SEALING_KEYS)
        except Unsealable as error:
            logger.error("A second factor cannot be read: %s", error)
            return b32encode(secrets.token_bytes(20)).decode()
