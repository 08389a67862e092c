"""The engine: decides which starts are offered, and who is free at a start.

It knows no database, request or clock. Times are epoch seconds in UTC, lengths of time in settings are whole minutes,
and intervals are half-open.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress

from pages.assignment import can_fill_all
from pages.hours import Hours, InvalidZone, by_day, day_clock, monday, open_windows, openings

__all__ = [
    "Candidate",
    "Hours",
    "InvalidZone",
    "Seat",
    "Timing",
    "by_day",
    "free_candidates",
    "open_windows",
    "starts",
]


@dataclass(frozen=True, slots=True)
class Timing:
    """How an event type is offered. Values are minutes, except where the name says days.

    `interval` is the step between starts, by default the duration, and `offset` shifts the starts from each opening.
    `notice` is inclusive. `horizon_days` counts whole local days in the schedule's zone: today and that many more. The
    limits count the meetings that start on one local day, or in one ISO week, in the schedule's zone.

    Raise ValueError for a step of zero, with which the grid would never advance, and for other impossible values.
    """

    duration: int
    interval: int | None = None
    offset: int = 0
    buffer_before: int = 0
    buffer_after: int = 0
    notice: int = 0
    horizon_days: int | None = None
    limit_per_day: int | None = None
    limit_per_week: int | None = None

    def __post_init__(self) -> None:
        if self.duration < 1 or (self.interval is not None and self.interval < 1) or self.offset < 0:
            raise ValueError("duration and interval must be positive, the offset not negative")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may fill a seat.

    `busy` holds (start, end, frozen buffer before, frozen buffer after) in seconds, in any order, and the ranges may
    overlap. `counted` holds the starts that count against the limits. `busy` must cover at least a day around the
    window, `counted` a week.
    """

    person: int
    hours: Hours
    busy: Sequence[tuple[int, int, int, int]]
    counted: Sequence[int] = ()


Seat = Sequence[Candidate]

_OPPOSITE = bytes([1, 0]) + bytes(254)


def starts(seats: Sequence[Seat], timing: Timing, window: tuple[int, int], now: int) -> list[int]:
    """Return the offered starts in `window`, ascending: those at which distinct people can fill all seats.

    The first seat leads: each of its candidates is offered on the grid of their own openings. Every other seat needs a
    candidate who is free and has the whole meeting within their hours. Raise InvalidZone.
    """
    offered: list[int] = []
    # Hours that contain all the starts left in `offered`, because an earlier seat has only these hours. No need to
    # compare with them again.
    proven: set[Hours] = set()
    for number, seat in enumerate(seats):
        within = partial(_within, timing, offered, now, proven)
        offered = _filled(seat, timing, within if number else partial(_grid, timing, window, now))
        hours = {candidate.hours for candidate in seat}
        if len(hours) == 1:
            proven |= hours
    if _somebody_has_two_seats(seats):
        free_at_each = _free_at_each(seats, timing, offered, now)
        offered = [start for start, free in free_at_each if can_fill_all(_persons(seats, free))]
    return offered


def free_candidates(seats: Sequence[Seat], timing: Timing, start: int, now: int) -> list[list[int]]:
    """Return the indexes, within each seat, of the candidates free at `start`. Return [] if it is not offered.

    The decision is that of `starts`. Raise InvalidZone.
    """
    offered = starts(seats, timing, (start, start + 1), now)
    return next((free for _, free in _free_at_each(seats, timing, offered, now)), [])


def _filled(seat: Seat, timing: Timing, reachable: Callable[[Hours], list[int]]) -> list[int]:
    """Return the sorted starts at which at least one candidate of the seat is free.

    `reachable` returns the starts that a candidate's hours allow.
    """
    sharing: dict[Hours, list[Candidate]] = {}
    for candidate in seat:
        sharing.setdefault(candidate.hours, []).append(candidate)
    filled: list[int] = []
    for hours, candidates in sharing.items():
        missing = reachable(hours)
        if filled:
            known = set(filled)
            missing = [start for start in missing if start not in known]
        # Each candidate is checked only for the starts that no candidate before them could take.
        for candidate in candidates:
            if not missing:
                break
            blocked = _blocked(candidate, timing, missing)
            filled += compress(missing, blocked.translate(_OPPOSITE))
            missing = list(compress(missing, blocked))
    return sorted(filled)


