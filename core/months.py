"""A month as the table that a calendar shows."""

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import formats

SUNDAY = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the month, with the number of times that are free on it."""

    day: date
    count: int


def month_of(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first day of the next month. Raises OverflowError past the year 9999."""
    year, index = divmod(month.year * 12 + month.month, 12)
    if year > date.max.year:
        raise OverflowError(month)
    return date(year, index + 1, 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    year, index = divmod(month.year * 12 + month.month - 2, 12)
    return date(year, index + 1, 1)


def weeks(month: date, first_weekday: int, counts: Mapping[date, int]) -> list[list[Cell | None]]:
    """The rows of a month's table; days of its neighbours are None.

    `first_weekday` counts as Django's formats do: 0 is Sunday, 1 Monday, 6 Saturday.
    """
    return [
        [Cell(day, counts.get(day, 0)) if day.month == month.month else None for day in week]
        for week in _calendar(first_weekday).monthdatescalendar(month.year, month.month)
    ]


def weekdays(first_weekday: int) -> list[int]:
    """The weekdays in the order of the columns, 0 for Monday, as names of days are looked up."""
    return list(_calendar(first_weekday).iterweekdays())


def first_column(chosen: int | None, language: str | None = None) -> int:
    """The weekday of a month's first column, 0 for Sunday: as it was chosen, else as the language's readers expect."""
    return int(formats.get_format("FIRST_DAY_OF_WEEK", language)) if chosen is None else chosen


def _calendar(first_weekday: int) -> Calendar:
    # Python counts from Monday.
    return Calendar((first_weekday - 1) % 7)
