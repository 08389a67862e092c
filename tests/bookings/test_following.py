"""Where a host has chosen so, meetings follow what the host does to them in their own calendar, for everybody."""

from datetime import timedelta

import pytest
from django.db import transaction

from bookings import following
from bookings.actions import reassign
from bookings.actions.edits import handle_reading
from bookings.actions.following import MOST_A_DAY
from bookings.following import MOST_OTHERS, follow_edits
from bookings.models import Booking
from calendars.actions.host_entries import note_edits
from calendars.errors import ServerAway
from calendars.models import Connection, HostEntry
from calendars.providers import HostEdit
from calendars.queries import written_entries
from core.dates import to_epoch
from deliveries.models import Delivery
from pages.models import HostTime
from tests.bookings.meetings import book_meeting, change_settings
from tests.bookings.test_host_entries import HOUR, address, server, stands, target_of, write
from tests.builders import NOW, START, add_colleagues
from tests.calendars.builders import calendar_of

__all__ = ["server"]
pytestmark = pytest.mark.django_db(transaction=True)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AGAIN = [timedelta(), 2 * MINUTE]


@pytest.fixture
def work(ana, event_type, server):
    """Ana's calendar, in which she moves and deletes as she likes; her meetings follow."""
    change_settings(event_type, limit_per_day=None, interval=30)
    calendar = target_of(ana)
    Connection.objects.update(follows_edits=True)
    return calendar


