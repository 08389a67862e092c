"""Editors of rows in a form, whose buttons add, move and remove rows before anything is saved."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Protocol, TypeVar

from django.http import QueryDict

from core.ids import read_number

LONGEST_ACTION = 64
# Where the focus is: a row and a part of it, the field that adds rows, or nowhere.
Focus = tuple[int, str]
ADD, NOWHERE = (-1, "add"), (-1, "")

# An invalid row: (anchor, name of the row, error).
Problem = tuple[str, str, str]


class TypedRow(Protocol):
    """A row as typed. `errors` holds the error of each part, by its name."""

    errors: dict[str, str]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed, so that the row is ignored."""


Row = TypeVar("Row", bound=TypedRow)


@dataclass(slots=True)
class PlainRow:
    """A row with at most one error, for the row as a whole."""

    errors: dict[str, str] = field(default_factory=dict, kw_only=True)

    @property
    def is_blank(self) -> bool:
        return False

    @property
    def error(self) -> str:
        return next(iter(self.errors.values()), "")


class Editor:
    """Editable rows of a form, valid or not. This class holds several editors of one form.

    A button sends its action and the row it is for. With several editors, the name of the editor comes before the row.
    """

    button: ClassVar[str] = "deed"
    parts: Mapping[str, "Editor"] = {}
    pressed = False

    @property
    def dropped(self) -> int:
        """How many empty rows the last check left out."""
        return sum(part.dropped for part in self.parts.values())

    def apply(self, data: QueryDict) -> bool:
        """Do what the pressed button says. Return whether one was pressed."""
        if self.button in data:
            self.pressed = True
            action, _dash, rest = str(data[self.button])[:LONGEST_ACTION].partition("-")
            self.press(action, rest)
        return self.pressed

    def press(self, action: str, rest: str) -> None:
        name, _dash, rest = rest.partition("-")
        if name in self.parts:
            self.parts[name].press(action, rest)

    def check(self) -> bool:
        """Validate all parts. Return whether they can be saved."""
        # All parts are checked, even if one has errors.
        results = [part.check() for part in self.parts.values()]
        return all(results)

    def errors(self) -> list[Problem]:
        """Return all errors, for the summary."""
        return [problem for part in self.parts.values() for problem in part.errors()]


@dataclass(frozen=True, slots=True)
class Placed(Generic[Row]):
    """A row for the template: its position, its id, and which part of it gets the focus."""

    row: Row
    place: int
    id: str
    focus: str


class RowEditor(Editor, ABC, Generic[Row]):
    """Rows in order. A subclass says what a row is and what makes it invalid.

    `name` identifies the rows in buttons where a form has several editors. `first` is the part of a new row that gets
    the focus, `menu` the part of a moved row. Without a menu, the focus goes to the field that adds rows.
    """

    name: str = ""
    row_class: type[Row]
    most: ClassVar[int]
    first: ClassVar[str] = "first"
    menu: ClassVar[str] = ""
    row_id: ClassVar[str] = "row"
    anchor: ClassVar[str] = "{row_id}-{place}-{part}"

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.rows = list(rows)[: self.most]
        self.focus: Focus = NOWHERE
        self._blank = 0

    def new_row(self) -> Row:
        return self.row_class()

    @abstractmethod
    def validate_rows(self) -> None:
        """Set the errors of each row."""

    @abstractmethod
    def row_label(self, place: int, row: Row) -> str:
        """Return the name of the row in the error summary."""

    @property
    def dropped(self) -> int:
        return self._blank

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= self.most

    @property
    def filled(self) -> list[Row]:
        return [row for row in self.rows if not row.is_blank]

    @property
    def adds(self) -> bool:
        """Whether the field that adds rows has the focus."""
        return self.focus == ADD

    @property
    def placed(self) -> Sequence[Placed[Row]]:
        return [self.place(row, place) for place, row in enumerate(self.rows)]

    def place(self, row: Row, place: int) -> Placed[Row]:
        focused, part = self.focus
        return Placed(row, place, f"{self.row_id}-{place}", part if focused == place else "")

    def find(self, key: str) -> int | None:
        """Return the position of the row that a button names, or None."""
        return read_number(key, len(self.rows) - 1)

    def press(self, action: str, rest: str) -> None:
        key, _dash, part = rest.removeprefix(f"{self.name}-").partition("-")
        if action == "add":
            self.add()
        elif (place := self.find(key)) is not None:
            self.change(action, place, part)
        elif action == "remove":
            # It was removed before.
            self.focus = ADD

    def change(self, action: str, place: int, part: str) -> None:
        """Do what a button of a row says."""
        if action == "remove":
            self.remove(place)
        elif action in {"up", "down"}:
            self.move(place, action)
        elif action == "sorted":
            # A dragged row is already in its new place.
            self.focus = place, self.menu

    def add(self) -> None:
        if not self.is_full:
            self.rows.append(self.new_row())
            self.focus = len(self.rows) - 1, self.first

    def remove(self, place: int) -> None:
        del self.rows[place]
        self.focus = (min(place, len(self.rows) - 1), self.menu) if self.rows and self.menu else ADD

    def move(self, place: int, action: str) -> None:
        """Move a row up or down by one, if it is not at that end."""
        target = place + (1 if action == "down" else -1)
        if 0 <= target < len(self.rows):
            self.rows.insert(target, self.rows.pop(place))
            place = target
        self.focus = place, self.menu

    def check(self) -> bool:
        """Validate every row and set its errors."""
        for row in self.rows:
            row.errors = {}
        self._blank = len(self.rows) - len(self.filled)
        self.validate_rows()
        return not self.errors()

    def errors(self) -> list[Problem]:
        return [
            (self._anchor(place, part, row), self.row_label(place, row), sentence)
            for place, row in enumerate(self.rows)
            for part, sentence in row.errors.items()
        ]

    def _anchor(self, place: int, part: str, row: Row) -> str:
        return self.anchor.format(row_id=self.row_id, name=self.name, place=place, part=part, row=row)
