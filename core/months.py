"""Months, and the weeks of a month as rows of a table."""

from calendar import Calendar
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language

from core import cldr


class Cell(NamedTuple):
    """One day of the month, with the number of free times on it."""

    day: date
    free: int


def month_of(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """Return the first day of the next month. Raise OverflowError after December 9999."""
    year, index = divmod(month.year * 12 + month.month, 12)
    if year > date.max.year:
        raise OverflowError(month)
    return date(year, index + 1, 1)


def month_before(month: date) -> date:
    """Return the first day of the previous month."""
    year, index = divmod(month.year * 12 + month.month - 2, 12)
    return date(year, index + 1, 1)


def month_weeks(
    month: date, first_weekday: int, counts: Mapping[date, int], today: date | None = None
) -> list[list[Cell | None]]:
    """Return the rows of a month's table. Days of the neighbouring months are None.

    With `today`, the month that it is in begins with its week, and the last row goes on into the next month.
    `first_weekday` counts as Django's formats do: 0 is Sunday, 1 Monday, 6 Saturday.
    """
    rows = _rows(month, first_weekday)
    last = month_after(month)
    if today is not None and month <= today < last:
        rows = [week for week in rows if week[-1] >= today]
        last = rows[-1][-1] + timedelta(days=1)
    return [[Cell(day, counts.get(day, 0)) if month <= day < last else None for day in week] for week in rows]


def weekdays(first_weekday: int) -> list[int]:
    """Return the weekdays in the order of the columns. Monday is 0, as in Django's names of days."""
    return list(_calendar(first_weekday).iterweekdays())


def first_column(chosen: int | None, language: str | None = None) -> int:
    """Return the weekday of a month's first column, 0 for Sunday: the chosen one, or the usual one of the language."""
    return cldr.first_day_of(language or get_language()) if chosen is None else chosen


@lru_cache(maxsize=1_000)
def _rows(month: date, first_weekday: int) -> list[list[date]]:
    return _calendar(first_weekday).monthdatescalendar(month.year, month.month)


def _calendar(first_weekday: int) -> Calendar:
    # Python counts weekdays from Monday.
    return Calendar((first_weekday - 1) % 7)
