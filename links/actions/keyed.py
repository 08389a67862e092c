"""Making links under a program's key: sent again with the same key, the request gets the same links."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Unpack

from accounts.idempotency import KEPT, marks_of
from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from core.database import make_once
from core.tokens import HANDLE_BYTES, new_handle
from links.actions.batches import BatchChoices, make_batch
from links.errors import KeyReused
from links.models import Link, LinkBatch

Make = Callable[[bytes, Mapping[str, object]], Link]


def make_by_key(*, actor: User, key: str, body: Sequence[str], now: datetime, make: Make) -> tuple[Link, bool]:
    """Make a link, but only one under each key of the actor's. Return it, and whether it was there.

    `make` gets the link's handle, which follows from the key, so the unique index decides; and what the history is to
    say. `body` are the marks of what was sent: the first is kept, any says that it is the same. Raise KeyReused if
    something else was sent with the key.
    """
    handles = [mark[:HANDLE_BYTES] for mark in marks_of(actor, "link", key)]
    known = Link.objects.filter(handle__in=handles, created_by=actor)
    earlier = known.filter(created_at__gt=now - KEPT)
    # The same key after its time means another link.
    handle = new_handle() if known.filter(created_at__lte=now - KEPT).exists() else handles[0]
    made = []

    def make_now() -> Link:
        made.append(make(handle, {"body": body[0]}))
        return made[0]

    link = make_once(earlier, make_now)
    if not made and _body_of(link) not in body:
        raise KeyReused
    return link, not made


def make_batch_by_key(
    *, actor: User, key: str, body: Sequence[str], now: datetime, **choices: Unpack[BatchChoices]
) -> LinkBatch:
    """Make links as `make_batch` does, but only once under each key of the actor's. Raise KeyReused as above."""
    digests = [mark.hex() for mark in marks_of(actor, "batch", key)]
    known = LinkBatch.objects.filter(organization_id=actor.organization_id, digest__in=digests)
    earlier = known.filter(created_at__gt=now - KEPT).first()
    over = known.filter(created_at__lte=now - KEPT).exists()
    digest = earlier.digest if earlier else token_hex(32) if over else digests[0]
    batch = make_batch(actor=actor, now=now, digest=digest, details={"body": body[0]}, **choices)
    if batch.again and _body_of(batch.links.order_by("pk")[0]) not in body:
        raise KeyReused
    return batch


def _body_of(link: Link) -> str:
    """Return the mark of what the link was made with."""
    entries = HistoryEntry.objects.filter(subject=link._meta.model_name, subject_id=link.pk, verb=Verb.MADE)
    return str(entries.values_list("details__body", flat=True).order_by("pk").first())
