"""Rooms that a host's calendar makes with the entry: awaited for two minutes, kept, and told to everybody once."""

import json
from datetime import timedelta
from threading import Event as Stop
from threading import Thread
from unittest.mock import Mock

import pytest
from django.db import connection
from django.urls import reverse

from bookings.actions import approve, cancel, mail_confirmation_again, reassign, reschedule, rooms
from bookings.actions.rooms import save_room
from bookings.emails import message
from bookings.host_entries import entry_of
from bookings.models import Admission, Booking
from bookings.notifications import Change, Event, build_deliveries
from bookings.published import published_booking
from bookings.queries import hosts_of
from bookings.rooms import ROOM_WAIT, mail_due_at
from calendars.models import Connection, HostEntry, Target
from calendars.providers import Access, EntryPlace
from calendars.secrets import seal_access
from calendars.services import PROVIDERS
from calendars.writers import Writers
from deliveries.actions import claim
from deliveries.models import Delivery, Medium
from deliveries.senders import send_due
from deliveries.webhooks.bodies import build_body
from pages.models import LocationKind, Page
from tests.bookings.meetings import book_meeting, change_settings, mails_about
from tests.builders import NOW, START
from tests.calendars.builders import calendar_of, connection_of
from tests.calendars.fake import WORK, FakeProvider
from tests.webhooks.receiver import endpoint_at

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
WAITING = NOW + ROOM_WAIT


class Vendor(FakeProvider):
    """A calendar that makes one room for each meeting, and none while `is_slow`."""

    def __init__(self):
        super().__init__()
        self.is_slow, self.rooms, self.made = False, 0, {}

    def put_entry(self, access, calendar, place, entry):
        if entry.wants_room and not self.is_slow and entry.uid not in self.made:
            self.rooms += 1
            self.made[entry.uid] = f"https://meet.google.com/abc-defg-h{self.rooms:02}"
        stands = super().put_entry(access, calendar, place, entry)
        return EntryPlace(stands.remote, stands.etag, self.made.get(entry.uid, ""), self.is_slow)

    def remove_entry(self, access, calendar, place, uid, others=()):
        self.made.pop(uid, None)
        super().remove_entry(access, calendar, place, uid, others)


@pytest.fixture
def vendor(monkeypatch):
    fake = Vendor()
    for kind in (Connection.Kind.GOOGLE, Connection.Kind.CALDAV):
        monkeypatch.setitem(PROVIDERS, kind, fake)
    return fake


@pytest.fixture
def with_room(event_type):
    return change_settings(event_type, location_kind=LocationKind.CALENDAR)


def target_of(user, kind="google"):
    way = connection_of(user, kind=kind)
    way.secret = seal_access(way, Access("https://dav.example/", user.email, "word"))
    way.save()
    calendar = calendar_of(way, checked=False, remote=f"{WORK.remote}{user.pk}/", name="Work")
    Target.objects.update_or_create(host=user, defaults={"calendar": calendar, "since": NOW})
    return calendar


def write():
    Delivery.objects.open().filter(medium=Medium.CALENDAR, due_at__gt=NOW).exclude(attempts=0).update(due_at=NOW)
    while send_due(Medium.CALENDAR, Writers(entry_of, keep).send, stop=Stop()):
        if not Delivery.objects.open().filter(medium=Medium.CALENDAR, due_at__lte=NOW).exists():
            break


def keep(meeting, host, address):
    save_room(meeting, host, address, now=NOW)


def mails(booking, sequence=None):
    rows = Delivery.objects.filter(thread=booking.uid, medium=Medium.EMAIL, superseded_at=None).order_by("pk")
    rows = rows if sequence is None else rows.filter(sequence=sequence)
    return [delivery for delivery in rows if not delivery.kind.startswith(("reminder", "follow"))]


def text_of(mail):
    return " ".join(message(mail).message().get_body(("plain",)).get_content().split())


