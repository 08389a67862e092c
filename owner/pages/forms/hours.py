"""The editor of a schedule's hours: rows for weekdays, dates and recurrences, which are typed as text."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Self

from django.http import QueryDict
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from core.ids import read_number
from owner.pages.forms.recurrences import NAMES, Repeat, RepeatsEditor
from owner.pages.forms.rows import Editor, PlainRow, Problem, RowEditor
from owner.pages.forms.spans import UnreadableTime, read_day, read_span, runs_past_midnight
from pages.hours import Hours
from pages.models import Schedule
from pages.wall_clock import clock_text, minutes_of

WEEK = range(1, 8)
MONDAY_TO_FRIDAY = range(1, 6)
COPIED = {"all": WEEK, "weekdays": MONDAY_TO_FRIDAY}
MOST_RANGES = 24
# All rows together must stay below Django's limit of fields in a form.
MOST_DATES = 400
# Buttons that only show a preview of what is typed.
PREVIEW_BUTTONS = ("preview", "month")

Span = tuple[int, int]


@dataclass(slots=True)
class Range(PlainRow):
    """One row as typed. `day` is the text of a date, and empty in rows of a weekday."""

    opens: str = ""
    closes: str = ""
    day: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.opens.strip() or self.closes.strip() or self.day.strip())

    @property
    def is_closed(self) -> bool:
        return not (self.opens.strip() or self.closes.strip())

    @property
    def runs_past_midnight(self) -> bool:
        return runs_past_midnight(self.opens, self.closes)

    @property
    def weekday(self) -> str:
        """The short name of the date's weekday; empty if the text is not a date."""
        try:
            return str(WEEKDAYS_ABBR[date.fromisoformat(self.day.strip()).weekday()])
        except ValueError:
            return ""

    def read(self) -> Span | None:
        """Return the range in minutes of the day, or set `error` and return None."""
        try:
            return read_span(self.opens, self.closes)
        except UnreadableTime as wrong:
            self.errors["opens"] = str(wrong)
        return None

    def read_day(self, today: date) -> date | None:
        """Return the date, which must not be in the past, or set the error and return None."""
        try:
            day = read_day(self.day, today)
        except UnreadableTime as wrong:
            self.errors["day"] = str(wrong)
            return None
        if day < today:
            self.errors["day"] = _("This date has passed.")
            return None
        return day


class DayEditor(RowEditor[Range]):
    """The hours of a weekday, numbered as in ISO 8601. `spans` holds the valid ones."""

    row_class = Range
    most = MOST_RANGES
    first = "opens"
    anchor = "opens-{name}-{place}"

    def __init__(self, number: int, rows: Iterable[Range], week: Mapping[int, "DayEditor"]) -> None:
        super().__init__(rows)
        self.number, self.name, self.week = number, str(number), week
        self.spans: list[Span] = []

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.number - 1])

    def validate_rows(self) -> None:
        ranges = [(row, span) for row in self.filled if (span := row.read())]
        _refuse_overlaps(ranges)
        self.spans = [span for _row, span in ranges]

    def row_label(self, place: int, row: Range) -> str:
        return self.weekday

    def change(self, action: str, place: int, part: str) -> None:
        if action == "split":
            self.split(place)
        else:
            super().change(action, place, part)

    def split(self, place: int) -> None:
        """End a range at midnight and give the rest to the next day."""
        row, following = self.rows[place], self.week[self.number % 7 + 1]
        if row.runs_past_midnight:
            if minutes_of(row.closes) and not following.is_full:
                following.rows.insert(0, Range("00:00", row.closes))
            row.closes = "24:00"
            self.focus = place, self.first

    def copy(self, days: Collection[str]) -> None:
        """Give other days the same ranges."""
        for day in self.week.values():
            if day.name in days and day is not self:
                day.rows = [Range(row.opens, row.closes) for row in self.rows]
        self.focus = -1, "copy"


class DatesEditor(RowEditor[Range]):
    """The date overrides. `overrides` holds the valid ones; a closed date has no hours."""

    name = "date"
    row_class = Range
    most = MOST_DATES
    first = "day"
    anchor = "date-{place}"

    def __init__(self, rows: Iterable[Range], today: date) -> None:
        super().__init__(rows)
        self.today = today
        self.overrides: list[tuple[date, int | None, int | None]] = []

    def validate_rows(self) -> None:
        closed, days = self._read()
        self.overrides = [(day, *span) for day, found in days.items() for _row, span in found]
        self.overrides += [(day, None, None) for day in sorted(closed)]
        for day, found in days.items():
            _refuse_overlaps(found)
            if day in closed:
                found[0][0].errors["opens"] = _("Another row closes this date. Keep only one of them.")

    def _read(self) -> tuple[set[date], dict[date, list[tuple[Range, Span]]]]:
        """Return the closed dates, and the ranges of the other dates."""
        closed: set[date] = set()
        days: dict[date, list[tuple[Range, Span]]] = {}
        for row in self.filled:
            day = row.read_day(self.today)
            if day and row.is_closed:
                closed.add(day)
            elif day and (span := row.read()):
                days.setdefault(day, []).append((row, span))
        return closed, days

    def row_label(self, place: int, row: Range) -> str:
        return row.day or _("Date")


