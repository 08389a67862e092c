"""Options of selects that stand in many rows of a form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a select: its value, its text, and whether it cannot be chosen."""

    value: str
    label: str
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a select in groups, whose headings may be empty. Built once and rendered in every row."""

    groups: Sequence[tuple[str, Sequence[Option]]]

    def __iter__(self) -> Iterator[Option]:
        return (option for _heading, options in self.groups for option in options)

    def shown(self, chosen: str = "", without: Iterable[str] = ()) -> SafeString:
        """Return the HTML, with one option selected and some left out.

        It is built in Python, because a page has as many options as rows times choices, which is slow in a template.
        """
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
    """Return the option's attribute, if any. A selected option is never disabled, even if it cannot be chosen again."""
    if option.value == chosen:
        return SELECTED
    return DISABLED if option.disabled else ""


SELECTED, DISABLED = (format_html(" {}", word) for word in ("selected", "disabled"))
