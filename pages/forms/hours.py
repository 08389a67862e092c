"""The editor of hours: rows of ranges per weekday and per date, typed as text, added, removed and copied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Self

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from pages.models import Schedule
from pages.wall_clock import clock_text, minutes_of

WEEK = range(1, 8)
MONDAY_TO_FRIDAY = range(1, 6)
MOST_RANGES = 24
MOST_DATES = 400


@dataclass(slots=True)
class Range:
    """One row as typed; `day` is the text of a date, or empty in a week."""

    opens: str = ""
    closes: str = ""
    day: str = ""
    error: str = ""
    is_new: bool = False

    @property
    def is_blank(self) -> bool:
        return not (self.opens.strip() or self.closes.strip() or self.day.strip())

    def copy(self) -> "Range":
        return Range(self.opens, self.closes, self.day)

    def read(self) -> tuple[int, int] | None:
        """The range in minutes, or None, with the error that says what is wrong with it."""
        opens, closes = minutes_of(self.opens), minutes_of(self.closes)
        if opens is None or closes is None:
            self.error = _("Type two times of day, such as 9:00 and 17:30. A day ends at 24:00.")
        elif closes == 0:
            self.error = _("Midnight at the end of a day is 24:00.")
        elif closes <= opens:
            self.error = _(
                "This ends before it starts. For hours past midnight, end this day at 24:00 and start the next at 0:00."
            )
        else:
            return opens, closes
        return None


@dataclass(slots=True)
class Day:
    """A weekday of the editor."""

    number: int
    name: str
    ranges: list[Range]


@dataclass(slots=True)
class HoursEditor:
    """The hours of a schedule as they stand in the form, whether they make sense yet or not."""

    week: dict[int, list[Range]]
    dates: list[Range]
    weekly: list[tuple[int, int, int]] = field(default_factory=list)
    overrides: list[tuple[date, int | None, int | None]] = field(default_factory=list)

    @classmethod
    def usual(cls) -> Self:
        """What a new schedule starts with: Monday to Friday, 9 to 17."""
        return cls({day: [Range("09:00", "17:00")] if day in MONDAY_TO_FRIDAY else [] for day in WEEK}, [])

    @classmethod
    def of(cls, schedule: Schedule, today: date) -> Self:
        """The schedule's own; dates that have passed are left out."""
        week: dict[int, list[Range]] = {day: [] for day in WEEK}
        for row in schedule.weekly.all():
            week[row.weekday].append(Range(clock_text(row.opens), clock_text(row.closes)))
        dates = [
            Range(
                "" if row.opens is None else clock_text(row.opens),
                "" if row.closes is None else clock_text(row.closes),
                row.date.isoformat(),
            )
            for row in schedule.overrides.filter(date__gte=today)
        ]
        return cls(week, dates)

    @classmethod
    def typed(cls, data: QueryDict) -> Self:
        """What was sent, as it was typed."""

        def rows(*names: str) -> list[Range]:
            lists = [data.getlist(name) for name in names]
            return [Range(*texts) for texts in zip(*lists, strict=False)]

        week = {day: rows(f"opens-{day}", f"closes-{day}")[:MOST_RANGES] for day in WEEK}
        return cls(week, rows("date-opens", "date-closes", "date")[:MOST_DATES])

    def days(self, first: int) -> list[Day]:
        """The week for the page, from its first day on (an ISO weekday)."""
        numbers = [(first - 1 + step) % 7 + 1 for step in range(7)]
        return [Day(number, str(WEEKDAYS[number - 1]), self.week[number]) for number in numbers]

    def apply(self, data: QueryDict) -> bool:
        """Adds, removes or copies a row, when one of those buttons was pressed; says whether one was."""
        for command, act in (("add", self._add), ("remove", self._remove), ("copy", self._copy)):
            if command in data:
                act(*str(data[command]).partition("-")[::2])
                return True
        return False

    def _rows(self, where: str) -> list[Range]:
        if where == "date":
            return self.dates
        return self.week.get(int(where), []) if where.isascii() and where.isdigit() and len(where) == 1 else []

    def _add(self, where: str, _rest: str) -> None:
        rows, most = self._rows(where), MOST_DATES if where == "date" else MOST_RANGES
        if len(rows) < most:
            rows.append(Range(is_new=True))

    def _remove(self, where: str, place: str) -> None:
        rows = self._rows(where)
        if place.isascii() and place.isdigit() and len(place) < 4 and int(place) < len(rows):
            del rows[int(place)]

    def _copy(self, where: str, targets: str) -> None:
        source = [row.copy() for row in self._rows(where) if where != "date"]
        for day in MONDAY_TO_FRIDAY if targets == "weekdays" else WEEK:
            if str(day) != where and where in map(str, WEEK):
                self.week[day] = [row.copy() for row in source]

    def check(self, today: date) -> bool:
        """Reads every row; what is wrong stands at the row, what is right in `weekly` and `overrides`."""
        self.weekly, self.overrides = [], []
        for weekday, rows in self.week.items():
            found = [(row, span) for row in rows if not row.is_blank and (span := row.read())]
            _refuse_overlaps(found)
            self.weekly += [(weekday, *span) for _row, span in found]
        self._check_dates(today)
        return not any(row.error for row in self.rows())

    def _check_dates(self, today: date) -> None:
        days: dict[date, list[tuple[Range, tuple[int, int]]]] = {}
        closed: set[date] = set()
        for row in self.dates:
            day = None if row.is_blank else _day(row, today)
            if day is None:
                continue
            if not (row.opens.strip() or row.closes.strip()):
                closed.add(day)
            elif span := row.read():
                days.setdefault(day, []).append((row, span))
        for day, found in days.items():
            _refuse_overlaps(found)
            if day in closed:
                found[0][0].error = _("Another row closes this date. Keep one of the two.")
            self.overrides += [(day, *span) for _row, span in found]
        self.overrides += [(day, None, None) for day in sorted(closed)]

    def rows(self) -> Iterable[Range]:
        """Every row there is."""
        return [*(row for rows in self.week.values() for row in rows), *self.dates]

    def errors(self) -> list[tuple[str, str, str]]:
        """(anchor, whose, what) of every row that is wrong, for the summary."""
        found = [
            (f"opens-{weekday}-{place}", str(WEEKDAYS[weekday - 1]), row.error)
            for weekday, rows in self.week.items()
            for place, row in enumerate(rows)
            if row.error
        ]
        return found + [
            (f"date-{place}", row.day or _("Date"), row.error) for place, row in enumerate(self.dates) if row.error
        ]


def _day(row: Range, today: date) -> date | None:
    try:
        day = parse_date(row.day.strip())
    except ValueError:
        day = None
    if day is None:
        row.error = _("Choose a date, such as %(example)s.") % {"example": today.isoformat()}
    elif day < today:
        row.error = _("This date has passed.")
    else:
        return day
    return None


def _refuse_overlaps(found: Sequence[tuple[Range, tuple[int, int]]]) -> None:
    """Hours that overlap are a slip of the pen more often than meant; those that touch are fine."""
    ordered = sorted(found, key=lambda one: one[1])
    for (_earlier, before), (row, after) in pairwise(ordered):
        if after[0] < before[1]:
            row.error = _("This overlaps %(opens)s to %(closes)s. Make them one, or leave a gap.") % {
                "opens": clock_text(before[0]),
                "closes": clock_text(before[1]),
            }
