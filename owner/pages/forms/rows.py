"""Editors of rows: tables and lists in a form, whose buttons add, move and remove rows before anything is saved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Protocol, TypeVar

from django.http import QueryDict

from core.ids import read_number

LONGEST_DEED = 64
# Where the focus is: a row and a part of it, the field that adds rows, or nowhere.
Focus = tuple[int, str]
ADD, NOWHERE = (-1, "add"), (-1, "")

# An invalid row: (anchor, name of the row, error).
Problem = tuple[str, str, str]


class TypedRow(Protocol):
    """A row as typed; `errors` says what is wrong with which part of it."""

    errors: dict[str, str]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed: such a row was added, and then not needed."""


Row = TypeVar("Row", bound=TypedRow)


@dataclass(slots=True)
class PlainRow:
    """A row that is wrong as a whole, or not."""

    errors: dict[str, str] = field(default_factory=dict, kw_only=True)

    @property
    def is_blank(self) -> bool:
        return False

    @property
    def error(self) -> str:
        return next(iter(self.errors.values()), "")


class Editor:
    """What stands in a form beside its fields, whether it makes sense yet or not; here, several editors in one form.

    A button sends its deed, and which row it means; with several editors, whose row comes first.
    """

    button: ClassVar[str] = "deed"
    parts: Mapping[str, "Editor"] = {}
    pressed = False

    def apply(self, data: QueryDict) -> bool:
        """Do what one of its buttons says, if one was pressed; return whether one was."""
        if self.button in data:
            self.pressed = True
            deed, _dash, rest = str(data[self.button])[:LONGEST_DEED].partition("-")
            self.press(deed, rest)
        return self.pressed

    def press(self, deed: str, rest: str) -> None:
        whose, _dash, rest = rest.partition("-")
        if whose in self.parts:
            self.parts[whose].press(deed, rest)

    def check(self) -> bool:
        """Read all that was typed; return whether it can be saved."""
        # Every part is read, also where one before it is wrong.
        found = [part.check() for part in self.parts.values()]
        return all(found)

    def errors(self) -> list[Problem]:
        """What is wrong, for the summary."""
        return [problem for part in self.parts.values() for problem in part.errors()]


@dataclass(frozen=True, slots=True)
class Placed(Generic[Row]):
    """A row as its page lists it: its place, its id, and which part of it has the focus."""

    row: Row
    place: int
    id: str
    focus: str


class RowEditor(Editor, Generic[Row]):
    """Rows in an order. A subclass says what the rows are, and what is wrong with them.

    `name` is that of the rows in their buttons, where a form has several kinds. `first` and `menu` are the parts of a
    row that get the focus once it is added, or moved; without a menu, the focus goes to the field that adds.
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

    def new_row(self) -> Row:
        return self.row_class()

    def judge(self) -> None:
        """Say at each row what is wrong with it."""
        raise NotImplementedError

    def whose(self, place: int, row: Row) -> str:
        """What the summary calls the row."""
        raise NotImplementedError

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= self.most

    @property
    def filled(self) -> list[Row]:
        return [row for row in self.rows if not row.is_blank]

    @property
    def adds(self) -> bool:
        """Whether the focus is on the field that adds rows."""
        return self.focus == ADD

    @property
    def placed(self) -> Sequence[Placed[Row]]:
        return [self.place(row, place) for place, row in enumerate(self.rows)]

    def place(self, row: Row, place: int) -> Placed[Row]:
        focused, part = self.focus
        return Placed(row, place, f"{self.row_id}-{place}", part if focused == place else "")

    def find(self, key: str) -> int | None:
        """The place of the row that a button names."""
        return read_number(key, len(self.rows) - 1)

    def press(self, deed: str, rest: str) -> None:
        key, _dash, part = rest.removeprefix(f"{self.name}-").partition("-")
        if deed == "add":
            self.add()
        elif (place := self.find(key)) is not None:
            self.change(deed, place, part)
        elif deed == "remove":
            # It has gone already.
            self.focus = ADD

    def change(self, deed: str, place: int, part: str) -> None:
        """Do what a button of a row says."""
        if deed == "remove":
            self.remove(place)
        elif deed in {"up", "down"}:
            self.move(place, deed)
        elif deed == "sorted":
            # A dragged row is already in its new place.
            self.focus = place, self.menu

    def add(self) -> None:
        if not self.is_full:
            self.rows.append(self.new_row())
            self.focus = len(self.rows) - 1, self.first

    def remove(self, place: int) -> None:
        del self.rows[place]
        self.focus = (min(place, len(self.rows) - 1), self.menu) if self.rows and self.menu else ADD

    def move(self, place: int, deed: str) -> None:
        """Move a row up or down by one, unless it stands at that end."""
        target = place + (1 if deed == "down" else -1)
        if 0 <= target < len(self.rows):
            self.rows.insert(target, self.rows.pop(place))
            place = target
        self.focus = place, self.menu

    def check(self) -> bool:
        """Read every row; what is wrong stands at the row."""
        for row in self.rows:
            row.errors = {}
        self.judge()
        return not self.errors()

    def errors(self) -> list[Problem]:
        return [
            (self._anchor(place, part, row), self.whose(place, row), sentence)
            for place, row in enumerate(self.rows)
            for part, sentence in row.errors.items()
        ]

    def _anchor(self, place: int, part: str, row: Row) -> str:
        return self.anchor.format(row_id=self.row_id, name=self.name, place=place, part=part, row=row)
