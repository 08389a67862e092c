"""A host chooses another calendar, or none: what was booked before is added there, or told of by mail."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from bookings.actions import cancel, reschedule
from bookings.actions.edits import handle_reading
from bookings.actions.host_calendars import MOST_ADDED, add_upcoming, mail_invitations
from bookings.emails import message
from bookings.models import Booking
from bookings.queries import upcoming_without_entry
from calendars import errors
from calendars.actions.choosing import choose
from calendars.actions.connecting import disconnect
from calendars.models import Connection, HostEntry, Target
from deliveries.models import Delivery, Medium
from tests.bookings.meetings import book_meeting, change_settings
from tests.bookings.test_host_entries import HOUR, address, host_mail, server, stands, target_of, write
from tests.builders import NOW, START
from tests.calendars.fake import WORK

__all__ = ["server"]
pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def add(now=NOW):
    """One round of the chore."""
    with transaction.atomic():
        return add_upcoming(now)


def add_all():
    while add():
        pass


def end(calendar):
    disconnect(connection=calendar.connection, now=NOW, on_unwritten=mail_invitations)


def choose_target(calendar, way, **more):
    choose(
        connection=way,
        checked=[],
        readings={},
        target=calendar,
        on_change=handle_reading,
        now=NOW,
        on_unwritten=mail_invitations,
        **more,
    )


def invitations(booking):
    """To the host, in the order in which they were decided: sequence, copy, method."""
    found = Delivery.objects.filter(thread=booking.uid, kind="host_confirmation").order_by("pk")
    return [(delivery.sequence, delivery.copy, delivery.facts["method"]) for delivery in found]


def owed_entries():
    return Delivery.objects.open().filter(medium=Medium.CALENDAR).count()


def target_with_upcoming(ana):
    calendar = target_of(ana)
    Target.objects.update(adds_upcoming=True)
    return calendar


def test_upcoming_meetings_are_added_once(ana, event_type, server):
    before = [book_meeting(ana, event_type, START + number * HOUR) for number in range(2)]
    over = book_meeting(ana, event_type, START + DAY)
    Booking.objects.filter(pk=over.pk).update(status="cancelled")
    target_with_upcoming(ana)
    after = book_meeting(ana, event_type, START + 2 * DAY)
    assert upcoming_without_entry(ana.pk, NOW).count() == 2
    add_all()
    write()
    write()
    assert [entry[0] for entry in stands(server)] == sorted(address(one) for one in [*before, after])
    assert (Target.objects.get().adds_upcoming, add(), owed_entries()) == (False, False, 0)
    # From then on they are as any other.
    reschedule(booking=before[0], start=START + 3 * DAY, actor=ana, now=NOW)
    assert "Your calendar “Work” is updated." in host_mail("host_change")[0]
    write()
    assert server.entries[address(before[0])].starts_at == START + 3 * DAY


def test_many_are_added_in_batches(ana, event_type, server, monkeypatch):
    assert MOST_ADDED <= 100
    monkeypatch.setattr("bookings.actions.host_calendars.MOST_ADDED", 2)
    for number in range(3):
        book_meeting(ana, event_type, START + number * DAY)
    target_with_upcoming(ana)
    rounds = [(add(), owed_entries()) for _round in range(3)]
    assert rounds == [(True, 2), (True, 3), (False, 3)]


def test_meeting_under_change_comes_next_time(ana, event_type, server):
    booking = book_meeting(ana, event_type)
    target_with_upcoming(ana)
    other = connection.copy()
    try:
        other.set_autocommit(False)
        other.cursor().execute("SELECT FROM bookings_booking WHERE id = %s FOR NO KEY UPDATE", [booking.pk])
        assert (add(), owed_entries(), Target.objects.get().adds_upcoming) == (False, 0, True)
    finally:
        other.close()
    add_all()
    assert (owed_entries(), Target.objects.get().adds_upcoming) == (1, False)


def test_cancelled_before_its_turn_is_not_added(ana, event_type, server):
    booking = book_meeting(ana, event_type)
    target_with_upcoming(ana)
    cancel(booking=booking, actor=ana, now=NOW)
    add_all()
    assert (owed_entries(), HostEntry.objects.count()) == (0, 0)


def test_target_changed_meanwhile_gets_nothing(ana, event_type, server):
    book_meeting(ana, event_type)
    calendar = target_with_upcoming(ana)
    end(calendar)
    assert (add(), owed_entries()) == (False, 0)


def test_calendar_connected_anew_gets_them_again(ana, event_type, server):
    former = target_of(ana)
    booking = book_meeting(ana, event_type)
    write()
    end(former)
    Connection.objects.update(account="former")
    target_with_upcoming(ana)
    add_all()
    write()
    # The same server, which has it already.
    assert [entry[0] for entry in stands(server)] == [address(booking)]
    row = HostEntry.objects.get()
    assert (row.state, row.calendar_id != former.pk) == ("written", True)


@pytest.mark.parametrize("way", ["disconnected", "nowhere"])
def test_unwritten_meeting_is_mailed_instead(ana, event_type, server, way):
    calendar = target_of(ana)
    booking = book_meeting(ana, event_type)
    end_it = partial(end, calendar) if way == "disconnected" else partial(choose_target, None, calendar.connection)
    end_it()
    assert invitations(booking) == [(0, 0, ""), (0, 1, "REQUEST")]
    text, parts = host_mail("host_confirmation")
    assert "was not added to your calendar “Work” in time." in text
    assert "text/calendar" in parts
    assert message(Delivery.objects.latest("pk")).subject.startswith("Invitation: 30-minute meeting with Priya Shah")
    assert (owed_entries(), HostEntry.objects.get().state) == (0, "removed")
    end_it()
    write()
    assert (len(invitations(booking)), stands(server)) == (2, [])
    # The next change comes as an invitation, too.
    reschedule(booking=booking, start=START + HOUR, actor=ana, now=NOW)
    assert "text/calendar" in host_mail("host_change")[1]


def test_move_not_yet_written_is_mailed(ana, event_type, server):
    calendar = target_of(ana)
    booking = book_meeting(ana, event_type)
    write()
    reschedule(booking=booking, start=START + HOUR, actor=ana, now=NOW)
    end(calendar)
    assert invitations(booking) == [(0, 0, ""), (1, 0, "REQUEST")]
    # What stands in the calendar stays.
    assert (len(stands(server)), HostEntry.objects.get().state) == (1, "written")


@pytest.mark.parametrize("why", ["written", "cancelled", "over", "erased"])
def test_nothing_more_to_tell(ana, event_type, server, why):
    calendar, now = target_of(ana), NOW
    booking = book_meeting(ana, event_type)
    if why == "written":
        write()
    elif why == "cancelled":
        cancel(booking=booking, actor=ana, now=NOW)
    elif why == "erased":
        booking.admission.__class__.objects.update(customer_email="", customer_name="")
    else:
        now = START + DAY
    disconnect(connection=calendar.connection, now=now, on_unwritten=mail_invitations)
    assert invitations(booking) == [(0, 0, "")]


def test_failed_entry_is_mailed_when_disconnected(ana, event_type, server):
    calendar = target_of(ana)
    server.failing[WORK.remote] = errors.ReadOnlyCalendar()
    booking = book_meeting(ana, event_type)
    write()
    assert Delivery.objects.failed().count() == 1
    end(calendar)
    assert invitations(booking) == [(0, 0, ""), (0, 1, "REQUEST")]


def test_tried_entry_stays_owed_with_nowhere(ana, event_type, server):
    """It may stand there, and its calendar can still be written to."""
    calendar = target_of(ana)
    booking = book_meeting(ana, event_type)
    server.lost = 1
    write()
    choose_target(None, calendar.connection)
    assert (invitations(booking), owed_entries(), Target.objects.count()) == ([(0, 0, "")], 1, 0)
    Delivery.objects.update(due_at=NOW)
    write()
    assert HostEntry.objects.get().state == "written"


def test_tick_asks_for_upcoming_meetings(anas, ana, event_type, server):
    change_settings(event_type, duration=30)
    calendar = target_of(ana)
    Target.objects.all().delete()
    url = f"/availability/calendars/{calendar.connection_id}/choose/"
    assert "upcoming" not in anas.get(url).context["form"].fields
    book_meeting(ana, event_type)
    assert "Also add the 1 upcoming meeting" in anas.get(url).content.decode()
    anas.post(url, {"checked": [], "target": calendar.pk, "upcoming": "on"})
    assert Target.objects.get().adds_upcoming
    add_all()
    assert "upcoming" not in anas.get(url).context["form"].fields
