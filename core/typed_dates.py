"""Dates as people type and copy them, read where they can mean one day only."""

import re
from datetime import date

from django import forms

from core.text import ascii_text

# Ways to type a date, by what comes first.
YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?", re.ASCII)
DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", re.ASCII)
WORDED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3,9})\.?,? (\d{4})|([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})",
    re.ASCII,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_date(text: str) -> date | None:
    """Return the date that a text means in one way only; None for others, such as 7/1/2030.

    Browsers send 2030-01-07, but older ones let people type, and spreadsheets are copied from.
    """
    plain = ascii_text(text).lower()
    if found := YEAR_FIRST.fullmatch(plain):
        return _date(found[1], found[2], found[3])
    if found := DOTTED.fullmatch(plain):
        return _date(found[3], found[2], found[1])
    if found := SLASHED.fullmatch(plain):
        return _slashed(*found.groups())
    if found := WORDED.fullmatch(plain):
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return _date(year, _month(month), day)
    return None


class DayField(forms.DateField):
    """A date, picked or typed. Texts that could mean two dates are read as usual in the active language."""

    def to_python(self, value: str | date | None) -> date | None:
        found = read_date(value) if isinstance(value, str) else None
        return found or super().to_python(value)


def _slashed(first: str, second: str, year: str) -> date | None:
    readings = {_date(year, second, first), _date(year, first, second)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1 if name[:3] in MONTHS else 0


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
