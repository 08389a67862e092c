"""The wall clock of a week that is drawn as columns: where its days begin, and which minutes of a day are shown."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from calendars.weeks import Span
from core.dates import from_epoch, start_of_day, to_epoch

WHOLE_DAY = (0, 24 * 60)


def midnight(day: date) -> int:
    """Return when the day begins in the active time zone, in epoch seconds."""
    return to_epoch(start_of_day(day))


def minute_of_day(instant: int, day: date) -> int:
    """Return the minute of the day's wall clock at the instant; 1440 for one on the day after."""
    local = timezone.localtime(from_epoch(instant))
    return WHOLE_DAY[1] if local.date() > day else local.hour * 60 + local.minute


def whole_hours(spans: Iterable[Span], least: Span) -> Span:
    """Return the whole hours, in minutes of the day, that include all of the spans and `least`."""
    shown = [least, *spans]
    return min(starts // 60 * 60 for starts, _ends in shown), max(-(-ends // 60) * 60 for _starts, ends in shown)
