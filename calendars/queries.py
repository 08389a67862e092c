"""Reads of connected calendars."""

from collections.abc import Iterable
from datetime import timedelta

from calendars.models import BusyWeek, Calendar, Connection
from calendars.weeks import Row
from core.dates import from_epoch, to_epoch

# How long a reading counts, from when it began. A file at an address is read less often than what a server answers.
MAX_AGE = timedelta(hours=1)
MAX_AGES = {Connection.Kind.ICS.value: timedelta(hours=3)}


def max_age(kind: str) -> timedelta:
    """Return how long a reading of a connection of this kind counts."""
    return MAX_AGES.get(kind, MAX_AGE)


def weeks_of(calendar: Calendar) -> dict[int, Row]:
    """Return all that is known of the calendar's busy time, by the beginning of each week."""
    rows = BusyWeek.objects.filter(calendar=calendar).values_list("week", "starts", "ends")
    return {to_epoch(week): (tuple(starts), tuple(ends)) for week, starts, ends in rows}


def week_rows(calendar: Calendar, rows: Iterable[tuple[int, Row]]) -> list[BusyWeek]:
    """Return the unsaved rows of the calendar's weeks."""
    return [
        BusyWeek(
            calendar_id=calendar.pk, host_id=calendar.host_id, week=from_epoch(week), starts=[*starts], ends=[*ends]
        )
        for week, (starts, ends) in rows
    ]
