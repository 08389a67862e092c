"""A host's calendars, read once more before a meeting is decided, while the customer waits."""

import socket
from datetime import timedelta
from threading import Event
from time import monotonic

import pytest
from django.db import connections
from django.urls import reverse

from bookings import fresh_readings
from bookings.actions import book
from bookings.fresh_readings import hosts_to_read, refresh_readings
from bookings.models import Booking
from calendars import errors
from calendars.actions.claiming import (
    FRESH,
    MOST_PER_SERVER,
    MOST_WAITING_PER_VENDOR,
    claim_stale,
    hosts_with_stale_calendars,
)
from calendars.bounded import read_in_child
from calendars.models import Alert, BusyWeek, Calendar, Connection
from calendars.providers import Access, Outcome
from calendars.reading import BusyTime, HostProfile
from calendars.secrets import seal_access
from calendars.services import PROVIDERS
from core.database import read_clock
from core.dates import from_epoch, to_epoch
from pages.queries import offers_of
from tests.api.client import Program, code_of, token_of
from tests.bookings.meetings import book_meeting, change_settings, pool_page
from tests.builders import NOW, START, add_colleague, one_time_link, submission
from tests.calendars.builders import read_calendar_of, span
from tests.calendars.contract.servers import HERE
from tests.calendars.fake import FakeProvider
from tests.core.servers import answering, serving
from tests.customer.customers import fields, send, times

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)
EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
LONG = (0, to_epoch(NOW) + 10**8)


@pytest.fixture(autouse=True)
def far_ahead(monkeypatch):
    """Readings reach the meetings of these tests, which are long after the database's time."""
    monkeypatch.setattr(fresh_readings, "window_ahead", lambda _host, _now: LONG)


@pytest.fixture
def server(monkeypatch):
    fake = FakeProvider()
    monkeypatch.setitem(PROVIDERS, Connection.Kind.CALDAV, fake)
    return fake


def calendar_read(user, age=MINUTE, url="https://dav.example/", **fields):
    calendar = read_calendar_of(user, age=age)
    way = calendar.connection
    way.secret = seal_access(way, Access(url, user.email, "word"))
    way.save()
    Calendar.objects.filter(pk=calendar.pk).update(**fields)
    calendar.refresh_from_db()
    return calendar


def details(client, ana):
    return times(client, f"/l/{one_time_link(ana).token()}/?day={START:%Y-%m-%d}")[0]


def start_in(address):
    return from_epoch(int(address.partition("start=")[2].partition("&")[0]))


def asked_of(server):
    return [remote for remote, _whose, _window in server.asked]


def test_what_came_in_since_is_not_booked(client, ana, anas_page, server):
    calendar = calendar_read(ana)
    address = details(client, ana)
    server.busy[calendar.remote] = [span(start_in(address), 30)]
    assert send(client, address).status_code == 409
    assert not Booking.objects.exists()
    calendar.refresh_from_db()
    assert read_clock() - calendar.read_at < MINUTE
    assert (calendar.lease, BusyWeek.objects.filter(calendar=calendar).count()) == (None, 1)
    assert calendar.due_at > read_clock() + 3 * MINUTE


@pytest.mark.page
@pytest.mark.parametrize("through", ["links", "pages"])
def test_programs_ask_before_they_book(ana, anas_page, server, through):
    calendar, program = calendar_read(ana), Program(token_of(ana))
    pk = one_time_link(ana).pk if through == "links" else anas_page.pk
    body = {"start": START.isoformat(), "name": "Priya Shah", "email": "priya@example.com"}
    server.busy[calendar.remote] = [span(START, 30)]
    assert code_of(program("POST", f"/{through}/{pk}/bookings", body)) == (409, "slot-taken")
    assert (Booking.objects.count(), asked_of(server)) == (0, [calendar.remote])
    Calendar.objects.update(read_at=read_clock() - MINUTE, due_at=read_clock())
    server.busy.clear()
    key = {"Idempotency-Key": "order-4711"}
    assert program("POST", f"/{through}/{pk}/bookings", body, **key).status_code == 201
    # What was booked already is not decided again.
    Calendar.objects.update(read_at=read_clock() - MINUTE, due_at=read_clock())
    assert program("POST", f"/{through}/{pk}/bookings", body, **key).status_code == 200
    assert asked_of(server) == [calendar.remote] * 2


@pytest.mark.page
def test_hosts_programs_ask_nobody(ana, event_type, server):
    booking, program = book_meeting(ana, event_type), Program(token_of(ana))
    calendar_read(ana)
    body = {"start": (START + timedelta(hours=1)).isoformat()}
    assert program("POST", f"/bookings/{booking.uid}/reschedule", body).status_code == 200
    assert asked_of(server) == []


