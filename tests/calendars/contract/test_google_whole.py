"""Google from the first press to the last: connected, blocking, written to, edited by its host, taken back, ended."""

import json
import logging
from datetime import timedelta
from threading import Event
from urllib.parse import urlencode

import pytest
from django.db.models import F
from django.utils import timezone

from bookings.actions import book, cancel, reschedule
from bookings.actions.erasing import cancel_and_erase
from bookings.actions.rooms import save_room
from bookings.host_entries import entry_of
from bookings.management.commands.read_calendars import CALLBACKS
from bookings.models import Booking
from calendars.actions import connecting
from calendars.models import BusyWeek, Calendar, Connection, HostEntry
from calendars.readers import Readers
from calendars.secrets import open_access
from calendars.writers import Writers
from core.dates import from_epoch, to_epoch
from deliveries.models import Delivery, Medium
from deliveries.senders import send_due
from pages.models import EventType, HostTime, LocationKind
from pages.queries import list_starts, offers_of
from tests.builders import one_time_link, submission
from tests.calendars.fake import keep_no_room
from tests.calendars.fakes.google import Google
from tests.calendars.fakes.vendor import known_vendor
from tests.dump import dump_database

pytestmark = [pytest.mark.contract, pytest.mark.django_db(transaction=True)]
LIST, ANA = "/availability/calendars/", "ana@gmail.example"
HOUR = timedelta(hours=1)
WORDS = ("chemotherapy", "ward-seven", "kessler")


@pytest.fixture(autouse=True)
def at_now():
    """Leases and readings go by the database's clock, so everything does."""


@pytest.fixture
def served(monkeypatch, settings):
    made = Google()
    with known_vendor(monkeypatch, settings, Connection.Kind.GOOGLE, made.tokens, made.answer):
        yield made


def allow(client, served, path):
    """To Google and back, and the press that connects."""
    answer = served.tokens.allow(client.get(f"{LIST}{path}").context["link"], ANA)
    client.get(f"/calendars/google/done/?{urlencode(answer)}")
    return client.post(f"{LIST}confirm/")


def connect(client, served):
    allow(client, served, "new/google/")
    work = Calendar.objects.get()
    client.post(f"{LIST}{work.connection_id}/choose/", {"checked": [work.pk], "target": work.pk})
    work.refresh_from_db()
    return work


def has(served, start, **event):
    kept = served.calendars[ANA]
    name = f"host{len(kept.events):04}"
    at = {end: {"dateTime": when.isoformat()} for end, when in (("start", start), ("end", start + HOUR))}
    made = {"id": name, "iCalUID": name, "status": "confirmed", "summary": "Chemotherapy", "location": "Ward-Seven"}
    return served.save(kept, made | {"attendees": [{"email": "kessler@clinic.example"}]} | at | event)


def first_start(user):
    (offer,) = offers_of(user.pages.get())
    now = timezone.now()
    return from_epoch(list_starts(offer, (to_epoch(now), to_epoch(now) + 7 * 86_400), now)[0])


def read():
    Calendar.objects.filter(checked=True).update(due_at=timezone.now())
    readers = Readers(CALLBACKS, threads=1)
    readers.claim()
    readers.keep(20)


def write(on_room=keep_no_room):
    Delivery.objects.open().filter(medium=Medium.CALENDAR).update(due_at=timezone.now())
    while send_due(Medium.CALENDAR, Writers(entry_of, on_room).send, stop=Event()):
        pass


def meet(user):
    start = first_start(user)
    link = one_time_link(user)
    return book(submission=submission(user.event_types.get().pk, start), link=link, now=timezone.now()).booking


def existing(served):
    return [one for one in served.calendars[ANA].events.values() if one["status"] != "cancelled"]


def test_busy_time_blocks_and_nothing_is_told(anas, ana, event_type, served, caplog):
    caplog.set_level(logging.DEBUG)
    free = first_start(ana)
    has(served, free)
    work = connect(anas, served)
    assert (work.checked, work.writable, work.zone, BusyWeek.objects.count()) == (True, True, "Europe/Berlin", 1)
    assert first_start(ana) >= free + HOUR
    tokens = open_access(work.connection).tokens
    places = dump_database().lower() + caplog.text.lower() + anas.get(LIST).content.decode().lower()
    assert [word for word in (*WORDS, tokens.access, tokens.refresh) if word in places] == []


