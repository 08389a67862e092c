"""A host moves or deletes our entry in their own calendar: it is said to them, and nothing changes for the customer."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import F

from bookings import fresh_readings
from bookings.actions import reschedule
from bookings.actions.host_calendars import restore_entry
from bookings.fresh_readings import refresh_readings
from calendars import errors
from calendars.models import Calendar, HostEntry
from core.database import read_clock
from core.dates import to_epoch
from deliveries.models import Delivery, Medium
from tests.bookings.meetings import assert_nothing_written, book_meeting
from tests.bookings.test_host_entries import HOUR, address, server, stands, target_of, write
from tests.builders import NOW, START
from tests.customer.customers import fields, read

__all__ = ["server"]
pytestmark = pytest.mark.django_db(transaction=True)
MOVED_TO = START + HOUR


@pytest.fixture(autouse=True)
def far_ahead(monkeypatch):
    monkeypatch.setattr(fresh_readings, "window_ahead", lambda _host, _now: (0, to_epoch(NOW) + 10**8))


@pytest.fixture
def booking(ana, event_type, server):
    """Written into Ana's calendar, which is checked."""
    calendar = target_of(ana)
    made = book_meeting(ana, event_type)
    write()
    Calendar.objects.filter(pk=calendar.pk).update(checked=True)
    return made


def look(user, **fields):
    """The calendar is read, five minutes after it was last."""
    HostEntry.objects.update(lost_at=F("lost_at") - timedelta(minutes=5))
    known = {"read_at": read_clock() - timedelta(minutes=1), "known_until": NOW + timedelta(days=365)}
    Calendar.objects.update(**known, lease=None, leased_until=None, **fields)
    refresh_readings([user.pk])


@contextmanager
def only_host_is_told():
    """Nothing changes for anybody; the host gets a mail."""
    with assert_nothing_written():
        yield
        ((number, _rows),) = [Delivery.objects.filter(kind="calendar_edited").delete()]
        assert number == 1


def move(server, booking, to=MOVED_TO, minutes=30):
    place = address(booking)
    server.entries[place] = replace(server.entries[place], starts_at=to, ends_at=to + timedelta(minutes=minutes))


def state():
    row = HostEntry.objects.get()
    return row.state, row.found_starts_at, row.found_at is not None


def page(client, booking):
    return read(client.get(f"/meetings/{booking.pk}/")).text


def test_unchanged_entry_says_nothing(anas, ana, booking, server):
    look(ana)
    assert (state(), server.looks) == (("written", None, False), 0)
    assert "in your calendar" not in page(anas, booking)


def test_moved_entry_is_said(anas, ana, booking, server):
    move(server, booking)
    with only_host_is_told():
        look(ana)
    assert state() == ("moved", MOVED_TO, True)
    text = page(anas, booking)
    assert "You moved this meeting in your calendar “Work” to " in text
    assert "16:00. Priya Shah has not been told." in text
    assert ("Move it for Priya Shah too" in text, "Put it back" in text, "Leave it out" in text) == (True, True, False)
    # Moved back by hand, all is as it was.
    move(server, booking, START)
    look(ana)
    assert state() == ("written", None, False)


def test_longer_entry_is_hosts_affair(ana, booking, server):
    move(server, booking, START, minutes=60)
    look(ana)
    assert state() == ("written", None, False)


def test_moving_it_for_the_customer_too(anas, ana, booking, server):
    move(server, booking)
    look(ana)
    response = move_too(anas, booking)
    assert "Meeting moved. Everyone gets an email." in response
    booking.refresh_from_db()
    assert (booking.starts_at, "You moved this meeting" in response) == (MOVED_TO, False)
    write()
    assert (state(), stands(server)) == (("written", None, False), [(address(booking), 1, MOVED_TO)])
    assert Delivery.objects.filter(kind="customer_change").count() == 1


def move_too(client, booking, **other):
    """The button is pressed. The page that follows."""
    html = client.get(f"/meetings/{booking.pk}/").content.decode()
    form = fields_of(html, "calendar-entry") | {"deed": "move"} | other
    return read(client.post(f"/meetings/{booking.pk}/calendar-entry/", form, follow=True)).text


@pytest.mark.parametrize(
    "to",
    [
        pytest.param(START + timedelta(minutes=7), id="beside the grid"),
        pytest.param(START + timedelta(hours=9), id="after hours"),
        pytest.param(START + timedelta(days=5), id="on a Saturday"),
        pytest.param(NOW + timedelta(minutes=10), id="without notice"),
        pytest.param(START + timedelta(days=400), id="beyond the horizon"),
    ],
)
def test_host_moves_to_any_free_time(anas, ana, booking, server, to):
    """Whoever moves their own meeting knows their day: no grid, hours, notice or horizon binds them."""
    move(server, booking, to)
    look(ana)
    Calendar.objects.update(known_until=to + timedelta(days=2))
    assert "Meeting moved" in move_too(anas, booking)
    booking.refresh_from_db()
    assert booking.starts_at == to


