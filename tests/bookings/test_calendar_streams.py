"""What calendars are told over the whole life of a meeting, read by libraries that know nothing of ours (RFC 5546)."""

from datetime import datetime, timedelta

import pytest

from bookings.actions import approve, book, cancel, decline, reassign, reschedule
from bookings.models import Booking
from deliveries.models import Delivery
from pages.models import EventType
from tests.bookings.mailbox import Mailbox, calendar_of, judge
from tests.builders import NOW, START, add_colleague, one_time_link, submission

pytestmark = pytest.mark.django_db
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
FIRST = START + WEEK
ANA, BEN, CUSTOMER, GUEST = "ana@acme.example", "ben@acme.example", "priya@example.com", "tom@example.com"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def booking(ana, event_type) -> Booking:
    EventType.objects.update(ask_guests="optional", reminders=[60], follow_up=0)
    form = submission(event_type.pk, FIRST, guests=(GUEST,))
    return book(submission=form, link=one_time_link(ana), now=NOW).booking


def shown(mailbox: Mailbox) -> dict[str, list[datetime]]:
    """The starts in everybody's calendar."""
    return {who: [event.DTSTART for event in calendar_of(stream)] for who, stream in mailbox.streams().items()}


def test_calendars_follow_a_whole_life(booking, ana, ben, mailbox):
    """Booked, moved, given to Ben, moved again, cancelled: each step sends before the next."""
    anas, bens = ana.pages.get(), ben.pages.get()
    steps = [
        lambda now: None,
        lambda now: reschedule(booking=booking, start=FIRST + HOUR, actor=None, now=now),
        lambda now: reassign(booking=booking, former=ana, page=bens, actor=ana, now=now),
        lambda now: reschedule(booking=booking, start=FIRST + DAY, actor=ben, now=now),
        lambda now: cancel(booking=booking, actor=None, now=now),
    ]
    assert anas != bens
    seen = []
    for number, step in enumerate(steps):
        now = NOW + number * HOUR
        step(now)
        mailbox.send(now)
        seen.append(shown(mailbox))
    first, moved, later = [FIRST], [FIRST + HOUR], [FIRST + DAY]
    assert seen == [
        {CUSTOMER: first, ANA: first, GUEST: first},
        {CUSTOMER: moved, ANA: moved, GUEST: moved},
        {CUSTOMER: moved, ANA: [], GUEST: moved, BEN: moved},
        {CUSTOMER: later, ANA: [], GUEST: later, BEN: later},
        {CUSTOMER: [], ANA: [], GUEST: [], BEN: []},
    ]
    streams = mailbox.streams()
    for stream in streams.values():
        judge(stream)
        assert str(stream[0].event["UID"]) == str(booking.uid)
    told = {who: [(entry.method, int(entry.event["SEQUENCE"])) for entry in stream] for who, stream in streams.items()}
    whole = [("REQUEST", 0), ("REQUEST", 1), ("REQUEST", 2), ("REQUEST", 3), ("CANCEL", 4)]
    assert told == {
        CUSTOMER: whole,
        GUEST: whole,
        ANA: [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)],
        BEN: [("REQUEST", 2), ("REQUEST", 3), ("CANCEL", 4)],
    }
    for who in (CUSTOMER, GUEST):
        hosts = [str(entry.event["ATTENDEE"][0]) for entry in streams[who]]
        assert hosts == [f"mailto:{ANA}"] * 2 + [f"mailto:{BEN}"] * 3


def test_overtaken_mails_are_left_out(booking, ana, mailbox):
    reschedule(booking=booking, start=FIRST + HOUR, actor=None, now=NOW + HOUR)
    cancel(booking=booking, actor=ana, now=NOW + 2 * HOUR)
    mailbox.send(NOW + 3 * HOUR)
    # Host and guest never heard of it, so they are told of no end either; the customer saw what was booked.
    assert mailbox.sent == [("customer_cancellation", CUSTOMER, 2)]
    (stream,) = mailbox.streams().values()
    judge(stream)
    assert [(entry.method, int(entry.event["SEQUENCE"])) for entry in stream] == [("CANCEL", 2)]


