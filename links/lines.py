"""Parsing of single lines, one person each: "Priya Shah <priya@example.com>", or cells of which one is the address.

This module knows no ORM, request or clock.
"""

import re
from collections import Counter
from collections.abc import Sequence

from links.cells import (
    BAR,
    DELIMITERS,
    INVISIBLE,
    WIDE_AT,
    Fault,
    RecipientRow,
    clean_cell,
    has_several_addresses,
    named_address,
    split_cells,
)

# Longer than any name and address. It also limits the time to read a line, which can grow with its length squared.
LONGEST_LINE = 1_000
EMAIL = re.compile(r"[^\s,;<>|\"]+@[^\s,;<>|\"]+")
# Signs between name and address, which are no part of a name.
LOOSE_SIGNS = re.compile(r"^(?:[-–—:=|]+\s+)+|(?:\s+[-–—=|]+|\s*:)+$")
# Separators that Chinese and Japanese keyboards type. In a line that also has a usual one they may be part of a name.
WIDE = str.maketrans("，；、", ",;,")


def parse_line(number: int, line: str, usual: str) -> RecipientRow:
    """Return the person of a single line; `usual` is the separator of most lines of the list."""
    line = line.strip(INVISIBLE).replace(WIDE_AT, "@")
    if len(line) > LONGEST_LINE:
        return RecipientRow(number, fault=Fault.TOO_LONG)
    if not any(delimiter in line for delimiter in DELIMITERS):
        line = line.translate(WIDE)
    if name_and_address := named_address(line):
        if not name_and_address[1]:
            return RecipientRow(number, fault=Fault.NO_EMAIL)
        return RecipientRow(number, *name_and_address)
    if has_several_addresses(line):
        return RecipientRow(number, fault=Fault.SEVERAL_EMAILS)
    return _free_row(number, _split_line(line, usual))


def _free_row(number: int, cells: Sequence[str]) -> RecipientRow:
    """Return the person of the cells of a line without columns: one is the address, another one may be the name."""
    emails = [cell for cell in cells if "@" in cell]
    others = [name for cell in cells if "@" not in cell and (name := LOOSE_SIGNS.sub("", cell))]
    if not emails:
        return RecipientRow(number, others[0] if others else "", fault=Fault.NO_EMAIL)
    if len(others) > 1:
        return RecipientRow(number, email=emails[0], fault=Fault.UNCLEAR)
    return RecipientRow(number, others[0] if others else "", emails[0])


def _separator_around_address(line: str) -> str:
    """Return the separator that leaves an address alone in its cell; empty if none does."""
    for delimiter in DELIMITERS:
        if delimiter in line and any(map(EMAIL.fullmatch, _non_empty_cells(split_cells(line, delimiter)))):
            return delimiter
    return ""


def usual_separator(lines: Sequence[str]) -> str:
    """Return the separator of most lines; empty if no line shows one."""
    shown = Counter(_separator_around_address(line.strip(INVISIBLE)) for line in lines if len(line) <= LONGEST_LINE)
    del shown[""]
    return max(shown, key=lambda delimiter: shown[delimiter], default="")


def _separator(line: str, usual: str) -> str:
    """Return the separator of the line's cells; empty if there is none, or it is unclear which of several it is.

    It is the one that leaves an address alone in its cell, or else `usual`, or the only one present.
    """
    present = [delimiter for delimiter in DELIMITERS if delimiter in line]
    if usual in present:
        present = [usual]
    return _separator_around_address(line) or (present[0] if len(present) == 1 and present != [BAR] else "")


def _split_line(line: str, usual: str) -> list[str]:
    """Return the cells of a line.

    A line with several separators of which none is clear is left whole; one without any is split at blanks around its
    one address.
    """
    if delimiter := _separator(line, usual):
        return _non_empty_cells(split_cells(line, delimiter))
    words = line.split(" ")
    emails = [word for word in words if "@" in word]
    if len(emails) == 1 and not any(delimiter in line for delimiter in DELIMITERS if delimiter != BAR):
        words.remove(emails[0])
        return _non_empty_cells([" ".join(words), *emails])
    return _non_empty_cells([line])


def _non_empty_cells(cells: Sequence[str]) -> list[str]:
    return [text for text in map(clean_cell, cells) if text]
