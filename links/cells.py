"""Cells of lists of people, and rows: one person each, with what is wrong with it.

This module knows no ORM, request or clock.
"""

import csv
import re
from dataclasses import dataclass
from enum import StrEnum

# Bars separate cells in tables that are written as text. In other lines they may be part of a name.
BAR = "|"
DELIMITERS = f"\t;,{BAR}"
# Invisible spaces that spreadsheets and web pages leave around copied text.
INVISIBLE = " \t\u00a0\u200b\u2060\ufeff"
WORD_SEPARATORS = re.compile(r"[\s,;<>|\"]+")
# A text that a spreadsheet must not change, such as ="0034".
FORMULA = re.compile(r"=\s?\"([^\"]*)\"")
# Characters that draw the lines of a table.
TABLE_LINES = "-–—_=+:"
# The @ that Chinese and Japanese keyboards type.
WIDE_AT = "＠"


class Fault(StrEnum):
    """Why a row cannot be read."""

    NO_EMAIL = "no-email"
    SEVERAL_EMAILS = "several-emails"
    UNCLEAR = "unclear"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One person of the list. `number` counts all rows, including blank ones and the header."""

    number: int
    name: str = ""
    email: str = ""
    fault: Fault | None = None
    label: str = ""
    metadata: tuple[tuple[str, str], ...] = ()


def has_text(line: str) -> bool:
    """Return whether the line has more than separators and the lines of a table."""
    return bool(line.strip(INVISIBLE + DELIMITERS + TABLE_LINES + '"'))


def clean_cell(cell: str) -> str:
    """Return the text of a cell, without what a spreadsheet or a web page leaves around it."""
    plain = re.sub(r"[ \t\r\n\u00a0]+", " ", cell).strip(INVISIBLE)
    return text[1] if (text := FORMULA.fullmatch(plain)) else plain


def split_cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line."""
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        # A cell is longer than the csv module allows.
        return [line]


def named_address(text: str) -> tuple[str, str] | None:
    """Return name and address from the form “Priya Shah <priya@example.com>”; None for another form."""
    text = text.rstrip(",; ")
    if not text.endswith(">") or text.count("<") != 1 or text.count(">") != 1:
        return None
    name, _sign, email = text[:-1].partition("<")
    return clean_cell(name.strip(INVISIBLE + '"')), clean_cell(email)


def has_several_addresses(text: str) -> bool:
    """Return whether the text contains several different addresses."""
    return len({word.lower() for word in WORD_SEPARATORS.split(text) if "@" in word.strip("@")}) > 1
