"""The editor of hours: rows of weekdays, dates and repeating days, typed as text, added, removed and copied."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Self

from django.http import QueryDict
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from core.ids import read_number
from owner.pages.forms.recurrences import NAMES, Repeat
from owner.pages.forms.spans import UnreadableTime, read_day, read_span, runs_past_midnight
from pages.hours import Hours
from pages.models import Schedule
from pages.recurrence import Rhythm
from pages.wall_clock import clock_text, minutes_of

WEEK = range(1, 8)
MONDAY_TO_FRIDAY = range(1, 6)
MOST_RANGES = 24
# Together they stay below Django's limit of fields in one form.
MOST_DATES = 400
MOST_REPEATS = 40
# Buttons that change no row: they ask for the picture of what is typed.
LOOKS = ("preview", "month")

# A row that is wrong: where it stands, whose it is, what is wrong.
Problem = tuple[str, str, str]


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

    @property
    def runs_past_midnight(self) -> bool:
        return runs_past_midnight(self.opens, self.closes)

    @property
    def weekday(self) -> str:
        """The short name of the date's weekday; empty for what is no date."""
        try:
            return str(WEEKDAYS_ABBR[date.fromisoformat(self.day.strip()).weekday()])
        except ValueError:
            return ""

    def copy(self) -> "Range":
        return Range(self.opens, self.closes, self.day)

    def read(self) -> tuple[int, int] | None:
        """The range in minutes, or None, with the error that says what is wrong with it."""
        try:
            return read_span(self.opens, self.closes)
        except UnreadableTime as wrong:
            self.error = str(wrong)
        return None


@dataclass(slots=True)
class Day:
    """A weekday of the editor; `focus` names the button that has just been used, and vanished or closed its menu."""

    number: int
    name: str
    ranges: list[Range]
    focus: str = ""