def send(*kinds):
    Delivery.objects.filter(kind__in=kinds).update(sent_at=NOW, attempts=1)


@pytest.mark.parametrize(
    ("asked", "location", "after", "due"),
    [
        (None, "", 0, 0),
        (0, "", 0, 120),
        (0, "", 119, 120),
        (0, "", 120, 120),
        (0, "", 500, 500),
        (0, "https://meet.example/a", 5, 5),
        (None, "https://meet.example/a", 5, 5),
    ],
)
def test_mails_wait_two_minutes_at_most(asked, location, after, due):
    asked_at = None if asked is None else NOW
    found = mail_due_at(asked_at, location, NOW + timedelta(seconds=after))
    assert found == NOW + timedelta(seconds=due)


def test_mails_wait_for_the_room(client, ana, with_room, vendor):
    target_of(ana)
    change_settings(with_room, reminders=[60])
    booking = book_meeting(ana, with_room, guests=["gil@example.com"])
    assert (booking.location_kind, booking.location, booking.room_asked_at) == (LocationKind.VIDEO, "", NOW)
    assert {mail.due_at for mail in mails(booking)} == {WAITING}
    own = reverse("booking", args=[booking.token()])
    assert "Video call; the address follows" in client.get(own).content.decode()
    write()
    booking.refresh_from_db()
    room = vendor.made[str(booking.uid)]
    assert (booking.location, booking.sequence, vendor.rooms, len(vendor.entries)) == (room, 0, 1, 1)
    assert [(mail.due_at, room in text_of(mail)) for mail in mails(booking)] == [(NOW, True)] * 3
    assert all(delivery.facts["location"] == room for delivery in Delivery.objects.filter(thread=booking.uid))
    planned = Delivery.objects.filter(thread=booking.uid, kind__startswith="reminder")
    assert {mail.due_at for mail in planned} == {booking.starts_at - timedelta(hours=1)}
    assert room in client.get(own).content.decode()
    ics = client.get(reverse("booking-ics", args=[booking.token()])).content.decode()
    assert room in ics.replace("\r\n ", "")
    assert published_booking(booking, list(hosts_of(booking)), NOW)["location"] == {"kind": "video", "text": room}
    assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()


def test_late_room_is_told_by_an_update(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room, guests=["gil@example.com"])
    texts = {mail.kind: text_of(mail) for mail in mails(booking)}
    assert "Video call; the address follows" in texts["customer_confirmation"]
    assert "your calendar has not made the address yet. Send one if none follows" in texts["host_confirmation"]
    send("customer_confirmation")
    write()
    booking.refresh_from_db()
    room = vendor.made[str(booking.uid)]
    assert (booking.location, booking.sequence) == (room, 1)
    assert [mail[:2] for mail in mails_about(booking) if "reminder" not in mail[0]] == [
        ("calendar_entry", f"host:{ana.pk}"),
        ("customer_change", "priya@example.com"),
        ("guest_change", "gil@example.com"),
        ("host_change", ana.email),
    ]
    assert [(mail.due_at, mail.facts["method"]) for mail in mails(booking, 1)] == [
        (NOW, "REQUEST"),
        (NOW, ""),
        (NOW, "REQUEST"),
    ]
    for mail in mails(booking, 1):
        assert room in text_of(mail)
        assert "Nothing else has changed." in text_of(mail)
    write()
    booking.refresh_from_db()
    assert (booking.sequence, vendor.rooms, [entry.location for entry in vendor.entries.values()]) == (1, 1, [room])


