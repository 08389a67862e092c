"""A host changes our entries on a real server, by another program: they are asked, customers notice nothing."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from bookings.actions import book
from bookings.following import follow_edits
from calendars import readers
from calendars.models import Connection, HostEntry, Target
from calendars.providers import EntryPlace
from calendars.secrets import seal_access
from deliveries.models import Delivery
from pages.models import EventType
from tests.bookings.meetings import assert_nothing_written
from tests.builders import one_time_link, submission
from tests.calendars.builders import calendar_of, connection_of
from tests.calendars.contract.servers import HERE, faked_google, graph, radicale, xandikos
from tests.calendars.contract.test_own_copies import read, starts, write
from tests.customer.customers import read as page_of

pytestmark = [pytest.mark.contract, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)
# How connections to a server are kept, and the function that lists what is there, when it says that nothing is.
KINDS = {"google": "google", "graph": "microsoft"}
LIES = {"google": ("_pages", lambda *_asked: iter([{"items": []}])), "graph": ("all_pages", lambda *_asked: [])}


@pytest.fixture(autouse=True)
def at_now():
    """Leases and readings go by the database's clock, so everything does."""


@pytest.fixture(params=[radicale, xandikos, faked_google, graph], ids=lambda one: one.__name__)
def work(ana, event_type, tmp_path, settings, request):
    """Five meetings in Ana's calendar, which is checked; and its server."""
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = HERE.private, True
    EventType.objects.filter(pk=event_type.pk).update(interval=30)
    with request.param(tmp_path) as server:
        way = connection_of(ana, url=server.access.url, kind=KINDS.get(server.name, "caldav"))
        way.secret = seal_access(way, server.access)
        way.save()
        made = calendar_of(way, remote=server.folder)
        Target.objects.create(host=ana, calendar=made, since=timezone.now())
        read(made)
        chosen = starts(ana, timezone.now())[:5]
        bookings = [
            book(
                submission=submission(event_type.pk, one, email=f"{n}@x.example"),
                link=one_time_link(ana),
                now=timezone.now(),
            ).booking
            for n, one in enumerate(chosen)
        ]
        write()
        look(made)
        yield made, server, bookings


def look(calendar):
    """It is read, five minutes after it was last."""
    HostEntry.objects.update(lost_at=F("lost_at") - timedelta(minutes=5))
    read(calendar)


def states():
    return sorted(HostEntry.objects.values_list("state", flat=True))


def mails():
    return Delivery.objects.filter(kind="calendar_edited")


def move(server, booking, by):
    place = EntryPlace(HostEntry.objects.get(meeting=booking.uid).remote, "")
    text = server.stored(place).replace("\r\n", "\n").replace("\n", "\r\n")
    for instant in (booking.starts_at, booking.ends_at):
        assert f"{instant:%Y%m%dT%H%M%SZ}" in text
        text = text.replace(f"{instant:%Y%m%dT%H%M%SZ}", f"{instant + by:%Y%m%dT%H%M%SZ}")
    server.save(f"{booking.uid}.ics", text)


def test_moved_and_deleted_entries_are_asked_about(anas, work):
    calendar, server, (moved, deleted, *_others) = work
    assert states() == ["written"] * 5
    move(server, moved, 30 * DAY)
    server.delete(f"{deleted.uid}.ics")
    look(calendar)
    look(calendar)
    assert states() == ["missing", "moved", "written", "written", "written"]
    assert sorted(len(one.facts["edits"]) for one in mails()) == [1, 1]
    for booking in (moved, deleted):
        before = booking.starts_at
        booking.refresh_from_db()
        assert (booking.starts_at, booking.sequence, booking.is_scheduled) == (before, 0, True)
    assert not Delivery.objects.filter(kind__in=["customer_change", "customer_cancellation"]).exists()
    home = page_of(anas.get("/")).text
    assert "You moved or deleted 2 meetings in your calendar." in home
    anas.post("/meetings/calendar-entries/", {"deed": "put_back"})
    write()
    look(calendar)
    assert (states(), len(server.names())) == (["written"] * 5, 5)


def test_edits_are_followed_where_that_is_chosen(work):
    calendar, server, (moved, deleted, *_others) = work
    Connection.objects.update(follows_edits=True)
    move(server, moved, 30 * DAY)
    server.delete(f"{deleted.uid}.ics")
    look(calendar)
    look(calendar)
    follow_edits()
    write()
    look(calendar)
    to = moved.starts_at + 30 * DAY
    moved.refresh_from_db()
    deleted.refresh_from_db()
    assert (moved.starts_at, moved.sequence, deleted.status, mails().count()) == (to, 1, "cancelled", 0)
    assert (states(), len(server.names())) == (["removed", "written", "written", "written", "written"], 4)


def test_whole_calendar_that_vanishes_is_one_question(work):
    """Whatever the host has chosen."""
    calendar, server, bookings = work
    Connection.objects.update(follows_edits=True)
    for booking in bookings:
        server.delete(f"{booking.uid}.ics")
    with assert_nothing_written():
        look(calendar)
    assert (states(), mails().count()) == (["written"] * 5, 0)
    look(calendar)
    follow_edits()
    (mail,) = mails()
    assert (states(), len(mail.facts["edits"])) == (["missing"] * 5, 5)
    for booking in bookings:
        booking.refresh_from_db()
        assert booking.is_scheduled


def test_server_that_lies_once_opens_nothing(work, monkeypatch):
    """All answers about entries are wrong, for one reading."""
    calendar, server, _bookings = work
    server.save("other.ics", _other())
    lying = readers.provider_of(calendar.connection)
    with monkeypatch.context() as patch:
        patch.setattr(lying, "look_at_entry", lambda *_asked: None)
        patch.setattr(lying, *LIES.get(server.name, ("report", lambda *_asked: [])))
        look(calendar)
    assert HostEntry.objects.exclude(lost_at=None).count() == 5
    with assert_nothing_written():
        look(calendar)
        look(calendar)
    assert (states(), mails().count()) == (["written"] * 5, 0)
    assert not HostEntry.objects.exclude(lost_at=None).exists()


def test_missing_calendar_says_nothing_of_entries(work):
    calendar, server, _bookings = work
    if server.name == "google":
        server.served.calendars.clear()
    elif server.name == "graph":
        server.fake.calendars.clear()
    else:
        server.delete("")
    for _again in range(2):
        look(calendar)
    assert Connection.objects.get().state == "failing"
    assert (states(), mails().count()) == (["written"] * 5, 0)


def _other():
    lines = ("BEGIN:VEVENT", "UID:other", "DTSTAMP:20300101T000000Z", "DTSTART:20300101T090000Z", "DURATION:PT1H")
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x")
    return "\r\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", ""))
