"""Changes of a meeting while the calendar's server is still being told of the one before: the last one stands."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import OperationalError, connection, transaction

import deliveries.actions
from bookings.actions import cancel, erase_customer, reassign, reschedule
from bookings.actions.host_calendars import restore_entry, rewrite_entries
from bookings.host_entries import entry_of
from calendars.models import HostEntry
from calendars.providers import EntryPlace
from calendars.writers import Writers
from core.database import read_clock
from deliveries.models import Delivery, DeliveryQuerySet, Medium
from deliveries.senders import send_due
from tests.bookings.meetings import book_meeting
from tests.bookings.test_host_entries import HOUR, server, stands, target_of
from tests.builders import NOW, START
from tests.calendars.fake import keep_no_room

__all__ = ["server"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


@pytest.fixture(autouse=True)
def running_clock(monkeypatch):
    """Leases run by the database's clock, so what is due is claimed by it too."""
    monkeypatch.setattr(deliveries.actions, "read_clock", read_clock)


def write():
    entries = Delivery.objects.filter(medium=Medium.CALENDAR)
    entries.open().update(due_at=read_clock() - timedelta(seconds=1))
    send_due(Medium.CALENDAR, Writers(entry_of, keep_no_room).send, stop=Event())


def elsewhere(*acts):
    def run():
        try:
            for act in acts:
                act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()


def write_slowly(server, *acts):
    """Write what is due; while the server is being told, something else is done, and another writer looks for work."""
    put, done = server.put_entry, []

    def slow(*asked):
        if not done:
            done.append(True)
            elsewhere(*acts, write)
        return put(*asked)

    server.put_entry = slow
    write()


@pytest.mark.parametrize("is_guarded", [True, False])
def test_cancelled_while_being_written(ana, event_type, server, monkeypatch, is_guarded):
    if not is_guarded:
        monkeypatch.setattr(DeliveryQuerySet, "without_older_in_progress", lambda self, _now: self)
    target_of(ana)
    booking = book_meeting(ana, event_type)
    write_slowly(server, lambda: cancel(booking=booking, actor=ana, now=NOW))
    write()
    assert (len(server.entries), HostEntry.objects.get().state) == ((0, "removed") if is_guarded else (1, "written"))
    assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()


def test_moved_while_being_written(ana, event_type, server):
    target_of(ana)
    booking = book_meeting(ana, event_type)

    def move_twice():
        moved = reschedule(booking=booking, start=START + HOUR, actor=ana, now=NOW)
        reschedule(booking=moved, start=START + 1.5 * HOUR, actor=ana, now=NOW)

    write_slowly(server, move_twice)
    write()
    assert [(sequence, starts) for _address, sequence, starts in stands(server)] == [(2, START + 1.5 * HOUR)]
    assert HostEntry.objects.get().sequence == 2
    assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()


@pytest.mark.parametrize("is_written", [True, False])
def test_erased_customer_leaves_calendars_too(ana, event_type, server, is_written):
    """Also if the removal is owed still, or if the entry is being written as they are erased."""
    target_of(ana)
    booking = book_meeting(ana, event_type)
    leave = [
        lambda: cancel(booking=booking, actor=ana, now=NOW),
        lambda: erase_customer(actor=ana, email="priya@example.com", now=NOW),
    ]
    if is_written:
        write()
        for act in leave:
            act()
    else:
        write_slowly(server, *leave)
        # The lease of the writer that was overtaken runs out.
        Delivery.objects.filter(lease__isnull=False).update(leased_until=read_clock())
    write()
    assert (server.entries, HostEntry.objects.get().state) == ({}, "removed")
    entries = Delivery.objects.filter(medium=Medium.CALENDAR)
    assert {key for entry in entries for key in entry.facts} == {"recipient", "present", "if_told"}
    assert {entry.to for entry in entries} == {"Calendar of Ana Ruiz"}
    assert "priya" not in str(list(Delivery.objects.values())).lower()
    assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()