class HoursEditor(Editor):
    """The hours of a schedule as they are in the form, valid or not."""

    def __init__(
        self, week: dict[int, list[Range]], dates: Iterable[Range], repeats: Iterable[Repeat], today: date
    ) -> None:
        self.today = today
        self.week: dict[int, DayEditor] = {}
        self.week |= {day: DayEditor(day, week.get(day, []), self.week) for day in WEEK}
        self.dates = DatesEditor(dates, today)
        self.repeats = RepeatsEditor(repeats, today)
        parts: list[DayEditor | DatesEditor | RepeatsEditor] = [*self.week.values(), self.dates, self.repeats]
        self.parts = {part.name: part for part in parts}

    @classmethod
    def usual(cls, today: date) -> Self:
        """Return the hours of a new schedule: Monday to Friday, 9 to 17."""
        return cls({day: [Range("09:00", "17:00")] for day in MONDAY_TO_FRIDAY}, [], [], today)

    @classmethod
    def of(cls, schedule: Schedule, today: date) -> Self:
        """Return the hours of the schedule, without dates and recurrences that are over."""
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
        repeats = [Repeat.of(row.rhythm) for row in schedule.recurrences.not_ended(today)]
        return cls(week, dates, repeats, today)

    @classmethod
    def typed(cls, data: QueryDict, today: date) -> Self:
        """Return what was sent, as it was typed."""

        def rows(*names: str) -> Iterable[tuple[str, ...]]:
            return zip(*(map(str, data.getlist(name)) for name in names), strict=False)

        week = {day: [Range(*row) for row in rows(f"opens-{day}", f"closes-{day}")] for day in WEEK}
        dates = [Range(*row) for row in rows("date-opens", "date-closes", "date")]
        return cls(week, dates, [Repeat(*row) for row in rows(*(f"repeat-{name}" for name in NAMES))], today)

    def days(self, first: int) -> list[DayEditor]:
        """Return the weekdays in the page's order, starting with the given ISO weekday."""
        return [self.week[(first - 1 + step) % 7 + 1] for step in range(7)]

    def apply(self, data: QueryDict) -> bool:
        """Do what the pressed button says. Here each action has a button name of its own."""
        for action in ("add", "remove", "split"):
            if action in data:
                self.press(action, str(data[action]))
                return True
        if "copy" in data:
            # To all days, to Monday to Friday, or to those that were ticked.
            number, _dash, targets = str(data["copy"]).partition("-")
            if day := self.week.get(read_number(number, WEEK[-1]) or 0):
                ticked = data.getlist(f"copy-{number}")
                day.copy([str(weekday) for weekday in COPIED.get(targets, ())] if targets else ticked)
            return True
        return any(button in data for button in PREVIEW_BUTTONS)

    @property
    def weekly(self) -> list[tuple[int, int, int]]:
        """Return the valid ranges of the week, each with its weekday."""
        return [(number, *span) for number, day in self.week.items() for span in day.spans]

    def draft(self, zone: str) -> tuple[Hours, list[Problem]]:
        """Return the hours of all valid rows, and the errors of the others. The editor itself is not changed."""
        draft = deepcopy(self)
        draft.check()
        dates: dict[date, list[Span]] = {}
        for day, opens, closes in draft.dates.overrides:
            ranges = dates.setdefault(day, [])
            if opens is not None and closes is not None:
                ranges.append((opens, closes))
        overrides = tuple((day, tuple(sorted(spans))) for day, spans in sorted(dates.items()))
        return Hours(zone, tuple(sorted(draft.weekly)), overrides, tuple(draft.repeats.rhythms)), draft.errors()


def _refuse_overlaps(ranges: Sequence[tuple[Range, Span]]) -> None:
    """Report ranges that overlap, because that is usually a typing error. Ranges that touch are valid."""
    ordered = sorted(ranges, key=lambda pair: pair[1])
    for (_earlier, before), (row, after) in pairwise(ordered):
        if after[0] < before[1]:
            row.errors["opens"] = _("This overlaps %(opens)s to %(closes)s. Combine them, or leave a gap.") % {
                "opens": clock_text(before[0]),
                "closes": clock_text(before[1]),
            }
