"""The secrets of connections, which are stored sealed, and unsealed only for requests.

The sealed text names its connection. Copied to another row of the database, it cannot be used.
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
    """Raise CannotSeal if there is no key to seal secrets with."""
    if not settings.SEALING_KEYS:
        raise CannotSeal


def access_to(url: str, user: str = "", password: str = "", tokens: Tokens | None = None) -> Access:
    """Return the access to an address, which may be in the networks that the operator has allowed."""
    networks = Networks(settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP)
    return Access(url, user, password, networks, tokens=tokens)


def seal_access(connection: Connection, access: Access) -> str:
    """Return the access of the connection, sealed. Raise CannotSeal."""
    require_sealing()
    secret = {"connection": connection.pk, "url": access.url, "user": access.user, "password": access.password}
    if access.tokens:
        secret["tokens"] = asdict(access.tokens)
    return seal(Seal.CONNECTION, json.dumps(secret), settings.SEALING_KEYS)


def open_access(connection: Connection) -> Access:
    """Return how the connection is reached. Raise SecretLost."""
    try:
        secret = json.loads(unseal(Seal.CONNECTION, connection.secret, settings.SEALING_KEYS))
    except (Unsealable, ValueError) as error:
        raise SecretLost from error
    if secret.pop("connection") != connection.pk:
        raise SecretLost
    tokens = secret.pop("tokens", None)
    if tokens:
        tokens["scopes"] = tuple(tokens["scopes"])
    return access_to(**secret, tokens=Tokens(**tokens) if tokens else None)


def seal_connections() -> Counter[str]:
    """Seal the secrets of all connections with the current key. Return how many are under which kid now."""
    keys = settings.SEALING_KEYS
    if not keys:
        return count_secrets()
    with transaction.atomic(durable=True):
        for row in Connection.objects.exclude(secret="").select_for_update(no_key=True).order_by("pk"):
            if kid_of(row.secret) == next(iter(keys)):
                continue
            try:
                text = unseal(Seal.CONNECTION, row.secret, keys)
            except Unsealable:
                continue
            row.secret = seal(Seal.CONNECTION, text, keys)
            row.save(update_fields=["secret"])
        return count_secrets()


def count_secrets() -> Counter[str]:
    """Return how many connections are sealed under which kid."""
    secrets = Connection.objects.exclude(secret="").values_list("secret", flat=True)
    return Counter(kid_of(text) or "" for text in secrets)
