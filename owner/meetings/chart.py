"""A chart of links made, opened and booked: bars of each day, in pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from core.dates import brief_day_text
from links.queries.numbers import DayNumbers

WIDTH, HEIGHT, LEFT, BOTTOM = 306, 168, 24, 20
# Up to so many days have their names below them; of more, every fifth one has its number.
NAMED = 7
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
    """The bars of a day, its name below them (if there is room) at `x`, and its row of the table."""

    numbers: DayNumbers
    title: str
    name: str
    x: float
    is_last: bool
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn, the sums, and what they are of the links made, in percent."""

    days: Sequence[ChartDay]
    lines: Sequence[tuple[float, int]]
    made: int
    opened: int
    booked: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def opened_share(self) -> int | None:
        return None if not self.made else round(100 * self.opened / self.made)

    @property
    def booked_share(self) -> int | None:
        return None if not self.made else round(100 * self.booked / self.made)


def draw_chart(numbers: Sequence[DayNumbers], today: date) -> Chart:
    """Return the chart of these days, which has an even top so that its middle line is a whole number."""
    top = max(2, *(one.made for one in numbers))
    top += top % 2
    room, foot = (WIDTH - LEFT) / len(numbers), HEIGHT - BOTTOM
    scale = (foot - 8) / top
    lefts = [LEFT + number * room for number in range(len(numbers))]
    days = [
        ChartDay(
            numbers=one,
            title=brief_day_text(one.day),
            name=_name(one.day, number, len(numbers)),
            x=round(left + room / 2, 2),
            is_last=one.day == today,
            bars=list(_bars(one, left, room, scale)),
        )
        for number, (one, left) in enumerate(zip(numbers, lefts, strict=True))
    ]
    lines = [(round(foot - count * scale, 2), count) for count in (0, top // 2, top)]
    made, opened, booked = (sum(getattr(one, kind) for one in numbers) for kind in KINDS)
    return Chart(days, lines, made, opened, booked)


def _bars(one: DayNumbers, left: float, room: float, scale: float) -> Iterator[Bar]:
    wide = min(room * 0.26, 10)
    begin = left + (room - len(KINDS) * wide) / 2
    for place, kind in enumerate(KINDS):
        high = getattr(one, kind) * scale
        if high:
            y = HEIGHT - BOTTOM - high
            yield Bar(kind, *(round(value, 2) for value in (begin + place * wide, y, wide, high)))


def _name(day: date, number: int, count: int) -> str:
    if count <= NAMED:
        return _("Today") if number == count - 1 else str(WEEKDAYS_ABBR[day.weekday()])
    return str(day.day) if (count - 1 - number) % 5 == 0 else ""
