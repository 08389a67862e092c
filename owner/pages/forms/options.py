"""Options of selects that are repeated in many rows of a form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a select: its value, its text, and whether it cannot be chosen."""

    value: str
    label: str
    disabled: bool = False


@dataclass(frozen=True)
class Options:
    """The options of a select in groups, whose headings may be empty. Built once and rendered in every row."""

    groups: Sequence[tuple[str, Sequence[Option]]]

    def __iter__(self) -> Iterator[Option]:
        return (option for _heading, options in self.groups for option in options)

    def shown(self, chosen: str = "", without: Iterable[str] = ()) -> SafeString:
        """Return the HTML, with one option selected and some left out.

        A page has as many options as rows times choices, so each is rendered once and only joined here.
        """
        left_out = set(without)
        html = []
        for heading, options in self._html:
            rows = "".join(
                selected if value == chosen else plain for value, plain, selected in options if value not in left_out
            )
            html.append(f'<optgroup label="{heading}">{rows}</optgroup>' if heading and rows else rows)
        # Everything was escaped when it was rendered.
        return mark_safe("".join(html))  # noqa: S308

    @cached_property
    def _html(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Each group's heading, and of its options the value, the HTML, and the HTML of the selected one.

        A selected option is never disabled, even if it cannot be chosen again.
        """
        return [(escape(heading), [_html_of(option) for option in options]) for heading, options in self.groups]


def _html_of(option: Option) -> tuple[str, str, str]:
    value, label = escape(option.value), escape(option.label)
    state = " disabled" if option.disabled else ""
    return (
        option.value,
        f'<option value="{value}"{state}>{label}</option>',
        f'<option value="{value}" selected>{label}</option>',
    )
