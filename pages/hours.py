"""Opening hours on the wall clocks of one zone, turned into absolute time.

A local time means the first instant at which the wall clock shows it or something later. That one rule covers a skipped
hour (the first instant after the gap) and a repeated one (its first pass).
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.zone_set import load_zone, offsets_of
from pages.days_off import DaysOff, Holidays
from pages.recurrence import Rhythm

DAY = 86_400

_EPOCH = date(1970, 1, 1).toordinal()
_FOREVER = 1 << 62
# Clocks are read in blocks of days, so that requests about neighbouring days share the cached result.
_BLOCK = 64 * DAY
# Leaves room for the ISO week and the horizon's midnight around any requested instant.
_MARGIN = 9 * DAY

Ranges = list[tuple[int, int]]


class InvalidZone(ValueError):
    """There is no time zone of this name."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Somebody's opening hours: recurring hours and date overrides on the wall clocks of one zone.

    `zone` is an IANA name. `weekly` holds (ISO weekday 1-7, opening, closing) in minutes of the local day, 0 to 1440; a
    range that ends before it starts is empty. `recurrences` add hours to their dates, or close them. Public `holidays`
    close their dates. `overrides` replace all hours of single dates, holidays too; one without ranges closes its date.
    `days_off` close their dates whatever else is said. Results are cached and shared by equal values.
    """

    zone: str
    weekly: tuple[tuple[int, int, int], ...]
    overrides: tuple[tuple[date, tuple[tuple[int, int], ...]], ...] = ()
    # Left out of the hash, which is computed often: hours that differ only in recurrences are rare.
    recurrences: tuple[Rhythm, ...] = field(default=(), hash=False)
    holidays: Holidays | None = None
    days_off: tuple[DaysOff, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """What a zone's wall clocks show: stretches (start, end, offset from UTC) of time, in seconds."""

    stretches: tuple[tuple[int, int, int], ...]

    def instant(self, local: int) -> int:
        """Return the first instant at which the wall clock shows `local` or later.

        `local` is in seconds since 1970-01-01 on that wall clock.
        """
        for start, end, offset in self.stretches:
            if local - offset < end:
                return max(local - offset, start)
        raise OverflowError(local)

    def steady_offset(self, day: int) -> int | None:
        """Return the offset from UTC that applies all through a date, or None near a clock change.

        `day` is in days since 1970-01-01. Nearly every date has such an offset, and local times on it are plain
        arithmetic.
        """
        for start, end, offset in self.stretches:
            midnight = day * DAY - offset
            if midnight + 2 * DAY < end:
                return offset if start + DAY <= midnight else None
        return None

    def day(self, instant: int) -> int:
        """Return the local date at `instant`, as days since 1970-01-01."""
        for _, end, offset in self.stretches:
            if instant < end:
                return (instant + offset) // DAY
        raise OverflowError(instant)

    def midnight(self, day: int) -> int:
        """Return the first instant of the local date that is `day` days after 1970-01-01."""
        return self.instant(day * DAY)


def day_number(day: date) -> int:
    """Return the date as days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def _date(day: int) -> date:
    return date.fromordinal(day + _EPOCH)


def monday(day: int) -> int:
    """Return the first day of the ISO week of `day`, both as days since 1970-01-01 (a Thursday)."""
    return day - (day + 3) % 7


def day_clock(zone: str, first: int, last: int) -> Clock:
    """Return the wall clocks of `zone`, exact from a week before `first` to a week after `last` (epoch seconds).

    Raise InvalidZone.
    """
    return _read_clock(zone, (first - _MARGIN) // _BLOCK, (last + _MARGIN) // _BLOCK + 1)


def open_windows(hours: Hours, window: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the open times within `window`, as ascending half-open pairs of epoch seconds that do not touch.

    Hours of neighbouring dates that meet at midnight are one window. Raise InvalidZone.
    """
    first, last = window
    found: list[tuple[int, int]] = []
    if first >= last:
        return found
    previous = -_FOREVER
    for opening, _, until in openings(hours, window):
        if opening < last and until > first and until != previous:
            found.append((max(opening, first), min(until, last)))
            previous = until
    return found


def openings(hours: Hours, window: tuple[int, int]) -> tuple[tuple[int, int, int], ...]:
    """Return the open stretches of the local dates that touch `window`, as (opening, closing, until) in epoch seconds.

    A meeting may last until `until`, which is after midnight where the next date's hours touch. The result is exact for
    what ends inside the window, and includes stretches of a few days around it. Raise InvalidZone.
    """
    first, last = window
    reading = day_clock(hours.zone, first, last)
    return _open_days(hours, reading.day(first) - 1, reading.day(last) + 1)