@dataclass(slots=True)
class HoursEditor:
    """The hours of a schedule as they stand in the form, whether they make sense yet or not."""

    week: dict[int, list[Range]]
    dates: list[Range]
    repeats: list[Repeat] = field(default_factory=list)
    weekly: list[tuple[int, int, int]] = field(default_factory=list)
    overrides: list[tuple[date, int | None, int | None]] = field(default_factory=list)
    rhythms: list[Rhythm] = field(default_factory=list)
    # Where a button has just been used: its command, and “date”, “repeat” or the number of a weekday.
    used: tuple[str, str] = ("", "")

    @classmethod
    def usual(cls) -> Self:
        """What a new schedule starts with: Monday to Friday, 9 to 17."""
        return cls({day: [Range("09:00", "17:00")] if day in MONDAY_TO_FRIDAY else [] for day in WEEK}, [])

    @classmethod
    def of(cls, schedule: Schedule, today: date) -> Self:
        """The schedule's own; what has passed is left out."""
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
        return cls(week, dates, [Repeat.of(row.rhythm) for row in schedule.recurrences.going_on(today)])

    @classmethod
    def typed(cls, data: QueryDict) -> Self:
        """What was sent, as it was typed."""

        def rows(*names: str) -> Iterable[tuple[Any, ...]]:
            return zip(*(data.getlist(name) for name in names), strict=False)

        week = {day: [Range(*row) for row in rows(f"opens-{day}", f"closes-{day}")][:MOST_RANGES] for day in WEEK}
        dates = [Range(*row) for row in rows("date-opens", "date-closes", "date")]
        repeats = [Repeat(*row) for row in rows(*(f"repeat-{name}" for name in NAMES))]
        return cls(week, dates[:MOST_DATES], repeats[:MOST_REPEATS])

    def days(self, first: int) -> list[Day]:
        """The week for the page, from its first day on (an ISO weekday)."""
        numbers = [(first - 1 + step) % 7 + 1 for step in range(7)]
        command, where = self.used
        return [
            Day(number, str(WEEKDAYS[number - 1]), self.week[number], command if where == str(number) else "")
            for number in numbers
        ]

    def apply(self, data: QueryDict, today: date) -> bool:
        """Does what one of the editor's buttons says, when one was pressed; says whether one was."""
        if "copy" in data:
            where, _dash, targets = str(data["copy"]).partition("-")
            self._copy(where, targets or data.getlist(f"copy-{where}"))
            return True
        for command, act in (("add", self._add), ("remove", self._remove), ("split", self._split)):
            if command in data:
                where, _dash, place = str(data[command]).partition("-")
                self.used = (command, where)
                act(where, read_number(place, 999), today)
                return True
        return any(look in data for look in LOOKS)

    def _rows(self, where: str) -> list[Range]:
        if where == "date":
            return self.dates
        return self.week.get(read_number(where, 7) or 0, [])

    def _add(self, where: str, _place: int | None, today: date) -> None:
        if where == "repeat":
            if len(self.repeats) < MOST_REPEATS:
                self.repeats.append(Repeat.usual(today))
            return
        rows, most = self._rows(where), MOST_DATES if where == "date" else MOST_RANGES
        if len(rows) < most:
            rows.append(Range(is_new=True))

    def _remove(self, where: str, place: int | None, _today: date) -> None:
        rows: list[Repeat] | list[Range] = self.repeats if where == "repeat" else self._rows(where)
        if place is not None and place < len(rows):
            del rows[place]

    def _split(self, where: str, place: int | None, _today: date) -> None:
        """Ends a range of a weekday at midnight, and gives the rest to the next day."""
        rows = self._rows(where) if where != "date" else []
        if place is None or place >= len(rows) or not rows[place].runs_past_midnight:
            return
        row, following = rows[place], self.week[int(where) % 7 + 1]
        if minutes_of(row.closes) and len(following) < MOST_RANGES:
            following.insert(0, Range("00:00", row.closes))
        row.closes, row.is_new = "24:00", True

    def _copy(self, where: str, targets: str | list[str]) -> None:
        """Copies a weekday's ranges to all days, to Monday to Friday, or to those that were ticked."""
        days = {"all": WEEK, "weekdays": MONDAY_TO_FRIDAY}.get(targets, ()) if isinstance(targets, str) else targets
        chosen = {str(day) for day in days} - {where}
        self.used = ("copy", where)
        for day in WEEK:
            if str(day) in chosen and where in map(str, WEEK):
                self.week[day] = [row.copy() for row in self._rows(where)]

    def check(self, today: date) -> bool:
        """Reads every row; what is wrong stands at the row, what is right in `weekly`, `overrides` and `rhythms`."""
        self.weekly, self.overrides = [], []
        for weekday, rows in self.week.items():
            found = [(row, span) for row in rows if not row.is_blank and (span := row.read())]
            _refuse_overlaps(found)
            self.weekly += [(weekday, *span) for _row, span in found]
        self._check_dates(today)
        self.rhythms = [rhythm for row in self.repeats if (rhythm := row.read(today))]
        return not self.errors()

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

    def errors(self) -> list[Problem]:
        """(anchor, whose, what) of every row that is wrong, for the summary."""
        week = [
            (f"opens-{weekday}-{place}", str(WEEKDAYS[weekday - 1]), row.error)
            for weekday, rows in self.week.items()
            for place, row in enumerate(rows)
        ]
        dates = [(f"date-{place}", row.day or _("Date"), row.error) for place, row in enumerate(self.dates)]
        repeats = [(f"repeat-every-{place}", _("Repeating day"), row.error) for place, row in enumerate(self.repeats)]
        return [problem for problem in (*week, *dates, *repeats) if problem[-1]]

    def draft(self, zone: str, today: date) -> tuple[Hours, list[Problem]]:
        """What the rows come to, without those that cannot be read, which are named; judges nothing in the form."""
        read = deepcopy(self)
        read.check(today)
        dates: dict[date, list[tuple[int, int]]] = {}
        for day, opens, closes in read.overrides:
            dates.setdefault(day, []).extend([] if opens is None or closes is None else [(opens, closes)])
        overrides = tuple((day, tuple(sorted(ranges))) for day, ranges in sorted(dates.items()))
        return Hours(zone, tuple(sorted(read.weekly)), overrides, tuple(read.rhythms)), read.errors()


def _day(row: Range, today: date) -> date | None:
    try:
        day = read_day(row.day, today)
    except UnreadableTime as wrong:
        row.error = str(wrong)
        return None
    if day < today:
        row.error = _("This date has passed.")
        return None
    return day


def _refuse_overlaps(found: Sequence[tuple[Range, tuple[int, int]]]) -> None:
    """Hours that overlap are a slip of the pen more often than meant; those that touch are fine."""
    ordered = sorted(found, key=lambda one: one[1])
    for (_earlier, before), (row, after) in pairwise(ordered):
        if after[0] < before[1]:
            row.error = _("This overlaps %(opens)s to %(closes)s. Make them one, or leave a gap.") % {
                "opens": clock_text(before[0]),
                "closes": clock_text(before[1]),
            }
