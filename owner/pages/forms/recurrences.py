"""Recurrences as rows of the editor of hours. They are typed as text and read as rhythms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Self

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from core.dates import brief_day_text
from core.ids import read_number
from owner.pages.forms.rows import Placed, PlainRow, RowEditor
from owner.pages.forms.spans import UnreadableTime, read_day, read_span
from pages.recurrence import Rhythm
from pages.texts import ORDINALS, rhythm_text
from pages.wall_clock import clock_text

# The names of a row's inputs, in the order of the fields of Repeat.
NAMES = ("every", "unit", "weekday", "since", "until", "opens", "closes")
WEEKS = "weeks"
MOST_TURNS = 52
# Together with the other rows of a schedule, below Django's limit of fields in one form.
MOST_REPEATS = 40
LOOK_AHEAD = timedelta(days=2 * 366)
SHOWN_DATES = 3


@dataclass(slots=True)
class Repeat(PlainRow):
    """One row as typed. `unit` is “weeks”, or which weekday of the month: 1 to 5, or -1 for the last."""

    every: str
    unit: str
    weekday: str
    since: str
    until: str
    opens: str
    closes: str

    @classmethod
    def usual(cls, today: date) -> Self:
        """Return a new row: every second week, starting with this one."""
        return cls("2", WEEKS, str(today.isoweekday()), today.isoformat(), "", "09:00", "17:00")

    @classmethod
    def of(cls, rhythm: Rhythm) -> Self:
        """Return the row of a saved recurrence."""
        opens, closes = ("", "") if rhythm.hours is None else map(clock_text, rhythm.hours)
        return cls(
            str(rhythm.every),
            WEEKS if rhythm.nth is None else str(rhythm.nth),
            str(rhythm.weekday),
            rhythm.since.isoformat(),
            rhythm.until.isoformat() if rhythm.until else "",
            opens,
            closes,
        )

    def read(self, today: date) -> Rhythm | None:
        """Return the rhythm, or set `error` and return None."""
        try:
            return self._rhythm(today)
        except UnreadableTime as wrong:
            self.errors["every"] = str(wrong)
        return None

    def _rhythm(self, today: date) -> Rhythm:
        every = read_number(self.every.strip(), MOST_TURNS)
        if not every:
            raise UnreadableTime(_("Enter a number of weeks or months from 1 to %(most)d.") % {"most": MOST_TURNS})
        if self.unit not in {value for value, _label in units()} or self.weekday not in map(str, range(1, 8)):
            raise UnreadableTime(_("Choose weeks or months, and a weekday."))
        since = read_day(self.since, today)
        until = read_day(self.until, today) if self.until.strip() else None
        if until is not None and until < max(since, today):
            raise UnreadableTime(_("This ends before it starts, or has already ended. Change the dates, or remove it."))
        nth = None if self.unit == WEEKS else int(self.unit)
        return Rhythm(int(self.weekday), since, until, every, nth, *self._span())

    def _span(self) -> tuple[int, int] | tuple[None, None]:
        """Return the opening and closing minutes, or Nones if the day is closed."""
        is_closed = not (self.opens.strip() or self.closes.strip())
        return (None, None) if is_closed else read_span(self.opens, self.closes)

    def in_words(self, today: date) -> tuple[str, list[str]]:
        """Return each row with its sentence and its next dates."""
        try:
            rhythm = self._rhythm(today)
        except UnreadableTime:
            return "", []
        next_dates = islice(rhythm.dates(today, today + LOOK_AHEAD), SHOWN_DATES)
        return rhythm_text(rhythm, today), [brief_day_text(day) for day in next_dates]


class RepeatsEditor(RowEditor[Repeat]):
    """The repeating days of a schedule. `rhythms` holds the valid ones."""

    name = "repeat"
    most = MOST_REPEATS
    first = "every"
    anchor = "repeat-{part}-{place}"

    def __init__(self, rows: Iterable[Repeat], today: date) -> None:
        super().__init__(rows)
        self.today = today
        self.rhythms: list[Rhythm] = []

    def new_row(self) -> Repeat:
        return Repeat.usual(self.today)

    def validate_rows(self) -> None:
        self.rhythms = [rhythm for row in self.rows if (rhythm := row.read(self.today))]

    def row_label(self, place: int, row: Repeat) -> str:
        return _("Repeating day")

    def in_words(self) -> list[tuple[Placed[Repeat], str, list[str]]]:
        """Return each row with its sentence and its next dates."""
        return [(placed, *placed.row.in_words(self.today)) for placed in self.placed]


def units() -> list[tuple[str, str]]:
    """Return what a row can repeat by, as choices."""
    months = [(str(nth), _("months, the %(which)s") % {"which": which}) for nth, which in ORDINALS.items()]
    return [(WEEKS, _("weeks, on")), *months]


def weekdays() -> list[tuple[str, str]]:
    """Return the days of the week, as choices."""
    return [(str(number + 1), str(name)) for number, name in WEEKDAYS.items()]
