"""Session packages: all sessions are booked at once, or none; then each lives for itself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.models import HistoryEntry
from bookings.actions import book, cancel, mark_missed, reschedule
from bookings.emails import message
from bookings.errors import Overlapping, SlotTaken, TimesMissing
from bookings.models import Booking
from deliveries.models import Delivery
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
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAYS = (START + DAY, START + 2 * DAY)


@pytest.fixture
def package(event_type):
    return change_settings(event_type, sessions=3, name="Course")


@pytest.mark.feature("A13")
def test_three_sessions_one_use_of_the_link(ana, package):
    link = one_time_link(ana)
    form = submission(package.pk, further=DAYS, guests=("tom@example.com",))
    admission = book(submission=form, link=link, now=NOW)
    link.refresh_from_db()
    sessions = list(admission.bookings.order_by("session"))
    assert (link.uses, admission.use, admission.sessions, admission.booking) == (1, 1, 3, sessions[0])
    assert [(session.session, session.starts_at, session.sequence, session.status) for session in sessions] == [
        (number, start, 0, "scheduled") for number, start in enumerate((START, *DAYS), start=1)
    ]
    assert len({session.uid for session in sessions}) == len({bytes(session.handle) for session in sessions}) == 3
    for number, session in enumerate(sessions, start=1):
        assert host_times(session) == [(ana.pk, session.starts_at, True, True)]
        assert mails_about(session) == [
            ("customer_confirmation", "priya@example.com", "REQUEST"),
            ("guest_confirmation", "tom@example.com", "REQUEST"),
            ("host_confirmation", "ana@acme.example", "REQUEST"),
        ]
        assert mail_facts(session, "host_confirmation")["session"] == [number, 3]
        assert history(session) == [("booked", None, {})]
    used = HistoryEntry.objects.filter(subject="link", subject_id=link.pk, verb="used")
    assert [entry.details for entry in used] == [{"booking": sessions[0].reference}]
    with assert_nothing_written():
        assert book(submission=form, link=link, now=NOW) == admission


@pytest.mark.parametrize(
    ("further", "refusal"),
    [
        (DAYS[:1], TimesMissing),
        ((*DAYS, START + 3 * DAY), TimesMissing),
        ((), TimesMissing),
        ((START + DAY, START + DAY), Overlapping),
        ((START + DAY, START), Overlapping),
        ((START + DAY, START + 5 * DAY), SlotTaken),
    ],
    ids=["two", "four", "one", "twice the same", "the first again", "the last not offered"],
)
@pytest.mark.feature("A13")
def test_all_or_nothing(ana, package, further, refusal):
    link = one_time_link(ana)
    with assert_refused(refusal):
        book(submission=submission(package.pk, further=further), link=link, now=NOW)


@pytest.mark.feature("A13")
def test_one_taken_session_takes_all_back(ana, package):
    change_settings(package, sessions=1)
    book_meeting(ana, package, DAYS[1], email="other@example.com")
    change_settings(package, sessions=3)
    link = one_time_link(ana)
    with assert_refused(SlotTaken):
        book(submission=submission(package.pk, further=DAYS), link=link, now=NOW)
    made = book(submission=submission(package.pk, further=(DAYS[0], START + 3 * DAY)), link=link, now=NOW)
    assert made.bookings.count() == 3


@pytest.mark.feature("A16")
def test_sessions_keep_the_buffers_among_themselves(ana, package):
    change_settings(package, buffer_after=15, interval=15)
    link = one_time_link(ana)
    near = (START + timedelta(minutes=30), START + DAY)
    with assert_refused(SlotTaken):
        book(submission=submission(package.pk, further=near), link=link, now=NOW)
    apart = (START + timedelta(minutes=45), START + DAY)
    assert book(submission=submission(package.pk, further=apart), link=link, now=NOW).bookings.count() == 3


@pytest.mark.parametrize("limit", ["limit_per_day", "limit_per_week"])
@pytest.mark.feature("A16")
def test_each_session_counts_for_the_limits(ana, package, limit):
    change_settings(package, **{limit: 2})
    link = one_time_link(ana)
    with assert_refused(SlotTaken):
        book(submission=submission(package.pk, further=(START + HOUR, START - HOUR)), link=link, now=NOW)
    far = (START + HOUR, START + 7 * DAY)
    assert book(submission=submission(package.pk, further=far), link=link, now=NOW).bookings.count() == 3


@pytest.mark.feature("A13")
def test_each_session_is_moved_and_cancelled_alone(ana, package):
    admission = book_meeting(ana, package, further=DAYS).admission
    first, second, third = admission.bookings.order_by("session")
    reschedule(booking=second, start=START + DAY + HOUR, actor=None, now=NOW)
    cancel(booking=third, actor=None, now=NOW)
    mark_missed(booking=first, actor=ana, now=START)
    assert list(Booking.objects.order_by("session").values_list("status", "sequence", "starts_at")) == [
        ("no_show", 0, START),
        ("scheduled", 1, START + DAY + HOUR),
        ("cancelled", 1, DAYS[1]),
    ]
    assert list(HostTime.objects.order_by("pk").values_list("active", "counts")) == [
        (True, False),
        (True, True),
        (False, False),
    ]
    assert mail_facts(second, "customer_change")["session"] == [2, 3]
    assert mail_facts(third, "customer_cancellation")["session"] == [3, 3]
    assert Delivery.objects.filter(thread=first.uid, sequence__gt=0).count() == 0


@pytest.mark.feature("A13")
def test_session_cannot_move_onto_another(ana, package):
    second = book_meeting(ana, package, further=DAYS).admission.bookings.get(session=2)
    with assert_refused(SlotTaken):
        reschedule(booking=second, start=START, actor=None, now=NOW)


@pytest.mark.feature("C7")
def test_cancelled_package_leaves_link_spent(ana, package):
    admission = book_meeting(ana, package, further=DAYS).admission
    for session in admission.bookings.all():
        cancel(booking=session, actor=None, now=NOW)
    admission.link.refresh_from_db()
    assert (admission.link.uses, HostTime.objects.active().count()) == (1, 0)


@pytest.mark.feature("A13")
def test_one_mail_announces_all_sessions(ana, package):
    form = submission(package.pk, further=DAYS, guests=("tom@example.com",))
    admission = book(submission=form, link=one_time_link(ana), now=NOW)
    mails = {
        (delivery.recipient, delivery.facts["session"][0]): message(delivery).message()
        for delivery in Delivery.objects.all()
    }
    assert {who: str(mail["Subject"]) for who, mail in mails.items() if who[1] == 1} == {
        ("priya@example.com", 1): "3 sessions booked: Course with Ana Ruiz",
        ("ana@acme.example", 1): "3 sessions booked: Course with Priya Shah",
        ("tom@example.com", 1): "3 sessions booked: Course with Ana Ruiz",
    }
    for (_who, session), mail in mails.items():
        text = mail.get_body(("plain",)).get_content()
        listed = sum(f"{day} January 2030" in text for day in (7, 8, 9))
        assert listed == (3 if session == 1 else 1)
        assert ("The others follow in separate emails" in text) == (session == 1)
        # Each is invited to by a message of its own: a calendar message speaks of one UID.
        (entry,) = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/calendar"]
        assert str(admission.bookings.get(session=session).uid) in entry
    # Once a session is moved, its mail says so, and announces nothing.
    first = admission.booking
    reschedule(booking=first, start=START + HOUR, actor=None, now=NOW)
    assert "package" not in mail_facts(first, "customer_change")


@pytest.mark.feature("A13")
def test_download_of_package_holds_all_sessions(client, ana, package):
    admission = book(submission=submission(package.pk, further=DAYS), link=one_time_link(ana), now=NOW)
    cancel(booking=admission.bookings.get(session=3), actor=None, now=NOW)
    for session in admission.bookings.all():
        file = Calendar.from_ical(client.get(reverse("booking-ics", args=[session.token()])).content)
        assert file["METHOD"] == "PUBLISH"
        assert [(event.DTSTART, str(event["STATUS"])) for event in file.events] == [
            (START, "CONFIRMED"), (START + DAY, "CONFIRMED"), (START + 2 * DAY, "CANCELLED"),
        ]  # fmt: skip
        assert "Session 2 of 3" in file.events[1]["DESCRIPTION"]
