"""Promises 2 and 4: a host is never booked twice, and who loses the race keeps an unspent link (Q2)."""

import itertools
from collections import Counter
from datetime import timedelta

import pytest

from bookings.models import Booking
from links.models import Link
from pages.models import HostTime
from tests.concurrency import operations
from tests.concurrency.crowd import SIZE
from tests.concurrency.stages import open_stage


def race(crowd, database, stage, links, starts):
    """Each link's customer asks for their start, all at once."""
    return crowd.all_at_once(
        database,
        [
            (operations.book, {"event_type": stage.event_type.pk, "start": start, "link": link.pk})
            for link, start in zip(links, itertools.cycle(starts), strict=False)
        ],
    )


def links_over(stage, count):
    """One-time links, spread over all of the host's pages."""
    return [stage.link(page) for page, _ in zip(itertools.cycle(stage.pages), range(count), strict=False)]


def one_booking_each(crowd, database, rounds):
    """Rounds in which the winner's link is replaced; all the others are unspent and try again."""
    stage = open_stage(pages=4)
    links = links_over(stage, SIZE)
    for _ in range(rounds):
        start = stage.slot()
        answers = race(crowd, database, stage, links, [start])
        assert Counter(answer.word for answer in answers) == {"booked": 1, "SlotTaken": SIZE - 1}
        booking = Booking.objects.get(organization=stage.owner.organization, starts_at=start)
        spent = list(Link.objects.filter(pk__in=[link.pk for link in links], uses__gt=0))
        assert [link.pk for link in spent] == [booking.admission.link_id]
        links = [stage.link(link.page) if link in spent else link for link in links]
    assert HostTime.objects.filter(host=stage.owner).count() == rounds


@pytest.mark.feature("Q2")
def test_one_slot_32_links_over_four_pages(arena, crowd, figure):
    one_booking_each(crowd, arena, 3)
    figure("3 rounds of 32 links, one booking each, 31 links unspent")


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.feature("Q2")
def test_one_slot_32_links_a_thousand_rounds(arena, crowd, figure):
    one_booking_each(crowd, arena, 1_000)
    figure("1,000 rounds of 32 links, one booking each, 31 links unspent")


def test_overlapping_starts_keep_frozen_buffers(arena, crowd):
    """Starts 5 minutes apart, meetings of 15 with 15 after them: whoever wins, gaps are kept."""
    stage = open_stage()
    stage.event_type.interval, stage.event_type.buffer_after = 5, 15
    stage.event_type.save()
    links = links_over(stage, SIZE)
    first = stage.slot()
    starts = [first + timedelta(minutes=5 * number) for number in range(12)]
    answers = Counter(answer.word for answer in race(crowd, arena, stage, links, starts))
    taken = sorted(HostTime.objects.filter(host=stage.owner).values_list("starts_at", flat=True))
    assert answers == {"booked": len(taken), "SlotTaken": SIZE - len(taken)}
    assert len(taken) >= 2
    assert all(later - earlier >= timedelta(minutes=30) for earlier, later in itertools.pairwise(taken))


def test_the_daily_limit_is_one_race(arena, crowd):
    stage = open_stage()
    stage.event_type.limit_per_day = 3
    stage.event_type.save()
    answers = race(crowd, arena, stage, links_over(stage, 12), stage.slots(12))
    assert Counter(answer.word for answer in answers) == {"booked": 3, "SlotTaken": 9}


def booked_twice(crowd, database, rounds):
    """In how many rounds one start was booked more than once."""
    stage = open_stage(pages=4)
    broken = 0
    for _ in range(rounds):
        start = stage.slot()
        race(crowd, database, stage, links_over(stage, 8), [start])
        broken += Booking.objects.filter(organization=stage.owner.organization, starts_at=start).count() > 1
    return broken


def test_control_without_lock_host_is_booked_twice(unguarded, crowd, failpoints, figure):
    database = unguarded(("host_time_apart", "pages_hosttime"))
    failpoints.set(lock_hosts="unlocked", assign_places="then meet 8")
    assert booked_twice(crowd, database, 1) == 1
    figure("without lock_hosts and host_time_apart: the host was booked several times")


def test_control_the_lock_alone_is_enough(unguarded, crowd):
    assert booked_twice(crowd, unguarded(("host_time_apart", "pages_hosttime")), 2) == 0


def test_control_constraint_alone_misses_daily_limit(unguarded, crowd, failpoints, figure):
    """It keeps meetings apart, but neither buffers nor limits. Who meets at it may meet in a deadlock."""
    database = unguarded()
    failpoints.set(lock_hosts="unlocked", assign_places="then meet 8")
    stage = open_stage()
    stage.event_type.limit_per_day = 1
    stage.event_type.save()
    answers = Counter(
        answer.word for answer in race(crowd, database, stage, links_over(stage, 8), [stage.slot(), stage.slot()])
    )
    assert answers["booked"] == 2
    figure("without lock_hosts: 2 bookings on a day that takes one")
