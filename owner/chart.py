"""A chart of links made, opened and booked: bars of each day or week, in pixels. Home and Links > Numbers draw it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from core.dates import brief_date_text, brief_day_text
from links.queries.numbers import DayNumbers, Numbers

NARROW, WIDE = 306, 944
HEIGHT, LEFT, BOTTOM = 168, 24, 20
# Up to so many days have their names below them; of more, every fifth one has its number.
NAMED = 7
# Pixels that the date below a week takes.
DATE_ROOM = 56
KINDS = ("made", "opened", "booked")


@dataclass(frozen=True, slots=True)
class Bar:
    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ChartDay:
    """The bars of a day or a week, its name below them (if there is room) at `x`, and its row of the table."""

    numbers: Numbers
    title: str
    name: str
    x: float
    is_last: bool
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn, and the sums."""

    days: Sequence[ChartDay]
    lines: Sequence[tuple[float, int]]
    total: Numbers
    by_week: bool
    width: int
    left: int = LEFT
    height: int = HEIGHT


def draw_chart(numbers: Sequence[DayNumbers], *, width: int = NARROW) -> Chart:
    """Return the chart of these days or weeks, which has an even top so that its middle line is a whole number."""
    top = max(2, *(day.numbers.made for day in numbers))
    top += top % 2
    # Digits of the top number are about seven pixels wide.
    start = max(LEFT, 7 * len(str(top)) + 8)
    room, foot = (width - start) / len(numbers), HEIGHT - BOTTOM
    scale = (foot - 8) / top
    lefts = [start + number * room for number in range(len(numbers))]
    by_week = any(day.first != day.last for day in numbers)
    days = [
        ChartDay(
            numbers=day.numbers,
            title=days_title(day),
            name=_week_name(day, back, room) if by_week else _day_name(day, back, len(numbers)),
            x=round(min(left + room / 2, width - DATE_ROOM / 2) if by_week else left + room / 2, 2),
            is_last=back == 0,
            bars=list(_bars(day.numbers, left, room, scale)),
        )
        for back, day, left in zip(reversed(range(len(numbers))), numbers, lefts, strict=True)
    ]
    lines = [(round(foot - count * scale, 2), count) for count in (0, top // 2, top)]
    total = sum((day.numbers for day in numbers), Numbers())
    return Chart(days, lines, total, by_week, width, start)


def days_title(days: DayNumbers) -> str:
    """Return the day, or the first and the last day, as text."""
    if days.first == days.last:
        return brief_day_text(days.first)
    return _("%(first)s – %(last)s") % {"first": brief_date_text(days.first), "last": brief_date_text(days.last)}


def _bars(numbers: Numbers, left: float, room: float, scale: float) -> Iterator[Bar]:
    wide = min(room * 0.26, 10)
    begin = left + (room - len(KINDS) * wide) / 2
    for place, kind in enumerate(KINDS):
        high = getattr(numbers, kind) * scale
        if high:
            y = HEIGHT - BOTTOM - high
            yield Bar(kind, *(round(value, 2) for value in (begin + place * wide, y, wide, high)))


def _day_name(day: DayNumbers, back: int, count: int) -> str:
    """Return the name below a day, `back` days before the last one."""
    if count <= NAMED:
        return str(WEEKDAYS_ABBR[day.first.weekday()]) if back else _("Today")
    return str(day.first.day) if back % 5 == 0 else ""


def _week_name(week: DayNumbers, back: int, room: float) -> str:
    """Return the date below a week, if there is room for it."""
    # The last one is moved to the left where it would not fit.
    every = 1 if room >= DATE_ROOM else int(DATE_ROOM // room) + 2
    return brief_date_text(week.first) if back % every == 0 else ""
