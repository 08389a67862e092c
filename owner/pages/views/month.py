"""A month of a schedule as a picture: each day is a column with bars for its open hours, and a text that says the
same.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.cldr import COMMAS, list_text
from core.dates import day_text, month_text
from core.months import month_after, month_before, month_of, month_weeks, weekdays
from pages.hours import Hours, Ranges, local_hours
from pages.texts import ranges_text
from pages.wall_clock import clock_text

# How many months ahead the picture can go.
MOST_MONTHS = 60
# Every column shows at least 6:00 to 22:00, so that most schedules have the same scale.
EARLIEST, LATEST = 6 * 60, 22 * 60

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PictureDay:
    """A day of the picture. `bars` are (top, height) in minutes within the column; `text` describes the day in words.

    `kind` is “date” for a date that differs, “repeat” for a repeating day, “off” for a day off, else empty.
    """

    number: int
    text: str
    hours: str
    bars: list[tuple[int, int]]
    kind: str
    is_today: bool
    is_past: bool


@dataclass(frozen=True, slots=True)
class MonthPicture:
    """The month, with the previous and next one as (value for the form, name)."""

    title: str
    value: str
    previous: tuple[str, str] | None
    next: tuple[str, str] | None
    weekdays: list[tuple[str, str]]
    weeks: list[list[PictureDay | None]]
    opens: str
    closes: str
    height: int
    kinds: set[str]


def picture(hours: Hours, wanted: str, today: date, first_weekday: int) -> MonthPicture:
    """Return the wanted month (“2026-12”), or the nearest one that can be shown. The first is the current month.

    `first_weekday` counts like FIRST_DAY_OF_WEEK in Django's formats: 0 is Sunday, 1 Monday, 6 Saturday.
    """
    month, last = _clamp(wanted, today)
    end = month_after(month) - timedelta(days=1)
    ranges_by_day = {day: ranges for day, ranges in local_hours(hours, month, end).items() if day >= today}
    top, bottom = _scale(ranges_by_day)
    kinds = _kinds(hours, month, end)

    def cell(day: date) -> PictureDay:
        return _day(day, ranges_by_day.get(day), top, kinds.get(day, ("", "")), today)

    return MonthPicture(
        title=month_text(month),
        value=_value(month),
        previous=_turn(month_before(month)) if month > month_of(today) else None,
        next=_turn(month_after(month)) if month < last else None,
        weekdays=[(str(WEEKDAYS[weekday]), str(WEEKDAYS_ABBR[weekday])) for weekday in weekdays(first_weekday)],
        weeks=[[cell(item.day) if item else None for item in row] for row in month_weeks(month, first_weekday, {})],
        opens=clock_text(top),
        closes=clock_text(bottom),
        height=bottom - top,
        kinds={kinds[day][0] for day in ranges_by_day.keys() & kinds.keys()},
    )


def _scale(known: dict[date, Ranges]) -> tuple[int, int]:
    """Return the first and the last minute that the columns show: whole hours that include everything open."""
    open_days = [ranges for ranges in known.values() if ranges]
    top = min([EARLIEST, *(ranges[0][0] // 60 * 60 for ranges in open_days)])
    bottom = max([LATEST, *(-(-ranges[-1][1] // 60) * 60 for ranges in open_days)])
    return top, bottom


def _day(day: date, ranges: Ranges | None, top: int, why: tuple[str, str], today: date) -> PictureDay:
    kind, reason = why
    texts = [day_text(day)]
    if day == today:
        texts.append(_("today"))
    hours = _("over") if ranges is None else ranges_text(ranges)
    texts.append(hours)
    if ranges is not None and kind:
        texts.append(reason)
    return PictureDay(
        number=day.day,
        text=list_text(texts, COMMAS),
        hours=hours,
        bars=[(opens - top, closes - opens) for opens, closes in ranges or []],
        kind=kind if ranges is not None else "",
        is_today=day == today,
        is_past=ranges is None,
    )


def _kinds(hours: Hours, first: date, last: date) -> dict[date, tuple[str, str]]:
    """Return why dates differ from their weekdays, by date: the kind, and the reason in words. Later reasons win."""
    kinds = {day: ("repeat", _("a repeating day")) for rhythm in hours.recurrences for day in rhythm.dates(first, last)}
    if hours.holidays:
        names = hours.holidays.names_in(first, last, get_language())
        kinds |= {day: ("off", names[day]) for day in hours.holidays.dates(first, last)}
    kinds |= {day: ("date", _("changed hours")) for day, _ranges in hours.overrides}
    return kinds | {day: ("off", _("time off")) for days in hours.days_off for day in days.dates(first, last)}


def _clamp(wanted: str, today: date) -> tuple[date, date]:
    """Return the month to show, and the last one that can be shown."""
    first = last = month_of(today)
    for _month in range(MOST_MONTHS):
        last = month_after(last)
    match = _MONTH.fullmatch(wanted)
    month = first
    if match and 1 <= int(match[2]) <= 12 and int(match[1]) >= 1:
        month = date(int(match[1]), int(match[2]), 1)
    return min(max(month, first), last), last


def _value(month: date) -> str:
    return f"{month.year:04}-{month.month:02}"


def _turn(month: date) -> tuple[str, str]:
    return _value(month), month_text(month)
