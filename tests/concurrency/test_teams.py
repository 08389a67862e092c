"""Many customers of one pool at once: the turns are those of the table, as if they had come one after the other."""

from collections import Counter
from datetime import timedelta
from itertools import cycle, islice

import pytest
from django.db import transaction

from bookings.actions import mark_missed
from bookings.models import Admission, Booking
from pages.actions import save_pool
from pages.actions.rotation import uncount_turns
from pages.models import Distribution, HostTime, PoolMember, WeeklyHours
from tests.builders import NOW, Membership, pool_of, team_page
from tests.concurrency import changes, customers, operations
from tests.concurrency.stages import open_team, pace
from tests.concurrency.test_revoke_expire import Aside, wait_until_blocked

ASKING = 16
# How a pool of four shares out its next meetings, each at a time of its own: the priorities, and whose turn it is.
TURNS = {
    Distribution.ROUND_ROBIN: ([5, 5, 5, 5], [0, 1, 2, 3]),
    Distribution.LONGEST_IDLE: ([5, 5, 5, 5], [0, 1, 2, 3]),
    Distribution.PRIORITY: ([5, 9, 2, 9], [1, 3]),
}
EACH = pytest.mark.parametrize("distribution", TURNS)


def open_pool(distribution):
    """A stage of four hosts, their pool, and the page that it stands behind."""
    stage = open_team(4)
    priorities, _turns = TURNS[distribution]
    members = [Membership(page, priority) for page, priority in zip(stage.pages, priorities, strict=True)]
    pool = pool_of(stage.owner, members, distribution)
    return stage, pool, team_page(stage.owner, stage.event_type, pool)


def bookings_of(stage, page, starts):
    """A customer for each start; half of them come through one-time links, the others through the public page."""
    return [
        (
            operations.book,
            {
                "event_type": stage.event_type.pk,
                "start": start,
                "email": f"customer{number}-{start:%m%d%H%M}@example.com",
                **({"link": stage.link(page).pk} if number % 2 else {"page": page.pk}),
            },
        )
        for number, start in enumerate(starts)
    ]


def turns_of(pool, stage):
    """Which of the stage's hosts got the pool's meetings, in the order in which they were made."""
    pages = [page.pk for page in stage.pages]
    return [
        pages.index(page) for page in HostTime.objects.filter(pool=pool).order_by("pk").values_list("page", flat=True)
    ]


def levels_of(pool):
    return list(pool.members.filter(active=True).values_list("level", flat=True))


def take_turns(crowd, database, distribution, rounds):
    stage, pool, page = open_pool(distribution)
    for _ in range(rounds):
        answers = crowd.all_at_once(database, bookings_of(stage, page, stage.slots(ASKING)))
        assert Counter(answer.word for answer in answers) == {"booked": ASKING}
    expected = list(islice(cycle(TURNS[distribution][1]), rounds * ASKING))
    assert turns_of(pool, stage) == expected
    return dict(sorted(Counter(expected).items()))


@EACH
@pytest.mark.feature("A11")
def test_one_pool_serves_16_customers(arena, crowd, figure, distribution):
    figure(f"16 customers: meetings of each member {take_turns(crowd, arena, distribution, 1)}")


@pytest.mark.slow
@pytest.mark.timeout(600)
@EACH
@pytest.mark.feature("A11")
def test_one_pool_serves_16_customers_100_rounds(arena, crowd, figure, distribution):
    figure(f"100 rounds of 16 customers: meetings of each member {take_turns(crowd, arena, distribution, 100)}")


@pytest.mark.parametrize("distribution", [Distribution.LONGEST_IDLE, Distribution.PRIORITY])
@pytest.mark.feature("A11")
def test_four_times_serve_four_customers_each(arena, crowd, distribution):
    """Nobody is told that a time is gone while one of the pool is free."""
    stage, pool, page = open_pool(distribution)
    starts = stage.slots(4)
    answers = crowd.all_at_once(arena, bookings_of(stage, page, starts * 4))
    assert Counter(answer.word for answer in answers) == {"booked": 16}
    assert Counter(turns_of(pool, stage)) == {0: 4, 1: 4, 2: 4, 3: 4}
    assert {answer.word for answer in crowd.all_at_once(arena, bookings_of(stage, page, starts))} == {"SlotTaken"}


