"""Requests: up to three suggested times, one of which is approved, or none."""

from datetime import timedelta

import pytest

from accounts.actions import change_member
from bookings.actions import approve, ask_new_time, book, cancel, decline, mark_missed, reassign, reschedule
from bookings.errors import (
    AlreadyStarted,
    HostLeft,
    MeetingChanged,
    NotRequested,
    NotTakingPlace,
    Overlapping,
    SlotTaken,
    TimesMissing,
)
from bookings.meetings import Tab, meetings
from bookings.models import SuggestedTime
from links.errors import DeadLink
from pages.actions import archive_event_type, archive_page
from pages.models import HostTime
from tests.bookings.meetings import (
    assert_nothing_written,
    assert_refused,
    book_meeting,
    change_settings,
    history,
    host_times,
    mail_facts,
    mails_about,
)
from tests.builders import NOW, START, one_time_link, submission

pytestmark = pytest.mark.django_db
SECOND, THIRD = START + timedelta(hours=1), START + timedelta(days=1)
THREE = (SECOND, THIRD)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def by_approval(event_type):
    return change_settings(event_type, needs_approval=True)


@pytest.fixture
def held(by_approval):
    return change_settings(by_approval, holds_suggested=True)


def holds():
    """The times held for requests."""
    rows = HostTime.objects.filter(meeting__in=SuggestedTime.objects.values("uid"))
    return sorted(rows.values_list("starts_at", "active", "counts"))


@pytest.mark.feature("A13")
def test_a_request_with_three_times(ana, by_approval):
    link = one_time_link(ana)
    form = submission(by_approval.pk, further=THREE, guests=("tom@example.com",))
    admission = book(submission=form, link=link, now=NOW)
    asked = admission.booking
    link.refresh_from_db()
    assert (link.uses, admission.bookings.count(), admission.sessions) == (1, 1, 1)
    assert (asked.status, asked.sequence, asked.starts_at, asked.decided_at) == ("requested", 0, START, None)
    assert list(asked.suggested.values_list("starts_at", flat=True)) == [START, SECOND, THIRD]
    assert (host_times(asked), holds()) == ([(ana.pk, START, False, False)], [])
    assert mails_about(asked) == [
        ("customer_request", "priya@example.com", ""),
        ("host_request", "ana@acme.example", ""),
    ]
    assert mail_facts(asked, "host_request")["suggested"] == [start.isoformat() for start in (START, SECOND, THIRD)]
    assert history(asked) == [("requested", None, {})]
    with assert_nothing_written():
        assert book(submission=form, link=link, now=NOW) == admission
    with assert_refused(DeadLink):
        book(submission=submission(by_approval.pk, THIRD), link=link, now=NOW)


@pytest.mark.feature("A13")
def test_request_sorts_its_suggested_times(ana, by_approval):
    assert book_meeting(ana, by_approval).suggested.count() == 1
    later = book_meeting(ana, by_approval, THIRD, further=(START,), email="other@example.com")
    assert [suggestion.starts_at for suggestion in later.suggested.all()] == [START, THIRD]


@pytest.mark.parametrize(
    ("further", "refusal"),
    [
        ((SECOND, THIRD, THIRD + DAY), TimesMissing),
        ((START,), Overlapping),
        ((SECOND, THIRD.replace(hour=17)), SlotTaken),
    ],
    ids=["four", "twice the same", "one not offered"],
)
@pytest.mark.feature("A13")
def test_a_request_is_all_or_nothing(ana, held, further, refusal):
    link = one_time_link(ana)
    with assert_refused(refusal):
        book(submission=submission(held.pk, further=further), link=link, now=NOW)


@pytest.mark.feature("A13")
def test_times_of_one_request_do_not_clash(ana, held):
    change_settings(held, limit_per_day=1, buffer_before=30, buffer_after=30, interval=30)
    asked = book_meeting(ana, held, further=(START + timedelta(minutes=30), SECOND))
    assert (asked.suggested.count(), len(holds())) == (3, 3)
    made = approve(booking=asked, start=SECOND, actor=ana, now=NOW)
    assert (host_times(made), holds()) == ([(ana.pk, SECOND, True, True)], [])