def _grid(timing: Timing, window: tuple[int, int], now: int, hours: Hours) -> list[int]:
    """Return the starts on the grid of the openings, within the window, the notice and the horizon."""
    length, step, offset = timing.duration * 60, (timing.interval or timing.duration) * 60, timing.offset * 60
    first = max(window[0], now + timing.notice * 60)
    last = min(window[1], _horizon(timing, now, hours.zone, window[1]))
    found: list[int] = []
    if first >= last:
        return found
    for opening, closing, until in openings(hours, (first, last + length)):
        start = opening + offset
        if start < first:
            start += -((start - first) // step) * step
        found += range(start, min(closing, until - length + 1, last), step)
    return found


def _within(timing: Timing, among: list[int], now: int, proven: Collection[Hours], hours: Hours) -> list[int]:
    """Return the ascending starts within the horizon at which the whole meeting lies within the hours."""
    if not among or hours in proven:
        return among
    found: list[int] = []
    length = timing.duration * 60
    last = _horizon(timing, now, hours.zone, among[-1] + 1) - 1
    for opening, closing in open_windows(hours, (among[0], among[-1] + length)):
        found += among[bisect_left(among, opening) : bisect_right(among, min(closing - length, last))]
    return found


def _horizon(timing: Timing, now: int, zone: str, default: int) -> int:
    if timing.horizon_days is None:
        return default
    today = day_clock(zone, now, now).day(now)
    last_day = today + timing.horizon_days
    return day_clock(zone, now, now + timing.horizon_days * 86_400).midnight(last_day + 1)


def _blocked(candidate: Candidate, timing: Timing, among: list[int]) -> bytearray:
    """Return one byte for each of the ascending starts: 0 if the candidate is free, else 1."""
    length, before, after = timing.duration * 60, timing.buffer_before * 60, timing.buffer_after * 60
    first, last, count = among[0], among[-1], len(among)
    blocked = bytearray(count)
    for busy_start, busy_end, busy_before, busy_after in candidate.busy:
        # Neighbouring meetings keep the larger of the two buffers between them. Both bounds of the blocked range are
        # free.
        free_again = busy_end + (busy_after if busy_after > before else before)
        if free_again > first:
            free_until = busy_start - length - (busy_before if busy_before > after else after)
            if free_until < last:
                index = bisect_right(among, free_until)
                while index < count and among[index] < free_again:
                    blocked[index] = 1
                    index += 1
    for full_from, full_until in _full(candidate, timing, first, last):
        index, end = bisect_left(among, full_from), bisect_left(among, full_until)
        blocked[index:end] = b"\1" * (end - index)
    return blocked


def _full(candidate: Candidate, timing: Timing, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the local days and ISO weeks between two instants in which the candidate's limits are reached."""
    if timing.limit_per_day is None and timing.limit_per_week is None:
        return
    reading = day_clock(candidate.hours.zone, first, last)
    days = [reading.day(start) for start in candidate.counted]
    if timing.limit_per_day is not None:
        taken = Counter(days)
        for day in range(reading.day(first), reading.day(last) + 1):
            if taken[day] >= timing.limit_per_day:
                yield reading.midnight(day), reading.midnight(day + 1)
    if timing.limit_per_week is not None:
        taken = Counter(map(monday, days))
        for day in range(monday(reading.day(first)), reading.day(last) + 1, 7):
            if taken[day] >= timing.limit_per_week:
                yield reading.midnight(day), reading.midnight(day + 7)


def _somebody_has_two_seats(seats: Sequence[Seat]) -> bool:
    people = [{candidate.person for candidate in seat} for seat in seats]
    return len(set().union(*people)) < sum(map(len, people))


def _persons(seats: Sequence[Seat], free: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the persons of each seat's free candidates, each person once."""
    return [
        list(dict.fromkeys(seat[number].person for number in numbers))
        for seat, numbers in zip(seats, free, strict=False)
    ]


def _free_at_each(
    seats: Sequence[Seat], timing: Timing, offered: list[int], now: int
) -> Iterator[tuple[int, list[list[int]]]]:
    """Yield each of the ascending starts with the indexes of the free candidates within each seat."""
    if not offered:
        return
    window = (offered[0], offered[-1] + 1)
    free: dict[int, list[list[int]]] = {start: [[] for _ in seats] for start in offered}
    for index, seat in enumerate(seats):
        for number, candidate in enumerate(seat):
            within = partial(_within, timing, offered, now, ())
            reach = within if index else partial(_grid, timing, window, now)
            for start in _filled([candidate], timing, reach):
                if start in free:
                    free[start][index].append(number)
    yield from free.items()
