"""Instants, dates as people type them, and dates and times in words of the active language and time zone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import cldr
from core.text import ascii_text
from core.zones import utc_offset

# The smallest step of a datetime: an end minus this is the last moment before it.
MICROSECOND = timedelta(microseconds=1)
# In seconds.
DAY = 86_400

# Ways to type a date, by what comes first.
YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?", re.ASCII)
DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", re.ASCII)
WORDED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3,9})\.?,? (\d{4})|([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})",
    re.ASCII,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# Epoch seconds, the form of times in addresses and forms and in the engine.
Instant = int


def to_epoch(moment: datetime) -> Instant:
    """Return an aware datetime as whole epoch seconds."""
    return int(moment.timestamp())


def from_epoch(instant: Instant) -> datetime:
    """Return epoch seconds as a datetime in UTC."""
    return datetime.fromtimestamp(instant, UTC)


def parse_time(text: str) -> datetime:
    """Return an ISO 8601 time with an offset as a datetime in UTC. Raise ValueError."""
    return datetime.fromisoformat(text).astimezone(UTC)


def clock_or_default(chosen: str, language: str | None = None) -> str:
    """Return the chosen clock, "12" or "24".

    If none was chosen, return the one that readers of the language expect, by default of the active language.
    """
    return chosen or cldr.default_clock(get_language() if language is None else language)


def time_text(moment: datetime, clock: str) -> str:
    """Return the local time as text, such as “09:00” or “9:00 AM”.

    The offset is added if the hour occurs twice that day.
    """
    return local_text(timezone.localtime(moment), clock)


def local_text(local: datetime, clock: str) -> str:
    """Return the text of a time that is local already. See `time_text`."""
    text = cldr.format_time(local.hour, local.minute, clock, get_language())
    return f"{text} {utc_offset(local)}" if is_ambiguous(local) else text


def brief_time_text(moment: datetime, clock: str) -> str:
    """Return the local date and time as text, such as “Thu 3 Dec, 09:00”."""
    return brief_local_text(timezone.localtime(moment), clock)


def brief_local_text(local: datetime, clock: str) -> str:
    """Return the text of a date and time that are local already. See `brief_time_text`."""
    return _day_and_time(brief_day_text(local.date()), local_text(local, clock))


def is_ambiguous(local: datetime) -> bool:
    """Return whether the wall clock shows this time twice, because it is set back."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def start_of_day(day: date, zone: tzinfo | None = None) -> datetime:
    """Return the instant at which the day begins in the zone, or in the active one.

    It is midnight, or the first instant after a midnight that a clock change skips.
    """
    midnight = datetime.combine(day, time(), zone or timezone.get_current_timezone())
    return datetime.fromtimestamp(midnight.timestamp(), UTC)


def day_text(day: date) -> str:
    """Return the date as text, such as “Thursday 3 December”."""
    return cldr.format_date(day, cldr.DAY, get_language())


def full_day_text(day: date) -> str:
    """Return the date as text, such as “Thursday 3 December 2026”."""
    return cldr.format_date(day, cldr.FULL_DAY, get_language())


def short_day_text(day: date) -> str:
    """Return the date as text, such as “3 December”."""
    return cldr.format_date(day, cldr.SHORT_DAY, get_language())


def brief_day_text(day: date) -> str:
    """Return the date as text, such as “Thu 3 Dec”."""
    return cldr.format_date(day, cldr.BRIEF_DAY, get_language())


def brief_date_text(day: date) -> str:
    """Return the date as text, such as “3 Dec”."""
    return cldr.format_date(day, cldr.BRIEF_DATE, get_language())


def month_text(month: date) -> str:
    """Return the month as text, such as “December 2026”."""
    return cldr.format_date(month, cldr.MONTH, get_language())


def past_day_text(moment: datetime, now: datetime) -> str:
    """Return the local date of a past moment, with the year unless it is the current one."""
    day, today = timezone.localdate(moment), timezone.localdate(now)
    if day.year == today.year:
        return short_day_text(day)
    return cldr.format_date(day, cldr.DATED_DAY, get_language())