@pytest.mark.parametrize(
    ("traces", "tried"), [({"attempts": 1}, True), ({"last_error": "No answer.", "attempts": 0}, True), ({}, False)]
)
def test_whoever_may_know_hears_of_end(booking, ana, mailbox, traces, tried):
    """A mail that was tried may have arrived, whatever was written of it, and even if it is to be tried again."""
    if traces:
        Delivery.objects.filter(recipient=GUEST).update(**traces)
    reassign(booking=booking, former=ana, page=add_colleague(ana, "Ben Ode", BEN).pages.get(), actor=ana, now=NOW)
    cancel(booking=booking, actor=None, now=NOW + HOUR)
    mailbox.send(NOW + 2 * HOUR)
    told = [("customer_cancellation", CUSTOMER, 2), ("guest_cancellation", GUEST, 2)]
    assert sorted(mailbox.sent) == told[: 1 + tried]


def test_untold_hosts_hear_of_no_withdrawal(ana, event_type, mailbox):
    EventType.objects.update(needs_approval=True)
    booking = book(submission=submission(event_type.pk, FIRST), link=one_time_link(ana), now=NOW).booking
    cancel(booking=booking, actor=None, now=NOW)
    mailbox.send(NOW + HOUR)
    assert mailbox.sent == [("customer_cancellation", CUSTOMER, 1)]


def test_request_enters_calendars_once_approved(ana, event_type, mailbox):
    EventType.objects.update(needs_approval=True, holds_suggested=True)
    form = submission(event_type.pk, FIRST, further=(FIRST + DAY,))
    booking = book(submission=form, link=one_time_link(ana), now=NOW).booking
    mailbox.send(NOW)
    assert shown(mailbox) == {CUSTOMER: [], ANA: []}
    approve(booking=booking, start=FIRST + DAY, actor=ana, now=NOW + HOUR)
    mailbox.send(NOW + HOUR)
    assert shown(mailbox) == {CUSTOMER: [FIRST + DAY], ANA: [FIRST + DAY]}
    cancel(booking=booking, actor=ana, now=NOW + 2 * HOUR)
    mailbox.send(NOW + 2 * HOUR)
    assert shown(mailbox) == {CUSTOMER: [], ANA: []}
    for stream in mailbox.streams().values():
        judge(stream)


@pytest.mark.parametrize("declined", [True, False])
def test_failed_request_never_reaches_a_calendar(ana, event_type, mailbox, declined):
    EventType.objects.update(needs_approval=True)
    booking = book(submission=submission(event_type.pk, FIRST), link=one_time_link(ana), now=NOW).booking
    mailbox.send(NOW)
    if declined:
        decline(booking=booking, actor=ana, reason="Away.", now=NOW + HOUR)
    else:
        cancel(booking=booking, actor=None, now=NOW + HOUR)
    mailbox.send(NOW + HOUR)
    assert len(mailbox.sent) == (3 if declined else 4)
    assert not any(mailbox.streams().values())


@pytest.mark.feature("A13")
def test_each_session_is_its_own_entry(ana, event_type, mailbox):
    EventType.objects.update(sessions=3)
    form = submission(event_type.pk, FIRST, further=(FIRST + DAY, FIRST + 2 * DAY))
    admission = book(submission=form, link=one_time_link(ana), now=NOW)
    second = admission.bookings.get(session=2)
    reschedule(booking=second, start=FIRST + HOUR, actor=None, now=NOW + HOUR)
    mailbox.send(NOW + HOUR)
    everybody = [FIRST, FIRST + HOUR, FIRST + 2 * DAY]
    assert shown(mailbox) == {CUSTOMER: everybody, ANA: everybody}