@pytest.mark.feature("A13")
def test_one_is_approved(ana, by_approval):
    change_settings(by_approval, reminders=[60])
    asked = book_meeting(ana, by_approval, further=THREE, guests=("tom@example.com",))
    made = approve(booking=asked, start=THIRD, actor=ana, now=NOW + MINUTE)
    made.refresh_from_db()
    assert (made.uid, made.status, made.sequence, made.starts_at) == (asked.uid, "scheduled", 1, THIRD)
    assert (made.ends_at, made.decided_by, made.decided_at, made.rescheduled_at) == (
        THIRD + timedelta(minutes=30),
        ana,
        NOW + MINUTE,
        None,
    )
    assert host_times(made) == [(ana.pk, THIRD, True, True)]
    assert mails_about(made) == [
        ("customer_confirmation", "priya@example.com", "REQUEST"),
        ("guest_confirmation", "tom@example.com", "REQUEST"),
        ("host_confirmation", "ana@acme.example", "REQUEST"),
        ("reminder_1", "priya@example.com", ""),
    ]
    assert history(made)[1:] == [("approved", ana, {"to": THIRD.isoformat()})]
    assert book_meeting(ana, by_approval, email="other@example.com").starts_at == START


@pytest.mark.feature("A13")
def test_held_times_are_not_offered_until_answered(ana, held):
    asked = book_meeting(ana, held, further=(SECOND,))
    assert holds() == [(START, True, False), (SECOND, True, False)]
    for start in (START, SECOND):
        with pytest.raises(SlotTaken):
            book_meeting(ana, held, start, email="other@example.com")
    made = approve(booking=asked, start=SECOND, actor=ana, now=NOW)
    assert (host_times(made), holds()) == ([(ana.pk, SECOND, True, True)], [])
    assert book_meeting(ana, held, START, email="other@example.com").status == "requested"


@pytest.mark.parametrize("answer", ["declined", "withdrawn"])
@pytest.mark.feature("A13")
def test_held_times_are_free_again(ana, held, answer):
    asked = book_meeting(ana, held, further=THREE)
    if answer == "declined":
        decline(booking=asked, actor=ana, now=NOW)
    else:
        cancel(booking=asked, actor=None, now=NOW)
    assert (holds(), host_times(asked)) == ([], [(ana.pk, START, False, False)])
    for start in (START, *THREE):
        book_meeting(ana, held, start, email=f"other{start:%d%H}@example.com")


@pytest.mark.feature("A13")
def test_two_requests_cannot_share_one_time(ana, by_approval):
    one = book_meeting(ana, by_approval, further=(SECOND,))
    other = book_meeting(ana, by_approval, further=(SECOND,), email="other@example.com")
    approve(booking=one, start=START, actor=ana, now=NOW)
    with assert_refused(SlotTaken):
        approve(booking=other, start=START, actor=ana, now=NOW)
    assert approve(booking=other, start=SECOND, actor=ana, now=NOW).starts_at == SECOND


@pytest.mark.feature("A13")
def test_a_suggested_time_that_was_taken_meanwhile(ana, by_approval):
    asked = book_meeting(ana, by_approval, further=(SECOND,))
    change_settings(by_approval, needs_approval=False)
    book_meeting(ana, by_approval, email="other@example.com")
    with assert_refused(SlotTaken):
        approve(booking=asked, start=START, actor=ana, now=NOW)
    assert approve(booking=asked, start=SECOND, actor=ana, now=NOW).status == "scheduled"


@pytest.mark.feature("A13")
def test_only_a_time_that_was_suggested(ana, by_approval):
    asked = book_meeting(ana, by_approval)
    with assert_refused(SlotTaken):
        approve(booking=asked, start=SECOND, actor=ana, now=NOW)


@pytest.mark.feature("A13")
def test_approved_late_but_not_too_late(ana, by_approval):
    asked = book_meeting(ana, by_approval, further=(SECOND,))
    with assert_refused(SlotTaken):
        approve(booking=asked, start=START, actor=ana, now=START + timedelta(seconds=1))
    # Notice protects hosts from customers.
    assert approve(booking=asked, start=SECOND, actor=ana, now=SECOND).status == "scheduled"


@pytest.mark.feature("A20")
def test_request_with_only_past_times_is_lapsed(ana, by_approval):
    asked = book_meeting(ana, by_approval, further=(SECOND,))
    for now, waiting in ((SECOND - MINUTE, [asked]), (SECOND, [])):
        assert meetings(user=ana, now=now, tab=Tab.REQUESTS).bookings == waiting


@pytest.mark.feature("A13")
def test_approved_twice_is_approved_once(ana, ben, by_approval):
    asked = book_meeting(ana, by_approval, further=(SECOND,))
    approve(booking=asked, start=START, actor=ana, now=NOW)
    with assert_nothing_written():
        assert approve(booking=asked, start=START, actor=ben, now=NOW).sequence == 1
    with assert_refused(NotRequested):
        approve(booking=asked, start=SECOND, actor=ana, now=NOW)
    with assert_refused(NotRequested):
        decline(booking=asked, actor=ana, now=NOW)


