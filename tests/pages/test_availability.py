import json
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.availability import (
    Candidate,
    Hours,
    InvalidZone,
    Seat,
    Timing,
    by_day,
    free_candidates,
    open_windows,
    starts,
)
from tests.pages.minute_walker import open_minutes, walk
from tests.sample import examples

CASES = Path(__file__).parent.parent / "cases"
DAY = 86_400


def cases(variable: str, name: str) -> list[Any]:
    path = Path(os.environ.get(variable) or CASES / name)
    return [pytest.param(case, id=case["id"]) for case in json.loads(path.read_text())["cases"]]


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def free_at(seats: Sequence[Seat], timing: Timing, start: int, now: int) -> list[list[int]]:
    """The persons free for each seat at `start`, each once, in the candidates' order; [] if it is not offered."""
    free = free_candidates(seats, timing, start, now)
    return [
        list(dict.fromkeys(seat[number].person for number in numbers))
        for seat, numbers in zip(seats, free, strict=False)
    ]


def shown(instants: Iterable[int]) -> list[str]:
    return [datetime.fromtimestamp(i, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for i in instants]


def minute(text: str) -> int:
    hour, minutes = text.split(":")[:2]
    return int(hour) * 60 + int(minutes)


def candidate_of(case: dict[str, Any], person: int = 1) -> Candidate:
    overrides: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in case.get("overrides", []):
        overrides[row["date"]] += [(minute(row["start"]), minute(row["end"]))] if row["start"] else []
    busy = case.get("busy", [])
    return Candidate(
        person=person,
        hours=Hours(
            zone=case["host_tz"],
            weekly=tuple(
                (day, minute(row["start"]), minute(row["end"])) for row in case["weekly"] for day in row["iso_days"]
            ),
            overrides=tuple((date.fromisoformat(day), tuple(ranges)) for day, ranges in overrides.items()),
        ),
        busy=[(at(b["start"]), at(b["end"]), 60 * b.get("before_min", 0), 60 * b.get("after_min", 0)) for b in busy],
        counted=[at(b["start"]) for b in busy if b.get("counts")],
    )


def timing_of(case: dict[str, Any]) -> Timing:
    return Timing(
        duration=case["duration_min"],
        interval=case.get("interval_min"),
        offset=case.get("offset_min", 0),
        buffer_before=case.get("buffer_before_min", 0),
        buffer_after=case.get("buffer_after_min", 0),
        notice=case.get("notice_min", 0),
        horizon_days=case.get("horizon_days"),
        limit_per_day=case.get("limit_per_day"),
        limit_per_week=case.get("limit_per_week"),
    )


def offered(case: dict[str, Any], seats: list[Seat]) -> list[str]:
    window = (at(case["range_start"]), at(case["range_end"]))
    return shown(starts(seats, timing_of(case), window, at(case.get("now", case["range_start"]))))


@pytest.mark.parametrize("case", cases("SLOT_CASES", "slots.json"))
def test_stored_cases_of_slots(case: dict[str, Any]) -> None:
    assert offered(case, [[candidate_of(case)]]) == case["expected_starts"]


@pytest.mark.parametrize("case", cases("TEAM_CASES", "teams.json"))
def test_stored_cases_of_teams(case: dict[str, Any]) -> None:
    hosts = [candidate_of(host, person) for person, host in enumerate(case["hosts"])]
    rules = {"any": [hosts], "all": [[host] for host in hosts]}
    seats = [[hosts[i] for i in seat] for seat in case["seats"]] if "seats" in case else rules[case["rule"]]
    assert offered(case, seats) == case["expected_starts"]


ALWAYS = tuple((day, 0, 1440) for day in range(1, 8))
MORNINGS = tuple((day, 9 * 60, 12 * 60) for day in range(1, 8))
WEDNESDAY = (at("2026-12-02T00:00:00Z"), at("2026-12-03T00:00:00Z"))


def host(
    person: int = 1,
    weekly: tuple[tuple[int, int, int], ...] = MORNINGS,
    busy: tuple[tuple[int, int, int, int], ...] = (),
) -> Candidate:
    return Candidate(person, Hours("UTC", weekly), busy)


@pytest.mark.feature("R1")
def test_daily_limit_counts_hosts_local_day() -> None:
    taken = (at("2030-01-03T08:00:00Z"), at("2030-01-03T09:00:00Z"), 0, 0)
    dhaka = Candidate(1, Hours("Asia/Dhaka", ALWAYS), [taken], counted=[taken[0]])
    window = (at("2030-01-02T00:00:00Z"), at("2030-01-05T00:00:00Z"))
    days = by_day(starts([[dhaka]], Timing(60, limit_per_day=1), window, window[0]), "Asia/Dhaka")
    assert {day: len(found) for day, found in days.items()} == {
        date(2030, 1, 2): 18,
        date(2030, 1, 4): 24,
        date(2030, 1, 5): 6,
    }


def test_weekly_limit_counts_every_panel_member() -> None:
    sunday = at("2026-12-06T10:00:00Z")
    member = Candidate(2, Hours("UTC", MORNINGS), [], counted=[sunday])
    window = (at("2026-11-29T00:00:00Z"), at("2026-12-08T00:00:00Z"))
    found = starts([[host()], [member]], Timing(180, limit_per_week=1), window, window[0])
    assert shown(found) == ["2026-11-29T09:00:00Z", "2026-12-07T09:00:00Z"]


@pytest.mark.feature("R3")
def test_neighbouring_buffers_take_the_larger() -> None:
    busy = (at("2026-12-02T09:00:00Z"), at("2026-12-02T09:30:00Z"), 0, 30 * 60)
    found = starts([[host(busy=(busy,))]], Timing(60, interval=15, buffer_before=15), WEDNESDAY, 0)
    assert shown(found) == [f"2026-12-02T{time}:00Z" for time in ("10:00", "10:15", "10:30", "10:45", "11:00")]


@pytest.mark.feature("R4")
def test_buffers_may_lie_outside_opening_hours() -> None:
    found = starts([[host()]], Timing(180, buffer_before=60, buffer_after=60), WEDNESDAY, 0)
    assert shown(found) == ["2026-12-02T09:00:00Z"]


@pytest.mark.feature("R5")
def test_only_an_offered_start_is_accepted() -> None:
    weekdays = tuple((day, 9 * 60, 12 * 60) for day in range(1, 6))
    seats = [[host(7, weekdays)]]
    timing = Timing(60, notice=120, horizon_days=7)
    now = at("2026-12-02T08:00:00Z")

    def judged(start: str, asked: Timing = timing) -> list[list[int]]:
        return free_at(seats, asked, at(start), now)

    assert {
        "offered": judged("2026-12-02T10:00:00Z"),
        "off the grid": judged("2026-12-02T10:30:00Z"),
        "another duration": judged("2026-12-02T11:00:00Z", Timing(90)),
        "a closed weekday": judged("2026-12-05T10:00:00Z"),
        "before notice": judged("2026-12-02T09:00:00Z"),
        "last day of the horizon": judged("2026-12-09T11:00:00Z"),
        "past the horizon": judged("2026-12-10T09:00:00Z"),
    } == {
        "offered": [[7]],
        "off the grid": [],
        "another duration": [],
        "a closed weekday": [],
        "before notice": [],
        "last day of the horizon": [[7]],
        "past the horizon": [],
    }


@pytest.mark.feature("R18")
def test_one_person_fills_one_seat_only() -> None:
    a, b = host(1), host(2, busy=((at("2026-12-02T10:00:00Z"), at("2026-12-02T11:00:00Z"), 0, 0),))
    seats = [[a, b], [a]]
    assert shown(starts(seats, Timing(60), WEDNESDAY, 0)) == ["2026-12-02T09:00:00Z", "2026-12-02T11:00:00Z"]
    assert free_at(seats, Timing(60), at("2026-12-02T11:00:00Z"), 0) == [[1, 2], [1]]
    assert free_at(seats, Timing(60), at("2026-12-02T10:00:00Z"), 0) == []


def test_lead_starts_on_their_own_grid() -> None:
    busy = (at("2026-12-02T09:00:00Z"), at("2026-12-02T12:00:00Z"), 0, 0)
    half_past = host(2, ((3, 9 * 60 + 30, 12 * 60),))
    seats = [[host(1, busy=(busy,)), half_past]]
    assert shown(starts(seats, Timing(60), WEDNESDAY, 0)) == ["2026-12-02T09:30:00Z", "2026-12-02T10:30:00Z"]


def test_member_joins_only_within_own_hours() -> None:
    afternoons = tuple((day, 13 * 60, 15 * 60) for day in range(1, 8))
    seats = [[host(1), host(2, afternoons)], [host(3)]]
    assert shown(starts(seats, Timing(90), WEDNESDAY, 0)) == ["2026-12-02T09:00:00Z", "2026-12-02T10:30:00Z"]


def test_horizon_ends_with_every_local_day() -> None:
    evening = at("2026-12-02T20:00:00Z")
    tokyo = Candidate(1, Hours("Asia/Tokyo", ALWAYS), [])
    window = (evening, evening + DAY)
    found = starts([[tokyo], [host(2, ALWAYS)]], Timing(120, horizon_days=0), window, evening)
    assert shown(found) == ["2026-12-02T21:00:00Z", "2026-12-02T23:00:00Z"]


def test_meeting_runs_on_only_over_touching_hours() -> None:
    night = host(weekly=((3, 23 * 60, 1440), (4, 0, 60)))
    window = (WEDNESDAY[0], WEDNESDAY[1] + DAY)
    assert shown(starts([[night]], Timing(50), window, 0)) == [
        "2026-12-02T23:00:00Z",
        "2026-12-02T23:50:00Z",
        "2026-12-03T00:00:00Z",
    ]
    assert open_windows(night.hours, window) == [(at("2026-12-02T23:00:00Z"), at("2026-12-03T01:00:00Z"))]


def test_skipped_hour_joins_its_neighbours() -> None:
    """Hours that only the hour which clocks skip keeps apart are one opening."""
    nights = Candidate(1, Hours("Europe/Berlin", ((7, 60, 120), (7, 180, 240))), [])
    window = (at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"))
    assert shown(starts([[nights]], Timing(40), window, 0)) == [
        "2026-03-29T00:00:00Z",
        "2026-03-29T00:40:00Z",
        "2026-03-29T01:20:00Z",
    ]


@pytest.mark.parametrize("seats", [[], [[]], [[host()], []]])
def test_seat_without_candidates_offers_nothing(seats: list[Seat]) -> None:
    assert starts(seats, Timing(60), WEDNESDAY, 0) == []
    assert free_at(seats, Timing(60), at("2026-12-02T09:00:00Z"), 0) == []


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "America", "a\0b", "ü"])
def test_a_zone_that_does_not_exist(zone: str) -> None:
    with pytest.raises(InvalidZone) as refused:
        starts([[Candidate(1, Hours(zone, ALWAYS), [])]], Timing(60), WEDNESDAY, 0)
    assert refused.value.args == (zone,)
    with pytest.raises(InvalidZone) as refused:
        by_day([0], zone)
    assert refused.value.args == (zone,)


