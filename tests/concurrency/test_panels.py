"""Panels that share their hosts, all at once: nobody meets twice at a time, no panel is half booked, no deadlock (A12).

That every panel has one host for each seat, and that no two meetings of anybody overlap, is asked of the whole database
after each test, with all other invariants.
"""

from collections import Counter
from datetime import UTC, datetime
from itertools import combinations

import pytest

from bookings.models import Booking
from pages.models import Distribution, HostTime, Page
from pages.queries import free_candidate_pages, offers_of
from tests.builders import pool_of, team_page
from tests.concurrency import databases, operations
from tests.concurrency.crowd import SIZE
from tests.concurrency.invariants import broken_promises
from tests.concurrency.stages import open_team


def ask(crowd, database, stage, pages, starts, size=SIZE):
    """The crowd wants each of the pages at each of the times; who asked for what, and what they heard."""
    wanted = [(pages[number % len(pages)], starts[number // len(pages) % len(starts)]) for number in range(size)]
    answers = crowd.all_at_once(
        database,
        [
            (
                operations.book,
                {
                    "event_type": stage.event_type.pk,
                    "start": start,
                    "page": page.pk,
                    "email": f"customer{number}-{start:%m%d%H%M}@example.com",
                },
            )
            for number, (page, start) in enumerate(wanted)
        ],
    )
    return [(page, start, answer.word) for (page, start), answer in zip(wanted, answers, strict=True)]


def booked_at(stage, start):
    return Booking.objects.filter(organization=stage.owner.organization, starts_at=start).count()


def no_deadlock(crowd, database):
    """PostgreSQL counts them when the crowd has hung up."""
    crowd.hang_up()
    return databases.deadlocks(database) == 0


def triangle(stage):
    """A+B, B+C and C+A: of any two, somebody is in both."""
    a, b, c = stage.pages
    pairs = [(a, b), (b, c), (c, a)]
    return [team_page(stage.owner, stage.event_type, *pair, name=f"Panel {one}") for one, pair in enumerate(pairs)]


def triangle_rounds(crowd, database, rounds):
    stage = open_team(3)
    panels, heard = triangle(stage), Counter()
    for _ in range(rounds):
        starts = stage.slots(4)
        heard.update(word for _page, _start, word in ask(crowd, database, stage, panels, starts))
        # Any two of them would share somebody, so one has it; and one does have it.
        assert [booked_at(stage, start) for start in starts] == [1] * 4
    assert heard == {"booked": 4 * rounds, "SlotTaken": (SIZE - 4) * rounds}
    assert HostTime.objects.filter(organization=stage.owner.organization).count() == 2 * heard["booked"]
    return dict(heard)


@pytest.mark.feature("A12")
def test_panels_sharing_hosts_never_clash(arena, crowd, figure):
    figure(f"2 rounds: {triangle_rounds(crowd, arena, 2)}")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.feature("A12")
def test_panels_sharing_hosts_100_rounds(arena, crowd, figure):
    heard = triangle_rounds(crowd, arena, 100)
    assert no_deadlock(crowd, arena)
    figure(f"100 rounds: {heard}, no deadlock")


def pools_across(stage):
    """Panels whose pools share members and stand in either order; the last has a turn besides."""
    a, b, c, d, e = stage.pages
    admin, kinds = stage.owner, Distribution
    some, others = pool_of(admin, [a, b, c], kinds.LONGEST_IDLE), pool_of(admin, [b, c, d], kinds.PRIORITY)
    turns = pool_of(admin, [c, d], kinds.ROUND_ROBIN)
    seats = [(some, others), (others, some), (a, others), (e, turns, some)]
    return [team_page(admin, stage.event_type, *each, name=f"Panel {one}") for one, each in enumerate(seats)]


def pool_rounds(crowd, database, rounds):
    stage = open_team(5)
    panels, heard = pools_across(stage), Counter()
    *plain, _with_a_turn = panels
    offers = {page.pk: offers_of(Page.objects.get(pk=page.pk))[0] for page in plain}
    for _ in range(rounds):
        starts = stage.slots(4)
        for page, start, word in ask(crowd, database, stage, panels, starts):
            heard[word] += 1
            # Time only got scarcer, so whoever was refused would be so still. Turns have moved on.
            if word == "SlotTaken" and page in plain:
                assert not free_candidate_pages(offers[page.pk], start, datetime.now(UTC))
        assert all(booked_at(stage, start) for start in starts)
    assert set(heard) == {"booked", "SlotTaken"}
    return dict(heard)


@pytest.mark.feature("A12")
def test_panels_sharing_pool_members_never_clash(arena, crowd, figure):
    figure(f"2 rounds: {pool_rounds(crowd, arena, 2)}")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.feature("A12")
def test_panels_sharing_pool_members_100_rounds(arena, crowd, figure):
    heard = pool_rounds(crowd, arena, 100)
    assert no_deadlock(crowd, arena)
    figure(f"100 rounds: {heard}, no deadlock")


@pytest.mark.parametrize("distribution", [Distribution.LONGEST_IDLE, Distribution.PRIORITY])
@pytest.mark.feature("A12")
def test_panel_takes_any_free_pool_member(arena, crowd, distribution):
    """Four leads need one of three each, at the same two times: three are served at each, whoever comes first."""
    stage = open_team(7)
    pool = pool_of(stage.owner, stage.pages[4:], distribution)
    panels = [
        team_page(stage.owner, stage.event_type, lead, pool, name=f"Panel of {lead.pk}") for lead in stage.pages[:4]
    ]
    starts = stage.slots(2)
    heard = Counter(word for _page, _start, word in ask(crowd, arena, stage, panels, starts))
    assert heard == {"booked": 6, "SlotTaken": SIZE - 6}
    for start in starts:
        taken = HostTime.objects.filter(pool=pool, starts_at=start)
        assert set(taken.values_list("page", flat=True)) == {page.pk for page in stage.pages[4:]}


def overlaps(stage, start):
    """How many pairs of meetings at that time share a host."""
    meetings = [
        set(HostTime.objects.filter(meeting=booking.uid).values_list("host", flat=True))
        for booking in Booking.objects.filter(organization=stage.owner.organization, starts_at=start)
    ]
    return sum(bool(one & other) for one, other in combinations(meetings, 2))


def test_control_without_locks_somebody_meets_twice(unguarded, crowd, failpoints, figure):
    database = unguarded(("host_time_apart", "pages_hosttime"))
    failpoints.set(lock_hosts="unlocked", assign_places="then meet 6")
    stage = open_team(3)
    panels, start = triangle(stage), stage.slot()
    ask(crowd, database, stage, panels, [start], size=6)
    assert overlaps(stage, start) > 0
    figure(f"without lock_hosts and host_time_apart: {overlaps(stage, start)} pairs of 6 meetings share a host")


@pytest.mark.slow
def test_control_the_constraint_alone_keeps_panels_whole(unguarded, crowd, failpoints, figure):
    database = unguarded()
    failpoints.set(lock_hosts="unlocked", assign_places="then meet 12")
    stage = open_team(3)
    panels, heard = triangle(stage), Counter()
    for _ in range(10):
        heard.update(word for _page, _start, word in ask(crowd, database, stage, panels, stage.slots(2), size=12))
    assert broken_promises() == {}
    crowd.hang_up()
    figure(f"without lock_hosts, 10 rounds of 12: {dict(heard)}, {databases.deadlocks(database)} deadlocks")
