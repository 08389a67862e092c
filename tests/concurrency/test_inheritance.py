"""A parent changes while its versions are booked: every booking is valid under the parent at its commit (C5)."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from bookings.models import Admission
from links.actions import Hosts, make_reusable, mint_version
from tests.builders import managed_event_type
from tests.concurrency import operations
from tests.concurrency.failpoints import meanwhile
from tests.concurrency.stages import open_stage, pace

# What is heard by customers who come too late.
HEARD = {"event type": {("NotOfferedHere", "")}, "expiry": {("DeadLink", "expired")}}

# The step that has read the parent by the time the change is made.
CHECKED_BY = {"event type": "choose_offer", "expiry": "assign_places"}


def change_against_book(crowd, database, change, rounds, callers=8, held=0):
    """In each round the owner changes the parent, and the others each book through a version of their own.

    Returns what happened, how often, and how many bookings came after the change was acknowledged.
    """
    outcomes, late, usual = Counter(), 0, pace()
    for number in range(rounds):
        stage = open_stage()
        now = datetime.now(UTC)
        other = managed_event_type(stage.owner, "Another", duration=stage.event_type.duration)
        parent = make_reusable(
            actor=stage.owner,
            owner=stage.owner,
            hosts=Hosts(pages=(stage.page,)),
            event_types=[stage.event_type],
            name="Reusable",
            now=now,
        )
        links = [mint_version(actor=stage.owner, parent=parent, now=now).pk for _ in range(callers)]
        plan = [
            (operations.book, {"event_type": stage.event_type.pk, "start": start, "link": link})
            for start, link in zip(stage.slots(callers), links, strict=True)
        ]
        kept = other if change == "event type" else stage.event_type
        operation = {"actor": stage.owner.pk, "link": parent.pk, "event_type": kept.pk, "now": now}
        operation["expires_at"] = now if change == "expiry" else None
        changing = (operations.change_parent, operation)
        late_operation = (operations.run_later, {"seconds": number % 5 * usual, "operation": changing})
        *answers, admitted_before = crowd.all_at_once(
            database, [*plan, (meanwhile, {"holding": held, "operation": changing}) if held else late_operation]
        )
        outcomes.update((answer.word, "" if answer.word == "booked" else answer.detail) for answer in answers)
        late += Admission.objects.filter(link__parent=parent).count() - admitted_before
    return outcomes, late


@pytest.mark.parametrize("change", HEARD)
@pytest.mark.feature("C5")
def test_parent_changes_while_versions_are_booked(arena, crowd, figure, change):
    outcomes, late = change_against_book(crowd, arena, change, 3)
    assert late == 0
    assert set(outcomes) <= {("booked", ""), *HEARD[change]}
    figure(f"3 rounds: {dict(outcomes)}; bookings after the change was acknowledged: {late}")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("change", HEARD)
@pytest.mark.feature("C5")
def test_parent_changes_during_bookings_many_rounds(arena, crowd, figure, change):
    outcomes, late = change_against_book(crowd, arena, change, 50)
    assert late == 0
    assert set(outcomes) == {("booked", ""), *HEARD[change]}
    figure(f"50 rounds: {dict(outcomes)}; bookings after the change was acknowledged: {late}")


@pytest.mark.parametrize("change", HEARD)
@pytest.mark.feature("C5")
def test_control_without_lock_bookings_come_late(arena, crowd, failpoints, figure, change):
    failpoints.set(share_organization="skip", **{CHECKED_BY[change]: "then hold"})
    _, late = change_against_book(crowd, arena, change, 1, callers=3, held=1)
    assert late > 0
    figure(f"without share_organization: {late} bookings after the change was acknowledged")
