"""Dates and times in words, in the active language and the active time zone."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.utils import dateformat, formats, timezone
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from accounts.zones import offset_text
from bookings.standing import Standing

# Where clocks are read in two halves; elsewhere, and in the United Kingdom's English, the day has 24 hours.
TWELVE_HOURS = frozenset({"en", "en-us", "en-au", "en-ca", "ar", "bn", "hi", "ko", "ta", "te", "ur"})

WORDS = {
    Standing.REQUESTED: gettext_lazy("Requested"),
    Standing.SCHEDULED: gettext_lazy("Scheduled"),
    Standing.RESCHEDULED: gettext_lazy("Rescheduled"),
    Standing.COMPLETED: gettext_lazy("Completed"),
    Standing.DECLINED: gettext_lazy("Declined"),
    Standing.LAPSED: gettext_lazy("Lapsed"),
    Standing.NO_SHOW: gettext_lazy("No-show"),
    Standing.WITHDRAWN: gettext_lazy("Withdrawn"),
    Standing.CANCELLED: gettext_lazy("Cancelled"),
}


def word_beside(standing: Standing) -> str:
    """The word for a session among the others of its package; none where it is as it was booked."""
    return "" if standing == Standing.SCHEDULED else str(WORDS[standing])


def usual_clock(language: str) -> str:
    """The clock that a language's readers expect: "12" or "24"."""
    return "12" if language in TWELVE_HOURS else "24"


def time_text(moment: datetime, clock: str) -> str:
    """“09:00” or “9:00 AM”; of an hour that comes twice, with its offset."""
    local = timezone.localtime(moment)
    text = _clock_text(local.hour, local.minute, clock, get_language())
    return f"{text} {utc_offset(local)}" if comes_twice(local) else text


@lru_cache(maxsize=5_000)
def _clock_text(hour: int, minute: int, clock: str, _language: str | None) -> str:
    # A day's page says a hundred of them.
    return dateformat.time_format(time(hour, minute), _twelve() if clock == "12" else _twenty_four())


def comes_twice(local: datetime) -> bool:
    """Whether the wall clock shows this time twice, because it is set back."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def utc_offset(local: datetime) -> str:
    """“UTC+2”, “UTC+5:30”."""
    text = offset_text(local.utcoffset() or timedelta())
    hours, minutes = text[1:].split(":")
    return f"UTC{text[0]}{int(hours)}" + (f":{minutes}" if minutes != "00" else "")


def day_text(day: date) -> str:
    """“Thursday 3 December”."""
    return _day_text(day, get_language())


@lru_cache(maxsize=2_000)
def _day_text(day: date, _language: str | None) -> str:
    # Each month page says thirty of them.
    return dateformat.format(day, pgettext("format of a date, as in Thursday 3 December", "l j F"))


def full_day_text(day: date) -> str:
    """“Thursday 3 December 2026”."""
    return dateformat.format(day, pgettext("format of a date, as in Thursday 3 December 2026", "l j F Y"))


def short_day_text(day: date) -> str:
    """“3 December”."""
    return dateformat.format(day, pgettext("format of a date, as in 3 December", "j F"))


def brief_day_text(day: date) -> str:
    """“Thu 3 Dec”."""
    return dateformat.format(day, pgettext("format of a date, as in Thu 3 Dec", "D j M"))


def month_text(month: date) -> str:
    """“December 2026”."""
    return dateformat.format(month, formats.get_format("YEAR_MONTH_FORMAT"))


def past_day_text(moment: datetime, now: datetime) -> str:
    """The date on which something ended, with its year where that is another than now's."""
    day, today = timezone.localdate(moment), timezone.localdate(now)
    if day.year == today.year:
        return short_day_text(day)
    return dateformat.format(day, pgettext("format of a date, as in 3 December 2026", "j F Y"))


def span_text(starts_at: datetime, ends_at: datetime, clock: str) -> str:
    """“Thursday 3 December 2026, 09:00–09:30”; the date again where it ends on another."""
    first, last = timezone.localdate(starts_at), timezone.localdate(ends_at)
    end = time_text(ends_at, clock)
    if first != last:
        end = _("%(day)s, %(time)s") % {"day": full_day_text(last), "time": end}
    return _("%(day)s, %(start)s–%(end)s") % {
        "day": full_day_text(first),
        "start": time_text(starts_at, clock),
        "end": end,
    }


def duration_text(minutes: int) -> str:
    """“30 minutes”, “1 hour”, “1 hour 30 minutes”."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


def part_of_day(hour: int) -> str:
    """The heading under which the hour's times are listed when there are many."""
    return _part_of_day(hour, get_language())


@lru_cache(maxsize=1_000)
def _part_of_day(hour: int, _language: str | None) -> str:
    if hour < 12:
        return _("Morning")
    return _("Afternoon") if hour < 17 else _("Evening")


def utc_text(moment: datetime) -> str:
    """“2026-12-03T08:00:00Z”, for machines."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _twelve() -> str:
    return pgettext("format of a time on a 12-hour clock, as in 9:00 AM", "g:i A")


def _twenty_four() -> str:
    return pgettext("format of a time on a 24-hour clock, as in 09:00", "H:i")
