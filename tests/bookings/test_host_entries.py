"""Meetings in hosts' own calendars: once in each, where they are to be, and gone when they are over."""

import time
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from django.db.models.functions import Now

import calendars.writers
from bookings.actions import approve, cancel, reassign, reschedule
from bookings.emails import message
from bookings.host_entries import entry_of
from calendars import errors
from calendars.actions.connecting import disconnect, reconnect
from calendars.actions.renewing import drop_token
from calendars.models import Connection, HostEntry, Target
from calendars.providers import Access, Tokens
from calendars.secrets import seal_access
from calendars.services import PROVIDERS, caldav_account
from calendars.writers import Writers
from deliveries import senders
from deliveries.models import Delivery, Medium
from deliveries.senders import send_due
from tests.bookings.meetings import book_meeting, change_settings
from tests.builders import NOW, START
from tests.calendars.builders import calendar_of, connection_of
from tests.calendars.fake import WORK, FakeProvider, keep_no_room

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def server(monkeypatch):
    fake = FakeProvider()
    monkeypatch.setitem(PROVIDERS, Connection.Kind.CALDAV, fake)
    return fake


def target_of(user, remote=WORK.remote, name="Work"):
    way = connection_of(user)
    way.secret = seal_access(way, Access("https://dav.example/", user.email, "word"))
    way.save()
    calendar = calendar_of(way, checked=False, remote=remote, name=name)
    Target.objects.update_or_create(host=user, defaults={"calendar": calendar, "since": NOW})
    return calendar


def write():
    """The next two that are due, once: what is put off by the database's clock would be due again by that of a test."""
    send_due(Medium.CALENDAR, Writers(entry_of, keep_no_room).send, stop=Event())


def put_off(delivery, about):
    found = Delivery.objects.filter(pk=delivery.pk, due_at__gt=Now() + about * 0.9, due_at__lt=Now() + about * 1.1)
    return found.exists()


def stands(server):
    return sorted((address, entry.sequence, entry.starts_at) for address, entry in server.entries.items())


def address(booking, remote=WORK.remote):
    return f"{remote}{booking.uid}.ics"


def host_mail(kind):
    mail = Delivery.objects.filter(kind=kind).latest("pk")
    mime = message(mail).message()
    return mime.get_body(("plain",)).get_content(), [part.get_content_type() for part in mime.walk()]


def test_meeting_is_written_moved_and_removed(ana, event_type, server):
    target_of(ana)
    booking = book_meeting(ana, event_type)
    write()
    assert stands(server) == [(address(booking), 0, START)]
    (entry,) = server.entries.values()
    assert (entry.ends_at, entry.summary) == (booking.ends_at, "30-minute meeting: Priya Shah & Ana Ruiz")
    assert entry.description.startswith("Priya Shah, priya@example.com")
    assert entry.page.endswith(f"/meetings/{booking.pk}/")
    row = HostEntry.objects.get()
    assert (row.state, row.remote, row.sequence, row.starts_at) == ("written", address(booking), 0, START)
    reschedule(booking=booking, start=START + HOUR, actor=ana, now=NOW)
    write()
    assert stands(server) == [(address(booking), 1, START + HOUR)]
    cancel(booking=booking, actor=ana, now=NOW)
    write()
    row.refresh_from_db()
    assert (stands(server), row.state, row.remote) == ([], "removed", "")
    assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()


def test_hosts_mail_brings_no_second_entry(ana, event_type, server):
    target_of(ana)
    booking = book_meeting(ana, event_type)
    text, parts = host_mail("host_confirmation")
    assert "It is added to your calendar “Work”." in text
    assert "text/calendar" not in parts
    # The customer has a calendar of their own.
    assert "text/calendar" in host_mail("customer_confirmation")[1]
    reschedule(booking=booking, start=START + HOUR, actor=ana, now=NOW)
    text, parts = host_mail("host_change")
    assert "Your calendar “Work” is updated." in text
    assert "text/calendar" not in parts
    cancel(booking=booking, actor=ana, now=NOW)
    text, parts = host_mail("host_cancellation")
    assert "It is removed from your calendar “Work”." in text
    assert "text/calendar" not in parts


def test_without_target_all_is_as_before(ana, event_type, server):
    booking = book_meeting(ana, event_type)
    assert "text/calendar" in host_mail("host_confirmation")[1]
    # Who was invited by mail is told of the end by mail, also if they have connected a calendar since.
    target_of(ana)
    cancel(booking=booking, actor=ana, now=NOW)
    assert "text/calendar" in host_mail("host_cancellation")[1]
    assert not Delivery.objects.filter(medium=Medium.CALENDAR).exists()