def test_what_was_freed_since_is_booked(client, ana, anas_page, server):
    calendar = calendar_read(ana)
    address = details(client, ana)
    server.busy[calendar.remote] = [span(start_in(address), 30)]
    form = fields(client.get(address)) | {"name": "Priya Shah", "email": "priya@example.com"}
    refresh_readings([ana.pk])
    assert client.get(address).status_code == 409
    Calendar.objects.update(read_at=read_clock() - MINUTE)
    server.busy.clear()
    assert client.post(address, form).status_code == 303


def test_meeting_is_moved_to_no_busy_time(client, ana, event_type, server):
    booking = book_meeting(ana, event_type)
    calendar = calendar_read(ana)
    address = reverse("booking-reschedule", args=[booking.token()])
    chosen = times(client, f"{address}?day={START:%Y-%m-%d}")[-1]
    form = fields(client.get(chosen))
    server.busy[calendar.remote] = [span(start_in(chosen), 30)]
    assert client.post(chosen, form).status_code == 409
    booking.refresh_from_db()
    assert (booking.starts_at, asked_of(server)) == (START, [calendar.remote])


def test_server_without_answer_holds_nobody_up(client, ana, anas_page, server, monkeypatch):
    calendar, gone = calendar_read(ana), Event()
    monkeypatch.setattr(server, "read_calendar", lambda *_asked: gone.wait(20))
    address = details(client, ana)
    began = monotonic()
    try:
        assert send(client, address).status_code == 303
    finally:
        gone.set()
    assert monotonic() - began < fresh_readings.PATIENCE + 1.5
    assert Booking.objects.count() == 1
    known = calendar.read_at
    calendar.refresh_from_db()
    # Its readers have it as soon as the lease is over; until then nobody waits for it again.
    assert (calendar.read_at, calendar.due_at <= read_clock()) == (known, True)
    assert claim_stale(hosts=[ana.pk], limit=8) == []


@pytest.mark.race
@pytest.mark.parametrize(("kind", "most"), [("caldav", MOST_PER_SERVER), ("google", MOST_WAITING_PER_VENDOR)])
def test_dead_server_makes_few_wait(ana, server, monkeypatch, kind, most):
    """All accounts at a vendor have one address. Others wait for another server as ever."""
    gone = Event()
    monkeypatch.setitem(PROVIDERS, Connection.Kind(kind), server)
    monkeypatch.setattr(server, "read_calendar", lambda *_asked: gone.wait(20))
    monkeypatch.setattr(fresh_readings, "PATIENCE", 0.2)
    users = [add_colleague(ana, f"Cy {n}", f"cy{n}@acme.example") for n in range(most + 1)]
    elsewhere = add_colleague(ana, "Di", "di@acme.example")
    for user in (*users, elsewhere):
        calendar_read(user)
    Connection.objects.update(kind=kind)
    Connection.objects.filter(user=elsewhere).update(url="https://other.example/")
    *waiting, last = (user.pk for user in users)
    try:
        for number, user in enumerate(waiting):
            assert hosts_with_stale_calendars([*waiting, last]) == {*waiting[number:], last}
            refresh_readings([user])
        assert hosts_with_stale_calendars([last, elsewhere.pk]) == {elsewhere.pk}
        assert [claim.calendar.host_id for claim in claim_stale(hosts=[last, elsewhere.pk], limit=8)] == [elsewhere.pk]
    finally:
        gone.set()


def test_refusal_changes_nothing_that_is_known(ana, event_type, server):
    calendar = calendar_read(ana)
    server.failing[calendar.remote] = errors.Unauthorized()
    refresh_readings([ana.pk])
    way = Connection.objects.get()
    assert (way.state, Alert.objects.count(), asked_of(server)) == ("ok", 0, [calendar.remote])
    assert book_meeting(ana, event_type).is_scheduled


def test_asked_once_in_half_a_minute(ana, server):
    calendar_read(ana)
    refresh_readings([ana.pk])
    refresh_readings([ana.pk])
    assert len(server.asked) == 1
    Calendar.objects.update(read_at=read_clock() - FRESH)
    refresh_readings([ana.pk])
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("fields", "way"),
    [
        ({"read_at": NOW}, {}),
        ({"checked": False}, {}),
        ({"leased_until": NOW, "lease": "5b0f2f0a-60a9-4f3c-9f68-6d3f3a8b7f10"}, {}),
        ({}, {"kind": "ics"}),
        ({}, {"state": "failing", "failing_since": NOW}),
        ({}, {"state": "refused", "failing_since": NOW}),
        ({}, {"disconnected_at": NOW, "secret": ""}),
    ],
)
def test_these_are_not_asked(ana, server, fields, way):
    calendar = calendar_read(ana, **fields)
    Connection.objects.filter(pk=calendar.connection_id).update(**way)
    refresh_readings([ana.pk])
    assert server.asked == []


