"""Rows as spreadsheet programs read them. This module knows no ORM, request or clock."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

# By it such programs know that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# What begins with one of these would be calculated; in some languages also by their wide forms.
CALCULATED = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
# Where commas are decimal points, such programs end cells at these, whatever the quotation marks around them say.
ENDED = re.compile(f'([;\t\r\n][ "]*)(?=[{re.escape("".join(CALCULATED))}])')


def cell(value: object) -> str:
    """The value as text that no program calculates."""
    text = "" if value is None else str(value)
    text = f"'{text}" if text.startswith(CALCULATED) else text
    return ENDED.sub(r"\1'", text)


class _Line:
    """A file of which the last line is kept, and nothing else."""

    def write(self, text: str) -> str:
        return text


def lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a CSV file, one by one, so that it may be of any length."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([cell(value) for value in row])