@pytest.mark.feature("A13")
def test_whatever_became_of_page_and_event_type(ana, held):
    asked = book_meeting(ana, held, further=(SECOND,))
    archive_event_type(actor=ana, event_type=held, now=NOW)
    archive_page(actor=ana, page=ana.pages.get(), now=NOW)
    assert approve(booking=asked, start=SECOND, actor=ana, now=NOW).status == "scheduled"


@pytest.mark.feature("A13")
def test_nobody_approves_for_somebody_who_left(ana, ben):
    asked = book_meeting(ben, change_settings(ben.event_types.get(), needs_approval=True))
    change_member(actor=ana, member=ben, role=ben.role, is_active=False)
    with assert_refused(HostLeft):
        approve(booking=asked, start=START, actor=ana, now=NOW)
    assert decline(booking=asked, actor=ana, now=NOW).status == "declined"


@pytest.mark.feature("A13")
def test_a_declined_request_ends(ana, by_approval):
    asked = book_meeting(ana, by_approval, further=THREE, guests=("tom@example.com",))
    no = decline(booking=asked, actor=ana, reason="On leave", now=NOW + MINUTE)
    no.refresh_from_db()
    assert (no.status, no.sequence, no.decided_by, no.decided_at, no.reason) == (
        "declined",
        1,
        ana,
        NOW + MINUTE,
        "On leave",
    )
    assert mails_about(no) == [("customer_decline", "priya@example.com", "")]
    assert mail_facts(no, "customer_decline")["suggested"] == [start.isoformat() for start in (START, SECOND, THIRD)]
    assert history(no)[1:] == [("declined", ana, {"reason": "On leave"})]
    no.admission.link.refresh_from_db()
    assert no.admission.link.uses == 1
    with assert_nothing_written():
        assert decline(booking=asked, actor=ana, reason="Again", now=NOW + DAY).sequence == 1
    with assert_refused(NotRequested):
        approve(booking=asked, start=START, actor=ana, now=NOW)


@pytest.mark.feature("A13")
def test_withdrawn_whatever_the_terms_say(ana, held):
    change_settings(held, cancel_when="never")
    asked = book_meeting(ana, held, further=THREE, guests=("tom@example.com",))
    gone = cancel(booking=asked, actor=None, reason="No need", sequence=0, now=NOW)
    assert (gone.status, gone.sequence, gone.decided_by, holds()) == ("withdrawn", 1, None, [])
    assert mails_about(gone) == [
        ("customer_cancellation", "priya@example.com", ""),
        ("host_cancellation", "ana@acme.example", ""),
    ]
    assert history(gone)[1:] == [("cancelled", None, {"reason": "No need"})]
    for refusing in (
        lambda: approve(booking=asked, start=START, actor=ana, now=NOW),
        lambda: decline(booking=asked, actor=ana, now=NOW),
    ):
        with assert_refused(NotRequested):
            refusing()


@pytest.mark.feature("A13")
def test_customer_cannot_withdraw_what_was_approved(ana, by_approval):
    asked = book_meeting(ana, by_approval)
    approve(booking=asked, start=START, actor=ana, now=NOW)
    with assert_refused(MeetingChanged):
        cancel(booking=asked, actor=None, sequence=0, now=NOW)


@pytest.mark.feature("A13")
def test_unanswered_request_refuses_other_changes(ana, ben, by_approval):
    asked = book_meeting(ana, by_approval, further=THREE)
    for refusing in (
        lambda: reschedule(booking=asked, start=SECOND, actor=None, now=NOW),
        lambda: reschedule(booking=asked, start=SECOND, actor=ana, now=NOW),
        lambda: reassign(booking=asked, former=ana, page=ben.pages.get(), actor=ana, now=NOW),
        lambda: ask_new_time(booking=asked, actor=ana, message="", now=NOW),
        lambda: mark_missed(booking=asked, actor=ana, now=START),
    ):
        with assert_refused(NotTakingPlace):
            refusing()
    with assert_refused(AlreadyStarted):
        reschedule(booking=asked, start=THIRD, actor=None, now=START)


@pytest.mark.feature("A16")
def test_approved_request_moves_and_is_cancelled(ana, held):
    asked = book_meeting(ana, held, further=THREE)
    approve(booking=asked, start=THIRD, actor=ana, now=NOW)
    moved = reschedule(booking=asked, start=START, actor=None, now=NOW)
    gone = cancel(booking=asked, actor=None, now=NOW)
    assert (moved.status, moved.sequence, gone.status, gone.sequence) == ("scheduled", 2, "cancelled", 3)
    assert mails_about(gone)[0] == ("customer_cancellation", "priya@example.com", "CANCEL")
    assert host_times(gone) == [(ana.pk, START, False, False)]