@pytest.mark.parametrize("is_told", [False, True])
def test_webhooks_are_told_the_address(ana, with_room, vendor, is_told):
    target_of(ana)
    endpoint_at("https://crm.example/hook", ana, "booking.created", "booking.updated")
    endpoint_at("https://erp.example/hook", ana, "booking.created")
    booking = book_meeting(ana, with_room)
    if is_told:
        send("customer_confirmation")
    write()
    write()
    calls = Delivery.objects.filter(medium=Medium.WEBHOOK).order_by("pk")
    bodies = [(json.loads(build_body(call)), call.recipient) for call in calls]
    nowhere = {"kind": LocationKind.VIDEO, "text": ""}
    room = nowhere | {"text": vendor.made[str(booking.uid)]}
    said = [(body["type"], body["data"]["by"], body["data"]["booking"]["location"]) for body, _recipient in bodies]
    created = ("booking.created", "customer", nowhere)
    assert said == [created, created, ("booking.updated", "calendar", room)]
    assert [recipient for _one, recipient in bodies].count(bodies[-1][1]) == 2
    assert [body["data"]["booking"]["sequence"] for body, _recipient in bodies] == [0, 0, int(is_told)]


def test_no_webhook_is_told_without_the_commit(ana, with_room, vendor, monkeypatch):
    target_of(ana)
    endpoint_at("https://crm.example/hook", ana, "booking.updated")
    booking = book_meeting(ana, with_room)
    monkeypatch.setattr(rooms, "announce_room", Mock(side_effect=SystemExit))
    with pytest.raises(SystemExit):
        keep(booking.uid, ana.pk, "https://meet.google.com/late")
    booking.refresh_from_db()
    assert (booking.location, Delivery.objects.filter(medium=Medium.WEBHOOK).exists()) == ("", False)
    monkeypatch.undo()
    for _again in range(2):
        keep(booking.uid, ana.pk, "https://meet.google.com/late")
    booking.refresh_from_db()
    told_of = Delivery.objects.get(medium=Medium.WEBHOOK).facts["data"]["booking"]["location"]["text"]
    assert booking.location == told_of == "https://meet.google.com/late"


