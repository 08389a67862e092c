"""Labels for choices: rows with equal names get a further mark, so that each label is unique."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

# The columns that make the label of a row.
LABEL_COLUMNS = ("label", "name", "slug", "email", "duration")


class RowLabel(SimpleNamespace):
    """The columns of a row that its label needs: its id, its LABEL_COLUMNS, and its owner's name."""

    pk: int

    def __str__(self) -> str:
        return getattr(self, "label", "") or self.name


def load_labels(rows: QuerySet[Any], *more: str) -> dict[str, RowLabel]:
    """Return what the label of each row needs, with `more` columns, by its id as text. One query.

    Reading whole rows to offer hundreds of choices would take ten times as long.
    """
    columns = {column.name for column in rows.model._meta.fields}
    columns_read = {name: name for name in ("pk", *(one for one in LABEL_COLUMNS if one in columns), *more)}
    if "owner" in columns:
        columns_read["owner"] = "owner__name"
    found = rows.values_list(*columns_read.values())
    return {str(values[0]): RowLabel(**dict(zip(columns_read, values, strict=True))) for values in found}


def unique_labels(rows: Iterable[object]) -> list[str]:
    """Return the name of each row, with a mark if another row has the same: “30-minute meeting (Ben Okafor)”.

    The mark is the row's owner, or the email of a user. If that is not enough, it is the last part of a page's address
    or the minutes of an event type.
    """
    found = list(rows)
    labels = [str(one) for one in found]
    for names in (("owner", "email"), ("slug", "duration")):
        labels = _add_marks(found, labels, names)
    return labels


def label_choices(rows: Mapping[str, object]) -> dict[str, str]:
    """Return the unique labels of rows by the same keys: the choices of a select."""
    return dict(zip(rows, unique_labels(rows.values()), strict=True))


def _add_marks(rows: Sequence[object], labels: Sequence[str], names: Sequence[str]) -> list[str]:
    # Names that differ in letter case or spaces only look equal to people.
    normalized = [" ".join(label.casefold().split()) for label in labels]
    counts = Counter(normalized)

    def with_mark(row: object, label: str, key: str) -> str:
        # A name that is unique needs no further lookup.
        mark = "" if counts[key] < 2 else next((str(found) for name in names if (found := getattr(row, name, ""))), "")
        return f"{label} ({mark})" if mark else label

    return [with_mark(*one) for one in zip(rows, labels, normalized, strict=True)]
