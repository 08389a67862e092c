"""People of single lines, without columns: "Priya Shah <priya@example.com>", or cells of which one is the address.

This module knows no ORM, request or clock.
"""

import re
from collections import Counter
from collections.abc import Sequence

from links.cells import (
    BAR,
    DELIMITERS,
    UNSEEN,
    WIDE_AT,
    Fault,
    RecipientRow,
    cells_of,
    has_several_addresses,
    named_address,
    tidy,
)

# Longer than any name and address. It also limits the time to read a line, which can grow with its length squared.
LONGEST_LINE = 1_000
EMAIL = re.compile(r"[^\s,;<>|\"]+@[^\s,;<>|\"]+")
# What stands between name and address: no part of a name.
LOOSE = re.compile(r"^(?:[-–—:=|]+\s+)+|(?:\s+[-–—=|]+|\s*:)+$")
# As Chinese and Japanese keyboards type them. They may be part of a name where there is a narrow one too.
WIDE = str.maketrans("，；、", ",;,")


def person_of(number: int, line: str, usual: str) -> RecipientRow:
    """Return the person of a single line; `usual` is the separator of most lines of the list."""
    line = line.strip(UNSEEN).replace(WIDE_AT, "@")
    if len(line) > LONGEST_LINE:
        return RecipientRow(number, fault=Fault.TOO_LONG)
    if not any(one in line for one in DELIMITERS):
        line = line.translate(WIDE)
    if angled := named_address(line):
        return RecipientRow(number, *angled) if angled[1] else RecipientRow(number, fault=Fault.NO_EMAIL)
    if has_several_addresses(line):
        return RecipientRow(number, fault=Fault.SEVERAL_EMAILS)
    return _free_row(number, _apart(line, usual))


def _free_row(number: int, cells: Sequence[str]) -> RecipientRow:
    """Return the person of the cells of a line without columns: one is the address, another one may be the name."""
    emails = [cell for cell in cells if "@" in cell]
    others = [name for cell in cells if "@" not in cell and (name := LOOSE.sub("", cell))]
    if not emails:
        return RecipientRow(number, others[0] if others else "", fault=Fault.NO_EMAIL)
    if len(others) > 1:
        return RecipientRow(number, email=emails[0], fault=Fault.UNCLEAR)
    return RecipientRow(number, others[0] if others else "", emails[0])


def _alone(line: str) -> str:
    """Return the separator that leaves an address alone in its cell; empty if none does."""
    present = [one for one in DELIMITERS if one in line]
    return next((one for one in present if any(map(EMAIL.fullmatch, _filled(cells_of(line, one))))), "")


def usual_separator(lines: Sequence[str]) -> str:
    """Return the separator of most lines; empty if no line shows one."""
    shown = Counter(_alone(line.strip(UNSEEN)) for line in lines if len(line) <= LONGEST_LINE)
    del shown[""]
    return max(shown, key=lambda one: shown[one], default="")


def _separator(line: str, usual: str) -> str:
    """Return the separator of the line's cells; empty if there is none, or it is unclear which of several it is.

    It is the one that leaves an address alone in its cell, or else `usual`, or the only one present.
    """
    present = [one for one in DELIMITERS if one in line]
    if usual in present:
        present = [usual]
    return _alone(line) or (present[0] if len(present) == 1 and present != [BAR] else "")


def _apart(line: str, usual: str) -> list[str]:
    """Return the cells of a line.

    A line with several separators of which none is clear is left whole; one without any is split at blanks around its
    one address.
    """
    if delimiter := _separator(line, usual):
        return _filled(cells_of(line, delimiter))
    words = line.split(" ")
    emails = [word for word in words if "@" in word]
    if len(emails) == 1 and not any(one in line for one in DELIMITERS if one != BAR):
        words.remove(emails[0])
        return _filled([" ".join(words), *emails])
    return _filled([line])


def _filled(cells: Sequence[str]) -> list[str]:
    return [text for text in map(tidy, cells) if text]
