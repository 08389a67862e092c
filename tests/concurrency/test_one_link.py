"""Promise 1: a single-use link admits one, however many press the button at once (Q1)."""

from collections import Counter

import pytest

from bookings.models import Admission
from tests.concurrency import operations
from tests.concurrency.crowd import SIZE
from tests.concurrency.stages import open_stage


def race(crowd, database, stage, link, callers=SIZE):
    """All callers book different free slots through the one link, at once."""
    return crowd.all_at_once(
        database,
        [
            (operations.book, {"event_type": stage.event_type.pk, "start": start, "link": link.pk})
            for start in stage.slots(callers)
        ],
    )


def one_winner_each(crowd, database, rounds):
    stage = open_stage()
    for _ in range(rounds):
        link = stage.link()
        answers = Counter(race(crowd, database, stage, link))
        winner = Admission.objects.get(link=link)
        assert answers == {("booked", str(winner.pk)): 1, ("DeadLink", "used"): SIZE - 1}
        link.refresh_from_db()
        assert link.uses == 1


@pytest.mark.feature("Q1")
def test_one_link_32_callers(arena, crowd, figure):
    one_winner_each(crowd, arena, 4)
    figure("4 rounds of 32 callers, one winner each")


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.feature("Q1")
def test_one_link_32_callers_a_thousand_rounds(arena, crowd, figure):
    one_winner_each(crowd, arena, 1_000)
    figure("1,000 rounds of 32 callers, one winner each")


@pytest.mark.feature("R8")
def test_five_uses_four_used_two_callers(arena, crowd, figure):
    stage = open_stage()
    for _ in range(4):
        link = stage.link(max_uses=5)
        for _ in range(4):
            operations.book(event_type=stage.event_type.pk, start=stage.slot(), link=link.pk)
        answers = Counter(answer.word for answer in race(crowd, arena, stage, link, callers=2))
        link.refresh_from_db()
        assert (answers, link.uses, link.admissions.count()) == ({"booked": 1, "DeadLink": 1}, 5, 5)


def admitted_too_many(crowd, database, rounds):
    """In how many rounds the one-time link admitted more than one."""
    stage, broken = open_stage(), 0
    for _ in range(rounds):
        link = stage.link()
        race(crowd, database, stage, link, callers=8)
        broken += Admission.objects.filter(link=link).count() > 1
    return broken


def test_control_without_lock_link_admits_several(unguarded, crowd, failpoints, figure):
    database = unguarded(("link_not_overused", "links_link"), ("admission_one_per_use", "bookings_admission"))
    failpoints.set(lock_link="unlocked", check_link="then meet 8")
    assert admitted_too_many(crowd, database, 1) == 1
    figure("without lock_link, link_not_overused and admission_one_per_use: the link admitted several")


def test_control_the_lock_alone_is_enough(unguarded, crowd):
    database = unguarded(("link_not_overused", "links_link"), ("admission_one_per_use", "bookings_admission"))
    assert admitted_too_many(crowd, database, 2) == 0


def test_control_the_constraints_alone_are_enough(arena, crowd, failpoints):
    failpoints.set(lock_link="unlocked", check_link="then meet 8")
    # The losers hear it from PostgreSQL, which is safe and no way to talk to customers.
    stage = open_stage()
    link = stage.link()
    answers = Counter(answer.word for answer in race(crowd, arena, stage, link, callers=8))
    link.refresh_from_db()
    assert (answers["booked"], link.uses, link.admissions.count()) == (1, 1, 1)
    assert answers["IntegrityError"] > 0