@pytest.mark.parametrize("lengths", [{"duration": 0}, {"duration": 30, "interval": 0}])
def test_a_grid_that_never_advances_is_refused(lengths: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        Timing(**lengths)


ZONES = [
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Havana",
    "America/Asuncion",
    "America/Nuuk",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Pacific/Chatham",
]
# Around the clock changes of 2026 and the turn of the ISO year, where the rules are hardest.
MOMENTS = [
    at(f"{day}T00:00:00Z")
    for day in (
        "2026-02-15",
        "2026-03-08",
        "2026-03-22",
        "2026-03-28",
        "2026-03-29",
        "2026-04-05",
        "2026-10-04",
        "2026-10-24",
        "2026-10-25",
        "2026-11-01",
        "2026-12-31",
    )
]

TURNS = [0, 30, 60, 90, 119, 120, 150, 180, 720, 1380, 1410, 1439, 1440]
local_minutes = st.sampled_from(TURNS) | st.integers(0, 1440)
local_ranges = st.tuples(local_minutes, local_minutes).map(lambda pair: (min(pair), max(pair)))
few_ranges = st.lists(local_ranges, max_size=3).map(tuple)
# Mostly open hours: seats and limits can only be wrong where something is offered.
most_days = st.sampled_from([((0, 1440),), ((0, 720), (720, 1440)), ((60, 1380),)])


def seldom(values: st.SearchStrategy[int], usually: int | None = 0) -> st.SearchStrategy[int | None]:
    return st.sampled_from([False, False, True]).flatmap(lambda now: values if now else st.just(usually))


@st.composite
def hours_around(draw: st.DrawFn, dates: list[date]) -> Hours:
    everyday = draw(few_ranges if draw(st.integers(0, 3)) == 3 else most_days)
    single = draw(st.lists(st.tuples(st.integers(1, 7), local_ranges), max_size=2))
    overrides = draw(st.dictionaries(st.sampled_from(dates), few_ranges, max_size=1))
    return Hours(
        draw(st.sampled_from(ZONES)),
        (*((day, *pair) for day, pair in single), *((d, *pair) for d in range(1, 8) for pair in everyday)),
        tuple(overrides.items()) if draw(st.integers(0, 2)) == 2 else (),
    )


def busy_between(first: int, last: int) -> st.SearchStrategy[tuple[int, int, int, int]]:
    # Half of them on the quarter hour, where bounds meet.
    instants = st.integers(first, last).map(lambda t: t - t % 900 if t % 2 else t)
    lengths = st.sampled_from([0, 900, 1800, 3600, 5 * 3600]) | st.integers(1, 7200)
    buffers = st.sampled_from([0, 0, 300, 1800, 5400])
    return st.tuples(instants, lengths, buffers, buffers).map(lambda b: (b[0], b[0] + b[1], b[2], b[3]))


durations = st.one_of(
    st.sampled_from([15, 30, 45, 60, 180]), st.integers(5, 120), st.integers(5, 120), st.integers(5, 1440)
)
timings = st.builds(
    Timing,
    duration=durations,
    interval=seldom(st.sampled_from([10, 15, 30, 50, 60]), None),
    offset=seldom(st.sampled_from([5, 90])),
    buffer_before=seldom(st.sampled_from([10, 60])),
    buffer_after=seldom(st.sampled_from([20, 60])),
    notice=seldom(st.sampled_from([120, 1440])),
    horizon_days=seldom(st.integers(0, 3), None),
    limit_per_day=seldom(st.integers(1, 3), None),
    limit_per_week=seldom(st.integers(0, 4), None),
)


@st.composite
def a_question(draw: st.DrawFn) -> tuple[list[Seat], Timing, tuple[int, int], int]:
    first = draw(st.sampled_from(MOMENTS)) + draw(st.integers(-DAY, DAY))
    last = first + draw(st.sampled_from([1, 3 * 3600, 12 * 3600, DAY, 40 * 3600])) + draw(st.integers(0, 3600))
    now = first - draw(st.integers(-DAY // 4, 2 * DAY))
    dates = [datetime.fromtimestamp(first + n * DAY, UTC).date() for n in (-1, 0, 1)]
    shared = draw(st.lists(hours_around(dates), min_size=1, max_size=2))
    candidates = st.builds(
        Candidate,
        person=st.integers(1, 4),
        hours=st.sampled_from(shared),
        busy=st.lists(busy_between(first - DAY, last + DAY), max_size=4),
        counted=st.lists(st.integers(first - 7 * DAY, last + 7 * DAY), max_size=4),
    )
    seat = st.lists(candidates, min_size=1, max_size=3, unique_by=lambda c: c.person)
    size = draw(st.integers(1, 3))
    return draw(st.lists(seat, min_size=size, max_size=size)), draw(timings), (first, last), now


EXAMPLES = int(os.environ.get("SLOT_EXAMPLES", "200"))


@examples(EXAMPLES)
@given(a_question())
def test_the_engine_equals_the_minute_walker(
    question: tuple[list[Seat], Timing, tuple[int, int], int],
) -> None:
    seats, timing, window, now = question
    walked = walk(seats, timing, window, now)
    assert starts(seats, timing, window, now) == list(walked)
    for start in list(walked)[:3]:
        assert free_at(seats, timing, start, now) == walked[start]


@examples(EXAMPLES)
@given(a_question(), st.data())
@pytest.mark.feature("R6")
def test_list_and_judge_agree(question: tuple[list[Seat], Timing, tuple[int, int], int], data: st.DataObject) -> None:
    seats, timing, window, now = question
    listed = starts(seats, timing, window, now)
    near = st.integers(window[0], max(window[0], window[1] - 1)).map(lambda t: max(window[0], t - t % 300))
    tried = data.draw(st.lists(near | st.sampled_from(listed) if listed else near, max_size=8))
    judged = {start: bool(free_at(seats, timing, start, now)) for start in tried if start < window[1]}
    assert judged == {start: start in listed for start in judged}


@examples(EXAMPLES // 2)
@given(a_question())
def test_open_windows_are_the_walkers_open_minutes(
    question: tuple[list[Seat], Timing, tuple[int, int], int],
) -> None:
    seats, _, (first, last), _ = question
    first, last = first - first % 60, last - last % 60
    windows = open_windows(seats[0][0].hours, (first, last))
    walked = open_minutes(seats[0][0].hours, first - 2 * DAY, last)
    assert [m for start, end in windows for m in range(start, end, 60)] == [m for m in walked if m >= first]
    assert all(end < start for (_, end), (start, _) in pairwise(windows))


@given(st.lists(st.integers(0, 2**31)), st.sampled_from([*ZONES, "America/St_Johns", "Pacific/Apia"]))
def test_by_day_groups_by_the_local_date(instants: list[int], zone: str) -> None:
    expected: dict[date, list[int]] = defaultdict(list)
    for instant in sorted(instants):
        expected[datetime.fromtimestamp(instant, ZoneInfo(zone)).date()].append(instant)
    assert by_day(instants, zone) == expected