def made(ana, event_type, number=1):
    """Meetings in her calendar, four a day."""
    starts = [START + number // 4 * DAY + number % 4 * HOUR / 2 for number in range(number)]
    bookings = [
        book_meeting(ana, event_type, start, email=f"{number}@x.example") for number, start in enumerate(starts)
    ]
    while Delivery.objects.open().filter(medium="calendar", due_at__lte=NOW).exists():
        write()
    return bookings


def seen(calendar, edits, now=NOW, length=1_800):
    """A reading shows these edits: new starts, or None, by the meetings."""
    entries = {entry.uid: entry for entry in written_entries(calendar, now)}
    found = []
    for booking, start in edits.items():
        span = None if start is None else (to_epoch(start), to_epoch(start) + length)
        found.append(HostEdit(entries[str(booking.uid)], span))
    with transaction.atomic():
        handle_reading(calendar.host_id, [], note_edits(found, now))


def deleted(calendar, bookings):
    for later in AGAIN:
        seen(calendar, dict.fromkeys(bookings), NOW + later)


def kinds(booking):
    return set(Delivery.objects.filter(thread=booking.uid, sequence__gt=0).values_list("kind", flat=True))


def asked():
    return [len(delivery.facts["edits"]) for delivery in Delivery.objects.filter(kind="calendar_edited").order_by("pk")]


def waiting():
    return HostEntry.objects.filter(follow_at__isnull=False).count()


def test_moved_meeting_moves_for_everybody(ana, event_type, work, server):
    (booking,) = made(ana, event_type)
    seen(work, {booking: START + 5 * HOUR})
    booking.refresh_from_db()
    assert (booking.starts_at, waiting(), asked()) == (START, 1, [])
    follow_edits()
    follow_edits()
    booking.refresh_from_db()
    assert (booking.starts_at, booking.sequence, booking.decided_by, waiting()) == (START + 5 * HOUR, 1, ana, 0)
    assert {"customer_change", "host_change"} <= kinds(booking)
    write()
    assert (stands(server), asked()) == ([(address(booking), 1, START + 5 * HOUR)], [])


def test_deleted_meeting_is_cancelled_for_everybody(ana, event_type, work):
    (booking,) = made(ana, event_type)
    seen(work, {booking: None})
    follow_edits()
    booking.refresh_from_db()
    assert (booking.is_scheduled, waiting()) == (True, 0)
    deleted(work, [booking])
    follow_edits()
    booking.refresh_from_db()
    assert (booking.status, booking.decided_by, asked()) == ("cancelled", ana, [])
    assert "customer_cancellation" in kinds(booking)


def test_without_the_choice_everything_is_asked(ana, event_type, work):
    Connection.objects.update(follows_edits=False)
    (booking,) = made(ana, event_type)
    seen(work, {booking: START + 5 * HOUR})
    follow_edits()
    booking.refresh_from_db()
    assert (booking.starts_at, waiting(), asked()) == (START, 0, [1])


@pytest.mark.parametrize(("number", "follows"), [(3, True), (4, False)])
def test_more_than_three_are_asked_about(ana, event_type, work, number, follows):
    bookings = made(ana, event_type, number)
    deleted(work, bookings)
    follow_edits()
    assert Booking.objects.filter(status="cancelled").count() == (number if follows else 0)
    assert asked() == ([] if follows else [number])


def test_what_is_doubted_counts_as_well(ana, event_type, work):
    """Four are lacked, one of which stands in doubt a little longer."""
    bookings = made(ana, event_type, 4)
    seen(work, dict.fromkeys(bookings[:3]))
    seen(work, dict.fromkeys(bookings), NOW + 2 * MINUTE)
    follow_edits()
    assert (Booking.objects.filter(status="cancelled").count(), asked()) == (0, [3])


def test_five_a_day_follow_no_more(ana, event_type, work):
    bookings = made(ana, event_type, MOST_A_DAY + 2)
    for booking in bookings[: MOST_A_DAY + 1]:
        deleted(work, [booking])
        follow_edits()
    assert (Booking.objects.filter(status="cancelled").count(), asked()) == (MOST_A_DAY, [1])
    HostEntry.objects.update(followed_at=NOW - DAY)
    deleted(work, bookings[-1:])
    follow_edits()
    assert (Booking.objects.filter(status="cancelled").count(), asked()) == (MOST_A_DAY + 1, [1])


def test_one_meeting_follows_once_a_day(ana, event_type, work):
    (booking,) = made(ana, event_type)
    for hours in (3, 5):
        seen(work, {booking: START + hours * HOUR})
        follow_edits()
        write()
    booking.refresh_from_db()
    assert (booking.starts_at, booking.sequence, asked()) == (START + 3 * HOUR, 1, [1])


@pytest.mark.parametrize(
    ("starts", "to"), [(NOW + HOUR, None), (NOW + HOUR, START + HOUR), (START, NOW + HOUR), (START, NOW - HOUR)]
)
def test_within_the_hour_is_asked_about(ana, event_type, work, starts, to):
    change_settings(event_type, notice=0)
    (booking,) = made(ana, event_type)
    Booking.objects.update(starts_at=starts, ends_at=starts + HOUR / 2)
    for later in AGAIN if to is None else AGAIN[:1]:
        seen(work, {booking: to}, NOW + later)
    follow_edits()
    booking.refresh_from_db()
    assert (booking.starts_at, booking.is_scheduled, waiting(), asked()) == (starts, True, 0, [1])


def test_meetings_of_several_hosts_are_asked_about(ana, event_type, work):
    (booking,) = made(ana, event_type)
    (page,) = add_colleagues(ana, 1)
    time_of = HostTime.objects.get(meeting=booking.uid)
    time_of.pk, time_of.host = None, page.owner
    time_of.save()
    deleted(work, [booking])
    follow_edits()
    booking.refresh_from_db()
    assert (booking.is_scheduled, waiting(), asked()) == (True, 0, [1])


def test_meeting_of_former_host_is_asked_about(ana, ben, event_type, work):
    """They may share a calendar: what is removed there for one of them is no deed of the other."""
    (booking,) = made(ana, event_type)
    target_of(ben)
    Connection.objects.update(follows_edits=True)
    reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    while Delivery.objects.open().filter(medium="calendar", due_at__lte=NOW).exists():
        write()
    booking.refresh_from_db()
    theirs = HostEntry.objects.get(host=ben).calendar
    deleted(theirs, [booking])
    follow_edits()
    booking.refresh_from_db()
    assert (booking.is_scheduled, waiting(), asked()) == (True, 0, [1])


def test_entry_made_whole_day_is_asked_about(ana, event_type, work):
    (booking,) = made(ana, event_type)
    seen(work, {booking: START.replace(hour=0) + DAY}, length=86_400)
    follow_edits()
    booking.refresh_from_db()
    assert (booking.starts_at, waiting(), asked()) == (START, 0, [1])


def beside(calendar, number=1):
    """Other calendars of the account."""
    way = calendar.connection
    return [calendar_of(way, remote=f"https://dav.example/{position}/", writable=True) for position in range(number)]


def test_entry_in_another_calendar_is_asked_about(ana, event_type, work, server):
    (booking,) = made(ana, event_type)
    (other,) = beside(work)
    server.entries[address(booking, other.remote)] = server.entries.pop(address(booking))
    deleted(work, [booking])
    follow_edits()
    booking.refresh_from_db()
    assert (booking.is_scheduled, waiting(), asked()) == (True, 0, [1])


@pytest.mark.parametrize(("others", "is_away", "follows"), [(1, False, True), (1, True, False), (11, False, False)])
def test_other_calendars_are_looked_at_first(ana, event_type, work, server, others, is_away, follows):
    assert others == 1 or others > MOST_OTHERS
    (booking,) = made(ana, event_type)
    for calendar in beside(work, others):
        server.failing |= {calendar.remote: ServerAway()} if is_away else {}
    deleted(work, [booking])
    follow_edits()
    booking.refresh_from_db()
    assert (booking.is_scheduled, waiting(), asked()) == (not follows, 0, [] if follows else [1])


def test_refused_move_is_asked_about(ana, event_type, work):
    first, second = made(ana, event_type, 2)
    seen(work, {first: second.starts_at})
    follow_edits()
    first.refresh_from_db()
    assert (first.starts_at, waiting(), asked()) == (START, 0, [1])


def test_changed_mind_is_asked_about(ana, event_type, work):
    (booking,) = made(ana, event_type)
    seen(work, {booking: START + 5 * HOUR})
    Connection.objects.update(follows_edits=False)
    follow_edits()
    booking.refresh_from_db()
    assert (booking.starts_at, waiting(), asked()) == (START, 0, [1])


def test_fault_of_one_leaves_the_others(ana, event_type, work, monkeypatch):
    first, second = made(ana, event_type, 2)
    seen(work, {first: START + 5 * HOUR, second: None})
    deleted(work, [second])
    real = following.reschedule
    monkeypatch.setattr(following, "reschedule", lambda **given: 1 / 0 if given["booking"] == first else real(**given))
    follow_edits()
    second.refresh_from_db()
    assert (second.status, waiting(), asked()) == ("cancelled", 0, [1])
