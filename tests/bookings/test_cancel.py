"""Cancelling a meeting, withdrawing a request, and saying that nobody came."""

from datetime import timedelta

import pytest

from bookings.actions import approve, ask_new_time, book, cancel, decline, mark_missed, reschedule, unmark_missed
from bookings.errors import AlreadyStarted, MeetingChanged, NotStarted, NotTakingPlace, TooLate
from deliveries.models import Delivery
from links.actions import reissue
from links.errors import DeadLink
from links.liveness import DeadReason
from tests.bookings.meetings import (
    assert_nothing_written,
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
from tests.builders import NOW, START, one_time_link, submission
from tests.customer.masters import panel_of

pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.feature("R15")
def test_a_customer_cancels(ana, event_type):
    made = book_meeting(ana, event_type, guests=("tom@example.com",))
    gone = cancel(booking=made, actor=None, reason="No need", sequence=0, now=NOW + MINUTE)
    gone.refresh_from_db()
    assert (gone.status, gone.sequence, gone.starts_at, gone.uid) == ("cancelled", 1, START, made.uid)
    assert (gone.decided_by, gone.decided_at, gone.reason) == (None, NOW + MINUTE, "No need")
    assert host_times(gone) == [(ana.pk, START, False, False)]
    assert mails_about(gone) == [
        ("customer_cancellation", "priya@example.com", "CANCEL"),
        ("guest_cancellation", "tom@example.com", "CANCEL"),
        ("host_cancellation", "ana@acme.example", "CANCEL"),
    ]
    assert history(gone) == [("booked", None, {}), ("cancelled", None, {"reason": "No need"})]
    known = mail_facts(gone, "host_cancellation")
    assert (known["sequence"], known["uid"], known["by"], known["reason"]) == (1, str(made.uid), None, "No need")


@pytest.mark.feature("A20")
def test_a_host_cancels_and_it_says_who(ana, event_type):
    gone = cancel(booking=book_meeting(ana, event_type), actor=ana, now=NOW)
    assert (gone.decided_by, history(gone)[1]) == (ana, ("cancelled", ana, {}))
    assert mail_facts(gone, "customer_cancellation")["by"] == {"name": "Ana Ruiz", "email": "ana@acme.example"}


@pytest.mark.parametrize("again", ["customer", "host"])
@pytest.mark.feature("R15")
def test_once_more_changes_nothing(ana, event_type, again):
    made = book_meeting(ana, event_type)
    cancel(booking=made, actor=None, sequence=0, now=NOW)
    with assert_nothing_written():
        gone = cancel(booking=made, actor=ana if again == "host" else None, sequence=0, reason="x", now=START + DAY)
    assert (gone.status, gone.sequence, gone.reason) == ("cancelled", 1, "")


@pytest.mark.feature("R15")
def test_its_time_is_free_at_once(ana, event_type):
    cancel(booking=book_meeting(ana, event_type), actor=None, now=NOW)
    assert book_meeting(ana, event_type, email="other@example.com").starts_at == START


@pytest.mark.feature("R15")
def test_cancelling_outdated_meeting_is_refused(ana, event_type):
    made = book_meeting(ana, event_type)
    reschedule(booking=made, start=LATER, actor=ana, now=NOW)
    with assert_refused(MeetingChanged):
        cancel(booking=made, actor=None, sequence=0, now=NOW)
    assert cancel(booking=made, actor=None, sequence=1, now=NOW).sequence == 2


@pytest.mark.feature("D1")
def test_link_stays_spent_and_can_be_reissued(ana, event_type):
    link = one_time_link(ana)
    cancel(booking=book(submission=submission(event_type.pk), link=link, now=NOW).booking, actor=None, now=NOW)
    link.refresh_from_db()
    with pytest.raises(DeadLink) as refusal:
        book(submission=submission(event_type.pk), link=link, now=NOW)
    assert (link.uses, refusal.value.reason) == (1, DeadReason.USED)
    new = reissue(actor=ana, link=link, expires_at=None, now=NOW)
    made = book(submission=submission(event_type.pk), link=new, now=NOW).booking
    new.refresh_from_db()
    link.refresh_from_db()
    assert (made.starts_at, new.uses, link.uses) == (START, 1, 1)


@pytest.mark.parametrize(
    ("when", "before", "now", "allowed"),
    [
        ("any", 0, START - timedelta(seconds=1), True),
        ("before", 60, START - timedelta(minutes=60), True),
        ("before", 60, START - timedelta(minutes=60) + timedelta(microseconds=1), False),
        ("never", 0, NOW, False),
    ],
    ids=["any time", "just in time", "just too late", "never"],
)
@pytest.mark.feature("A16")
def test_terms_bind_customer_but_no_host(ana, event_type, when, before, now, allowed):
    change_settings(event_type, cancel_when=when, cancel_before=before)
    made = book_meeting(ana, event_type)
    change_settings(event_type, cancel_when="never" if allowed else "any")
    if not allowed:
        with assert_refused(TooLate):
            cancel(booking=made, actor=None, now=now)
    assert cancel(booking=made, actor=None if allowed else ana, now=now).status == "cancelled"


@pytest.mark.feature("A16")
def test_the_terms_of_rescheduling_are_others(ana, event_type):
    change_settings(event_type, reschedule_when="never")
    assert cancel(booking=book_meeting(ana, event_type), actor=None, now=NOW).status == "cancelled"


@pytest.mark.feature("A16")
def test_customer_asked_for_new_time_may_cancel(ana, event_type):
    change_settings(event_type, cancel_when="never")
    made = book_meeting(ana, event_type)
    ask_new_time(booking=made, actor=ana, message="I am ill", now=NOW)
    gone = cancel(booking=made, actor=None, now=NOW)
    assert (gone.status, gone.new_time_asked_at) == ("cancelled", None)


@pytest.mark.feature("R15")
def test_host_may_cancel_until_meeting_ends(ana, event_type):
    made = book_meeting(ana, event_type)
    with assert_refused(AlreadyStarted):
        cancel(booking=made, actor=None, now=START)
    with assert_refused(AlreadyStarted):
        cancel(booking=made, actor=ana, now=made.ends_at)
    assert cancel(booking=made, actor=ana, now=made.ends_at - MINUTE).status == "cancelled"


@pytest.mark.feature("A12")
def test_a_panel_is_cancelled_for_all(ana):
    page = panel_of(ana, 3)
    gone = cancel(booking=book_at_page(page, page.event_types.get()), actor=None, now=NOW)
    assert [row[1:] for row in host_times(gone)] == [(START, False, False)] * 3
    assert mails_about(gone) == [
        ("customer_cancellation", "priya@example.com", "CANCEL"),
        ("host_cancellation", "member1@acme.example", "CANCEL"),
        ("host_cancellation", "member2@acme.example", "CANCEL"),
        ("host_cancellation", "member3@acme.example", "CANCEL"),
    ]


@pytest.mark.feature("A11")
def test_pool_member_losing_meeting_is_next_again(ana):
    pool, page = pool_page(ana, 2)
    event_type = page.event_types.get()
    first = book_at_page(page, event_type)
    book_at_page(page, event_type, LATER, email="other@example.com")
    assert pool_turns(pool) == [(1, 1), (1, 1)]
    cancel(booking=first, actor=None, now=NOW)
    cancel(booking=first, actor=None, now=NOW)
    assert pool_turns(pool) == [(0, 0), (1, 1)]
    third = book_at_page(page, event_type, email="third@example.com")
    assert (host_times(third)[0][0], pool_turns(pool)) == (host_times(first)[0][0], [(1, 1), (1, 1)])


@pytest.mark.feature("A18")
def test_cancelling_sets_reminders_aside(ana, event_type):
    change_settings(event_type, reminders=[60], follow_up=0)
    gone = cancel(booking=book_meeting(ana, event_type), actor=None, now=NOW)
    planned = Delivery.objects.filter(kind__in=["reminder_1", "follow_up"])
    assert (planned.count(), planned.outdated().count(), planned.filter(sequence=gone.sequence).count()) == (2, 2, 0)


@pytest.mark.feature("A20")
def test_a_no_show_is_noted(ana, event_type):
    change_settings(event_type, reminders=[60], follow_up=30)
    made = book_meeting(ana, event_type)
    with assert_refused(NotStarted):
        mark_missed(booking=made, actor=ana, now=START - MINUTE)
    missed = mark_missed(booking=made, actor=ana, now=START)
    missed.refresh_from_db()
    assert (missed.status, missed.decided_by, missed.decided_at, missed.sequence) == ("no_show", ana, START, 0)
    # The host was there.
    assert host_times(missed) == [(ana.pk, START, True, False)]
    assert history(missed)[1:] == [("no-show", ana, {})]
    assert mails_about(missed) == [
        ("customer_confirmation", "priya@example.com", "REQUEST"),
        ("follow_up", "priya@example.com", ""),
        ("host_confirmation", "ana@acme.example", "REQUEST"),
        ("reminder_1", "priya@example.com", ""),
    ]
    assert sorted(Delivery.objects.exclude(superseded_at=None).values_list("kind", flat=True)) == [
        "follow_up",
        "reminder_1",
    ]
    with assert_nothing_written():
        mark_missed(booking=made, actor=ana, now=START + DAY)


@pytest.mark.feature("A20")
def test_undone_no_show_is_as_before(ana, event_type):
    change_settings(event_type, needs_approval=True, reminders=[60], follow_up=30)
    made = book_meeting(ana, event_type)
    approve(booking=made, start=START, actor=ana, now=NOW + MINUTE)
    for step in range(2):
        mark_missed(booking=made, actor=ana, now=START + step * MINUTE)
        unmark_missed(booking=made, actor=ana, now=START + DAY)
    with assert_nothing_written():
        unmark_missed(booking=made, actor=ana, now=START + DAY)
    made.refresh_from_db()
    assert (made.status, made.decided_by, made.decided_at) == ("scheduled", ana, NOW + MINUTE)
    assert host_times(made) == [(ana.pk, START, True, True)]
    assert [verb for verb, _actor, _details in history(made)[2:]] == ["no-show", "came after all"] * 2
    # The follow-up goes out after all; a reminder would be too late.
    assert list(Delivery.objects.exclude(superseded_at=None).values_list("kind", flat=True)) == ["reminder_1"]


@pytest.mark.feature("A20", "A11")
def test_undone_no_show_counts_as_turn(ana):
    pool, page = pool_page(ana, 2)
    made = book_at_page(page, page.event_types.get())
    before = pool_turns(pool)
    mark_missed(booking=made, actor=ana, now=START)
    assert pool_turns(pool) != before
    unmark_missed(booking=made, actor=ana, now=START)
    unmark_missed(booking=made, actor=ana, now=START)
    assert pool_turns(pool) == before


@pytest.mark.feature("A20")
def test_only_a_no_show_is_undone(ana, event_type):
    gone = book_meeting(ana, event_type)
    cancel(booking=gone, actor=ana, now=NOW)
    with assert_refused(NotTakingPlace):
        unmark_missed(booking=gone, actor=ana, now=START)


@pytest.mark.feature("A11")
def test_who_waited_for_nobody_is_owed_another(ana):
    pool, page = pool_page(ana, 2)
    made = book_at_page(page, page.event_types.get())
    mark_missed(booking=made, actor=ana, now=START)
    mark_missed(booking=made, actor=ana, now=START)
    assert pool_turns(pool) == [(0, 0), (0, 0)]


@pytest.mark.feature("R15")
def test_ended_meetings_cannot_be_cancelled_or_missed(ana, event_type):
    gone, missed = book_meeting(ana, event_type), book_meeting(ana, event_type, LATER)
    change_settings(event_type, needs_approval=True)
    no = book_meeting(ana, event_type, START + DAY)
    cancel(booking=gone, actor=None, now=NOW)
    mark_missed(booking=missed, actor=ana, now=LATER)
    decline(booking=no, actor=ana, now=NOW)
    for booking in (missed, no):
        for actor in (None, ana):
            with assert_refused(NotTakingPlace):
                cancel(booking=booking, actor=actor, now=NOW)
    for booking in (gone, no):
        with assert_refused(NotTakingPlace):
            mark_missed(booking=booking, actor=ana, now=START + 2 * DAY)
