"""The engine equals the minute walker around the clock changes of the world's zones."""

from bisect import bisect_left
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from pages.availability import Candidate, Hours, Timing, by_day, starts
from tests.pages.minute_walker import walk

pytestmark = pytest.mark.walk

DAY = 86_400
FIRST = int(datetime.fromisoformat("2024-01-01T00:00:00Z").timestamp())
LAST = int(datetime.fromisoformat("2038-01-01T00:00:00Z").timestamp())
# Openings and closings at the turns of the local day where clocks are usually put forward or back.
NIGHTS = tuple(
    (day, *pair)
    for day in range(1, 8)
    for pair in ((0, 30), (70, 130), (135, 150), (160, 400), (1290, 1350), (1400, 1440))
)
TIMING = Timing(duration=25, interval=20, limit_per_day=1)

# One of each kind: half-hour and two-hour changes, changes at midnight, in Ramadan, on Saturday evening.
SAMPLE = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "America/Asuncion",
    "America/Chicago",
    "America/Havana",
    "America/Miquelon",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Scoresbysund",
    "America/St_Johns",
    "America/Tijuana",
    "Antarctica/Macquarie",
    "Antarctica/McMurdo",
    "Antarctica/Troll",
    "Asia/Almaty",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Chisinau",
    "Europe/London",
    "Pacific/Chatham",
    "Pacific/Easter",
    "Pacific/Norfolk",
]


@lru_cache(maxsize=1024)
def clock_changes(zone: str) -> tuple[tuple[int, int, int], ...]:
    """The clock changes of 2024-2037: the instant, to the second, with the offsets before and after it."""
    tz = ZoneInfo(zone)

    def offset(instant: int) -> int:
        return int(datetime.fromtimestamp(instant, tz).utcoffset().total_seconds())

    found = []
    for midnight in range(FIRST, LAST, DAY):
        before, after = offset(midnight), offset(midnight + DAY)
        if before != after:
            instant = bisect_left(range(midnight, midnight + DAY), True, key=lambda t: offset(t) != before)
            found.append((midnight + instant, before, after))
    return tuple(found)


def assert_equal_around(zone: str, change: int) -> None:
    hours = Hours(zone, NIGHTS)
    free, full = Candidate(1, hours, []), Candidate(2, hours, [], counted=[change])
    window = (change - 16 * 3600, change + 16 * 3600)
    walked = walk([[free, full]], TIMING, window, window[0])
    found = starts([[free]], TIMING, window, window[0])
    assert found == [start for start, [people] in walked.items() if 1 in people], (zone, change)
    remaining = starts([[full]], TIMING, window, window[0])
    assert remaining == [start for start, [people] in walked.items() if 2 in people], (zone, change)
    tz = ZoneInfo(zone)
    days = by_day(found, zone)
    assert [(day, start) for day, of_day in days.items() for start in of_day] == [
        (datetime.fromtimestamp(start, tz).date(), start) for start in found
    ], (zone, change)


def distinct_changes(zones: list[str]) -> list[tuple[str, int]]:
    """One zone for each change; another that does the same at the same instant shows nothing new."""
    seen: dict[tuple[int, int, int], str] = {}
    for zone in zones:
        for change in clock_changes(zone):
            seen.setdefault(change, zone)
    return [(zone, change[0]) for change, zone in seen.items()]


def test_clock_changes_of_sample_zones() -> None:
    # Every third keeps changes in both directions of every zone; the slow test walks them all.
    for zone, change in distinct_changes(SAMPLE)[::3]:
        assert_equal_around(zone, change)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_clock_changes_of_all_zones() -> None:
    zones = sorted(available_timezones())
    changes = distinct_changes(zones)
    for zone, change in changes:
        assert_equal_around(zone, change)
    total = sum(len(clock_changes(zone)) for zone in zones)
    print(f"{len(zones)} zones, {total} clock changes, of which {len(changes)} differ and were walked")
