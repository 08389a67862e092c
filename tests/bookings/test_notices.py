"""Reminders and follow-up: the real worker, the clock moved, across both changes of the clock."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.actions import (
    ask_new_time,
    book,
    cancel,
    mark_missed,
    reassign,
    reschedule,
    stop_reminding,
)
from bookings.models import Booking
from deliveries.models import Delivery
from pages.models import EventType
from tests.bookings.mailbox import Mailbox
from tests.builders import one_time_link, submission

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Mondays at 9:00 in Madrid, just after the clock was set back, and forward, on the Sunday before.
CHANGES = {
    "back": (datetime(2026, 10, 20, 8, tzinfo=UTC), datetime(2026, 10, 26, 8, tzinfo=UTC)),
    "forward": (datetime(2027, 3, 23, 8, tzinfo=UTC), datetime(2027, 3, 29, 7, tzinfo=UTC)),
}


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture(params=CHANGES)
def times(request) -> tuple[datetime, datetime]:
    """When it is booked, and when the meeting starts."""
    return CHANGES[request.param]


@pytest.fixture
def booking(ana, event_type, times) -> Booking:
    EventType.objects.update(reminders=[2880, 1440, 60], follow_up=30, follow_up_text="Here are the notes.")
    return booked(ana, event_type, *times)


def booked(ana, event_type, now: datetime, start: datetime, **changes) -> Booking:
    link = one_time_link(ana, now=now)
    return book(submission=submission(event_type.pk, start, **changes), link=link, now=now).booking


def walk(mailbox: Mailbox, start: datetime, end: datetime) -> list[tuple[str, datetime]]:
    """What the customer gets, and when: the worker is called a minute before and at each moment that is planned."""
    found = []
    moments = set(Delivery.objects.filter(due_at__gt=start, due_at__lte=end).values_list("due_at", flat=True))
    for moment in sorted({one - MINUTE for one in moments} | moments | {end}):
        found += [(kind, moment) for kind in mailbox.send(moment)]
    return found


@pytest.mark.feature("C7")
def test_each_notice_is_sent_once_on_time(booking, mailbox, times):
    now, start = times
    assert mailbox.send(now) == ["customer_confirmation"]
    assert walk(mailbox, now, start + 7 * DAY) == [
        ("reminder_1", start - 2 * DAY),
        ("reminder_2", start - DAY),
        ("reminder_3", start - HOUR),
        # The meeting takes half an hour.
        ("follow_up", start + HOUR),
    ]
    assert walk(mailbox, now, start + 30 * DAY) == []
    assert not Delivery.objects.open().exists()


def test_outage_sends_only_newest_reminder(booking, mailbox, times):
    now, start = times
    mailbox.send(now)
    assert mailbox.send(start - 2 * HOUR) == ["reminder_2"]
    assert mailbox.send(start) == []
    assert mailbox.send(start + DAY) == ["follow_up"]
    assert Delivery.objects.exclude(superseded_at=None).count() == 2
    assert not Delivery.objects.open().exists()


def test_reminder_names_time_after_clock_change(ana, event_type, mailbox, times):
    now, start = times
    EventType.objects.update(reminders=[1440, 60])
    booked(ana, event_type, now, start, zone="Europe/Madrid")
    walk(mailbox, now, start)
    reminder = mailbox.mails[-1][1]
    body = reminder.get_body(("plain",))
    assert body is not None
    assert f"09:00–09:30, Madrid time, UTC+{9 - start.hour}" in body.get_content()
    assert reminder["Date"].datetime == start - HOUR


def test_reminders_follow_a_moved_meeting(booking, mailbox, times):
    now, start = times
    mailbox.send(now)
    later = start + DAY
    # After the first reminder went out.
    assert walk(mailbox, now, start - 2 * DAY) == [("reminder_1", start - 2 * DAY)]
    reschedule(booking=booking, start=later, actor=None, now=start - 2 * DAY + HOUR)
    assert walk(mailbox, now, later + 7 * DAY) == [
        ("customer_change", start - 2 * DAY + HOUR),
        ("reminder_1", later - 2 * DAY),
        ("reminder_2", later - DAY),
        ("reminder_3", later - HOUR),
        ("follow_up", later + HOUR),
    ]
    assert Delivery.objects.exclude(superseded_at=None).count() == 3


def test_another_host_does_not_double_them(booking, mailbox, times, ana, ben):
    now, start = times
    reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=now + HOUR)
    mailbox.send(now + HOUR)
    assert [kind for kind, _at in walk(mailbox, now + HOUR, start + 7 * DAY)] == [
        "reminder_1", "reminder_2", "reminder_3", "follow_up",
    ]  # fmt: skip


@pytest.mark.parametrize("by_host", [False, True])
def test_none_is_sent_of_what_is_cancelled(booking, mailbox, times, ana, by_host):
    now, start = times
    mailbox.send(now)
    cancel(booking=booking, actor=ana if by_host else None, now=start - DAY - HOUR)
    assert walk(mailbox, now, start + 7 * DAY) == [
        ("customer_cancellation", start - DAY - HOUR),
    ]


def test_missed_meeting_gets_no_follow_up(booking, mailbox, times, ana):
    _now, start = times
    mailbox.send(start)
    mark_missed(booking=booking, actor=ana, now=start + 10 * MINUTE)
    assert walk(mailbox, start, start + 7 * DAY) == []


def test_past_reminders_are_not_planned(ana, event_type, mailbox, times):
    _now, start = times
    EventType.objects.update(reminders=[2880, 1440, 60], follow_up=30, notice=0)
    late = start - 2 * HOUR
    booked(ana, event_type, late, start)
    mailbox.send(late)
    assert walk(mailbox, late, start + 7 * DAY) == [("reminder_3", start - HOUR), ("follow_up", start + HOUR)]


def test_reminder_due_at_booking_is_not_sent(ana, event_type, mailbox, times):
    _now, start = times
    EventType.objects.update(reminders=[120], notice=0)
    booked(ana, event_type, start - 2 * HOUR, start)
    assert mailbox.send(start + 7 * DAY) == ["customer_confirmation"]


def test_stopped_reminders_stay_stopped_after_moving(booking, mailbox, times):
    now, start = times
    mailbox.send(now)
    stop_reminding(booking=booking, now=now + HOUR)
    stop_reminding(booking=booking, now=now + HOUR)
    reschedule(booking=booking, start=start + DAY, actor=None, now=now + 2 * HOUR)
    assert walk(mailbox, now, start + 14 * DAY) == [("customer_change", now + 2 * HOUR)]
    assert Delivery.objects.filter(kind__startswith="reminder", sequence=1).count() == 0


def test_a_request_is_not_reminded_of(ana, event_type, mailbox, times):
    now, start = times
    EventType.objects.update(reminders=[60], needs_approval=True)
    booked(ana, event_type, now, start)
    mailbox.send(now)
    assert walk(mailbox, now, start + 7 * DAY) == []


@pytest.mark.feature("A13")
def test_each_session_has_its_own_reminder(ana, event_type, mailbox, times):
    now, start = times
    EventType.objects.update(reminders=[60], sessions=2)
    booked(ana, event_type, now, start, further=(start + DAY,))
    mailbox.send(now)
    assert walk(mailbox, now, start + 7 * DAY) == [("reminder_1", start - HOUR), ("reminder_1", start + DAY - HOUR)]


@pytest.mark.feature("A16")
def test_mails_offer_only_what_terms_allow(ana, event_type):
    """Thirty days before are over when it is booked, a day before only when the last reminder goes out."""
    now, start = CHANGES["back"]
    month, day = 30 * 24 * 60, 24 * 60
    terms = {"cancel_when": "before", "cancel_before": month, "reschedule_when": "before", "reschedule_before": day}
    EventType.objects.update(reminders=[2880, 60], **terms)
    booking = booked(ana, event_type, now, start)
    offered = {delivery.kind: delivery.facts["open_to"] for delivery in Delivery.objects.filter(thread=booking.uid)}
    assert offered == {
        "customer_confirmation": ["reschedule"],
        "host_confirmation": ["reschedule"],
        "reminder_1": ["reschedule"],
        "reminder_2": [],
    }
    # Whoever is asked for a new time is bound by no terms.
    ask_new_time(booking=booking, actor=ana, message="", now=now)
    asked = Delivery.objects.get(kind="new_time_asked")
    assert asked.facts["open_to"] == ["reschedule", "cancel"]
