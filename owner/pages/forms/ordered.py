"""Ordered lists of things chosen from a set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from owner.pages.forms.rows import ADD, PlainRow, Problem, RowEditor
from pages.models import Page
from pages.queries.assignments import Assignable

# Together with the other inputs of a form, this must stay below Django's limit of fields.
MOST_LISTED = 500


@dataclass(slots=True)
class ListedEntry(PlainRow):
    """One entry of an ordered list, as the page shows it."""

    key: str
    label: str
    detail: str


ListedRow = TypeVar("ListedRow", bound=ListedEntry)


class OrderedList(RowEditor[ListedRow]):
    """Things chosen from a set, in order, as the form has them.

    `name` is the name of its hidden inputs, whose order is the order of the list. `known` are all choices by key.
    """

    most = MOST_LISTED
    menu = "menu"

    def __init__(
        self, name: str, heading: str, choices: Iterable[ListedRow], data: QueryDict | None, stored: Iterable[str]
    ) -> None:
        """Use the keys that were sent, or else the stored ones."""
        self.name, self.heading, self.error = name, heading, ""
        self.known = {item.key: item for item in choices}
        sent = list(dict.fromkeys(stored if data is None else data.getlist(name)))[:MOST_LISTED]
        super().__init__(self.known[key] for key in sent if key in self.known)
        self.is_missing_some = len(self.rows) < len(sent)
        self.joining = "" if data is None else str(data.get(f"add-{name}", ""))

    def find(self, key: str) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.key == key), None)

    def add(self) -> None:
        self.join()
        self.focus = ADD

    def join(self) -> None:
        """Add the entry that is chosen in the select. Saving does this too."""
        if self.joining in self.known and self.find(self.joining) is None and not self.is_full:
            self.rows.append(self.known[self.joining])
        self.joining = ""

    def validate_rows(self) -> None:
        """Report what was archived after the form was opened."""
        self.join()
        if self.is_missing_some:
            self.error = _("Something you chose no longer exists, so it was removed. Check the list and save again.")

    def row_label(self, place: int, row: ListedRow) -> str:
        return row.label

    def errors(self) -> list[Problem]:
        return [*super().errors(), *([(f"add-{self.name}", self.heading, self.error)] if self.error else [])]

    @property
    def options(self) -> Sequence[ListedRow]:
        """The entries that can still be added."""
        chosen = {row.key for row in self.rows}
        return [item for key, item in self.known.items() if key not in chosen]


@dataclass(slots=True)
class ListedPage(ListedEntry):
    """A booking page as an entry of a list, with its host unless its name contains the host's."""

    page: Assignable

    @classmethod
    def of(cls, page: Assignable) -> Self:
        row = page.row
        host = row.host.name if isinstance(row, Page) and row.host is not None else ""
        return cls(str(row.pk), str(row), "" if host in str(row) else host, page)
