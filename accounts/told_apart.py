"""Names in choices: rows whose names are equal are told apart by what else is known of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

# The columns by which a row is called, and told apart from others of the same name.
NAMING = ("label", "name", "slug", "email", "duration")


class Brief(SimpleNamespace):
    """What a row is called by, without the rest of it: its id, the columns of NAMING that it has, its owner's name."""

    pk: int

    def __str__(self) -> str:
        return getattr(self, "label", "") or self.name


def briefly(rows: QuerySet[Any], *more: str) -> dict[str, Brief]:
    """Return what names each row, and these columns besides, by its id as text. One query.

    To read hundreds of rows whole, only to offer them as choices, takes ten times as long.
    """
    columns = {column.name for column in rows.model._meta.fields}
    read = {name: name for name in ("pk", *(one for one in NAMING if one in columns), *more)}
    if "owner" in columns:
        read["owner"] = "owner__name"
    found = rows.values_list(*read.values())
    return {str(values[0]): Brief(**dict(zip(read, values, strict=True))) for values in found}


def told_apart(rows: Iterable[object]) -> list[str]:
    """Return the name of each row, with more where another has the same: “30-minute meeting (Ben Okafor)”.

    That is its owner, for a user the email, and if that is not enough, the last part of a page's address or the
    minutes of an event type.
    """
    found = list(rows)
    labels = [str(one) for one in found]
    for names in (("owner", "email"), ("slug", "duration")):
        labels = _marked(found, labels, names)
    return labels


def named(rows: Mapping[str, object]) -> dict[str, str]:
    """Return the names of rows by the same keys, told apart: the choices of a select."""
    return dict(zip(rows, told_apart(rows.values()), strict=True))


def _marked(rows: Sequence[object], labels: Sequence[str], names: Sequence[str]) -> list[str]:
    # As people read them: letter case and spaces tell nothing apart.
    read = [" ".join(label.casefold().split()) for label in labels]
    seen = Counter(read)

    def marked(row: object, label: str, key: str) -> str:
        # Nothing is looked up for a name that stands alone.
        mark = "" if seen[key] < 2 else next((str(found) for name in names if (found := getattr(row, name, ""))), "")
        return f"{label} ({mark})" if mark else label

    return [marked(*one) for one in zip(rows, labels, read, strict=True)]