def line_moves_on(crowd, database, rounds):
    """Customers of a round robin whose next in line changes while they wait, and is not open at all hours."""
    stage, pool, page = open_pool(Distribution.ROUND_ROBIN)
    first, second = (page.schedule for page in stage.pages[:2])
    WeeklyHours.objects.filter(schedule=first).update(closes=12 * 60)
    WeeklyHours.objects.filter(schedule=second).update(opens=12 * 60)
    heard = Counter()
    for number in range(rounds):
        morning = stage.slot().replace(hour=8, minute=0) + timedelta(days=1 + number)
        # Morning, afternoon, and some twice.
        starts = [morning + timedelta(hours=hours) for hours in (0, 1, 2, 3, 6, 7, 8, 9)] * 2
        answers = crowd.all_at_once(database, bookings_of(stage, page, starts))
        heard.update(answer.word for answer in answers)
        levels = levels_of(pool)
        assert max(levels) - min(levels) <= 1
    assert set(heard) <= {"booked", "SlotTaken"}
    assert heard["booked"] == sum(levels) == len(turns_of(pool, stage))
    assert turns_of(pool, stage) == list(islice(cycle(range(4)), heard["booked"]))
    return dict(heard)


def test_round_robin_moved_line_books_or_refuses(arena, crowd, figure):
    """Who waited while the line moved on books, or hears that the time is gone."""
    figure(f"2 rounds of 16 customers: {line_moves_on(crowd, arena, 2)}")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_round_robin_moved_line_100_rounds(arena, crowd, figure):
    figure(f"100 rounds of 16 customers: {line_moves_on(crowd, arena, 100)}")