def local_hours(hours: Hours, first: date, last: date) -> dict[date, Ranges]:
    """Return the open hours of each date from `first` to `last`.

    They are ascending ranges of local minutes that do not touch.
    """
    weekly, special = _ranges_by_day(hours, day_number(first), day_number(last))
    found: dict[date, Ranges] = {}
    for day in range(day_number(first), day_number(last) + 1):
        ranges = found.setdefault(_date(day), [])
        for opening, closing in special.get(day, weekly[(day + 3) % 7]):
            if ranges and opening <= ranges[-1][1]:
                ranges[-1] = (ranges[-1][0], max(ranges[-1][1], closing))
            elif opening < closing:
                ranges.append((opening, closing))
    return found


def by_day(starts: Iterable[int], zone: str) -> dict[date, list[int]]:
    """Return epoch seconds grouped by their local date in `zone`, both ascending. Raise InvalidZone."""
    ordered = sorted(starts)
    days: dict[date, list[int]] = {}
    if not ordered:
        return days
    from_index, count = 0, len(ordered)
    for _, end, offset in day_clock(zone, ordered[0], ordered[-1]).stretches:
        while from_index < count and ordered[from_index] < end:
            day = (ordered[from_index] + offset) // DAY
            midnight = min((day + 1) * DAY - offset, end)
            to_index = bisect_left(ordered, midnight, from_index)
            days.setdefault(date.fromordinal(day + _EPOCH), []).extend(ordered[from_index:to_index])
            from_index = to_index
    return days


@lru_cache(maxsize=512)
def _open_days(hours: Hours, first_day: int, last_day: int) -> tuple[tuple[int, int, int], ...]:
    reading = day_clock(hours.zone, first_day * DAY, last_day * DAY)
    weekly, special = _ranges_by_day(hours, first_day, last_day)
    found: Ranges = []
    for day in range(first_day, last_day + 1):
        ranges = special.get(day, weekly[(day + 3) % 7])
        if not ranges:
            continue
        earlier_dates, midnight, offset = len(found), day * DAY, reading.steady_offset(day)
        for opening, closing in ranges:
            start, end = midnight + opening * 60, midnight + closing * 60
            if offset is None:
                start, end = reading.instant(start), reading.instant(end)
            else:
                start, end = start - offset, end - offset
            if len(found) > earlier_dates and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], end))
            elif start < end:
                found.append((start, end))
    return _with_last_end(found)


def _ranges_by_day(hours: Hours, first_day: int, last_day: int) -> tuple[list[Ranges], dict[int, Ranges]]:
    """Return the ranges of each weekday, and the ranges of each date that differs from its weekday.

    All ranges are sorted. Dates are days since 1970-01-01.
    """
    weekly: list[Ranges] = [[], [], [], [], [], [], []]
    for weekday, opening, closing in sorted(hours.weekly):
        weekly[weekday - 1].append((opening, closing))
    special = {day_number(day): sorted(ranges) for day, ranges in hours.overrides}
    if hours.holidays is not None:
        special = _closed_days(hours.holidays, first_day, last_day) | special
    if hours.recurrences:
        special = _recurring_days(hours, weekly, first_day, last_day) | special
    for days_off in hours.days_off:
        special |= _closed_days(days_off, first_day, last_day)
    return weekly, special


def _closed_days(days: DaysOff | Holidays, first_day: int, last_day: int) -> dict[int, Ranges]:
    return {day_number(day): [] for day in days.dates(_date(first_day), _date(last_day))}


def _recurring_days(hours: Hours, weekly: list[Ranges], first_day: int, last_day: int) -> dict[int, Ranges]:
    first, last = _date(first_day), _date(last_day)
    found: dict[int, Ranges] = {}
    closed: set[int] = set()
    for rhythm in hours.recurrences:
        days = map(day_number, rhythm.dates(first, last))
        if rhythm.hours is None:
            closed.update(days)
            continue
        for day in days:
            found.setdefault(day, list(weekly[(day + 3) % 7])).append(rhythm.hours)
    return {day: sorted(ranges) for day, ranges in found.items()} | {day: [] for day in closed}


def _with_last_end(stretches: Ranges) -> tuple[tuple[int, int, int], ...]:
    found = []
    next_opening, next_until = _FOREVER, _FOREVER
    for opening, closing in reversed(stretches):
        next_until = next_until if closing == next_opening else closing
        next_opening = opening
        found.append((opening, closing, next_until))
    return tuple(reversed(found))


@lru_cache(maxsize=512)
def _read_clock(zone: str, first_block: int, last_block: int) -> Clock:
    (_begin, offset), *changes = offsets_of(_load(zone), first_block * _BLOCK, last_block * _BLOCK, DAY)
    begins = [(-_FOREVER, offset), *changes]
    ends = [*(instant for instant, _offset in changes), _FOREVER]
    return Clock(tuple((begin, end, offset) for (begin, offset), end in zip(begins, ends, strict=True)))


def _load(zone: str) -> ZoneInfo:
    try:
        return load_zone(zone)
    # ZoneInfo raises KeyError for an unknown name, and errors of the file system or its parser for odd ones.
    except (KeyError, ValueError, OSError) as error:
        raise InvalidZone(zone) from error