def test_switched_off_asks_nobody(client, ana, anas_page, server, settings):
    settings.FRESH_CHECK = False
    calendar_read(ana)
    assert send(client, details(client, ana)).status_code == 303
    assert server.asked == []
    assert hosts_to_read(offers_of(anas_page)[0], [START], NOW) == set()


def test_next_in_pool_is_asked(ana, server):
    pool, page = pool_page(ana, 3)
    members = [member.page.host for member in pool.members.order_by("position")]
    calendars = [calendar_read(member) for member in members]
    (offer,) = offers_of(page)
    assert hosts_to_read(offer, [START], NOW) == {members[0].pk}
    refresh_readings(hosts_to_read(offer, [START], NOW))
    calendars[0].refresh_from_db()
    assert (len(server.asked), read_clock() - calendars[0].read_at < MINUTE) == (1, True)


def test_pool_without_calendars_costs_one_query(ana, django_assert_num_queries):
    _pool, page = pool_page(ana, 3)
    (offer,) = offers_of(page)
    with django_assert_num_queries(1):
        assert hosts_to_read(offer, [START], NOW) == set()


def test_meeting_made_meanwhile_is_no_strangers(ana, event_type, server, monkeypatch):
    """Its entry may stand in the calendar already when the server answers."""
    calendar = calendar_read(ana)
    link = one_time_link(ana)

    def book_first(_access, _calendar, _cursor, profile, _window):
        made.append(profile.own)
        return Outcome(BusyTime((span(START, 30),), {}, ()), {})

    made = []
    monkeypatch.setattr(server, "read_calendar", book_first)
    keep, asking_keeps = fresh_readings._keep_if_in_time, []

    def keep_later(task, said, until):
        asking_keeps.append(book(submission=submission(event_type.pk), link=link, now=NOW))
        keep(task, said, until)

    monkeypatch.setattr(fresh_readings, "_keep_if_in_time", keep_later)
    refresh_readings([ana.pk])
    assert (made, len(asking_keeps)) == ([frozenset()], 1)
    assert not BusyWeek.objects.filter(calendar=calendar).exists()
    assert not Alert.objects.exists()


def test_nothing_is_asked_in_a_transaction(client, ana, event_type, settings, monkeypatch):
    """Sockets of this process, whatever the thread, while the request's connection to the database is in none."""
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = HERE.private, HERE.plain_http
    request, opened = connections["default"], []
    connect = socket.socket.connect

    def judged(self, address):
        opened.append((address, request.in_atomic_block))
        return connect(self, address)

    with serving(answer_caldav) as server:
        calendar = calendar_read(ana, url=f"http://127.0.0.1:{server.port}/")
        Calendar.objects.filter(pk=calendar.pk).update(remote=f"http://127.0.0.1:{server.port}/work/")
        change_settings(event_type, sessions=2)
        address = times(client, f"/l/{one_time_link(ana).token()}/?day={START:%Y-%m-%d}")[0]
        address = times(client, address)[0]
        form = fields(client.get(address)) | {"name": "Priya Shah", "email": "priya@example.com"}
        # What reads in a child has started: a crowded machine may take longer for it than the customer waits.
        read_in_child([EMPTY], HostProfile("UTC"), (0, 1))
        monkeypatch.setattr(socket.socket, "connect", judged)
        assert client.post(address, form).status_code == 303
        assert (len(server.heard), Booking.objects.count()) == (2, 2)
    calendar.refresh_from_db()
    assert read_clock() - calendar.read_at < MINUTE
    # One more leads to what parses.
    asked = [address for address, _inside in opened if address == ("127.0.0.1", server.port)]
    assert (len(asked), any(inside for _address, inside in opened)) == (2, False)


def answer_caldav(client, head):
    """A calendar with nothing in it. It has no mark of change, so its events are asked for, too."""
    itself = (
        "<d:response><d:href>/work/</d:href><d:propstat><d:prop><d:resourcetype><c:calendar/></d:resourcetype></d:prop>"
        "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    )
    inside = itself if head.startswith(b"PROPFIND") else ""
    text = f'<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">{inside}</d:multistatus>'
    answering("207 Multi-Status", text.encode(), "Content-Type: text/xml")(client, head)