def test_host_is_not_moved_into_another_meeting(anas, ana, event_type, booking, server):
    Calendar.objects.update(read_at=read_clock(), known_until=NOW + timedelta(days=365))
    other = book_meeting(ana, event_type, MOVED_TO, email="other@x.example")
    move(server, booking, MOVED_TO - timedelta(minutes=15))
    look(ana)
    with assert_nothing_written():
        text = move_too(anas, booking)
    assert "15:45 is not free: you, or another host of this meeting, are busy then. Nothing has changed." in text
    other.refresh_from_db(), booking.refresh_from_db()
    assert (other.starts_at, booking.starts_at) == (MOVED_TO, START)
    assert HostEntry.objects.get(meeting=booking.uid).state == "moved"


def test_old_page_moves_nothing(anas, ana, booking, server):
    move(server, booking)
    look(ana)
    for wrong in ({"start": str(to_epoch(MOVED_TO) + 60)}, {"start": "x"}, {"sequence": ""}, {"sequence": "7"}):
        with assert_nothing_written():
            assert "The meeting has changed since you opened this page." in move_too(anas, booking, **wrong)


def fields_of(html, action):
    form = html.partition(f'/{action}/"')[2].partition("</form>")[0]
    return fields(type("Response", (), {"content": form.encode()})())


def test_putting_it_back(anas, ana, booking, server):
    move(server, booking)
    look(ana)
    for _again in range(2):
        assert anas.post(f"/meetings/{booking.pk}/calendar-entry/", {"deed": "put_back"}).status_code == 302
    assert Delivery.objects.filter(medium=Medium.CALENDAR).count() == 2
    write()
    assert (state(), stands(server)) == (("written", None, False), [(address(booking), 0, START)])
    look(ana)
    assert "You moved" not in page(anas, booking)


def test_deleted_entry_is_said(anas, ana, booking, server):
    server.entries.clear()
    with assert_nothing_written():
        look(ana)
    with only_host_is_told():
        look(ana)
    assert (state(), server.looks) == (("missing", None, True), 2)
    text = page(anas, booking)
    assert "You deleted this meeting from your calendar “Work”. It still takes place." in text
    assert all(label in text for label in ("Put it back", "Leave it out", "Cancel the meeting"))
    assert "has not been told" not in text
    restore_entry(booking=booking, host=ana, now=NOW)
    write()
    assert len(stands(server)) == 1


def test_left_out_until_the_next_change(anas, ana, booking, server):
    server.entries.clear()
    look(ana)
    look(ana)
    anas.post(f"/meetings/{booking.pk}/calendar-entry/", {"deed": "leave_out"})
    look(ana)
    assert (state()[0], "in your calendar" in page(anas, booking), stands(server)) == ("removed", False, [])
    reschedule(booking=booking, start=MOVED_TO, actor=ana, now=NOW)
    write()
    assert stands(server) == [(address(booking), 1, MOVED_TO)]


def test_phantom_deletion_opens_nothing(ana, booking, server):
    """The server leaves it out of a list, and has it when it is asked for."""
    server.hidden.add(str(booking.uid))
    look(ana)
    assert (state(), server.looks, Calendar.objects.get().cursor) == (("written", None, False), 1, {"ctag": "1"})


def test_uncertain_deletion_is_asked_again(ana, booking, server, monkeypatch):
    server.entries.clear()

    def away(*_asked):
        raise errors.ServerAway

    with monkeypatch.context() as patch:
        patch.setattr(server, "look_at_entry", away)
        look(ana)
    # As if it had changed, so that the next reading is a whole one.
    assert (state()[0], Calendar.objects.get().cursor) == ("written", {})
    look(ana)
    assert (state()[0], Calendar.objects.get().cursor) == ("written", {})
    look(ana)
    assert state()[0] == "missing"


def test_change_under_way_is_no_edit(ana, booking, server):
    """The entry is about to be written anew: at its new time it is ours, not the host's doing."""
    look(ana)
    reschedule(booking=booking, start=MOVED_TO, actor=ana, now=NOW)
    move(server, booking)
    look(ana)
    assert state()[0] == "written"


def test_colleagues_do_not_read_it(client, ana, ben, booking, server):
    move(server, booking)
    look(ana)
    ben.role = "admin"
    ben.save()
    client.force_login(ben)
    assert "has not been told" not in page(client, booking)
    client.post(f"/meetings/{booking.pk}/calendar-entry/", {"deed": "put_back"})
    assert (state()[0], Delivery.objects.filter(medium=Medium.CALENDAR).count()) == ("moved", 1)