def test_meeting_is_written_edited_and_removed(anas, ana, event_type, served):
    connect(anas, served)
    booking = meet(ana)
    served.lost = 1
    write()
    write()
    (event,) = existing(served)
    assert event["extendedProperties"]["private"]["admitOne"] == str(booking.uid)
    entry = HostEntry.objects.get()
    assert (entry.state, entry.remote) == ("written", event["id"])
    read()
    assert not BusyWeek.objects.exists()
    later = booking.starts_at + 3 * HOUR
    served.save(
        served.calendars[ANA],
        event | {end: {"dateTime": at.isoformat()} for end, at in (("start", later), ("end", later + HOUR))},
    )
    read()
    entry.refresh_from_db()
    assert (entry.state, entry.found_starts_at) == ("moved", later)
    served.save(served.calendars[ANA], event | {"status": "cancelled"})
    read()
    entry.refresh_from_db()
    assert entry.state == "moved"
    # Gone is what two readings lack, five minutes apart.
    HostEntry.objects.update(lost_at=F("lost_at") - HOUR)
    read()
    entry.refresh_from_db()
    booking.refresh_from_db()
    assert (entry.state, booking.status) == ("missing", "scheduled")
    served.save(served.calendars[ANA], dict(event))
    cancel(booking=booking, actor=ana, sequence=booking.sequence, reason="", now=timezone.now())
    write()
    assert existing(served) == []


def test_taken_back_access_waits_for_reconnection(anas, ana, event_type, served):
    work = connect(anas, served)
    for grant in served.tokens.refresh.values():
        grant.revoked = True
    served.tokens.access.clear()
    booking = meet(ana)
    write()
    write()
    way = Connection.objects.get()
    assert (way.state, existing(served)) == ("refused", [])
    assert ana.calendar_alerts.filter(kind="unread", closed_at=None).count() == 1
    assert "Reconnect the account" in anas.get(LIST).content.decode()
    allow(anas, served, f"{way.pk}/reconnect/")
    way.refresh_from_db()
    assert (way.state, ana.calendar_alerts.filter(closed_at=None).count()) == ("ok", 0)
    write()
    (event,) = existing(served)
    assert event["extendedProperties"]["private"]["admitOne"] == str(booking.uid)
    work.refresh_from_db()
    assert work.read_at is not None


def test_disconnecting_forgets_at_google_too(anas, served, ana, event_type):
    work = connect(anas, served)
    assert anas.post(f"{LIST}{work.connection_id}/disconnect/").url == LIST
    way = Connection.objects.get()
    assert (way.secret, BusyWeek.objects.count()) == ("", 0)
    assert [grant.revoked for grant in served.tokens.refresh.values()] == [True]


def test_disconnecting_is_one_commit(anas, ana, served, monkeypatch):
    """Whoever is stopped in between has ended nothing: secret and busy time are gone together, or not at all."""
    has(served, first_start(ana))
    work = connect(anas, served)
    monkeypatch.setattr(connecting, "give_up_entries", lambda *_given, **_how: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        connecting.disconnect(connection=work.connection, now=timezone.now())
    way = Connection.objects.get()
    assert (way.secret == "", way.disconnected_at, BusyWeek.objects.count()) == (False, None, 1)
    assert [grant.revoked for grant in served.tokens.refresh.values()] == [False]


def test_erased_customer_is_erased_at_google(anas, ana, event_type, served):
    """Of a meeting to come the event goes; of one that is over it stays, without whom it was with."""
    connect(anas, served)
    past, ahead = meet(ana), meet(ana)
    write()
    assert all("Priya" in event["summary"] for event in existing(served))
    before = timezone.now() - timedelta(days=3)
    for rows, found in (
        (Booking, {"pk": past.pk}),
        (HostTime, {"meeting": past.uid}),
        (HostEntry, {"meeting": past.uid}),
    ):
        rows.objects.filter(**found).update(starts_at=before, ends_at=before + HOUR / 2)
    seen = [(ahead.pk, ahead.sequence)]
    cancel_and_erase(actor=ana, email="priya@example.com", seen=seen, now=timezone.now())
    write()
    (event,) = existing(served)
    assert event["extendedProperties"]["private"]["admitOne"] == str(past.uid)
    assert [word for word in ("priya", "shah") if word in json.dumps(event).lower()] == []
    assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()


def test_room_comes_moves_and_goes_with_it(anas, ana, event_type, served):
    connect(anas, served)
    EventType.objects.filter(pk=event_type.pk).update(location_kind=LocationKind.CALENDAR)
    booking = meet(ana)
    served.lost = 1
    write(save_room)
    write(save_room)
    booking.refresh_from_db()
    (event,) = existing(served)
    assert (booking.location, served.rooms.made, booking.sequence) == (event["hangoutLink"], 1, 0)
    mail = Delivery.objects.get(kind="customer_confirmation")
    assert (mail.facts["location"], mail.due_at <= timezone.now()) == (event["hangoutLink"], True)
    moved = reschedule(booking=booking, start=first_start(ana), actor=ana, now=timezone.now())
    write(save_room)
    moved.refresh_from_db()
    assert [one["hangoutLink"] for one in existing(served)] == [moved.location] == [booking.location]
    assert served.rooms.made == 1
    cancel(booking=moved, actor=ana, sequence=moved.sequence, reason="", now=timezone.now())
    write(save_room)
    assert existing(served) == []
