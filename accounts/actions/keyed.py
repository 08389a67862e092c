"""Making rows under a program's key: sent again with the same key, the request gets the same row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from accounts.errors import KeyReused
from accounts.idempotency import kept_by_key
from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from core.database import get_or_make
from core.tokens import HANDLE_BYTES

Row = TypeVar("Row", bound=Model)
Make = Callable[[bytes, Mapping[str, object]], Row]


def make_by_key(
    rows: "QuerySet[Row]", what: str, *, actor: User, key: str, body: Sequence[str], now: datetime, make: "Make[Row]"
) -> tuple[Row, bool]:
    """Make a row, but only one under each key of the actor's. Return it, and whether it was there.

    `rows` are those that the actor made, and `what` says which kind they are. `make` gets the row's handle, which
    follows from the key, so the unique index decides; and what the history is to say. `body` are the marks of what was
    sent: the first is kept, any says that it is the same. Raise KeyReused if something else was sent with the key.
    """
    earlier, handle = kept_by_key(
        rows, "handle", lambda mark: mark[:HANDLE_BYTES], actor=actor, what=what, key=key, now=now
    )
    made = []

    def make_now() -> Row:
        made.append(make(handle, {"body": body[0]}))
        return made[0]

    row = get_or_make(earlier, make_now)
    if not made and body_mark(row) not in body:
        raise KeyReused
    return row, not made


def body_mark(row: Any) -> str:
    """Return the mark of what the row was made with."""
    entries = HistoryEntry.objects.filter(subject=row._meta.model_name, subject_id=row.pk, verb=Verb.MADE)
    return str(entries.values_list("details__body", flat=True).order_by("pk").first())
