"""Saves one of the team cases: users with schedules, busy time, and a team page with pools or a panel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import User
from pages.availability import Candidate
from pages.models import DateOverride, EventType, HostTime, Page, WeeklyHours
from tests.builders import add_colleagues, managed_event_type, pool_of, team_page
from tests.pages.test_availability import at, candidate_of, timing_of

LONGEST = 24 * 3600
QUARTER = 15 * 60

Busy = tuple[int, int, int, int]


@dataclass(frozen=True)
class Stored:
    """The rows of a case, and what it expects. Times are epoch seconds."""

    page: Page
    call: EventType
    seats: list[list[Page]]
    window: tuple[int, int]
    now: datetime
    expected: list[int]

    @property
    def not_offered(self) -> list[int]:
        """Starts near the expected ones that must not be offered."""
        first, last = (self.expected[0], self.expected[-1]) if self.expected else self.window
        around = range(first - first % QUARTER - 8 * QUARTER, min(last, first + LONGEST) + 8 * QUARTER, QUARTER)
        beside = [start + 300 for start in self.expected[:3]]
        near = {*around, *beside} - {*self.expected}
        return sorted(start for start in near if self.window[0] <= start < self.window[1])

    @property
    def samples(self) -> list[int]:
        """The first, the last and the middle one of the expected starts."""
        return sorted({self.expected[number * (len(self.expected) - 1) // 2] for number in range(3) if self.expected})


def store(admin: User, case: dict[str, Any], distribution: str) -> Stored:
    """Save a case. The hosts of `any` are a pool, those of `all` a panel, and those of `seats` a pool for each seat."""
    timing = timing_of(case)
    names = (
        "duration",
        "interval",
        "offset",
        "buffer_before",
        "buffer_after",
        "notice",
        "limit_per_day",
        "limit_per_week",
    )
    settings = {name: getattr(timing, name) for name in names}
    horizon = 730 if timing.horizon_days is None else timing.horizon_days
    call = managed_event_type(admin, case["title"][:100], horizon_days=horizon, **settings)
    pages = add_colleagues(admin, len(case["hosts"]))
    for page, host in zip(pages, case["hosts"], strict=True):
        _open(page, candidate_of(host))
        _keep_busy(page, candidate_of(host), call)
    if case.get("rule") == "all":
        seats = [[page] for page in pages]
        assigned: list[Any] = pages
    else:
        seats = [[pages[number] for number in seat] for seat in case.get("seats", [range(len(pages))])]
        assigned = [pool_of(admin, seat, distribution, f"Seat {number}") for number, seat in enumerate(seats)]
    return Stored(
        page=team_page(admin, call, *assigned, name="The team"),
        call=call,
        seats=seats,
        window=(at(case["range_start"]), at(case["range_end"])),
        now=datetime.fromtimestamp(at(case.get("now", case["range_start"])), UTC),
        expected=[at(start) for start in case["expected_starts"]],
    )


def _open(page: Page, host: Candidate) -> None:
    schedule, hours = page.schedule, host.hours
    assert schedule is not None
    schedule.time_zone = hours.zone
    schedule.save()
    schedule.weekly.all().delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(schedule=schedule, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in hours.weekly
        # Ranges that end before they begin cannot be stored (R7).
        if opens < closes
    )
    for day, ranges in hours.overrides:
        DateOverride.objects.bulk_create(
            DateOverride(schedule=schedule, date=day, opens=opens, closes=closes)
            for opens, closes in ranges or [(None, None)]
        )


def _keep_busy(page: Page, host: Candidate, call: EventType) -> None:
    """Add the host's meetings: those that count are of this event type, the others of another one."""
    other = page.event_types.get()
    HostTime.objects.bulk_create(
        HostTime(
            organization=page.organization,
            host=page.host,
            page=page,
            event_type=call if start in host.counted else other,
            meeting=uuid4(),
            starts_at=datetime.fromtimestamp(start, UTC),
            ends_at=datetime.fromtimestamp(end, UTC),
            buffer_before=before // 60,
            buffer_after=after // 60,
        )
        for start, end, before, after in _meetings(host.busy)
    )


def _meetings(busy: Sequence[Busy]) -> Iterable[Busy]:
    """Yield the busy time as meetings that can be stored: none is longer than a day, and none overlap."""
    merged: list[Busy] = []
    for start, end, before, after in sorted(busy):
        if merged and start < merged[-1][1]:
            first, last, earlier, later = merged.pop()
            until = max(last, end)
            merged.append(
                (
                    first,
                    until,
                    max(earlier, before - (start - first)),
                    max(later - (until - last), after - (until - end)),
                )
            )
        elif start < end:
            merged.append((start, end, before, after))
    for start, end, before, after in merged:
        for part in range(start, end, LONGEST):
            until = min(part + LONGEST, end)
            yield part, until, before if part == start else 0, after if until == end else 0


def moment(start: int) -> datetime:
    return datetime.fromtimestamp(start, UTC)


def days(window: tuple[int, int]) -> list[str]:
    """Return the dates in UTC of the window."""
    first, last = moment(window[0]).date(), moment(window[1] - 1).date()
    return [str(first + timedelta(days=number)) for number in range((last - first).days + 1)]
