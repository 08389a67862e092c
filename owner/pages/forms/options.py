"""The entries of selects that stand in many rows of a form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


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
