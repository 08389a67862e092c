"""Rows as spreadsheet programs read them. This module knows no ORM, request or clock."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

# By it such programs know that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# What begins with one of these would be calculated; in some languages also by their wide forms.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# So may be what follows these, which some programs leave out.
CALCULATED = (*FORMULA, "\t", "\r", "\n", "\0")
# Where commas are decimal points, such programs end cells at these, whatever the quotation marks around them say.
ENDS = set(";\t\r\n")
BLANK = r"\s\x00-\x1f"
BEGUN = re.compile(f"[{BLANK}]*[{''.join(map(re.escape, FORMULA))}]")
# Read as one run, so that a text of nothing but blanks costs no more than any other.
WITHIN = re.compile(f'(?<![;"{BLANK}])([;"{BLANK}]++)(?=[{"".join(map(re.escape, FORMULA))}])')


def cell(value: object) -> str:
    """The value as text that no program calculates. Its line breaks stay as they are."""
    text = "" if value is None else str(value)
    text = f"'{text}" if text.startswith(CALCULATED) or BEGUN.match(text) else text
    return WITHIN.sub(_kept_as_text, text)


def _kept_as_text(found: re.Match[str]) -> str:
    """What stands before the sign of a formula, which a cell may begin with where it ends another."""
    return found[1] if ENDS.isdisjoint(found[1]) else f"{found[1]}'"


class _Line:
    """A file of which the last line is kept, and nothing else."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a CSV file, one by one, so that it may be of any length."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([cell(value) for value in row])
