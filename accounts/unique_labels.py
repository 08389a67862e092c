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
    attributes = ["pk", *(name for name in LABEL_COLUMNS if name in columns), *more]
    lookups = list(attributes)
    if "owner" in columns:
        attributes.append("owner")
        lookups.append("owner__name")
    found = rows.values_list(*lookups)
    return {str(values[0]): RowLabel(**dict(zip(attributes, values, strict=True))) for values in found}


def unique_labels(rows: Iterable[object]) -> list[str]:
    """Return the name of each row, with a mark if another row has the same: “30-minute meeting (Ben Okafor)”.

    The mark is the row's owner, or the email of a user. If that is not enough, it is the last part of a page's address
    or the minutes of an event type.
    """
    found = list(rows)
    labels = [str(row) for row in found]
    for attributes in (("owner", "email"), ("slug", "duration")):
        labels = _add_marks(found, labels, attributes)
    return labels


def label_choices(rows: Mapping[str, object]) -> dict[str, str]:
    """Return the unique labels of rows by the same keys: the choices of a select."""
    return dict(zip(rows, unique_labels(rows.values()), strict=True))


def _add_marks(rows: Sequence[object], labels: Sequence[str], attributes: Sequence[str]) -> list[str]:
    # Names that differ in letter case or spaces only look equal to people.
    normalized = [" ".join(label.casefold().split()) for label in labels]
    counts = Counter(normalized)
    marked = list(labels)
    for index, row in enumerate(rows):
        # The attribute of a unique row is not read: that may need a query.
        if counts[normalized[index]] > 1:
            marks = [getattr(row, name, "") for name in attributes]
            marked[index] += next((f" ({mark})" for mark in marks if mark), "")
    return marked
