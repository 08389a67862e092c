"""What is offered changes while customers book: every booking is valid under the state at its commit (Q3)."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import Admission
from pages.models import Page
from tests.builders import add_colleague
from tests.concurrency import operations
from tests.concurrency.failpoints import meanwhile
from tests.concurrency.stages import open_always, open_stage, pace


def colleagues_page(stage) -> Page:
    """A page of another host of the organization, open at all hours like the stage's own."""
    colleague = add_colleague(stage.owner, "Ben Ode", f"ben-{stage.owner.email}")
    page = colleague.pages.get()
    page.event_types.set([stage.event_type])
    open_always(page.schedule)
    page.schedule.time_zone = "UTC"
    page.schedule.save()
    return page


CHANGES = {
    "schedule edited": lambda stage, page: (operations.close_hours, {"page": page.pk}),
    "page paused": lambda stage, page: (operations.pause, {"page": page.pk}),
    "host taken out": lambda stage, page: (operations.take_out, {"actor": stage.owner.pk, "host": page.host_id}),
    "days off taken": lambda stage, page: (
        operations.take_days_off,
        {"host": page.host_id, "first": timezone.now().date() - timedelta(days=2)},
    ),
    "time blocked": lambda stage, page: (
        operations.block,
        {"host": page.host_id, "starts_at": stage.slot() - timedelta(hours=12)},
    ),
}
# What is heard by customers who come too late.
HEARD = {
    "schedule edited": {"SlotTaken"},
    "page paused": {"PageClosed", "DeadLink"},
    "host taken out": {"NotOfferedHere"},
    "days off taken": {"SlotTaken"},
    "time blocked": {"SlotTaken"},
}


def change_against_book(crowd, database, change, rounds, callers=8, held=0):
    """In each round one changes the offer and the others book, through links and the public page.

    Returns what happened, how often, and how many bookings came after the change was acknowledged.
    """
    outcomes, late, usual = Counter(), 0, pace()
    for number in range(rounds):
        stage = open_stage()
        page = colleagues_page(stage)
        through = [{"link": stage.link(page).pk} if caller % 2 else {"page": page.pk} for caller in range(callers)]
        plan = [
            (operations.book, {"event_type": stage.event_type.pk, "start": start, **entry})
            for start, entry in zip(stage.slots(callers), through, strict=True)
        ]
        changing = CHANGES[change](stage, page)
        late_operation = (operations.run_later, {"seconds": number % 5 * usual, "operation": changing})
        *answers, admitted_before = crowd.all_at_once(
            database, [*plan, (meanwhile, {"holding": held, "operation": changing}) if held else late_operation]
        )
        outcomes.update(answer.word for answer in answers)
        late += Admission.objects.filter(page=page).count() - admitted_before
    return outcomes, late


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.feature("Q3")
def test_change_against_book(arena, crowd, figure, change):
    outcomes, late = change_against_book(crowd, arena, change, 3)
    assert late == 0
    assert set(outcomes) <= {"booked", *HEARD[change]}
    figure(f"3 rounds: {dict(outcomes)}; bookings after the change was acknowledged: {late}")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.feature("Q3")
def test_change_against_book_many_rounds(arena, crowd, figure, change):
    outcomes, late = change_against_book(crowd, arena, change, 50)
    assert late == 0
    assert set(outcomes) == {"booked", *HEARD[change]}
    figure(f"50 rounds: {dict(outcomes)}; bookings after the change was acknowledged: {late}")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.feature("Q3")
def test_control_without_lock_bookings_come_late(arena, crowd, failpoints, figure, change):
    if change == "time blocked":
        failpoints.set(lock_hosts="unlocked", assign_places="then hold")
    else:
        failpoints.set(share_organization="skip", choose_offer="then hold")
    _, late = change_against_book(crowd, arena, change, 1, callers=3, held=3)
    assert late > 0
    figure(f"without the lock: {late} bookings after the change was acknowledged")
