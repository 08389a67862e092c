"""Rooms of their own for video calls: made with the booking, and kept with it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bookings.actions import approve, reassign, reschedule
from bookings.emails import message
from bookings.host_entries import entry_of
from bookings.models import Booking
from calendars.models import Target
from deliveries.models import Delivery, Medium
from pages.models import EventType, LocationKind, Page
from tests.bookings.meetings import book_meeting, change_settings
from tests.builders import NOW, START, one_time_link
from tests.calendars.builders import calendar_of, connection_of
from tests.customer.customers import fields, read, send, times

pytestmark = pytest.mark.django_db
ROOM = re.compile(r"https://meet\.example/[0-9A-Za-z]{22}")
LATER = START + timedelta(hours=1)


@pytest.fixture(autouse=True)
def server(settings):
    settings.JITSI_URL = "https://meet.example"


@pytest.fixture
def with_room(event_type):
    return change_settings(event_type, location_kind=LocationKind.JITSI)


def test_each_booking_has_its_own(ana, anas_page, event_type):
    Page.objects.update(location_kind=LocationKind.JITSI, location="")
    one, other = book_meeting(ana, event_type), book_meeting(ana, event_type, LATER)
    assert {one.location_kind, other.location_kind} == {LocationKind.VIDEO}
    assert ROOM.fullmatch(one.location)
    assert ROOM.fullmatch(other.location)
    assert one.location != other.location


def test_event_types_room_wins(ana, anas_page, with_room):
    Page.objects.update(location_kind=LocationKind.ADDRESS, location="Calle Mayor 1")
    assert ROOM.fullmatch(book_meeting(ana, with_room).location)


def test_moving_keeps_the_room(ana, with_room):
    booking = book_meeting(ana, with_room)
    room = booking.location
    assert reschedule(booking=booking, start=LATER, actor=ana, now=NOW).location == room


def test_approving_keeps_the_room(ana, with_room):
    change_settings(with_room, needs_approval=True)
    booking = book_meeting(ana, with_room)
    assert ROOM.fullmatch(booking.location)
    room = booking.location
    assert approve(booking=booking, start=START, actor=ana, now=NOW).location == room


def test_new_host_gets_a_new_room(ana, ben, event_type):
    Page.objects.update(location_kind=LocationKind.JITSI)
    booking = book_meeting(ana, event_type)
    room = booking.location
    moved = reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    assert (moved.location_kind, bool(ROOM.fullmatch(moved.location))) == (LocationKind.VIDEO, True)
    assert moved.location != room


def test_sessions_of_a_package_share_it(client, ana, anas_page, with_room):
    change_settings(with_room, sessions=2)
    address = times(client, f"/l/{one_time_link(ana).token()}/?day={START:%Y-%m-%d}")[0]
    assert send(client, times(client, address)[0]).status_code == 303
    rooms = Booking.objects.values_list("location", flat=True)
    assert (len(rooms), len(set(rooms))) == (2, 1)


def test_everybody_reads_the_room(client, ana, anas_page, with_room):
    calendar = calendar_of(connection_of(ana), checked=False)
    Target.objects.create(host=ana, calendar=calendar, since=NOW)
    link = f"/l/{one_time_link(ana).token()}/"
    page = read(client.get(f"{link}?day={START:%Y-%m-%d}"))
    assert "Video call, link sent by email" in page.text
    assert "jitsi" not in page.text.lower()
    form = fields(client.get(times(client, f"{link}?day={START:%Y-%m-%d}")[0]))
    assert "location" not in form
    assert send(client, times(client, f"{link}?day={START:%Y-%m-%d}")[0]).status_code == 303
    booking = Booking.objects.get()
    room, own = booking.location, reverse("booking", args=[booking.token()])
    assert room in client.get(own).content.decode()
    assert room in client.get(reverse("booking-ics", args=[booking.token()])).content.decode().replace("\r\n ", "")
    for mail in Delivery.objects.filter(medium=Medium.EMAIL, kind__in=["customer_confirmation", "host_confirmation"]):
        assert room in message(mail).message().get_body(("plain",)).get_content()
    entry = entry_of(Delivery.objects.get(medium=Medium.CALENDAR))
    assert (entry.location, entry.sequence) == (room, 0)


def test_server_taken_away_leaves_call_without(ana, with_room, settings):
    settings.JITSI_URL = ""
    booking = book_meeting(ana, with_room)
    assert (booking.location_kind, booking.location) == (LocationKind.VIDEO, "")


@pytest.mark.parametrize("way", ["page", "event type"])
def test_owner_chooses_it(client, ana, anas_page, event_type, settings, way):
    client.force_login(ana)
    model, pk = (Page, anas_page.pk) if way == "page" else (EventType, event_type.pk)
    address = reverse("booking-page" if way == "page" else "event-type", args=[pk])
    assert 'value="jitsi"' in client.get(address).content.decode()
    form = fields(client.get(address)) | {"location_kind": "jitsi", "location": "x" * 600}
    assert client.post(address, form).status_code == 302
    kept = model.objects.get(pk=pk)
    assert (kept.location_kind, kept.location) == (LocationKind.JITSI, "")
    settings.JITSI_URL = ""
    # What is chosen stays to be seen, and to be changed.
    assert 'value="jitsi"' in client.get(address).content.decode()
    model.objects.filter(pk=pk).update(location_kind=LocationKind.VIDEO)
    assert 'value="jitsi"' not in client.get(address).content.decode()
