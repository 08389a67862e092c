"""What is done beside a meeting, and leaves it as it is: asking for a new time, notes, no more reminders."""

from datetime import timedelta

import pytest

from bookings.actions import (
    ask_new_time,
    cancel,
    mail_confirmation_again,
    mark_missed,
    reschedule,
    stop_reminding,
    write_note,
)
from bookings.errors import AlreadyStarted, NotTakingPlace
from deliveries.models import Delivery
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
from tests.builders import NOW, START

pytestmark = pytest.mark.django_db
LATER = START + timedelta(hours=1)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.feature("A16")
def test_asking_for_new_time_keeps_the_meeting(ana, event_type):
    made = book_meeting(ana, event_type, guests=("tom@example.com",))
    asked = ask_new_time(booking=made, actor=ana, message="I am ill", now=NOW + MINUTE)
    asked.refresh_from_db()
    assert (asked.status, asked.sequence, asked.new_time_asked_at, asked.reason) == ("scheduled", 0, NOW + MINUTE, "")
    assert host_times(asked) == [(ana.pk, START, True, True)]
    mail = ("new_time_asked", "priya@example.com", "")
    assert [row for row in mails_about(asked) if row[0] not in {"customer_confirmation", "host_confirmation"}] == [
        ("guest_confirmation", "tom@example.com", "REQUEST"),
        mail,
    ]
    known = mail_facts(asked, "new_time_asked")
    assert (known["reason"], known["by"]["name"], known["sequence"]) == ("I am ill", "Ana Ruiz", 0)
    assert history(asked)[1:] == [("asked for a new time", ana, {"message": "I am ill"})]
    # Once more is another mail.
    ask_new_time(booking=made, actor=ana, message="Please", now=NOW + 2 * MINUTE)
    assert list(Delivery.objects.filter(kind="new_time_asked").order_by("pk").values_list("copy", flat=True)) == [0, 1]


@pytest.mark.feature("R15")
def test_ended_meeting_gets_no_new_time_request(ana, event_type):
    made = book_meeting(ana, event_type)
    with assert_refused(AlreadyStarted):
        ask_new_time(booking=made, actor=ana, message="", now=START)
    cancel(booking=made, actor=None, now=NOW)
    with assert_refused(NotTakingPlace):
        ask_new_time(booking=made, actor=ana, message="", now=NOW)


@pytest.mark.feature("A19")
def test_moved_meeting_is_confirmed_with_new_time(ana, event_type):
    made = book_meeting(ana, event_type)
    reschedule(booking=made, start=LATER, actor=None, now=NOW)
    Delivery.objects.update(created_at=NOW - DAY)
    assert mail_confirmation_again(booking=made, now=NOW + timedelta(hours=1))
    known = mail_facts(made, "customer_confirmation")
    assert (known["sequence"], known["starts_at"], known["method"]) == (1, LATER.isoformat(), "REQUEST")


@pytest.mark.feature("A20")
def test_note_is_kept_out_of_history(ana, event_type):
    made = book_meeting(ana, event_type)
    write_note(booking=made, actor=ana, note="Owes us a call", now=NOW)
    made.refresh_from_db()
    assert (made.private_note, made.sequence, history(made)[1:]) == ("Owes us a call", 0, [("noted", ana, {})])
    assert not [row for row in Delivery.objects.all() if "Owes us" in str(row.facts)]
    with assert_nothing_written():
        write_note(booking=made, actor=ana, note="Owes us a call", now=NOW + DAY)
    write_note(booking=made, actor=ana, note="", now=NOW + DAY)
    made.refresh_from_db()
    assert made.private_note == ""


@pytest.mark.feature("A18")
def test_no_more_reminders_of_this_meeting(ana, event_type):
    change_settings(event_type, reminders=[60, 10], follow_up=5, redirect_to="https://example.com/")
    made, other = book_meeting(ana, event_type), book_meeting(ana, event_type, LATER)
    stop_reminding(booking=made, now=NOW + MINUTE)
    planned = Delivery.objects.filter(kind__in=["reminder_1", "reminder_2", "follow_up"])
    assert list(planned.filter(thread=made.uid).values_list("superseded_at", flat=True)) == [NOW + MINUTE] * 3
    assert planned.filter(thread=other.uid).open().count() == 3
    assert Delivery.objects.filter(thread=made.uid, kind="customer_confirmation").open().count() == 1
    made.refresh_from_db()
    assert (made.sequence, made.notices["redirect_to"]) == (0, "https://example.com/")
    assert history(made)[1:] == [("reminders stopped", None, {})]
    with assert_nothing_written():
        stop_reminding(booking=made, now=NOW + DAY)
    # A new time plans none.
    reschedule(booking=made, start=START + DAY, actor=None, now=NOW)
    assert planned.filter(thread=made.uid).open().count() == 0


@pytest.mark.feature("A18")
def test_what_was_sent_stays_sent(ana, event_type):
    change_settings(event_type, reminders=[60, 10])
    made = book_meeting(ana, event_type)
    Delivery.objects.filter(kind="reminder_1").update(sent_at=NOW)
    stop_reminding(booking=made, now=NOW)
    assert Delivery.objects.get(kind="reminder_1").superseded_at is None


@pytest.mark.feature("A18")
def test_where_nothing_is_planned_nothing_is_stopped(ana, event_type):
    made = book_meeting(ana, event_type)
    with assert_nothing_written():
        stop_reminding(booking=made, now=NOW)
    change_settings(event_type, follow_up=0)
    followed = book_meeting(ana, event_type, LATER)
    stop_reminding(booking=followed, now=NOW)
    assert Delivery.objects.get(kind="follow_up").superseded_at == NOW
    mark_missed(booking=followed, actor=ana, now=LATER)
    assert Delivery.objects.get(kind="follow_up").superseded_at == NOW
