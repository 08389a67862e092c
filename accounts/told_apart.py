"""Names in choices: rows whose names are equal are told apart by what else is known of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence


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
