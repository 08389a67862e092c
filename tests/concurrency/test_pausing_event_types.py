"""An event type is paused while customers book it in every way: none comes after the switch was acknowledged (Q3)."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db.models import Sum

from bookings.models import Admission, Booking
from links.actions import mint
from links.models import Link
from pages.models import EventType, Page
from tests.builders import choices_page, pool_of, team_page
from tests.concurrency import changes, customers, operations
from tests.concurrency.failpoints import meanwhile
from tests.concurrency.stages import open_stage, open_team, pace

REFUSED = "EventTypePaused"


def open_ways(stage):
    """What may be told the booking operation, of each way to the stage's event type; each link is there for one use."""
    first = stage.page
    first.event_types.set([stage.event_type])
    panel = team_page(stage.owner, stage.event_type, first, pool_of(stage.owner, stage.pages[1:]))
    choices = {
        scenario: choices_page(stage.owner, scenario, [first], [stage.event_type], name=scenario)
        for scenario in (Page.Scenario.EVENT_TYPES_FIRST, Page.Scenario.PAGES_FIRST)
    }
    reusable = stage.link(max_uses=None)
    version = mint(actor=stage.owner, parent=reusable, now=datetime.now(UTC))
    by_api = {"by": stage.owner.pk}
    return {
        "link": (operations.book, {"link": stage.link().pk}),
        "narrowed link": (operations.book, {"link": stage.link(event_types=[stage.event_type]).pk}),
        "page": (operations.book, {"page": first.pk}),
        "reusable link": (operations.book, {"link": reusable.pk}),
        "version": (operations.book, {"link": version.pk}),
        "team": (operations.book, {"page": panel.pk}),
        "link to a team": (operations.book, {"link": stage.link(panel).pk}),
        **{
            f"choices, {scenario}": (operations.book, {"link": stage.link(page).pk, "chosen": first.pk})
            for scenario, page in choices.items()
        },
        "program, link": (operations.book_for, {**by_api, "link": stage.link().pk}),
        "program, page": (operations.book_for, {**by_api, "page": first.pk}),
    }


def pausing(stage):
    ids = {"actor": stage.owner.pk, "event_type": stage.event_type.pk}
    return operations.change, {"what": changes.pause_type, **ids}


def pause_against_book(crowd, database, rounds, only=None, held=0):
    """What happened in each way, and how many bookings came after the switch was acknowledged."""
    outcomes, late, usual = Counter(), 0, pace()
    for number in range(rounds):
        stage = open_team(3)
        ways = [(way, *told) for way, told in open_ways(stage).items() if only is None or way in only]
        # Each way comes early in some rounds and late in others.
        ways = ways[number % len(ways) :] + ways[: number % len(ways)]
        plan = [
            (operation, {"event_type": stage.event_type.pk, "start": start, **entry})
            for (_way, operation, entry), start in zip(ways, stage.slots(len(ways)), strict=True)
        ]
        change = pausing(stage)
        if held:
            change = (meanwhile, {"holding": held, "operation": change})
        else:
            plan = [
                (operations.run_later, {"seconds": place * usual, "operation": one}) for place, one in enumerate(plan)
            ]
            change = (operations.run_later, {"seconds": (number % 4 + 1) * 1.5 * usual, "operation": change})
        *answers, before = crowd.all_at_once(database, [*plan, change])
        made = Admission.objects.filter(organization=stage.owner.organization)
        late += made.exclude(pk__in=before).count()
        outcomes.update((way, answer.word) for (way, *_), answer in zip(ways, answers, strict=True))
        links = Link.objects.filter(organization=stage.owner.organization)
        assert links.aggregate(spent=Sum("uses"))["spent"] == made.exclude(link=None).count(), "losers keep their link"
        assert not EventType.objects.get(pk=stage.event_type.pk).accepts_bookings
    return outcomes, late


def words(outcomes):
    return Counter(word for (_way, word), count in outcomes.items() for _ in range(count))


@pytest.mark.feature("Q3", "A22")
def test_pause_against_book(arena, crowd, figure):
    outcomes, late = pause_against_book(crowd, arena, 3)
    assert late == 0
    assert set(words(outcomes)) <= {"booked", REFUSED}
    figure(f"3 rounds: {dict(words(outcomes))}; bookings after the switch was acknowledged: {late}")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.feature("Q3", "A22")
def test_pause_against_book_many_rounds(arena, crowd, figure):
    outcomes, late = pause_against_book(crowd, arena, 33)
    assert late == 0
    # Each way was both in time and too late.
    assert {word for _way, word in outcomes} == {"booked", REFUSED}
    assert len(outcomes) == 2 * len({way for way, _word in outcomes})
    figure(f"33 rounds: {dict(words(outcomes))}; bookings after the switch was acknowledged: {late}")


@pytest.mark.feature("Q3", "A22")
def test_control_without_lock_paused_is_booked(arena, crowd, failpoints, figure):
    failpoints.set(share_organization="skip", choose_offer="then hold")
    _, late = pause_against_book(crowd, arena, 1, only={"link", "version", "team"}, held=3)
    assert late == 3
    figure(f"without share_organization: {late} of 3 bookings after the switch was acknowledged")


@pytest.mark.feature("Q3", "A22")
def test_paused_meetings_still_change(arena, crowd):
    """Who booked in time moves, cancels and is approved, at the instant of the switch and after it."""
    stage = open_stage()
    kind = stage.event_type.pk
    made = [operations.book(event_type=kind, start=stage.slot(), link=stage.link().pk) for _ in range(4)]
    EventType.objects.filter(pk=kind).update(needs_approval=True)
    asked = [stage.slot() for _ in range(2)]
    made += [operations.book(event_type=kind, start=start, link=stage.link().pk) for start in asked]
    assert {answer.word for answer in made} == {"booked"}
    kept = [Booking.objects.get(admission=answer.detail).pk for answer in made]

    def changing(moved, cancelled, request, start):
        approving = {"booking": request, "start": start, "actor": stage.owner.pk}
        return [
            (operations.reschedule, {"booking": moved, "start": stage.slot()}),
            (operations.cancel, {"booking": cancelled}),
            (operations.approve, approving),
        ]

    *answers, _before = crowd.all_at_once(arena, [*changing(kept[0], kept[1], kept[4], asked[0]), pausing(stage)])
    answers += crowd.all_at_once(arena, changing(kept[2], kept[3], kept[5], asked[1]))
    assert answers == ["moved", "cancelled", "approved"] * 2
    assert operations.book(event_type=kind, start=stage.slot(), link=stage.link().pk).word == REFUSED


@pytest.mark.feature("Q3", "A22", "R11")
def test_forms_that_come_late_read_why(server, crowd, figure):
    stage = open_stage()
    links = [stage.link() for _ in range(8)]
    forms = [
        customers.fill_in(link=link, event_type=stage.event_type.pk, start=start)
        for link, start in zip(links, stage.slots(8), strict=True)
    ]
    # A request takes longer than the action that it calls.
    usual = 3 * pace()
    sending = [
        (operations.run_later, {"seconds": place * usual, "operation": (customers.send_form, one)})
        for place, one in enumerate({"port": server.port, "form": form} for form in forms)
    ]
    change = (operations.run_later, {"seconds": 4 * usual, "operation": pausing(stage)})
    *replies, before = crowd.all_at_once(server.database, [*sending, change])
    heard = Counter(reply.status for reply in replies)
    assert set(heard) <= {303, 410}
    assert heard[303] == len(before) == Link.objects.filter(pk__in=[one.pk for one in links], uses=1).count()
    figure(f"8 customers: {dict(sorted(heard.items()))}")