def full_text(moment: datetime, clock: str) -> str:
    """Return the local date and time as text, such as “Thursday 3 December 2026, 09:00”."""
    return _day_and_time(full_day_text(timezone.localdate(moment)), time_text(moment, clock))


def until_text(end: datetime, clock: str, day_text: Callable[[date], str] = full_day_text) -> str:
    """Return until when something lasts, as `full_text` does, or “the end of Thursday 3 December 2026”."""
    day = day_ending_at(end)
    if day is not None:
        return end_of_text(day_text(day))
    return _day_and_time(day_text(timezone.localdate(end)), time_text(end, clock))


def end_of_text(day: str) -> str:
    """Return the end of a day in words."""
    return _("the end of %(day)s") % {"day": day}


def day_ending_at(end: datetime) -> date | None:
    """Return the local date that ends at this instant; None if it is within a date.

    Where clocks are set forward at midnight, a date ends at 01:00 of the next one.
    """
    before = timezone.localdate(end - MICROSECOND)
    return None if before == timezone.localdate(end) else before


def days_text(first: date, last: date) -> str:
    """Return the days from the first to the last as text, with each year only once.

    They are “on Thursday 3 December 2026” or “from Thursday 3 December to Friday 4 December 2026”.
    """
    if first == last:
        return _("on %(day)s") % {"day": full_day_text(first)}
    start = day_text(first) if first.year == last.year else full_day_text(first)
    return _("from %(first)s to %(last)s") % {"first": start, "last": full_day_text(last)}


def _day_and_time(day: str, time: str) -> str:
    return _("%(day)s, %(time)s") % {"day": day, "time": time}


def span_text(starts_at: datetime, ends_at: datetime, clock: str) -> str:
    """Return the date and the times as text, such as “Thursday 3 December 2026, 09:00–09:30”.

    The date is repeated if the end is on another one.
    """
    first, last = timezone.localdate(starts_at), timezone.localdate(ends_at)
    end = time_text(ends_at, clock)
    if first != last:
        end = _day_and_time(full_day_text(last), end)
    return _("%(day)s, %(start)s–%(end)s") % {
        "day": full_day_text(first),
        "start": time_text(starts_at, clock),
        "end": end,
    }


def duration_text(minutes: int) -> str:
    """Return the minutes as text: “30 minutes”, “1 hour”, “1 hour 30 minutes”."""
    return cldr.format_duration(minutes, get_language())


def minute_text(minute: int, clock: str) -> str:
    """Return a minute of the day as text, such as “09:30”. Minute 1440 is midnight again."""
    return local_text(datetime(2000, 1, 1, minute // 60 % 24, minute % 60), clock)  # noqa: DTZ001


def utc_text(moment: datetime) -> str:
    """Return the moment in ISO 8601 and UTC, such as “2026-12-03T08:00:00Z”, for machines."""
    # strftime leaves out the zeros of a year before 1000.
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def read_date(text: str) -> date | None:
    """Return the date that a text means, or None if it has no or two meanings, such as 7/1/2030.

    Browsers send 2030-01-07, but older ones let people type, and people copy from spreadsheets.
    """
    plain = ascii_text(text).lower()
    if found := YEAR_FIRST.fullmatch(plain):
        return _date(found[1], found[2], found[3])
    if found := DOTTED.fullmatch(plain):
        return _date(found[3], found[2], found[1])
    if found := SLASHED.fullmatch(plain):
        return _unambiguous_date(*found.groups())
    if found := WORDED.fullmatch(plain):
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return _date(year, _month(month), day)
    return None


class DayField(forms.DateField):
    """A date, picked or typed. Texts that could mean two dates are read as usual in the active language."""

    def to_python(self, value: str | date | None) -> date | None:
        found = read_date(value) if isinstance(value, str) else None
        return found or super().to_python(value)


def _unambiguous_date(first: str, second: str, year: str) -> date | None:
    day_first, month_first = _date(year, second, first), _date(year, first, second)
    if day_first and month_first and day_first != month_first:
        return None
    return day_first or month_first


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1 if name[:3] in MONTHS else 0


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