@pytest.mark.parametrize("what", ["tried in vain", "being written", "put back"])
def test_entry_that_may_stand_names_nobody(ana, event_type, server, what):
    """It is owed when its customer is erased, and stands there all the same."""
    calendar = target_of(ana)
    booking = book_meeting(ana, event_type)
    later = booking.ends_at + timedelta(days=1)

    def erase():
        erase_customer(actor=ana, email="priya@example.com", now=later)

    if what == "being written":
        write_slowly(server, erase)
        Delivery.objects.filter(lease__isnull=False).update(leased_until=read_clock())
    else:
        server.lost = 1 if what == "tried in vain" else 0
        write()
        if what == "put back":
            HostEntry.objects.update(state="moved", found_at=NOW, found_starts_at=START + HOUR, found_ends_at=later)
            restore_entry(booking=booking, host=ana, now=NOW)
        assert HostEntry.objects.get().state == "owed"
        erase()
    assert "Priya" in str(server.entries)
    Delivery.objects.open().update(due_at=NOW)
    write()
    (entry,) = server.entries.values()
    assert (HostEntry.objects.get().state, "Priya" in str(entry)) == ("written", False)
    assert calendar.remote in HostEntry.objects.get().remote


@pytest.mark.parametrize("count", [1, 3])
def test_entries_are_owed_again_at_once(ana, ben, event_type, server, count, django_assert_num_queries):
    """Erasing holds the organization's lock: what it costs does not grow with the entries."""
    target_of(ana)
    bookings = [book_meeting(ana, event_type, start=START + timedelta(days=number)) for number in range(count)]
    HostEntry.objects.update(state="written", remote="https://dav.example/work/a.ics")
    Delivery.objects.filter(medium=Medium.CALENDAR).update(sent_at=NOW)
    # Six, of which two begin and end the insert.
    with django_assert_num_queries(8), transaction.atomic():
        rewrite_entries([booking.pk for booking in bookings], NOW)
    owed = Delivery.objects.open().filter(medium=Medium.CALENDAR).order_by("pk")
    assert list(owed.values_list("thread", "recipient", "sequence", "copy", "facts__present")) == [
        (booking.uid, f"host:{ana.pk}", 0, 1, True) for booking in bookings
    ]


def test_entry_of_former_host_goes_nonetheless(ana, ben, event_type, server):
    """Its removal is owed when the customer is erased: it is not written once more."""
    target_of(ana), target_of(ben, "https://dav.example/ben/", "Ben's")
    booking = book_meeting(ana, event_type)
    write()
    reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    Delivery.objects.open().filter(medium=Medium.CALENDAR, facts__present=True).update(due_at=read_clock() - HOUR)
    send_due(Medium.CALENDAR, Writers(entry_of, keep_no_room).send, stop=Event())
    assert len(server.entries) == 2
    erase_customer(actor=ana, email="priya@example.com", now=booking.ends_at + timedelta(days=1))
    write()
    ((place, entry),) = server.entries.items()
    assert (place, "Priya" in str(entry)) == (f"https://dav.example/ben/{booking.uid}.ics", False)
    assert sorted(HostEntry.objects.values_list("host", "state")) == [(ana.pk, "removed"), (ben.pk, "written")]


def test_failed_removal_is_tried_anew(ana, event_type, server):
    target_of(ana)
    booking = book_meeting(ana, event_type)
    write()
    cancel(booking=booking, actor=ana, now=NOW)
    removal = Delivery.objects.open().filter(medium=Medium.CALENDAR)
    removal.update(failed_at=NOW, attempts=12, last_error="away")
    erase_customer(actor=ana, email="priya@example.com", now=NOW)
    write()
    assert (server.entries, HostEntry.objects.get().state) == ({}, "removed")


def test_entry_never_tried_is_not_made(ana, event_type, server):
    target_of(ana)
    booking = book_meeting(ana, event_type)
    erase_customer(actor=ana, email="priya@example.com", now=booking.ends_at + timedelta(days=1))
    assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_database_away_is_waited_for(ana, event_type, server, is_wrapped):
    """What the provider itself raises counts as its own failure, whatever was the cause."""
    target_of(ana)
    book_meeting(ana, event_type)
    away = OperationalError("server closed the connection unexpectedly")

    def fail(*_asked):
        if not is_wrapped:
            raise away
        raise KeyError("x") from away

    server.put_entry = fail
    raised = None
    try:
        write()
    except OperationalError as error:
        raised = error
    delivery = Delivery.objects.get(medium=Medium.CALENDAR)
    assert (raised, delivery.attempts, delivery.lease is None) == (None if is_wrapped else away, 1, is_wrapped)


def test_address_that_cannot_be_kept_fails(ana, event_type, server):
    """It is an answer that nobody can use, not a database that is away."""
    target_of(ana)
    book_meeting(ana, event_type)
    server.put_entry = lambda *_asked: EntryPlace("x" * 1_001, "")
    write()
    delivery = Delivery.objects.get(medium=Medium.CALENDAR)
    assert (delivery.attempts, delivery.lease, delivery.sent_at) == (1, None, None)
    assert "value too long" in delivery.last_error