@pytest.mark.parametrize("deed", ["write", "remove"])
def test_lost_answer_leaves_one_entry(ana, event_type, server, deed):
    target_of(ana)
    booking = book_meeting(ana, event_type)
    if deed == "remove":
        write()
        cancel(booking=booking, actor=ana, now=NOW)
    server.lost = 1
    write()
    delivery = Delivery.objects.filter(medium=Medium.CALENDAR).latest("pk")
    assert (delivery.sent_at, delivery.attempts) == (None, 1)
    assert "could not be reached" in delivery.last_error
    Delivery.objects.filter(pk=delivery.pk).update(due_at=NOW)
    write()
    assert [entry[0] for entry in stands(server)] == ([address(booking)] if deed == "write" else [])
    assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()


def test_cancelling_after_lost_answer_removes_entry(ana, event_type, server):
    target_of(ana)
    booking = book_meeting(ana, event_type)
    server.lost = 1
    write()
    assert len(server.entries) == 1
    cancel(booking=booking, actor=ana, now=NOW)
    write()
    assert stands(server) == []
    assert Delivery.objects.filter(medium=Medium.CALENDAR, superseded_at=None, sent_at=None).count() == 0


def test_cancelled_before_written_asks_nothing(ana, event_type, server):
    target_of(ana)
    cancel(booking=book_meeting(ana, event_type), actor=ana, now=NOW)
    server.failing[WORK.remote] = errors.Gone()
    write()
    states = Delivery.objects.filter(medium=Medium.CALENDAR).values_list("superseded_at", "attempts")
    assert [(at is None, attempts) for at, attempts in states] == [(False, 0)] * 2


def test_wrong_password_waits_until_reconnected(ana, event_type, server):
    calendar = target_of(ana)
    server.password = "new word"
    book_meeting(ana, event_type)
    write()
    delivery, way = Delivery.objects.get(medium=Medium.CALENDAR), calendar.connection
    way.refresh_from_db()
    assert (way.state, delivery.attempts) == ("refused", 0)
    assert put_off(delivery, timedelta(hours=6))
    access = Access("https://dav.example/", ana.email, "new word")
    reconnect(connection=way, account=caldav_account(access.url, access.user), access=access, now=NOW)
    write()
    assert len(server.entries) == 1
    assert Delivery.objects.get(medium=Medium.CALENDAR).sent_at is not None


def test_old_password_refuses_no_renewed_connection(ana, event_type, server):
    way = target_of(ana).connection
    book_meeting(ana, event_type)

    def renew_first(*_asked):
        access = Access("https://dav.example/", ana.email, "word")
        reconnect(connection=way, account=caldav_account(access.url, access.user), access=access, now=NOW)
        raise errors.Unauthorized

    put, server.put_entry = server.put_entry, renew_first
    write()
    way.refresh_from_db()
    assert (way.state, way.failing_since) == ("ok", None)
    assert put_off(Delivery.objects.get(medium=Medium.CALENDAR), timedelta(seconds=5))
    server.put_entry = put
    write()
    assert len(server.entries) == 1


def test_disconnected_calendar_keeps_what_is_in_it(ana, event_type, server):
    calendar = target_of(ana)
    booking, later = book_meeting(ana, event_type), book_meeting(ana, event_type, START + HOUR, email="other@x.example")
    write()
    reschedule(booking=later, start=START + HOUR / 2, actor=ana, now=NOW)
    disconnect(connection=calendar.connection, now=NOW)
    write()
    write()
    assert len(server.entries) == 2
    # What was not written is owed no more; whoever disconnects on the screens gets it by mail (`mail_invitations`).
    assert not Delivery.objects.failed().exists()
    assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()
    # From then on mails bring the entry, as without a calendar.
    cancel(booking=booking, actor=ana, now=NOW)
    assert "text/calendar" in host_mail("host_cancellation")[1]


def test_entry_stays_where_it_was_written(ana, event_type, server):
    target_of(ana)
    booking = book_meeting(ana, event_type)
    write()
    way = connection_of(ana, account="second")
    way.secret = seal_access(way, Access("https://dav.example/", ana.email, "word"))
    way.save()
    second = calendar_of(way, checked=False, remote="https://dav.example/home/", name="Home")
    Target.objects.filter(host=ana).update(calendar=second)
    reschedule(booking=booking, start=START + HOUR, actor=ana, now=NOW)
    book_meeting(ana, event_type, START + 1.5 * HOUR, email="other@x.example")
    write()
    assert [entry[0].rpartition("/")[0] for entry in stands(server)] == [
        "https://dav.example/home",
        "https://dav.example/work",
    ]


