"""The availability engine against a floor: `python -m tests.bench.engine` prints P2 of the budgets.

Both sides compute starts, grouped by day, from schedules and busy times, and their results are compared before timing.
The floor is what one would write for this case alone. It gets the windows and the busy times as minutes that include
the buffers, and one fixed offset from UTC, and sweeps a bytearray of minutes. It knows no zones and no limits, and does
not check that a panel has different people.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter

from pages import hours as hours_module
from pages.availability import Candidate, Hours, Seat, Timing, by_day, open_windows, starts

BUDGET = 1.5
ROUNDS = 15
ZONE, OFFSET = "Asia/Kolkata", 330
FIRST = int(datetime(2030, 1, 6, 18, 30, tzinfo=UTC).timestamp())  # a Monday's local midnight
TIMING = Timing(duration=30, buffer_before=5, buffer_after=10)
SCHEDULES = [
    Hours(ZONE, tuple((weekday, opening, opening + 480) for weekday in range(1, 6))) for opening in (540, 570, 480, 600)
]

Minutes = Sequence[tuple[int, int]]
Grouped = dict[date, list[int]]


@dataclass(frozen=True)
class Case:
    name: str
    days: int
    seats: Sequence[Seat]

    @property
    def window(self) -> tuple[int, int]:
        return FIRST, FIRST + self.days * 86_400


def busy_times(rng: random.Random, days: int, count: int) -> list[tuple[int, int, int, int]]:
    rows = []
    for _ in range(count):
        start = FIRST + rng.randrange(days) * 86_400 + rng.randrange(480, 1080, 15) * 60
        rows.append((start, start + rng.choice((15, 30, 30, 60)) * 60, 0, rng.choice((0, 0, 900))))
    # All hosts are busy on Mondays at ten. Otherwise a pool could cover its whole grid, and the engine stop early.
    rows += [(FIRST + day * 86_400 + 36_000, FIRST + day * 86_400 + 39_600, 0, 0) for day in range(0, days, 7)]
    return sorted(rows)


def cases() -> list[Case]:
    rng = random.Random(7)

    def hosts(count: int, days: int, busy: int) -> list[Candidate]:
        return [
            Candidate(person, SCHEDULES[person % len(SCHEDULES)], busy_times(rng, days, busy))
            for person in range(count)
        ]

    return [
        Case("1 host, 30 days, 50 busy", 30, [hosts(1, 30, 50)]),
        Case("10 any, 30 days, 50 busy", 30, [hosts(10, 30, 50)]),
        Case("10 all, 30 days, 50 busy", 30, [[host] for host in hosts(10, 30, 50)]),
        Case("100 any, 60 days, 200 busy", 60, [hosts(100, 60, 200)]),
        Case("500 any, 60 days, 200 busy", 60, [hosts(500, 60, 200)]),
    ]


def engine(case: Case) -> Grouped:
    # Schedules may change between two requests, so windows that are cached would not be a fair start.
    hours_module._open_days.cache_clear()
    return by_day(starts(case.seats, TIMING, case.window, FIRST), ZONE)


def to_minutes(case: Case, host: Candidate) -> tuple[Minutes, Minutes]:
    windows = [((a - FIRST) // 60, (b - FIRST) // 60) for a, b in open_windows(host.hours, case.window)]
    before, after = TIMING.buffer_before, TIMING.buffer_after
    busy = [
        ((start - FIRST) // 60 - max(early // 60, after), (end - FIRST) // 60 + max(late // 60, before))
        for start, end, early, late in host.busy
    ]
    return windows, busy


def sweep(windows: Minutes, busy: Sequence[Minutes], grid: Minutes, days: int) -> list[int]:
    """Return the starts on the grid whose minutes are all open and free."""
    length = TIMING.duration
    free = bytearray(days * 1440)
    for opening, closing in windows:
        free[opening:closing] = b"\1" * (closing - opening)
    for rows in busy:
        for start, end in rows:
            free[start:end] = bytes(end - start)
    return [
        start
        for opening, closing in grid
        for start in range(opening, closing - length + 1, length)
        if free.find(0, start, start + length) < 0
    ]


def group_by_day(minutes: list[int]) -> Grouped:
    today = datetime.fromtimestamp(FIRST + OFFSET * 60, UTC).date()
    days: dict[int, list[int]] = {}
    for minute in minutes:
        days.setdefault(minute // 1440, []).append(FIRST + minute * 60)
    return {today + timedelta(days=day): found for day, found in days.items()}


def floor_for(case: Case) -> Callable[[], Grouped]:
    seats = [[to_minutes(case, host) for host in seat] for seat in case.seats]

    def pool() -> Grouped:
        found: set[int] = set()
        for windows, busy in seats[0]:
            found.update(sweep(windows, [busy], windows, case.days))
        return group_by_day(sorted(found))

    def panel() -> Grouped:
        hosts = [seat[0] for seat in seats]
        shared = hosts[0][0]
        for windows, _ in hosts[1:]:
            shared = [
                (max(a, c), min(b, d)) for (a, b), (c, d) in zip(shared, windows, strict=True) if max(a, c) < min(b, d)
            ]
        return group_by_day(sweep(shared, [busy for _, busy in hosts], hosts[0][0], case.days))

    return pool if len(case.seats) == 1 else panel


def elapsed(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def run() -> list[tuple[str, float, float]]:
    """Return for each case its name, the engine's time as a multiple of the floor's, and the budget."""
    results = []
    for case in cases():
        floor = floor_for(case)
        if engine(case) != floor():
            raise AssertionError(f"{case.name}: the engine and the floor give different starts")
        pairs = [(elapsed(lambda: engine(case)), elapsed(floor)) for _ in range(ROUNDS)]  # noqa: B023
        ratio = median(ours for ours, _ in pairs) / median(floors for _, floors in pairs)
        results.append((case.name, ratio, BUDGET))
    return results


def main() -> None:
    for name, ratio, budget in run():
        print(f"P2 {name:<28} {ratio:5.2f}x  budget {budget}x  {'ok' if ratio <= budget else 'over'}")


if __name__ == "__main__":
    main()
