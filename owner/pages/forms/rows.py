"""What the editors of rows have in common: buttons that move and remove, lists in an order, and options to choose."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Together with what else a form has, below Django's limit of fields.
MOST_LISTED = 500
LONGEST_DEED = 64

# A row that is wrong: where it stands, whose it is, what is wrong.
Problem = tuple[str, str, str]
Row = TypeVar("Row")


def pressed(data: QueryDict) -> tuple[str, str, str]:
    """The button of a row that was pressed: its deed, whose row, and which part of it; empty where none was."""
    deed, _dash, rest = str(data.get("deed", ""))[:LONGEST_DEED].partition("-")
    whose, _dash, part = rest.partition("-")
    return deed, whose, part


def move(rows: list[Row], place: int, deed: str) -> int:
    """Moves a row up or down by one; returns its place afterwards."""
    target = place + (1 if deed == "down" else -1)
    if not 0 <= target < len(rows):
        return place
    rows.insert(target, rows.pop(place))
    return target


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a select: what is sent, what is read, and whether it can be chosen."""

    value: str
    label: str
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """The entries of a select, under headings where they have one. Made once, and shown in every row."""

    groups: Sequence[tuple[str, Sequence[Option]]]

    def __iter__(self) -> Iterator[Option]:
        return (option for _heading, options in self.groups for option in options)

    def shown(self, chosen: str = "", without: Iterable[str] = ()) -> SafeString:
        """The HTML, with one of them chosen. In Python: a page has rows times options of these."""
        left_out = set(without)
        return format_html_join(
            "",
            "{}",
            (
                (_group(heading, [option for option in options if option.value not in left_out], chosen),)
                for heading, options in self.groups
            ),
        )


def _group(heading: str, options: Sequence[Option], chosen: str) -> SafeString:
    rows = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((one.value, _state(one, chosen), one.label) for one in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', heading, rows) if heading and options else rows


def _state(option: Option, chosen: str) -> str:
    """The option's attribute, if it has one; what is chosen stays so, even where it could not be chosen again."""
    if option.value == chosen:
        return SELECTED
    return DISABLED if option.disabled else ""


SELECTED, DISABLED = (format_html(" {}", word) for word in ("selected", "disabled"))


@dataclass(frozen=True, slots=True)
class Listed:
    """One thing of an ordered list, as its page shows it."""

    key: str
    label: str
    row: Any
    detail: str = ""


@dataclass(slots=True)
class OrderedList:
    """Things chosen from what there is, in an order, as they stand in a form.

    `name` is that of its hidden inputs, whose order in the form is the order; `known` is what can be chosen, by key.
    `focus` is the row that has just been moved, or `add` for the field that adds.
    """

    name: str
    known: dict[str, Listed]
    keys: list[str] = field(default_factory=list)
    joining: str = ""
    focus: str = ""
    lost: int = 0
    error: str = ""

    @classmethod
    def typed(cls, name: str, known: dict[str, Listed], data: QueryDict) -> "OrderedList":
        """What was sent, less what is not to be had, which `lost` counts."""
        sent = list(dict.fromkeys(data.getlist(name)))[:MOST_LISTED]
        keys = [key for key in sent if key in known]
        return cls(name, known, keys, str(data.get(f"add-{name}", "")), lost=len(sent) - len(keys))

    def apply(self, deed: str, whose: str, key: str) -> bool:
        """Does what one of its buttons says, when one of its own was pressed; says whether one was."""
        if not deed or whose != self.name:
            return False
        self.focus = "add"
        if deed == "add":
            self.join()
        elif key in self.keys:
            place = self.keys.index(key)
            if deed == "remove":
                del self.keys[place]
                self.focus = self.keys[min(place, len(self.keys) - 1)] if self.keys else "add"
            else:
                # What was dragged stands where it is to be already.
                if deed != "sorted":
                    move(self.keys, place, deed)
                self.focus = key
        return True

    def join(self) -> None:
        """Takes in what was chosen to be added. Saving does so too: it was meant."""
        if self.joining in self.known and self.joining not in self.keys and len(self.keys) < MOST_LISTED:
            self.keys.append(self.joining)
        self.joining = ""

    def check(self) -> bool:
        """Says what was lost between the opening of the form and now."""
        self.join()
        if self.lost:
            self.error = _(
                "Something you had chosen here is no longer there and has been taken off. Look it over and save again."
            )
        return not self.error

    @property
    def listed(self) -> list[Listed]:
        """The chosen ones, in their order."""
        return [self.known[key] for key in self.keys]

    @property
    def options(self) -> Sequence[Listed]:
        """What can still be added."""
        return [one for key, one in self.known.items() if key not in self.keys]
