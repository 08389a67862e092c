"""Making rows once for each idempotency key: a request that is sent again with the same key gets the same row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from accounts.errors import KeyReused
from accounts.idempotency import find_by_key
from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from core.database import get_or_make
from core.tokens import HANDLE_BYTES

Row = TypeVar("Row", bound=Model)
Make = Callable[[bytes, Mapping[str, object]], Row]


def make_by_key(
    rows: "QuerySet[Row]", kind: str, *, actor: User, key: str, body: Sequence[str], now: datetime, make: "Make[Row]"
) -> tuple[Row, bool]:
    """Make a row, but only one under each key of the actor's. Return it, and whether it existed before.

    `rows` are those that the actor made, and `kind` names their kind. `make` gets the row's handle, which is derived
    from the key, so that its unique index admits one row; and further details for the history. `body` holds digests of
    the request's body: the first is stored, and any of them identifies the same body. Raise KeyReused if another body
    was sent with the key.
    """
    earlier, handle = find_by_key(
        rows, "handle", lambda digest: digest[:HANDLE_BYTES], actor=actor, kind=kind, key=key, now=now
    )
    new_rows = []

    def make_row() -> Row:
        new_rows.append(make(handle, {"body": body[0]}))
        return new_rows[0]

    row = get_or_make(earlier, make_row)
    if not new_rows and stored_body_digest(row) not in body:
        raise KeyReused
    return row, not new_rows


def stored_body_digest(row: Any) -> str:
    """Return the digest of the body with which the row was made."""
    entries = HistoryEntry.objects.filter(subject=row._meta.model_name, subject_id=row.pk, verb=Verb.MADE)
    return str(entries.values_list("details__body", flat=True).order_by("pk").first())
