"""How connections are reached: kept sealed, and opened only to go there.

A sealed text names its connection inside: copied to another row of the database, it opens nothing.
"""

import json
from collections import Counter
from dataclasses import asdict

from django.conf import settings
from django.db import transaction

from accounts.sealing import Seal, Unsealable, kid_of, seal, unseal
from calendars.errors import CannotSeal, SecretLost
from calendars.models import Connection
from calendars.providers import Access, Tokens
from core.guarded_http import Networks


def require_sealing() -> None:
    """Raise CannotSeal if no secret could be kept."""
    if not settings.SEALING_KEYS:
        raise CannotSeal


def access_to(url: str, user: str = "", password: str = "", tokens: Tokens | None = None) -> Access:
    """Return the way to an address, into the networks that the operator has opened."""
    networks = Networks(settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP)
    return Access(url, user, password, networks, tokens=tokens)


def seal_access(connection: Connection, access: Access) -> str:
    """Return what the connection keeps of its access. Raise CannotSeal."""
    require_sealing()
    kept = {"connection": connection.pk, "url": access.url, "user": access.user, "password": access.password}
    if access.tokens:
        kept["tokens"] = asdict(access.tokens)
    return seal(Seal.CONNECTION, json.dumps(kept), settings.SEALING_KEYS)


def open_access(connection: Connection) -> Access:
    """Return how the connection is reached. Raise SecretLost."""
    try:
        kept = json.loads(unseal(Seal.CONNECTION, connection.secret, settings.SEALING_KEYS))
    except (Unsealable, ValueError) as error:
        raise SecretLost from error
    if kept.pop("connection") != connection.pk:
        raise SecretLost
    tokens = kept.pop("tokens", None)
    return access_to(**kept, tokens=Tokens(**tokens | {"scopes": tuple(tokens["scopes"])}) if tokens else None)


def seal_connections() -> Counter[str]:
    """Seal the secrets of all connections with the current key. Return how many are under which kid now."""
    with transaction.atomic(durable=True):
        rows = Connection.objects.exclude(secret="").select_for_update(no_key=True).order_by("pk")
        for row in rows if settings.SEALING_KEYS else []:
            if kid_of(row.secret) != next(iter(settings.SEALING_KEYS)):
                try:
                    text = unseal(Seal.CONNECTION, row.secret, settings.SEALING_KEYS)
                except Unsealable:
                    continue
                row.secret = seal(Seal.CONNECTION, text, settings.SEALING_KEYS)
                row.save(update_fields=["secret"])
        return count_secrets()


def count_secrets() -> Counter[str]:
    """Return how many connections are sealed under which kid."""
    secrets = Connection.objects.exclude(secret="").values_list("secret", flat=True)
    return Counter(kid_of(text) or "" for text in secrets)
