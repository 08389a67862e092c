"""Signing calls as Standard Webhooks does (https://www.standardwebhooks.com), so that every receiver can check them."""

import hmac
from base64 import b64encode
from datetime import datetime

from django.conf import settings

from core.tokens import Purpose, derive_secret
from deliveries.models import Endpoint

PREFIX = "whsec_"


def secret_text(endpoint: Endpoint) -> str:
    """Return the endpoint's secret as receivers take it. Raise KeyError if the key of its kid is not kept any more."""
    return PREFIX + b64encode(_secret(endpoint.kid, endpoint, endpoint.generation)).decode()


def signatures(endpoint: Endpoint, message: str, at: datetime, body: bytes) -> str:
    """Return the signatures of a call: by the secret and, for a day after it was renewed, by the former one, too."""
    secrets = [_secret(endpoint.kid, endpoint, endpoint.generation)]
    has_former = endpoint.former_until is not None and endpoint.former_until > at
    if has_former and endpoint.former_kid in settings.LINK_KEYS:
        secrets.append(_secret(endpoint.former_kid, endpoint, endpoint.generation - 1))
    signed = f"{message}.{int(at.timestamp())}.".encode() + body
    return " ".join(f"v1,{b64encode(hmac.digest(secret, signed, 'sha256')).decode()}" for secret in secrets)


def _secret(kid: str, endpoint: Endpoint, generation: int) -> bytes:
    return derive_secret(Purpose.HOOK, kid, bytes(endpoint.handle), generation, settings.LINK_KEYS)
