"""The slot rules, as plainly as possible: check every minute. It is slow.

It shares no code with the engine, only the types of its arguments.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pages.availability import Candidate, Hours, Seat, Timing

MINUTE = 60
# Long enough that the local date before the window's first one is walked from its beginning.
BEFORE = 52 * 3600


@lru_cache(maxsize=64)
def walk_clock(zone: str, first: int, last: int) -> list[tuple[int, date, int]]:
    """Return each minute, with its local date and minute of the day. While clocks are put back, these stay the same."""
    tz = ZoneInfo(zone)
    furthest = datetime.min
    walked = []
    for instant in range(first - first % MINUTE, last, MINUTE):
        furthest = max(furthest, datetime.fromtimestamp(instant, tz).replace(tzinfo=None))
        walked.append((instant, furthest.date(), furthest.hour * 60 + furthest.minute))
    return walked


def ranges_of(hours: Hours, day: date) -> list[tuple[int, int]]:
    for overridden, ranges in hours.overrides:
        if overridden == day:
            return list(ranges)
    return [(opening, closing) for weekday, opening, closing in hours.weekly if weekday == day.isoweekday()]


@lru_cache(maxsize=64)
def open_minutes(hours: Hours, first: int, last: int) -> dict[int, date]:
    """Return the open minutes between two instants, with the local date of the hours that they belong to."""
    walked = walk_clock(hours.zone, first, last)
    ranges = {day: ranges_of(hours, day) for day in {day for _, day, _ in walked}}
    return {
        instant: day
        for instant, day, minute in walked
        if any(opening <= minute < closing for opening, closing in ranges[day])
    }


def grid(minutes: dict[int, date], timing: Timing) -> Iterator[int]:
    for opening, day in minutes.items():
        if minutes.get(opening - MINUTE) == day:
            continue
        closing = opening
        while minutes.get(closing) == day:
            closing += MINUTE
        yield from range(opening + timing.offset * 60, closing, (timing.interval or timing.duration) * 60)


def too_close(start: int, end: int, busy: tuple[int, int, int, int], timing: Timing) -> bool:
    busy_start, busy_end, busy_before, busy_after = busy
    if start >= busy_end:
        return start - busy_end < max(busy_after, timing.buffer_before * 60)
    if busy_start >= end:
        return busy_start - end < max(timing.buffer_after * 60, busy_before)
    return True


def within_limits(candidate: Candidate, timing: Timing, start: int) -> bool:
    tz = ZoneInfo(candidate.hours.zone)
    day = datetime.fromtimestamp(start, tz).date()
    days = [datetime.fromtimestamp(counted, tz).date() for counted in candidate.counted]
    on_day = [counted for counted in days if counted == day]
    in_week = [counted for counted in days if counted.isocalendar()[:2] == day.isocalendar()[:2]]
    return (timing.limit_per_day is None or len(on_day) < timing.limit_per_day) and (
        timing.limit_per_week is None or len(in_week) < timing.limit_per_week
    )


def can_take(candidate: Candidate, timing: Timing, start: int, now: int, minutes: dict[int, date]) -> bool:
    tz = ZoneInfo(candidate.hours.zone)
    end = start + timing.duration * 60
    if timing.horizon_days is not None:
        today = datetime.fromtimestamp(now, tz).date()
        if datetime.fromtimestamp(start, tz).date() > today + timedelta(days=timing.horizon_days):
            return False
    return (
        start >= now + timing.notice * 60
        and all(minute in minutes for minute in range(start, end, MINUTE))
        and not any(too_close(start, end, busy, timing) for busy in candidate.busy)
        and within_limits(candidate, timing, start)
    )


def can_sit(people: list[list[int]], seated: tuple[int, ...] = ()) -> bool:
    if len(seated) == len(people):
        return True
    return any(can_sit(people, (*seated, p)) for p in people[len(seated)] if p not in seated)


def walk(seats: Sequence[Seat], timing: Timing, window: tuple[int, int], now: int) -> dict[int, list[list[int]]]:
    """Return the offered starts of the window, and the free people for each seat in the candidates' order."""
    first, last = window
    until = last + timing.duration * 60 + MINUTE
    minutes = [[open_minutes(c.hours, first - BEFORE, until) for c in seat] for seat in seats]
    grids = [{s for s in grid(open_, timing) if first <= s < last} for open_ in minutes[0]]
    offered = {}
    for start in sorted(set().union(*grids)):
        people = [
            [
                candidate.person
                for index, candidate in enumerate(seat)
                if can_take(candidate, timing, start, now, minutes[number][index])
                and (number > 0 or start in grids[index])
            ]
            for number, seat in enumerate(seats)
        ]
        if can_sit(people):
            offered[start] = people
    return offered
