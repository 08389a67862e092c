"""Rows as CSV that is safe to open in spreadsheet programs. Knows no ORM, request or clock."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

# Tells spreadsheet programs that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is calculated. Programs in some languages accept the wide forms too.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Some programs strip these, so a formula may follow.
CALCULATED_STARTS = (*FORMULA_SIGNS, "\t", "\r", "\n", "\0")
# In locales with a decimal comma, programs end cells at these, even inside quotation marks.
CELL_ENDS = set(";\t\r\n")
BLANKS = r"\s\x00-\x1f"
FORMULA_START = re.compile(f"[{BLANKS}]*[{''.join(map(re.escape, FORMULA_SIGNS))}]")
# The possessive `++` reads each run once, so that a long text of blanks does not become slow.
FORMULA_WITHIN = re.compile(f'(?<![;"{BLANKS}])([;"{BLANKS}]++)(?=[{"".join(map(re.escape, FORMULA_SIGNS))}])')


def cell(value: object) -> str:
    """Return the value as text that no program calculates. Line breaks are kept."""
    text = "" if value is None else str(value)
    text = f"'{text}" if text.startswith(CALCULATED_STARTS) or FORMULA_START.match(text) else text
    return FORMULA_WITHIN.sub(_without_formula, text)


def _without_formula(match: re.Match[str]) -> str:
    """Return the text before the sign of a formula, with an apostrophe added if the text may end a cell."""
    return match[1] if CELL_ENDS.isdisjoint(match[1]) else f"{match[1]}'"


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
