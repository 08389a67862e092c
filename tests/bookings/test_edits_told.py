"""What a host is told of meetings that they have moved or deleted in their own calendar, and where they read it."""

from datetime import timedelta

import pytest

from bookings.actions.edits import handle_reading
from bookings.emails import message
from calendars.edits import MOST_LOOKS
from calendars.models import Calendar, HostEntry
from core.database import read_clock
from deliveries.models import Delivery, Medium
from tests.bookings.meetings import assert_nothing_written, book_meeting
from tests.bookings.test_host_edits import booking, far_ahead, look, move
from tests.bookings.test_host_entries import HOUR, address, server, stands, write
from tests.builders import NOW, START
from tests.customer.customers import read

__all__ = ["booking", "far_ahead", "server"]
pytestmark = pytest.mark.django_db(transaction=True)
EDITS = "/meetings/calendar-entries/"


def mails():
    return list(Delivery.objects.filter(kind="calendar_edited").order_by("pk"))


def text_of(mail):
    mime = message(mail).message()
    return str(mime["Subject"]), mime.get_body(("plain",)).get_content()


def several(ana, event_type, number):
    """So many more meetings, which stand in the calendar too."""
    Calendar.objects.update(read_at=read_clock(), known_until=NOW + timedelta(days=365))
    made = [
        book_meeting(ana, event_type, START + timedelta(minutes=30 * n % 120, days=1 + n // 4), email=f"{n}@x.example")
        for n in range(number)
    ]
    written()
    return made


def written():
    while Delivery.objects.open().filter(medium=Medium.CALENDAR).exists():
        write()


def states():
    return list(HostEntry.objects.order_by("starts_at").values_list("state", flat=True))


def test_mail_about_a_moved_meeting(ana, booking, server):
    move(server, booking)
    look(ana)
    look(ana)
    (mail,) = mails()
    assert (mail.recipient, "priya" in str(mail.facts).lower()) == (ana.email, False)
    subject, text = text_of(mail)
    assert subject == "You moved a meeting in your calendar"
    assert "It still takes place at the time that was booked, and the customer has not been told." in text
    assert "Monday 7 January 2030, 15:00–15:30" in text
    assert "In your calendar: Monday 7 January 2030, 16:00" in text
    assert f"/meetings/{booking.pk}/" in text
    # Moved on, it is news again; moved back, it is none.
    move(server, booking, START + 2 * HOUR)
    look(ana)
    move(server, booking, START)
    look(ana)
    assert len(mails()) == 2


def test_mail_about_a_deleted_meeting(ana, booking, server):
    server.entries.clear()
    for _again in range(4):
        look(ana)
    (mail,) = mails()
    subject, text = text_of(mail)
    assert subject == "You deleted a meeting from your calendar"
    assert "Cancel it, put it back, or leave it out of your calendar." in text


def test_many_gone_at_once_are_one_question(anas, ana, event_type, booking, server):
    """A calendar that was lost: its host is asked about all together, and nothing is done."""
    several(ana, event_type, MOST_LOOKS + 3)
    server.entries.clear()
    with assert_nothing_written():
        look(ana)
    assert (set(states()), server.looks) == ({"written"}, MOST_LOOKS)
    look(ana)
    assert (set(states()), server.looks) == ({"missing"}, 2 * MOST_LOOKS)
    (mail,) = mails()
    subject, text = text_of(mail)
    assert subject == f"You moved or deleted {MOST_LOOKS + 4} meetings in your calendar"
    assert "and 4 more" in text
    home = read(anas.get("/")).text
    assert f"You moved or deleted {MOST_LOOKS + 4} meetings in your calendar." in home
    assert read(anas.get("/meetings/")).text.count("Deleted from your calendar") == MOST_LOOKS + 4
    assert "They are put back into your calendar." in read(anas.post(EDITS, {"deed": "put_back"}, follow=True)).text
    assert "in your calendar." not in read(anas.get("/")).text.replace("back into your calendar.", "")
    written()
    assert len(stands(server)) == MOST_LOOKS + 4
    look(ana)
    assert (set(states()), len(mails())) == ({"written"}, 1)


def test_all_that_are_gone_stay_out(anas, ana, event_type, booking, server):
    several(ana, event_type, 3)
    move(server, booking)
    for place in server.entries.keys() - {address(booking)}:
        del server.entries[place]
    look(ana)
    look(ana)
    assert states() == ["moved", "missing", "missing", "missing"]
    assert "They stay out of your calendar." in read(anas.post(EDITS, {"deed": "leave_out"}, follow=True)).text
    assert states() == ["moved", "removed", "removed", "removed"]
    assert read(anas.get("/")).text.count("Moved in your calendar") == 2


def test_server_that_lies_once_opens_nothing(anas, ana, event_type, booking, server):
    """All is gone, also when it is asked for by itself, and there again five minutes later."""
    several(ana, event_type, 4)
    kept = dict(server.entries)
    server.entries.clear()
    with assert_nothing_written():
        look(ana)
        server.entries |= kept
        look(ana)
        # What was doubted once is not believed any sooner the next time.
        server.entries.clear()
        look(ana)
        server.entries |= kept
        look(ana)
    assert (set(states()), HostEntry.objects.filter(lost_at=None).count()) == ({"written"}, 5)
    assert (Calendar.objects.get().cursor, "in your calendar" in read(anas.get("/")).text) == ({"ctag": "1"}, False)


def test_two_readings_at_once_are_one(ana, booking, server):
    server.entries.clear()
    look(ana)
    HostEntry.objects.update(lost_at=NOW + timedelta(days=365 * 40))
    look(ana)
    assert states() == ["written"]


def test_one_that_stands_saves_the_others(ana, event_type, booking, server):
    """The server leaves out more than are looked for one by one, and has one of these."""
    several(ana, event_type, MOST_LOOKS + 3)
    server.hidden |= {str(meeting) for meeting in HostEntry.objects.values_list("meeting", flat=True)}
    for _again in range(3):
        look(ana)
    assert (set(states()), mails(), Calendar.objects.get().cursor) == ({"written"}, [], {})


def test_nobody_is_told_of_what_is_over(ana, booking):
    for status in ("cancelled", "declined"):
        type(booking).objects.update(status=status)
        handle_reading(ana.pk, [], [booking.uid])
    assert mails() == []


def test_nothing_to_answer_is_said(anas, booking):
    text = read(anas.post(EDITS, {"deed": "put_back"}, follow=True)).text
    assert "Your calendar already shows your meetings as they are here." in text
    assert Delivery.objects.filter(medium=Medium.CALENDAR).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_home_reads_edits_in_constant_queries(anas, ana, event_type, booking, server, count, django_assert_num_queries):
    for meeting in [booking, *several(ana, event_type, 2)][:count]:
        move(server, meeting, meeting.starts_at + timedelta(hours=5))
    look(ana)
    # Those of home, entries, their meetings, who asks for a link, calendars that cannot be read.
    with django_assert_num_queries(16):
        assert anas.get("/").context["edited_count"] == count
