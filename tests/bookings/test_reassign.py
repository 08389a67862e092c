"""Giving a meeting to a colleague: time, address and UID stay."""

from datetime import timedelta

import pytest

from accounts.actions import change_member
from bookings.actions import cancel, mark_missed, reassign, reschedule
from bookings.errors import AlreadyStarted, HostBusy, HostLeft, MeetingChanged, NotTakingPlace
from pages.actions import Membership, Rule, archive_page, save_pool, save_rules
from pages.models import HostTime, Page, WeeklyHours
from tests.bookings.meetings import (
    assert_refused,
    book_at_page,
    book_meeting,
    change_settings,
    history,
    host_times,
    mail_facts,
    mails_about,
    pool_page,
    pool_turns,
)
from tests.builders import NOW, START, add_colleague, managed_event_type, master_page
from tests.customer.masters import panel_of

pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.feature("R2")
def test_a_colleague_takes_a_meeting(ana, ben, event_type):
    made = book_meeting(ana, event_type, guests=("tom@example.com",))
    token, bens = made.token(), ben.pages.get()
    given = reassign(booking=made, former=ana, page=bens, actor=ana, reason="On leave", sequence=0, now=NOW)
    given.refresh_from_db()
    assert (given.uid, given.token(), given.sequence, given.status) == (made.uid, token, 1, "scheduled")
    assert (given.starts_at, given.reason, given.decided_by, given.rescheduled_at) == (START, "On leave", None, None)
    assert host_times(given) == [(ben.pk, START, True, True)]
    assert HostTime.objects.get().page == bens
    assert mails_about(given) == [
        ("customer_change", "priya@example.com", "REQUEST"),
        ("guest_change", "tom@example.com", "REQUEST"),
        ("host_cancellation", "ana@acme.example", "CANCEL"),
        ("host_confirmation", "ben@acme.example", "REQUEST"),
    ]
    assert history(given)[1:] == [("reassigned", ana, {"was": "Ana Ruiz", "to": "Ben Ode", "reason": "On leave"})]
    assert mail_facts(given, "customer_change")["hosts"] == [{"name": "Ben Ode", "email": "ben@acme.example"}]
    assert mail_facts(given, "customer_change")["event"] == "reassigned"


