"""Our own entry in a host's calendar, on a real server: it never stands in the way of the meeting that it is of."""

from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from bookings.actions import book, cancel, reschedule
from bookings.host_entries import entry_of
from bookings.management.commands.read_calendars import CALLBACKS
from calendars.models import BusyWeek, Calendar, Target
from calendars.queries import weeks_of
from calendars.readers import Readers
from calendars.secrets import seal_access
from calendars.weeks import spans_of_rows
from calendars.writers import Writers
from core.dates import from_epoch, to_epoch
from deliveries.models import Medium
from deliveries.senders import send_due
from pages.models import EventType
from pages.queries import list_starts, offers_of
from tests.builders import one_time_link, submission
from tests.calendars.attacks import calendar
from tests.calendars.builders import calendar_of, connection_of
from tests.calendars.contract.servers import HERE, radicale
from tests.calendars.fake import keep_no_room

pytestmark = [pytest.mark.contract, pytest.mark.django_db(transaction=True)]
QUARTER = timedelta(minutes=15)


@pytest.fixture(autouse=True)
def at_now():
    """Leases and readings go by the database's clock, so everything does."""


@pytest.fixture
def work(ana, tmp_path, settings):
    """Ana's calendar, which is checked and to which her meetings are added; and its server."""
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = HERE.private, True
    with radicale(tmp_path) as server:
        way = connection_of(ana, url=server.access.url)
        way.secret = seal_access(way, server.access)
        way.save()
        made = calendar_of(way, remote=server.folder)
        Target.objects.create(host=ana, calendar=made, since=timezone.now())
        read(made)
        yield made, server


def read(calendar):
    Calendar.objects.filter(pk=calendar.pk).update(due_at=timezone.now())
    readers = Readers(CALLBACKS, threads=1)
    while Calendar.objects.filter(pk=calendar.pk, due_at__lte=timezone.now()):
        readers.claim()
        readers.keep(5)


def write():
    while send_due(Medium.CALENDAR, Writers(entry_of, keep_no_room).send, stop=Event()):
        pass


def starts(user, now):
    """Those of the days from the day after tomorrow on, as seen at one moment."""
    (offer,) = offers_of(user.pages.get())
    window = to_epoch(now + timedelta(days=2)), to_epoch(now + timedelta(days=9))
    return [from_epoch(one) for one in list_starts(offer, window, now)]


def test_own_copies_stand_in_nobodys_way(ana, event_type, work):
    calendar_row, server = work
    EventType.objects.filter(pk=event_type.pk).update(interval=15)
    now = timezone.now()
    before = starts(ana, now)
    first = next(one for one in before if one + QUARTER in before and one + 2 * QUARTER in before)
    booking = book(submission=submission(event_type.pk, first), link=one_time_link(ana), now=timezone.now()).booking
    write()
    read(calendar_row)
    assert server.names() == {f"{booking.uid}.ics"}
    assert not BusyWeek.objects.exists()
    # Into a time that overlaps its own copy, which is not moved yet; and the copy is read once more as it stands.
    booking = reschedule(booking=booking, start=first + QUARTER, actor=ana, now=timezone.now())
    read(calendar_row)
    assert not BusyWeek.objects.exists()
    write()
    booking = reschedule(booking=booking, start=first, actor=ana, now=timezone.now())
    write()
    # Free at once, though the copy stands there still.
    cancel(booking=booking, actor=ana, now=timezone.now())
    assert starts(ana, now) == before
    read(calendar_row)
    assert (starts(ana, now), server.names()) == (before, {f"{booking.uid}.ics"})
    write()
    assert server.names() == set()


def test_control_strangers_events_block_time(ana, event_type, work):
    calendar_row, server = work
    now = timezone.now()
    first = starts(ana, now)[0]
    times = (f"DTSTART:{first:%Y%m%dT%H%M%SZ}", "DURATION:PT30M", "DTSTAMP:20300101T000000Z")
    server.save("one.ics", calendar("PRODID:x", "BEGIN:VEVENT", "UID:one", *times, "END:VEVENT"))
    read(calendar_row)
    assert spans_of_rows(weeks_of(calendar_row)) == [(to_epoch(first), to_epoch(first) + 1_800)]
    assert first not in starts(ana, now)
