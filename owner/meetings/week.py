"""A week as a picture: a column for each day, with blocks for meetings and busy time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from bookings.host_week import HostWindow
from bookings.models import SuggestedTime
from calendars.weeks import Span, clip_spans
from core.dates import day_text, minute_text, to_epoch
from owner.week_grid import WHOLE_DAY, midnight, minute_of_day, whole_hours

MEETING, REQUEST, BLOCKED, BUSY = "meeting", "request", "blocked", "busy"
# The hours that are shown at least, in minutes of the day.
LEAST_SHOWN = (8 * 60, 18 * 60)
# Pixels of an hour, and the least height in which words can be read.
SCALE, LEAST = 48, 22
# Lower blocks have one line of words.
TWO_LINES = 40


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the week, from an instant to an instant, with its words and where it leads."""

    kind: str
    span: Span
    title: str
    about: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class WeekBlock:
    """A rectangle of a column: `top` and `height` in pixels, `left` and `width` in hundredths of the column."""

    kind: str
    minutes: Span
    title: str
    about: str
    address: str
    time: str
    until: str
    top: int = 0
    height: int = 0
    left: int = 0
    width: int = 100

    @property
    def is_low(self) -> bool:
        return self.height < TWO_LINES


@dataclass(frozen=True, slots=True)
class Column:
    """One day. `grounds` are the open hours, behind the blocks. `now` is the current time, in pixels from the top."""

    day: date
    short: str
    title: str
    is_today: bool
    is_chosen: bool
    off: str
    grounds: Sequence[tuple[int, int]]
    blocks: Sequence[WeekBlock]
    now: int | None

    @property
    def meetings(self) -> int:
        """How many meetings are marked in the strip of days."""
        return sum(block.kind == MEETING for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Week:
    """The columns, and the hours at their side as pixels from the top and text."""

    columns: Sequence[Column]
    hours: Sequence[tuple[int, str]]
    height: int


def draw_week(first: date, chosen: date, window: HostWindow, now: datetime, clock: str) -> Week:
    """Return the seven days from the first on, in the active time zone. On a phone `chosen` alone is shown."""
    days = [first + timedelta(days=number) for number in range(7)]
    items = sorted(items_of(window), key=lambda item: item.span)
    blocks = {day: _place_in_lanes([*_blocks_of_day(day, items, clock)]) for day in days}
    open_hours = {day: [_minutes(span, day) for span in _parts(window.open, day)] for day in days}
    shown = _shown_hours(chain.from_iterable(blocks.values()), chain.from_iterable(open_hours.values()))
    days_off, local_now = _days_off(window, days), timezone.localtime(now)
    columns = [_column(day, days_off.get(day, ""), open_hours[day], blocks[day], shown, local_now) for day in days]
    return Week(
        columns=[replace(column, is_chosen=column.day == chosen) for column in columns],
        hours=[(_pixels(minute - shown[0]), minute_text(minute, clock)) for minute in range(shown[0], shown[1], 60)],
        height=_pixels(shown[1] - shown[0]),
    )


def _shown_hours(blocks: Iterable[WeekBlock], opened: Iterable[Span]) -> Span:
    """Return the minutes of the day that the week shows: what is open or taken, in whole hours.

    Busy times of other calendars do not widen the picture, nor does anything that lasts the whole day.
    """
    spans = [*opened, *(block.minutes for block in blocks if block.kind != BUSY)]
    return whole_hours([minutes for minutes in spans if minutes != WHOLE_DAY], LEAST_SHOWN)


def _column(
    day: date, off: str, opened: Sequence[Span], blocks: Sequence[WeekBlock], shown: Span, present: datetime
) -> Column:
    return Column(
        day=day,
        short=str(WEEKDAYS_ABBR[day.weekday()]),
        title=day_text(day),
        is_today=day == present.date(),
        is_chosen=False,
        off=off,
        grounds=[_position(span, shown) for span in clip_spans(opened, shown)],
        blocks=[_place_block(block, shown) for block in blocks if clip_spans([block.minutes], shown)],
        now=_now(present, day, shown),
    )


def items_of(window: HostWindow) -> Iterator[Item]:
    """Yield everything that takes a part of a day."""
    for meeting in window.meetings:
        span = to_epoch(meeting.starts_at), to_epoch(meeting.ends_at)
        yield Item(MEETING, span, meeting.admission.shown_name, meeting.title, reverse("meeting", args=[meeting.pk]))
    for suggested in window.suggested:
        yield _request(suggested)
    for row in window.blocked:
        yield Item(BLOCKED, row.span, _("Blocked"), row.note)
    for span in window.elsewhere:
        yield Item(BUSY, span, _("Busy"))


def _request(suggested: SuggestedTime) -> Item:
    booking, start = suggested.booking, to_epoch(suggested.starts_at)
    span = start, start + 60 * booking.duration
    address = f"{reverse('approve-request', args=[booking.pk])}?start={start}"
    about = _("%(title)s, asked for") % {"title": booking.title}
    return Item(REQUEST, span, booking.admission.shown_name, about, address)


def _parts(spans: Iterable[Span], day: date) -> list[Span]:
    return clip_spans(spans, (midnight(day), midnight(day + timedelta(days=1))))


def _blocks_of_day(day: date, items: Sequence[Item], clock: str) -> Iterator[WeekBlock]:
    """Yield the parts of the items that lie on the day, as blocks without a position."""
    for item in items:
        for span in _parts([item.span], day):
            minutes = _minutes(span, day)
            start, end = (minute_text(minute, clock) for minute in minutes)
            yield WeekBlock(item.kind, minutes, item.title, item.about, item.address, start, end)


def _minutes(span: Span, day: date) -> Span:
    """Return the span in minutes of the day's wall clock. It is never empty, even if the clock is set back in it."""
    starts, ends = (minute_of_day(instant, day) for instant in span)
    return starts, max(ends, starts + 1)


def _place_in_lanes(blocks: list[WeekBlock]) -> list[WeekBlock]:
    """Return the blocks with those that overlap side by side."""
    placed: list[WeekBlock] = []
    group: list[tuple[WeekBlock, int]] = []
    ends: list[int] = []
    for block in blocks:
        if ends and block.minutes[0] >= max(ends):
            placed += _widths(group, len(ends))
            group, ends = [], []
        lane = next((number for number, end in enumerate(ends) if end <= block.minutes[0]), len(ends))
        ends[lane : lane + 1] = [block.minutes[1]]
        group.append((block, lane))
    return placed + _widths(group, len(ends))


def _widths(group: Sequence[tuple[WeekBlock, int]], lanes: int) -> list[WeekBlock]:
    return [replace(block, left=100 * lane // lanes, width=100 // lanes) for block, lane in group]


def _days_off(window: HostWindow, days: Sequence[date]) -> dict[date, str]:
    """Return the name of each day off."""
    first, last = days[0], days[-1]
    holidays = [] if window.holidays is None else window.holidays.dates(first, last)
    names = dict.fromkeys(holidays, _("Public holiday"))
    return names | {day: _("Time off") for period in window.days_off for day in period.dates(first, last)}


def _now(present: datetime, day: date, shown: Span) -> int | None:
    minute = present.hour * 60 + present.minute
    is_shown = present.date() == day and shown[0] <= minute < shown[1]
    return _pixels(minute - shown[0]) if is_shown else None


def _place_block(block: WeekBlock, shown: Span) -> WeekBlock:
    top, height = _position(block.minutes, shown)
    return replace(block, top=top, height=max(height, LEAST))


def _position(span: Span, shown: Span) -> tuple[int, int]:
    starts, ends = max(span[0], shown[0]), min(span[1], shown[1])
    return _pixels(starts - shown[0]), _pixels(ends - starts)


def _pixels(minutes: int) -> int:
    return minutes * SCALE // 60
