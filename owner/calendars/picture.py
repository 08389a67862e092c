"""A week as a picture: for each day a column with hours, meetings and other busy time, and the same in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendars.weeks import Span, clip_spans
from core.cldr import COMMAS, list_text
from core.dates import day_text, minute_text
from core.text import LazyText
from owner.week_grid import WHOLE_DAY, midnight, minute_of_day, whole_hours

# The picture shows at least 7:00 to 19:00, and more if something is open or booked outside of these hours.
LEAST_SHOWN = (7 * 60, 19 * 60)
# Pixels of an hour.
SCALE = 28


OPEN, OFF, HOLIDAY, ELSEWHERE, BLOCKED, MEETING = "open", "off", "holiday", "elsewhere", "blocked", "meeting"
# What is drawn, with its name: each kind on top of those before it.
KINDS = {
    OPEN: gettext_lazy("Your hours"),
    OFF: gettext_lazy("Time off"),
    HOLIDAY: gettext_lazy("Public holiday"),
    ELSEWHERE: gettext_lazy("Busy elsewhere"),
    BLOCKED: gettext_lazy("Blocked time"),
    MEETING: gettext_lazy("Meetings"),
}
# What is shown whole, however early or late.
WHOLE = (OPEN, BLOCKED, MEETING)


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle, in pixels from the top of the column. `kind` is one of KINDS."""

    kind: str
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A column, and what it shows in words."""

    day: date
    short: str
    number: int
    title: str
    is_today: bool
    blocks: Sequence[Rectangle]
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class WeekPicture:
    """The columns, and the hours at their side as (pixels from the top, text)."""

    days: Sequence[WeekDay]
    hours: Sequence[tuple[int, str]]
    height: int
    kinds: Mapping[str, LazyText] = field(default_factory=lambda: KINDS)


@dataclass(frozen=True, slots=True)
class _Day:
    """What is on one day, in minutes of its wall clock."""

    day: date
    spans: Mapping[str, list[Span]]


def week_picture(*, first: date, today: date, clock: str, spans: Mapping[str, Sequence[Span]]) -> WeekPicture:
    """Return seven days from the first on. `spans` are by their kind, in epoch seconds, merged and in order."""
    days = []
    for number in range(7):
        day = first + timedelta(days=number)
        days.append(_Day(day, {kind: _minutes(spans.get(kind, ()), day) for kind in KINDS}))
    shown = whole_hours((span for day in days for kind in WHOLE for span in day.spans[kind]), LEAST_SHOWN)
    top, bottom = shown
    return WeekPicture(
        days=[_column(day, today, clock, shown) for day in days],
        hours=[(_pixels(hour - top), minute_text(hour, clock)) for hour in range(top, bottom, 120)],
        height=_pixels(bottom - top),
    )


def _minutes(spans: Sequence[Span], day: date) -> list[Span]:
    """Return the parts of the spans that lie on the day, in minutes of its wall clock."""
    window = midnight(day), midnight(day + timedelta(days=1))
    return [(minute_of_day(starts, day), minute_of_day(ends, day)) for starts, ends in clip_spans(spans, window)]


def _pixels(minutes: int) -> int:
    return minutes * SCALE // 60


def _column(day: _Day, today: date, clock: str, shown: Span) -> WeekDay:
    blocks = [
        Rectangle(kind, _pixels(starts - shown[0]), max(_pixels(ends - starts), 2))
        for kind, spans in day.spans.items()
        for starts, ends in clip_spans(spans, shown)
    ]
    texts = {
        OPEN: _("Open: %(times)s"),
        OFF: _("Time off: %(times)s"),
        HOLIDAY: _("Public holiday: %(times)s"),
        ELSEWHERE: _("Busy elsewhere: %(times)s"),
        BLOCKED: _("Blocked: %(times)s"),
        MEETING: _("Meetings: %(times)s"),
    }
    lines = [texts[kind] % {"times": _times(spans, clock)} for kind, spans in day.spans.items() if spans]
    return WeekDay(
        day=day.day,
        short=str(WEEKDAYS_ABBR[day.day.weekday()]),
        number=day.day.day,
        title=day_text(day.day),
        is_today=day.day == today,
        blocks=blocks,
        lines=lines or [_("Closed")],
    )


def _times(spans: Sequence[Span], clock: str) -> str:
    parts = [
        _("all day") if span == WHOLE_DAY else f"{minute_text(span[0], clock)}–{minute_text(span[1], clock)}"
        for span in spans
    ]
    return list_text(parts, COMMAS)