def test_reassigned_meeting_changes_calendars(ana, ben, event_type, server):
    target_of(ana)
    target_of(ben, "https://dav.example/ben/", "Ben's")
    booking = book_meeting(ana, event_type)
    write()
    reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    assert "It is removed from your calendar “Work”." in host_mail("host_cancellation")[0]
    assert "It is added to your calendar “Ben's”." in host_mail("host_confirmation")[0]
    write()
    assert [entry[0] for entry in stands(server)] == [address(booking, "https://dav.example/ben/")]
    # And back again.
    reassign(booking=booking, former=ben, page=ana.pages.get(), actor=ana, now=NOW)
    write()
    assert stands(server) == [(address(booking), 2, START)]


def handed_over(ana, ben, event_type, first):
    """A meeting of Ana's that became Ben's: what is done first in the calendars, and then the other."""
    booking = book_meeting(ana, event_type)
    write()
    reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    later = Delivery.objects.open().filter(medium=Medium.CALENDAR, facts__present=first == "removed")
    later.update(due_at=NOW + HOUR)
    write()
    later.update(due_at=NOW)
    write()
    return booking


@pytest.mark.parametrize("first", ["removed", "written"])
def test_shared_calendar_keeps_the_entry(ana, ben, event_type, server, first):
    """Both have connected one account. What is removed for one is not taken from the other, whoever comes first."""
    target_of(ana), target_of(ben)
    booking = handed_over(ana, ben, event_type, first)
    (entry,) = server.entries.values()
    assert entry.summary == "30-minute meeting: Priya Shah & Ben Ode"
    assert sorted(HostEntry.objects.values_list("host", "state")) == [(ana.pk, "removed"), (ben.pk, "written")]
    cancel(booking=booking, actor=ana, now=NOW)
    write()
    assert (server.entries, Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()) == ({}, False)


BENS_VIEW = "https://dav.example/ben/work_shared_by_ana/"


@pytest.fixture
def shared(ana, ben, server):
    """One calendar on a server that gives it another address for each of the two who see it."""
    server.shared = {BENS_VIEW: WORK.remote}
    target_of(ana), target_of(ben, BENS_VIEW)
    return server


@pytest.mark.parametrize("first", ["removed", "written"])
def test_calendar_of_two_addresses_keeps_the_entry(ana, ben, event_type, shared, first):
    """As Nextcloud does with one that is shared: which entries are one, only what stands there tells."""
    booking = handed_over(ana, ben, event_type, first)
    (entry,) = shared.entries.values()
    assert (entry.summary, entry.host) == ("30-minute meeting: Priya Shah & Ben Ode", str(ben.pk))
    assert sorted(HostEntry.objects.values_list("host", "state")) == [(ana.pk, "removed"), (ben.pk, "written")]
    # And back again: Ben's goes, and Ana's stays.
    reassign(booking=booking, former=ben, page=ana.pages.get(), actor=ana, now=NOW)
    write()
    (entry,) = shared.entries.values()
    assert (entry.host, entry.sequence) == (str(ana.pk), 2)
    cancel(booking=booking, actor=ana, now=NOW)
    write()
    assert (shared.entries, Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()) == ({}, False)


def test_entry_whose_host_is_unknown_is_removed(ana, ben, event_type, shared):
    """As of those that older versions wrote, or of servers that keep no properties but their own: docs/calendars.md."""
    booking = book_meeting(ana, event_type)
    write()
    reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    leaving = Delivery.objects.open().filter(medium=Medium.CALENDAR, facts__present=False)
    leaving.update(due_at=NOW + HOUR)
    write()
    shared.entries = {place: replace(entry, host="") for place, entry in shared.entries.items()}
    leaving.update(due_at=NOW)
    write()
    assert shared.entries == {}


def test_shared_entry_goes_with_its_other_connection(ana, ben, event_type, shared):
    """Of a colleague who has disconnected theirs nobody takes it out but who is left."""
    booking = book_meeting(ana, event_type)
    write()
    reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    Delivery.objects.open().filter(facts__present=False).update(due_at=NOW + HOUR)
    write()
    disconnect(connection=ben.calendar_connections.get(), now=NOW)
    Delivery.objects.open().filter(facts__present=False).update(due_at=NOW)
    write()
    assert shared.entries == {}


