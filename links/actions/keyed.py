"""Making links under a program's key: sent again with the same key, the request gets the same links."""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from accounts.actions.keyed import Make, make_by_key, stored_body_digest
from accounts.errors import KeyReused
from accounts.idempotency import find_by_key
from accounts.models import User
from links.actions.batches import BatchChoices, make_batch
from links.models import Link, LinkBatch


def make_link_by_key(
    *, actor: User, key: str, body: Sequence[str], now: datetime, make: Make[Link]
) -> tuple[Link, bool]:
    """Make a link, but only one under each key of the actor's. Return it, and whether it was there. Raise KeyReused."""
    links = Link.objects.filter(created_by=actor)
    return make_by_key(links, "link", actor=actor, key=key, body=body, now=now, make=make)


def make_batch_by_key(
    *, actor: User, key: str, body: Sequence[str], now: datetime, **choices: Unpack[BatchChoices]
) -> LinkBatch:
    """Make links as `make_batch` does, but only once under each key of the actor's. Raise KeyReused."""
    batches = LinkBatch.objects.filter(organization_id=actor.organization_id)
    earlier, new = find_by_key(batches, "digest", bytes.hex, actor=actor, kind="batch", key=key, now=now)
    first = earlier.first()
    digest = first.digest if first else new
    batch = make_batch(actor=actor, now=now, digest=digest, details={"body": body[0]}, **choices)
    if batch.existed and stored_body_digest(batch.links.order_by("pk")[0]) not in body:
        raise KeyReused
    return batch