@pytest.mark.feature("R2")
def test_reassigning_frees_former_and_takes_new_host(ana, ben, event_type):
    reassign(booking=book_meeting(ana, event_type), former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    again = book_meeting(ana, event_type, email="other@example.com")
    with assert_refused(HostBusy):
        reassign(booking=again, former=ana, page=ben.pages.get(), actor=ana, now=NOW)


@pytest.mark.parametrize("gap", [0, 14, 15], ids=["overlapping", "within the buffer", "past the buffer"])
@pytest.mark.feature("R2")
def test_a_colleague_with_another_meeting_is_busy(ana, ben, event_type, gap):
    change_settings(event_type, buffer_after=15, interval=5)
    bens = change_settings(ben.event_types.get(), interval=1)
    made = book_meeting(ana, event_type)
    book_meeting(ben, bens, START + timedelta(minutes=30 + gap if gap else 0), email="other@example.com")
    if gap < 15:
        with assert_refused(HostBusy):
            reassign(booking=made, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    else:
        assert reassign(booking=made, former=ana, page=ben.pages.get(), actor=ana, now=NOW).sequence == 1


@pytest.mark.feature("R2")
def test_colleague_takes_meeting_outside_their_hours(ana, ben, event_type):
    WeeklyHours.objects.filter(schedule__owner=ben).delete()
    assert (
        reassign(booking=book_meeting(ana, event_type), former=ana, page=ben.pages.get(), actor=ana, now=NOW).sequence
        == 1
    )


@pytest.mark.feature("R2")
def test_nobody_takes_what_they_hold_already(ana):
    page = panel_of(ana, 2)
    made = book_at_page(page, page.event_types.get())
    first, second = (row.page for row in HostTime.objects.order_by("pk"))
    for to in (first, second):
        with assert_refused(HostBusy):
            reassign(booking=made, former=first.host, page=to, actor=ana, now=NOW)


@pytest.mark.feature("A12")
def test_replacing_one_host_keeps_panel(ana, ben):
    page = panel_of(ana, 3)
    made = book_at_page(page, page.event_types.get())
    hosts = [host for host, *_rest in host_times(made)]
    second = HostTime.objects.order_by("pk")[1].host
    given = reassign(booking=made, former=second, page=ben.pages.get(), actor=ana, now=NOW)
    assert [host for host, *_rest in host_times(given)] == [hosts[0], ben.pk, hosts[2]]
    assert mails_about(given) == [
        ("customer_change", "priya@example.com", "REQUEST"),
        ("host_cancellation", "member2@acme.example", "CANCEL"),
        ("host_change", "member1@acme.example", "REQUEST"),
        ("host_change", "member3@acme.example", "REQUEST"),
        ("host_confirmation", "ben@acme.example", "REQUEST"),
    ]


@pytest.mark.feature("A14")
def test_place_follows_the_new_lead(ana, ben):
    page = panel_of(ana, 2)
    Page.objects.filter(host=ben).update(location_kind="address", location="Main Street 1")
    made = book_at_page(page, page.event_types.get())
    lead, second = (row.host for row in HostTime.objects.order_by("pk"))
    where = made.location_kind, made.location
    given = reassign(booking=made, former=second, page=ben.pages.get(), actor=ana, now=NOW)
    assert (given.location_kind, given.location) == where
    given = reassign(booking=given, former=lead, page=add_page(ana), actor=ana, now=NOW)
    given.refresh_from_db()
    assert (given.location_kind, given.location) == ("address", "Side Street 2")
    assert mail_facts(given, "customer_change")["location"] == "Side Street 2"


def add_page(ana):
    """Of a further colleague, who meets customers elsewhere."""
    page = add_colleague(ana, "Cem Kaya", "cem@acme.example").pages.get()
    Page.objects.filter(pk=page.pk).update(location_kind="address", location="Side Street 2")
    page.refresh_from_db()
    return page


@pytest.mark.feature("A14")
def test_event_types_own_place_stays(ana, event_type):
    change_settings(event_type, location_kind="address", location="Our office")
    given = reassign(booking=book_meeting(ana, event_type), former=ana, page=add_page(ana), actor=ana, now=NOW)
    assert (given.location_kind, given.location) == ("address", "Our office")


@pytest.mark.feature("A11")
def test_within_a_pool_the_turn_goes_over(ana):
    pool, page = pool_page(ana, 2)
    made = book_at_page(page, page.event_types.get())
    former = HostTime.objects.get().host
    other = pool.members.exclude(page__host=former).get().page
    assert pool_turns(pool) == [(1, 1), (0, 0)]
    given = reassign(booking=made, former=former, page=other, actor=ana, now=NOW)
    row = HostTime.objects.get()
    assert (pool_turns(pool), row.host, row.pool, row.counts) == ([(0, 0), (1, 1)], other.host, pool, True)
    cancel(booking=given, actor=None, now=NOW)
    assert pool_turns(pool) == [(0, 0), (0, 0)]


@pytest.mark.parametrize("newcomer", ["stranger to the pool", "paused in the pool"])
@pytest.mark.feature("A11")
def test_leaving_the_pool_counts_no_turn(ana, ben, newcomer):
    pool, page = pool_page(ana, 2)
    made = book_at_page(page, page.event_types.get())
    to = ben.pages.get()
    if newcomer == "paused in the pool":
        members = [Membership(member.page) for member in pool.members.order_by("position")]
        save_pool(actor=ana, pool=pool, members=[*members, Membership(to, active=False)], now=NOW)
    before = pool_turns(pool)[2:]
    given = reassign(booking=made, former=HostTime.objects.get().host, page=to, actor=ana, now=NOW)
    assert (pool_turns(pool), HostTime.objects.get().pool) == ([(0, 0), (0, 0), *before], None)
    cancel(booking=given, actor=None, now=NOW)
    assert pool_turns(pool) == [(0, 0), (0, 0), *before]


@pytest.mark.feature("R2")
def test_a_meeting_of_another_organization_stays_there(ana, zoe, event_type):
    made = book_meeting(ana, event_type)
    with assert_refused(HostLeft):
        reassign(booking=made, former=ana, page=zoe.pages.get(), actor=ana, now=NOW)


@pytest.mark.feature("R2")
def test_somebody_must_be_there_to_take_it(ana, ben, event_type):
    made, bens = book_meeting(ana, event_type), ben.pages.get()
    nobodys = master_page(ana)
    with assert_refused(HostLeft):
        reassign(booking=made, former=ana, page=nobodys, actor=ana, now=NOW)
    archive_page(actor=ana, page=bens, now=NOW)
    with assert_refused(HostLeft):
        reassign(booking=made, former=ana, page=bens, actor=ana, now=NOW)
    Page.objects.filter(pk=bens.pk).update(archived_at=None)
    change_member(actor=ana, member=ben, role=ben.role, is_active=False)
    with assert_refused(HostLeft):
        reassign(booking=made, former=ana, page=bens, actor=ana, now=NOW)


@pytest.mark.feature("R2")
def test_leavers_meeting_goes_to_colleague(ana, ben):
    made = book_meeting(ben, ben.event_types.get())
    change_member(actor=ana, member=ben, role=ben.role, is_active=False)
    given = reassign(booking=made, former=ben, page=ana.pages.get(), actor=ana, now=NOW)
    assert host_times(given) == [(ana.pk, START, True, True)]
    assert reschedule(booking=given, start=LATER, actor=None, now=NOW).sequence == 2


@pytest.mark.feature("R2")
def test_meeting_that_changed_hands_is_refused(ana, ben, event_type):
    made, bens = book_meeting(ana, event_type), ben.pages.get()
    with assert_refused(MeetingChanged):
        reassign(booking=made, former=ben, page=bens, actor=ana, now=NOW)
    reassign(booking=made, former=ana, page=bens, actor=ana, sequence=0, now=NOW)
    for sequence in (0, 1, None):
        with assert_refused(MeetingChanged):
            reassign(booking=made, former=ana, page=bens, actor=ana, sequence=sequence, now=NOW)


@pytest.mark.feature("R15")
def test_only_what_is_to_come_changes_hands(ana, ben, event_type):
    made, bens = book_meeting(ana, event_type), ben.pages.get()
    with assert_refused(AlreadyStarted):
        reassign(booking=made, former=ana, page=bens, actor=ana, now=START)
    cancel(booking=made, actor=None, now=NOW)
    missed = book_meeting(ana, event_type)
    mark_missed(booking=missed, actor=ana, now=START)
    change_settings(event_type, needs_approval=True)
    for booking in (made, missed, book_meeting(ana, event_type, START + DAY)):
        with assert_refused(NotTakingPlace):
            reassign(booking=booking, former=ana, page=bens, actor=ana, now=NOW)


def with_optional(ana, ben):
    """A page that Ana's colleague leads, and that Ben is invited to."""
    event_type, lead = managed_event_type(ana), add_colleague(ana, "Cem Kaya", "cem@acme.example").pages.get()
    page = master_page(ana)
    save_rules(actor=ana, page=page, rules=[Rule(event_type, lead, (), (ben.pages.get(),))], now=NOW)
    return page, event_type, lead.host


@pytest.mark.feature("C3")
def test_invited_colleague_taking_over_is_told_once(ana, ben):
    page, event_type, cem = with_optional(ana, ben)
    made = book_at_page(page, event_type)
    assert ("guest_confirmation", "ben@acme.example", "REQUEST") in mails_about(made)
    given = reassign(booking=made, former=cem, page=ben.pages.get(), actor=ana, now=NOW)
    assert mails_about(given) == [
        ("customer_change", "priya@example.com", "REQUEST"),
        ("host_cancellation", "cem@acme.example", "CANCEL"),
        ("host_confirmation", "ben@acme.example", "REQUEST"),
    ]
    assert mail_facts(given, "customer_change")["optional"] == []


@pytest.mark.feature("C3")
def test_invited_colleague_giving_back_keeps_entry(ana, ben):
    page, event_type, cem = with_optional(ana, ben)
    given = reassign(booking=book_at_page(page, event_type), former=cem, page=ben.pages.get(), actor=ana, now=NOW)
    back = reassign(booking=given, former=ben, page=cem.pages.get(), actor=ana, now=NOW)
    assert mails_about(back) == [
        ("customer_change", "priya@example.com", "REQUEST"),
        ("guest_change", "ben@acme.example", "REQUEST"),
        ("host_cancellation", "ben@acme.example", ""),
        ("host_confirmation", "cem@acme.example", "REQUEST"),
    ]


@pytest.mark.parametrize("role", ["customer", "guest"])
@pytest.mark.feature("R2")
def test_former_host_who_attends_keeps_entry(ana, ben, event_type, role):
    form = {"email": "Ana@acme.example"} if role == "customer" else {"guests": ("Ana@acme.example",)}
    made = book_meeting(ana, event_type, **form)
    given = reassign(booking=made, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    assert ("host_cancellation", "ana@acme.example", "") in mails_about(given)
    assert [kind for kind, _reader, method in mails_about(given) if method == "CANCEL"] == []
    assert (f"{role}_change", "Ana@acme.example", "REQUEST") in mails_about(given)


@pytest.mark.parametrize("email", ["ben@acme.example", "Ben@acme.example"])
@pytest.mark.feature("C3")
def test_guest_already_invited_is_invited_once(ana, ben, email):
    page, event_type, _cem = with_optional(ana, ben)
    made = book_at_page(page, event_type, guests=(email, "tom@example.com"))
    assert [row for row in mails_about(made) if row[0] == "guest_confirmation"] == [
        ("guest_confirmation", "ben@acme.example", "REQUEST"),
        ("guest_confirmation", "tom@example.com", "REQUEST"),
    ]
