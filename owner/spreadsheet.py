"""Rows as CSV that is safe to open in spreadsheet programs. Knows no ORM, request or clock."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

# Tells spreadsheet programs that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is calculated. Programs in some languages accept the wide forms too.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# These can hide one of the former, because some programs strip them.
CALCULATED = (*FORMULA, "\t", "\r", "\n", "\0")
# In locales with a decimal comma, programs end cells at these, even inside quotation marks.
ENDS = set(";\t\r\n")
BLANK = r"\s\x00-\x1f"
BEGUN = re.compile(f"[{BLANK}]*[{''.join(map(re.escape, FORMULA))}]")
# The possessive `++` reads each run once, so that a long text of blanks does not become slow.
WITHIN = re.compile(f'(?<![;"{BLANK}])([;"{BLANK}]++)(?=[{"".join(map(re.escape, FORMULA))}])')


def cell(value: object) -> str:
    """Return the value as text that no program calculates. Line breaks are kept."""
    text = "" if value is None else str(value)
    text = f"'{text}" if text.startswith(CALCULATED) or BEGUN.match(text) else text
    return WITHIN.sub(_kept_as_text, text)


def _kept_as_text(found: re.Match[str]) -> str:
    """Return the text before the sign of a formula, with an apostrophe added if the text may end a cell."""
    return found[1] if ENDS.isdisjoint(found[1]) else f"{found[1]}'"


class _Line:
    """A file object that returns each line instead of storing it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file one by one, so that it may be of any length."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([cell(value) for value in row])
