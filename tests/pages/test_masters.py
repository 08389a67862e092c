"""Master pages and pools: what they offer, who may change them, and what the database refuses."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bookings.actions import book
from pages.actions import (
    Membership,
    Rule,
    archive_page,
    archive_pool,
    save_event_type,
    save_master,
    save_pool,
    save_rules,
)
from pages.errors import NotYours, StillUsed, TeamNeedsAutomaticBooking, WrongChoice
from pages.models import Distribution, EventType, HostTime, Page, PageEventType, RuleSeat
from pages.offers import find_offer
from pages.queries import list_starts, offers_of
from tests.builders import (
    NOW,
    START,
    add_colleagues,
    choices_page,
    managed_event_type,
    master_page,
    one_time_link,
    pool_of,
    submission,
    team_page,
)

pytestmark = pytest.mark.django_db

DAY = (int(START.timestamp()) - 8 * 3600, int(START.timestamp()) + 8 * 3600)


def whole(page: Page) -> Page:
    """The page as a request reads it."""
    return Page.objects.select_related("organization", "owner", "host", "schedule").get(pk=page.pk)


@pytest.mark.feature("A8")
def test_rule_offers_a_seat_per_assignment(ana: User) -> None:
    call, (ben, cem, dee) = managed_event_type(ana), add_colleagues(ana, 3)
    pool = pool_of(ana, [cem, dee], Distribution.LONGEST_IDLE)
    (offer,) = offers_of(whole(team_page(ana, call, ben, pool)))
    assert offer.event_type == call
    assert offer.page is None
    assert [[place.page for place in seat.candidates] for seat in offer.seats] == [[ben.pk], [cem.pk, dee.pk]]
    assert [seat.distribution for seat in offer.seats] == ["", Distribution.LONGEST_IDLE]
    assert offer.pools == [pool.pk]


@pytest.mark.feature("A8")
def test_rules_are_offered_in_their_order(ana: User) -> None:
    first, second = managed_event_type(ana, "First"), managed_event_type(ana, "Second")
    (ben,) = add_colleagues(ana, 1)
    page = master_page(ana)
    save_rules(actor=ana, page=page, rules=[Rule(second, ben), Rule(first, ben)], now=NOW)
    assert [offer.event_type for offer in offers_of(whole(page))] == [second, first]


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        (Page.Scenario.EVENT_TYPES_FIRST, [("Long", "Member 1"), ("Long", "Member 2"), ("Short", "Member 1")]),
        (Page.Scenario.PAGES_FIRST, [("Long", "Member 1"), ("Short", "Member 1"), ("Long", "Member 2")]),
    ],
)
@pytest.mark.feature("A10")
def test_each_event_type_of_page_is_offered(ana: User, scenario: str, expected: list[tuple[str, str]]) -> None:
    long, short = managed_event_type(ana, "Long"), managed_event_type(ana, "Short")
    pages = add_colleagues(ana, 2)
    page = choices_page(ana, scenario, pages, [long, short])
    pages[1].event_types.remove(short)
    offers = offers_of(whole(page))
    assert [(offer.event_type.name, offer.lead.name) for offer in offers] == expected
    assert find_offer(offers, short.pk) == find_offer(offers, short.pk, pages[0].pk)
    assert find_offer(offers, long.pk) is None, "two pages have it, so it is still a choice"
    assert find_offer(offers, short.pk, pages[1].pk) is None


@pytest.mark.feature("A12")
def test_a_panel_needs_everybody_and_takes_everybody(ana: User) -> None:
    call, (ben, cem) = managed_event_type(ana), add_colleagues(ana, 2)
    page = team_page(ana, call, ben, cem)
    Page.objects.filter(pk=ben.pk).update(location="https://video.example.com/ben")
    link = one_time_link(ana, label="panel")
    link.page = page
    link.save()
    admission = book(submission=submission(call.pk), link=link, now=NOW)
    assert admission.page == page
    assert admission.booking.location == "https://video.example.com/ben", "the lead's"
    rows = HostTime.objects.filter(meeting=admission.booking.uid).order_by("pk")
    assert [(row.host, row.page) for row in rows] == [(ben.host, ben), (cem.host, cem)]
    (offer,) = offers_of(whole(page))
    assert int(START.timestamp()) not in list_starts(offer, DAY, NOW)


@pytest.mark.feature("R18")
def test_one_person_fills_one_seat(ana: User) -> None:
    call, (ben, cem) = managed_event_type(ana), add_colleagues(ana, 2)
    both = pool_of(ana, [ben, cem], Distribution.PRIORITY, "Both")
    only = pool_of(ana, [ben], Distribution.PRIORITY, "Only Ben")
    page = team_page(ana, call, both, only)
    admission = book(submission=submission(call.pk), page=page, now=NOW)
    rows = HostTime.objects.filter(meeting=admission.booking.uid).order_by("pk")
    assert [(row.page, row.pool) for row in rows] == [(cem, both), (ben, only)]


def test_round_robin_offers_only_the_next(ana: User) -> None:
    call, (ben, cem) = managed_event_type(ana), add_colleagues(ana, 2)
    page = team_page(ana, call, pool_of(ana, [ben, cem]))
    book(submission=submission(call.pk), page=page, now=NOW)
    assert list(HostTime.objects.values_list("page", flat=True)) == [ben.pk]
    # Cem is next, and free at the same time.
    (offer,) = offers_of(whole(page))
    assert offer.persons == [cem.host_id]
    assert int(START.timestamp()) in list_starts(offer, DAY, NOW)
    book(submission=submission(call.pk), page=page, now=NOW)
    # Ben is next again, and busy at that time, so it is not offered though Dee would be free an hour later.
    (offer,) = offers_of(whole(page))
    assert offer.persons == [ben.host_id]
    assert int(START.timestamp()) not in list_starts(offer, DAY, NOW)


def test_round_robin_skips_those_already_needed(ana: User) -> None:
    call, (ben, cem, dee) = managed_event_type(ana), add_colleagues(ana, 3)
    first, second = pool_of(ana, [ben, cem, dee]), pool_of(ana, [cem, dee], name="Second")
    (offer,) = offers_of(whole(team_page(ana, call, ben, first, second)))
    assert [[place.page for place in seat.eligible] for seat in offer.seats] == [[ben.pk], [cem.pk], [dee.pk]]
    assert list_starts(offer, DAY, NOW)


@pytest.mark.parametrize("away", ["paused page", "archived page", "host left", "paused member"])
def test_absent_member_is_owed_nothing_later(ana: User, away: str) -> None:
    call, (ben, cem, dee) = managed_event_type(ana), add_colleagues(ana, 3)
    pool = pool_of(ana, [ben, cem, dee])
    page = team_page(ana, call, pool)
    match away:
        case "paused page":
            Page.objects.filter(pk=ben.pk).update(accepts_bookings=False)
        case "archived page":
            archive_page(actor=ana, page=ben, now=NOW)
        case "host left":
            User.objects.filter(pk=ben.host_id).update(is_active=False)
        case "paused member":
            members = [Membership(ben, active=False), Membership(cem), Membership(dee)]
            save_pool(actor=ana, pool=pool, members=members, now=NOW)
    for hours in range(4):
        book(submission=submission(call.pk, START - timedelta(hours=hours / 2)), page=page, now=NOW)
    assert list(HostTime.objects.order_by("pk").values_list("page", flat=True)) == [cem.pk, dee.pk] * 2
    for member in pool.members.filter(page=ben):
        assert (member.level, member.received) == (2, 0)


def test_unfillable_seat_offers_nothing(ana: User) -> None:
    call, (ben, cem) = managed_event_type(ana), add_colleagues(ana, 2)
    page = team_page(ana, call, ben, cem)
    archive_page(actor=ana, page=cem, now=NOW)
    assert offers_of(whole(page)) == []


@pytest.mark.feature("A9")
def test_teams_refuse_event_types_not_immediate(ana: User) -> None:
    (ben,) = add_colleagues(ana, 1)
    page = master_page(ana)
    for settings in ({"needs_approval": True}, {"sessions": 2}):
        slow = managed_event_type(ana, "Slow", **settings)
        with pytest.raises(TeamNeedsAutomaticBooking):
            save_rules(actor=ana, page=page, rules=[Rule(slow, ben)], now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            PageEventType.objects.create(page=page, event_type=slow, at_once=True)
    assert not page.offered.exists()


@pytest.mark.parametrize("switch", [{"needs_approval": True}, {"sessions": 3}])
@pytest.mark.feature("A9")
def test_teams_event_type_cannot_be_switched(ana: User, switch: dict[str, object]) -> None:
    call, (ben,) = managed_event_type(ana), add_colleagues(ana, 1)
    team_page(ana, call, ben)
    for name, value in switch.items():
        setattr(call, name, value)
    with pytest.raises(TeamNeedsAutomaticBooking, match="Meet the team offers this event type"):
        save_event_type(actor=ana, event_type=call, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        EventType.objects.filter(pk=call.pk).update(**switch)
    assert EventType.objects.get(pk=call.pk).books_at_once


@pytest.mark.feature("A9")
def test_only_a_rule_has_seats(ana: User, anas_page: Page) -> None:
    offered = anas_page.offered.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSeat.objects.create(rule=offered, page=anas_page)


@pytest.mark.feature("A9")
def test_repeated_places_or_event_types_are_refused(ana: User) -> None:
    call, (ben,) = managed_event_type(ana), add_colleagues(ana, 1)
    page, pool = master_page(ana), pool_of(ana, [ben])
    for rules in ([Rule(call, ben, (ben,))], [Rule(call, pool, (pool,))], [Rule(call, ben), Rule(call, pool)]):
        with pytest.raises(WrongChoice):
            save_rules(actor=ana, page=page, rules=rules, now=NOW)
    assert not page.offered.exists()


@pytest.mark.feature("A6")
def test_only_admins_change_masters_and_pools(ana: User, ben: User) -> None:
    page, pool = master_page(ana), pool_of(ana, [ben.pages.get()])
    with pytest.raises(NotYours):
        master_page(ben)
    with pytest.raises(NotYours):
        pool_of(ben, [])
    with pytest.raises(NotYours):
        save_master(actor=ben, page=page, now=NOW)
    with pytest.raises(NotYours):
        save_rules(actor=ben, page=page, rules=[], now=NOW)
    with pytest.raises(NotYours):
        save_pool(actor=ben, pool=pool, members=[], now=NOW)
    with pytest.raises(NotYours):
        archive_pool(actor=ben, pool=pool, now=NOW)
    # What Ana made while she was an admin is not hers to change as a member.
    User.objects.filter(pk=ana.pk).update(role=User.Role.MEMBER)
    with pytest.raises(NotYours):
        save_master(actor=User.objects.get(pk=ana.pk), page=page, now=NOW)


@pytest.mark.feature("A6")
def test_locked_event_types_hide_masters_from_members(ana: User, ben: User) -> None:
    open_page = team_page(ana, managed_event_type(ana), ben.pages.get())
    locked = EventType.objects.create(organization=ana.organization, owner=ana, name="Board", locked=True)
    closed_page = team_page(ana, locked, ben.pages.get(), name="Board room")
    assert set(Page.objects.shareable_by(ben)) == {ben.pages.get(), open_page}
    assert {open_page, closed_page} <= set(Page.objects.shareable_by(ana))


def test_foreign_pages_and_pools_are_refused(ana: User, anas_page: Page, zoe: User) -> None:
    call = managed_event_type(ana)
    theirs, pool = zoe.pages.get(), pool_of(zoe, [zoe.pages.get()])
    page = master_page(ana)
    for rule in (Rule(call, theirs), Rule(call, pool), Rule(zoe.event_types.get(), anas_page)):
        with pytest.raises(WrongChoice):
            save_rules(actor=ana, page=page, rules=[rule], now=NOW)
    with pytest.raises(WrongChoice):
        pool_of(ana, [theirs])


def test_a_pool_in_use_is_not_archived(ana: User) -> None:
    call, (ben,) = managed_event_type(ana), add_colleagues(ana, 1)
    pool = pool_of(ana, [ben])
    page = team_page(ana, call, pool)
    with pytest.raises(StillUsed):
        archive_pool(actor=ana, pool=pool, now=NOW)
    archive_page(actor=ana, page=page, now=NOW)
    archive_pool(actor=ana, pool=pool, now=NOW)
    pool.refresh_from_db()
    assert pool.archived_at == NOW


@pytest.mark.feature("A22")
def test_changed_scenario_keeps_what_still_applies(ana: User) -> None:
    call, (ben, cem) = managed_event_type(ana), add_colleagues(ana, 2)
    page = team_page(ana, call, ben, cem, pool_of(ana, [ben]))
    page.scenario = Page.Scenario.PAGES_FIRST
    save_master(actor=ana, page=page, now=NOW)
    assert list(page.included.values_list("page", flat=True)) == [ben.pk, cem.pk]
    assert list(page.offered.values_list("event_type", "at_once")) == [(call.pk, None)]
    assert not RuleSeat.objects.exists()
    page.scenario = Page.Scenario.TEAM
    save_master(actor=ana, page=page, now=NOW)
    assert not page.offered.exists()
    assert not page.included.exists()


@pytest.mark.parametrize("hosts", [1, 4])
def test_offers_of_a_team_cost_three_queries(ana: User, hosts: int) -> None:
    call, pages = managed_event_type(ana), add_colleagues(ana, hosts)
    page = whole(team_page(ana, call, pages[0], pool_of(ana, pages, Distribution.PRIORITY)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        (offer,) = offers_of(page)
    assert len(asked) == 3
    with CaptureQueriesContext(connection) as asked:
        list_starts(offer, DAY, NOW)
    assert len(asked) == 1


@pytest.mark.parametrize("number", [1, 3, 20])
@pytest.mark.feature("A11")
def test_saving_pool_costs_constant_number_of_queries(ana: User, number: int, django_assert_num_queries: Any) -> None:
    everybody = add_colleagues(ana, 2 * number)
    first, second = everybody[:number], everybody[number:]
    with django_assert_num_queries(13):
        pool = pool_of(ana, first)
    HostTime.objects.create(
        organization=ana.organization, host=first[0].host, page=first[0], pool=pool, meeting=uuid4(),
        event_type=ana.event_types.get(), starts_at=START, ends_at=START + timedelta(hours=1),
    )  # fmt: skip
    pool.members.update(level=7, received=3)
    backwards = [Membership(page, priority=2) for page in reversed(first)]
    # Who they are; their order and priority, in one.
    with django_assert_num_queries(12):
        save_pool(actor=ana, pool=pool, members=backwards, now=NOW)
    kept = list(pool.members.values_list("page", "position", "priority", "level", "received"))
    assert kept == [(one.page.pk, position, 2, 7, 3) for position, one in enumerate(backwards)]
    with django_assert_num_queries(14):
        save_pool(actor=ana, pool=pool, members=[Membership(page) for page in second], now=NOW)
    # Whoever comes back still holds what they got before.
    with django_assert_num_queries(14):
        save_pool(actor=ana, pool=pool, members=[Membership(page) for page in (*second, *first)], now=NOW)
    assert list(pool.members.values_list("page", "received")) == [
        (page.pk, int(page == first[0])) for page in (*second, *first)
    ]