def test_round_robin_requests_book_or_conflict(server, crowd, figure):
    stage, pool, page = open_pool(Distribution.ROUND_ROBIN)
    # Each time is asked for four times; who is next when the form arrives decides.
    forms = [
        customers.fill_in(link=stage.link(page), event_type=stage.event_type.pk, start=start)
        for start in stage.slots(ASKING // 4) * 4
    ]
    replies = crowd.all_at_once(
        server.database, [(customers.send_form, {"port": server.port, "form": form}) for form in forms]
    )
    heard = Counter(reply.status for reply in replies)
    assert set(heard) <= {303, 409}
    assert turns_of(pool, stage) == list(islice(cycle(range(4)), heard[303]))
    figure(f"16 customers: {dict(sorted(heard.items()))}")


@pytest.mark.parametrize(
    ("distribution", "unlocked"),
    [(Distribution.ROUND_ROBIN, ["lock_pools"]), (Distribution.LONGEST_IDLE, ["lock_pools", "lock_hosts"])],
)
def test_control_without_pool_lock_turns_are_unfair(arena, crowd, failpoints, figure, distribution, unlocked):
    """The hosts of a longest idle pool are all locked, which alone keeps its turns; not those of a round robin."""
    stage, pool, page = open_pool(distribution)
    failpoints.set(**dict.fromkeys(unlocked, "unlocked") | {"lock_pools": "unlocked then meet 4"})
    answers = crowd.all_at_once(arena, bookings_of(stage, page, stage.slots(4)))
    assert Counter(answer.word for answer in answers) == {"booked": 4}
    found = Counter(turns_of(pool, stage))
    assert found != {0: 1, 1: 1, 2: 1, 3: 1}
    figure(f"4 customers without {' and '.join(unlocked)}: meetings of each member {dict(found)}")


def book_and_cancel(crowd, database, rounds):
    """While half of the crowd books, the other half cancels what was booked before; some of it twice at once."""
    stage, pool, page = open_pool(Distribution.ROUND_ROBIN)
    crowd.all_at_once(database, bookings_of(stage, page, stage.slots(ASKING)))
    lost = 0
    for _ in range(rounds):
        held = Booking.objects.filter(organization=stage.owner.organization, status="scheduled")
        leaving = [booking.pk for booking in held.order_by("pk")[:6]]
        losses = [(operations.cancel, {"booking": booking}) for booking in (*leaving, *leaving[:2])]
        answers = crowd.all_at_once(database, bookings_of(stage, page, stage.slots(8)) + losses)
        assert Counter(answer.word for answer in answers[:8]) == {"booked": 8}
        lost += len(leaving)
    members = list(PoolMember.objects.filter(pool=pool))
    made = Admission.objects.filter(page=page).count()
    assert sum(member.level for member in members) == made - lost
    assert [member.level for member in members] == [member.received for member in members]
    # Whoever lost most is next.
    (answer,) = crowd.all_at_once(database, bookings_of(stage, page, stage.slots(1)))
    lowest = min(members, key=lambda member: (member.level, member.position))
    assert (answer.word, stage.pages[turns_of(pool, stage)[-1]].pk) == ("booked", lowest.page_id)
    return f"{made} booked, {lost} cancelled, levels {sorted(member.level for member in members)}"


@pytest.mark.feature("R19")
def test_bookings_and_cancellations_at_once(arena, crowd, figure):
    figure(book_and_cancel(crowd, arena, 2))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.feature("R19")
def test_bookings_and_cancellations_at_once_100_rounds(arena, crowd, figure):
    figure(book_and_cancel(crowd, arena, 100))


def join_and_book(crowd, database, rounds):
    """A fourth member joins while customers book: it is neither left out nor flooded."""
    late, usual = 0, pace()
    for number in range(rounds):
        stage, pool, page = open_pool(Distribution.ROUND_ROBIN)
        three, four = [one.pk for one in stage.pages[:3]], [one.pk for one in stage.pages]
        share = {"actor": stage.owner.pk, "pool": pool.pk, "distribution": Distribution.ROUND_ROBIN}
        changes.share_out(pages=three, **share)
        joining = (operations.change, {"what": changes.share_out, "pages": four, **share})
        # Customers come one after the other, faster than they are served; somewhere between them comes the change.
        coming = [
            (operations.run_later, {"seconds": place * usual / 2, "operation": operation})
            for place, operation in enumerate(bookings_of(stage, page, stage.slots(12)))
        ]
        *answers, before = crowd.all_at_once(
            database, [*coming, (operations.run_later, {"seconds": number % 5 * 1.5 * usual, "operation": joining})]
        )
        assert Counter(answer.word for answer in answers) == {"booked": 12}
        levels, turns = levels_of(pool), turns_of(pool, stage)
        assert max(levels) - min(levels) <= 1
        assert 3 not in turns[: len(before)]
        assert [3 in turns[first : first + 4] for first in range(len(before), 9)] == [True] * (9 - len(before))
        late += 12 - len(before)
    return f"{rounds} rounds: {late} of {12 * rounds} bookings came after the fourth member"


@pytest.mark.feature("R19")
def test_a_member_joins_while_customers_book(arena, crowd, figure):
    figure(join_and_book(crowd, arena, 2))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.feature("R19")
def test_member_joins_during_bookings_50_rounds(arena, crowd, figure):
    figure(join_and_book(crowd, arena, 50))


def test_meeting_lost_while_saving_pool_stays_lost(arena):
    stage, pool, page = open_pool(Distribution.ROUND_ROBIN)
    operations.book(event_type=stage.event_type.pk, start=stage.slot(), page=page.pk)
    booking = Booking.objects.get(organization=stage.owner.organization)
    members = [Membership(one) for one in stage.pages]
    with transaction.atomic():
        uncount_turns(meeting=booking.uid)
        saving = Aside(lambda: save_pool(actor=stage.owner, pool=pool, members=members, now=NOW))
        wait_until_blocked()
    assert saving.result() == pool
    assert list(pool.members.values_list("level", "received")) == [(0, 0)] * 4
    # What was lost is a meeting whose customer did not come; the rest of that is written now.
    mark_missed(booking=booking, actor=stage.owner, now=booking.ends_at)
