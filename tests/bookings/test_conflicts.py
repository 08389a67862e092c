"""Hosts who are busy elsewhere during a meeting: who is told of what, and when it is over."""

from datetime import timedelta

import pytest

from bookings.actions import cancel, reassign, reschedule
from bookings.actions.conflicts import close_ended_conflicts
from bookings.actions.edits import handle_reading
from bookings.emails import message
from bookings.queries import uids_of
from calendars.actions.reading import keep_reading
from calendars.models import Alert
from calendars.providers import Outcome
from calendars.reading import BusyTime
from core.dates import to_epoch
from deliveries.models import Delivery
from pages.models import Distribution, EventType, HostTime
from pages.queries import longest_horizon
from tests.bookings.meetings import book_meeting
from tests.builders import NOW, START, add_colleagues, managed_event_type, one_time_link, pool_of, team_page
from tests.calendars.builders import claim_again, claimed_calendar, span

pytestmark = pytest.mark.django_db(transaction=True)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WINDOW = (to_epoch(NOW - DAY), to_epoch(NOW + 60 * DAY))


@pytest.fixture
def calendar(ana):
    calendar = claimed_calendar(ana)
    read(calendar)
    return calendar


def read(calendar, *busy):
    claim_again(calendar)
    outcome = Outcome(BusyTime(busy, {}, ()), {})
    assert keep_reading(calendar=calendar, began=NOW, window=WINDOW, outcome=outcome, on_change=handle_reading)


def conflicts():
    return list(Alert.objects.filter(closed_at=None, kind="conflict").order_by("pk").values_list("host", "meeting"))


def mails():
    return list(Delivery.objects.filter(kind="calendar_conflict").order_by("pk"))


def test_host_is_told_once_of_a_conflict(ana, event_type, calendar):
    made, free = book_meeting(ana, event_type), book_meeting(ana, event_type, START + HOUR, email="other@x.example")
    read(calendar, span(START + 15 * HOUR / 60, 30))
    assert conflicts() == [(ana.pk, made.uid)]
    alert = Alert.objects.get()
    assert alert.details == {"starts_at": made.starts_at.isoformat(), "ends_at": made.ends_at.isoformat()}
    (mail,) = mails()
    assert (mail.recipient, mail.due_at) == (ana.email, NOW)
    assert "priya" not in str(mail.facts).lower()
    mime = message(mail).message()
    assert mime["Subject"] == "Your calendar says you are busy during a meeting"
    text = mime.get_body(("plain",)).get_content()
    assert f"{event_type.name}: Monday 7 January 2030, 15:00–15:30" in text
    assert f"/meetings/{made.pk}/" in text
    read(calendar, span(START, 60))
    assert (conflicts(), len(mails())) == ([(ana.pk, made.uid)], 1)
    free.refresh_from_db()
    assert free.is_scheduled


def test_several_conflicts_make_one_mail(ana, event_type, calendar):
    made = [book_meeting(ana, event_type, START + n * HOUR, email=f"{n}@x.example") for n in range(2)]
    read(calendar, span(START - HOUR, 300))
    assert sorted(conflicts()) == sorted((ana.pk, booking.uid) for booking in made)
    (mail,) = mails()
    assert message(mail).message()["Subject"] == "Your calendar says you are busy during 2 meetings"
    assert [meeting["page"] for meeting in mail.facts["meetings"]] == [f"/meetings/{booking.pk}/" for booking in made]


def test_neither_past_nor_waiting_meetings(ana, event_type, calendar):
    event_type.needs_approval = event_type.holds_suggested = True
    event_type.save()
    book_meeting(ana, event_type)
    gone = book_meeting(ana, event_type, START + HOUR, email="1@x.example")
    HostTime.objects.filter(meeting=gone.uid).update(waits_until=None, starts_at=NOW - HOUR, ends_at=NOW - HOUR / 2)
    read(calendar, span(NOW - DAY, 3 * 24 * 60))
    assert (conflicts(), mails()) == ([], [])


def test_conflict_ends_with_the_overlap(ana, event_type, calendar):
    book_meeting(ana, event_type)
    second = claimed_calendar(ana, account="second")
    read(calendar, span(START, 30))
    read(second, span(START, 15))
    read(calendar)
    assert len(conflicts()) == 1
    read(second, span(START + 30 * HOUR / 60, 15))
    assert (conflicts(), len(mails())) == ([], 1)
    read(calendar, span(START, 30))
    assert (len(conflicts()), len(mails())) == (1, 2)


def test_moving_ends_a_conflict(ana, event_type, calendar):
    made = book_meeting(ana, event_type)
    read(calendar, span(START, 30))
    reschedule(booking=made, start=START + HOUR, actor=ana, now=NOW)
    assert conflicts() == []


def test_cancelling_ends_a_conflict(ana, event_type, calendar):
    made = book_meeting(ana, event_type)
    read(calendar, span(START, 30))
    cancel(booking=made, actor=None, now=NOW)
    assert conflicts() == []


def test_another_host_ends_a_conflict(ana, ben, event_type, calendar):
    made = book_meeting(ana, event_type)
    read(calendar, span(START, 30))
    reassign(booking=made, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    assert conflicts() == []


def test_chore_closes_what_is_over(ana, event_type, calendar):
    made, other = book_meeting(ana, event_type), book_meeting(ana, event_type, START + HOUR, email="1@x.example")
    read(calendar, span(START, 90))
    assert not close_ended_conflicts(START)
    assert len(conflicts()) == 2
    close_ended_conflicts(made.ends_at)
    assert conflicts() == [(ana.pk, other.uid)]
    # As if it was cancelled while the reading was kept.
    HostTime.objects.filter(meeting=other.uid).update(active=False)
    close_ended_conflicts(NOW)
    assert conflicts() == []


def test_own_meetings_by_their_uids(ana, ben, event_type):
    made, gone = book_meeting(ana, event_type), book_meeting(ana, event_type, START + HOUR, email="1@x.example")
    cancel(booking=gone, actor=None, now=NOW)
    assert uids_of(ana.pk, NOW) == {str(made.uid), str(gone.uid)}
    assert uids_of(ana.pk, START + 91 * DAY) == uids_of(ben.pk, NOW) == set()


def test_longest_way_ahead_of_a_host(ana, ben):
    assert (longest_horizon(ana.pk), longest_horizon(ben.pk)) == (60, 60)
    far = managed_event_type(ana, horizon_days=300)
    assert longest_horizon(ben.pk) == 60
    (one, other), bens = add_colleagues(ana, 2), ben.pages.get()
    team_page(ana, far, bens, pool_of(ana, [one, other], Distribution.PRIORITY))
    assert [longest_horizon(who) for who in (ana.pk, ben.pk, one.host_id, other.host_id)] == [60, 300, 300, 300]
    EventType.objects.filter(pk=far.pk).update(archived_at=NOW)
    assert longest_horizon(ben.pk) == 60
    assert one_time_link(ana).target.host_id == ana.pk