def test_entry_of_two_hosts_goes(ana, ben, event_type, server, monkeypatch):
    """Whoever of the two is first, and also if both are at it at once."""
    target_of(ana), target_of(ben)
    booking = book_meeting(ana, event_type)
    write()
    reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    Delivery.objects.filter(facts__present=False).update(due_at=NOW + HOUR)
    write()
    cancel(booking=booking, actor=ana, now=NOW)
    remove, asked = server.remove_entry, []
    monkeypatch.setattr(server, "remove_entry", lambda *given: asked.append(given) or remove(*given))
    Delivery.objects.filter(facts__present=False).update(due_at=NOW)
    write()
    assert (server.entries, len(asked)) == ({}, 2)
    assert set(HostEntry.objects.values_list("state", flat=True)) == {"removed"}


def test_request_is_written_once_approved(ana, event_type, server):
    target_of(ana)
    change_settings(event_type, needs_approval=True)
    booking = book_meeting(ana, event_type)
    assert not HostEntry.objects.exists()
    approve(booking=booking, start=START, actor=ana, now=NOW)
    write()
    assert stands(server) == [(address(booking), 1, START)]


def test_slow_server_holds_two_writers(ana, event_type, server):
    target_of(ana)
    book_meeting(ana, event_type)
    writers = Writers(entry_of, keep_no_room)
    writers._active["dav.example"] = 2
    send_due(Medium.CALENDAR, writers.send, stop=Event())
    delivery = Delivery.objects.get(medium=Medium.CALENDAR)
    assert (server.entries, delivery.attempts) == ({}, 0)
    assert put_off(delivery, timedelta(seconds=5))
    assert writers._active["dav.example"] == 2


def test_one_vendor_leaves_a_writer_for_others(ana, event_type, server, monkeypatch):
    """Its accounts are servers of their own, and may all be waited for at once."""
    way = target_of(ana).connection
    monkeypatch.setitem(PROVIDERS, Connection.Kind.GOOGLE, server)
    Connection.objects.filter(pk=way.pk).update(kind=Connection.Kind.GOOGLE)
    book_meeting(ana, event_type)
    writers = Writers(entry_of, keep_no_room)
    writers._active["google"] = 3
    (delivery,) = Delivery.objects.filter(medium=Medium.CALENDAR)
    with pytest.raises(senders.PostponedDelivery):
        writers.send(delivery)
    writers._active["google"] = 2
    writers.send(delivery)
    assert (len(server.entries), writers._active["google"]) == (1, 2)


def test_token_dropped_by_another_is_no_failure(ana, event_type, server, monkeypatch):
    """Several writers are refused with one token at once; each of them drops it."""
    way = target_of(ana).connection
    tokens = Tokens("access", int(time.time()) + 3_600, "refresh")
    way.secret = seal_access(way, Access("https://dav.example/", tokens=tokens))
    way.save()

    def refuse(*_given):
        drop_token(Connection.objects.get(pk=way.pk))
        raise errors.TokenOver

    monkeypatch.setattr(server, "put_entry", refuse)
    book_meeting(ana, event_type)
    write()
    delivery = Delivery.objects.get(medium=Medium.CALENDAR)
    assert (delivery.attempts, put_off(delivery, timedelta(seconds=5))) == (0, True)


def test_waiting_writers_come_back_in_turn(ana, event_type, server, monkeypatch):
    """However many they are, they look again no oftener than twice a second."""
    monkeypatch.setattr(calendars.writers, "monotonic", lambda: 100.0)
    target_of(ana)
    for number in range(4):
        book_meeting(ana, event_type, START + number * 24 * HOUR, email=f"other{number}@x.example")
    owed = Delivery.objects.filter(medium=Medium.CALENDAR).order_by("pk")
    writers, pauses = Writers(entry_of, keep_no_room), []
    writers._active["dav.example"] = 2
    for delivery in owed:
        with pytest.raises(senders.PostponedDelivery) as put_off:
            writers.send(delivery)
        pauses.append(put_off.value.pause.total_seconds())
    assert pauses == [5, 5.5, 6, 6.5]
    # Another server is not waited for, and this one is asked at once when it has time.
    assert writers._next_turn("cal.example") == timedelta(seconds=5)
    writers._active.clear()
    for delivery in owed:
        writers.send(delivery)
    assert len(server.entries) == 4


def test_nothing_is_written_during_an_outage(ana, event_type, server, monkeypatch):
    """Another thread has noticed it: what was claimed is given back, and nobody looks again at once."""
    target_of(ana)
    book_meeting(ana, event_type)
    monkeypatch.setattr(senders.outage, "_since", 0.0)
    assert senders.outage.is_active
    assert send_due(Medium.CALENDAR, Writers(entry_of, keep_no_room).send, stop=Event()) is False
    delivery = Delivery.objects.get(medium=Medium.CALENDAR)
    assert (server.entries, delivery.lease, delivery.attempts) == ({}, None, 0)