def test_mail_being_sent_is_followed_by_another(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    held = Delivery.objects.filter(kind="host_confirmation")
    held.update(lease=booking.uid, leased_until=NOW + HOUR)
    write()
    booking.refresh_from_db()
    assert (booking.sequence, held.get().facts["location"]) == (1, "")


def test_other_hosts_entries_wait_too(ana, ben, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    there = {ana.pk: "Work", ben.pk: "Work"}
    change, organization = Change(Event.BOOKED), ana.organization
    made = build_deliveries(booking, change, organization=organization, hosts=[ana, ben], now=NOW, calendar_names=there)
    entries = [delivery for delivery in made if delivery.medium == Medium.CALENDAR]
    assert [(delivery.recipient, delivery.due_at) for delivery in entries] == [
        (f"host:{ana.pk}", NOW),
        (f"host:{ben.pk}", WAITING),
    ]
    assert [(entry.wants_room, entry.location) for entry in map(entry_of, entries)] == [
        (True, "Video call"),
        (False, "Video call; the address follows"),
    ]


def test_kept_when_moved_and_removed_when_cancelled(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    write()
    booking.refresh_from_db()
    room = booking.location
    moved = reschedule(booking=booking, start=START + HOUR, actor=ana, now=NOW)
    assert {mail.due_at for mail in mails(moved, 1)} == {NOW}
    write()
    moved.refresh_from_db()
    assert (moved.location, moved.sequence, vendor.rooms, len(vendor.entries)) == (room, 1, 1, 1)
    cancel(booking=moved, actor=ana, now=NOW)
    write()
    assert (vendor.made, vendor.entries) == ({}, {})


def test_moved_while_awaited_waits_no_longer(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    later = NOW + timedelta(seconds=50)
    moved = reschedule(booking=booking, start=START + HOUR, actor=ana, now=later)
    assert {mail.due_at for mail in mails(moved, 1)} == {WAITING}
    Delivery.objects.filter(medium=Medium.CALENDAR).update(due_at=NOW)
    write()
    moved.refresh_from_db()
    room = vendor.made[str(moved.uid)]
    assert (moved.location, moved.sequence, vendor.rooms) == (room, 1, 1)
    assert {(mail.kind, room in text_of(mail)) for mail in mails(moved, 1)} == {
        ("customer_change", True),
        ("host_change", True),
    }


def test_cancelled_meeting_keeps_no_room(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    cancel(booking=booking, actor=ana, now=NOW)
    keep(booking.uid, ana.pk, "https://meet.google.com/late")
    booking.refresh_from_db()
    assert (booking.location, booking.sequence) == ("", 1)
    assert {mail.due_at for mail in mails(booking, 1)} == {NOW}


def test_lost_answers_and_deaths_leave_one(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    vendor.lost, calls = 1, []
    send_due(Medium.CALENDAR, Writers(entry_of, keep).send, stop=Stop())

    def die(*_room):
        calls.append(1)
        raise SystemExit

    entries = Delivery.objects.filter(medium=Medium.CALENDAR)
    entries.update(due_at=NOW)
    with pytest.raises(SystemExit):
        send_due(Medium.CALENDAR, Writers(entry_of, die).send, stop=Stop())
    booking.refresh_from_db()
    assert (calls, booking.location, HostEntry.objects.get().state) == ([1], "", "written")
    # Its lease runs out.
    entries.update(lease=None, leased_until=None)
    write()
    write()
    booking.refresh_from_db()
    assert (booking.location, booking.sequence) == (vendor.made[str(booking.uid)], 0)
    assert (vendor.rooms, len(vendor.entries)) == (1, 1)


def test_dead_before_it_was_marked_tells_once(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)

    def keep_and_die(*room):
        keep(*room)
        raise SystemExit

    with pytest.raises(SystemExit):
        send_due(Medium.CALENDAR, Writers(entry_of, keep_and_die).send, stop=Stop())
    send("customer_confirmation", "host_confirmation")
    Delivery.objects.filter(medium=Medium.CALENDAR).update(lease=None, leased_until=None)
    write()
    booking.refresh_from_db()
    assert (booking.sequence, vendor.rooms, len(mails(booking))) == (0, 1, 2)


def test_room_in_the_making_comes_later(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    vendor.is_slow = True
    send_due(Medium.CALENDAR, Writers(entry_of, keep).send, stop=Stop())
    entry = Delivery.objects.get(medium=Medium.CALENDAR)
    assert (entry.sent_at, entry.attempts, HostEntry.objects.get().state) == (None, 1, "written")
    vendor.is_slow = False
    write()
    booking.refresh_from_db()
    assert booking.location == vendor.made[str(booking.uid)]


@pytest.mark.parametrize("kind", ["", "caldav"])
def test_without_such_a_calendar_the_host_sends(ana, with_room, vendor, kind):
    if kind:
        target_of(ana, kind)
    booking = book_meeting(ana, with_room)
    assert (booking.location_kind, booking.location, booking.room_asked_at) == (LocationKind.VIDEO, "", None)
    assert {mail.due_at for mail in mails(booking)} == {NOW}
    texts = {mail.kind: text_of(mail) for mail in mails(booking)}
    assert "Video call; send the address to Priya Shah" in texts["host_confirmation"]
    assert "will send the address" in texts["customer_confirmation"]
    write()
    assert vendor.rooms == 0


def test_request_gets_its_room_once_approved(ana, with_room, vendor):
    target_of(ana)
    change_settings(with_room, needs_approval=True)
    booking = book_meeting(ana, with_room)
    assert {mail.due_at for mail in mails(booking)} == {NOW}
    later = NOW + HOUR
    approved = approve(booking=booking, start=START, actor=ana, now=later)
    assert approved.room_asked_at == later
    assert {mail.due_at for mail in mails(approved, 1)} == {later + ROOM_WAIT}
    Delivery.objects.filter(medium=Medium.CALENDAR).update(due_at=NOW)
    write()
    approved.refresh_from_db()
    assert approved.location == vendor.made[str(booking.uid)]


def test_request_without_a_calendar_asks_nobody(ana, with_room, vendor):
    calendar = target_of(ana)
    change_settings(with_room, needs_approval=True)
    booking = book_meeting(ana, with_room)
    Target.objects.filter(calendar=calendar).delete()
    approved = approve(booking=booking, start=START, actor=ana, now=NOW)
    assert approved.room_asked_at is None
    assert {mail.due_at for mail in mails(approved, 1)} == {NOW}


@pytest.mark.parametrize("by", ["page", "event type"])
def test_new_host_gets_their_own_room(ana, ben, event_type, vendor, by):
    if by == "page":
        Page.objects.update(location_kind=LocationKind.CALENDAR)
    else:
        change_settings(event_type, location_kind=LocationKind.CALENDAR)
    target_of(ana)
    booking = book_meeting(ana, event_type)
    write()
    booking.refresh_from_db()
    room = booking.location
    assert room
    target_of(ben)
    moved = reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    assert (moved.location, moved.room_asked_at) == ("", NOW)
    keep(booking.uid, ana.pk, room)
    moved.refresh_from_db()
    assert moved.location == ""
    write()
    moved.refresh_from_db()
    assert moved.location == vendor.made[str(booking.uid)] != ""
    Target.objects.filter(host=ana).delete()
    back = reassign(booking=moved, former=ben, page=ana.pages.get(), actor=ana, now=NOW)
    assert (back.location, back.room_asked_at) == ("", None)


def test_another_room_is_told(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    write()
    send("customer_confirmation", "host_confirmation")
    keep(booking.uid, ana.pk, "https://meet.google.com/another")
    booking.refresh_from_db()
    assert (booking.location, booking.sequence) == ("https://meet.google.com/another", 1)


def test_copy_of_the_mail_has_the_room(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    write()
    Delivery.objects.update(created_at=NOW - HOUR)
    assert mail_confirmation_again(booking=booking, now=NOW)
    assert vendor.made[str(booking.uid)] in text_of(mails(booking)[-1])


def test_erased_customer_is_told_nothing(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    send("customer_confirmation")
    Admission.objects.update(customer_email="")
    keep(booking.uid, ana.pk, "https://meet.google.com/late")
    booking.refresh_from_db()
    assert (booking.location, booking.sequence) == ("https://meet.google.com/late", 0)


def test_meeting_that_is_over_is_left_alone(ana, with_room, vendor):
    target_of(ana)
    booking = book_meeting(ana, with_room)
    send("customer_confirmation")
    save_room(booking.uid, ana.pk, "https://meet.google.com/late", now=START + 2 * HOUR)
    booking.refresh_from_db()
    assert (booking.location, booking.sequence) == ("", 0)


@pytest.mark.parametrize("is_guarded", [True, False])
def test_claim_beside_it_finds_the_address(ana, with_room, vendor, monkeypatch, is_guarded):
    target_of(ana)
    booking, taken = book_meeting(ana, with_room), []
    send_waiting = rooms._send_waiting_mails
    if not is_guarded:
        monkeypatch.setattr(rooms, "_was_anybody_notified", lambda *_which: False)

    def claim_meanwhile(*which):
        thread = Thread(target=lambda: (taken.extend(claim(limit=9, now=WAITING)), connection.close()))
        thread.start()
        thread.join(30)
        assert not thread.is_alive()
        send_waiting(*which)

    monkeypatch.setattr(rooms, "_send_waiting_mails", claim_meanwhile)
    keep(booking.uid, ana.pk, "https://meet.google.com/one")
    # Without the lock a mail goes out that says nothing, and none follows.
    stale = [delivery for delivery in taken if not delivery.facts["location"]]
    assert (len(stale), Booking.objects.get().sequence) == ((0, 0) if is_guarded else (2, 0))
    if is_guarded:
        assert len([delivery for delivery in claim(limit=9, now=WAITING) if delivery.facts["location"]]) == 2
