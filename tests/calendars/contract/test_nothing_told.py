"""Connected calendars keep and tell nothing but when somebody is busy: no secret, no word of an event, anywhere.

Two calendars are connected, read, broken and closed on real servers. Then everything that is kept, sent, logged and
shown is searched.
"""

import logging
from base64 import b64encode
from contextlib import suppress
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from bookings.actions import book, export_customer, keep_feed
from bookings.emails import message
from bookings.host_entries import entry_of
from bookings.management.commands.read_calendars import CALLBACKS
from calendars import readers
from calendars.models import Alert, BusyWeek, Calendar, Connection, HostEntry, Target
from calendars.queries import MAX_AGES
from calendars.readers import Readers
from calendars.writers import Writers
from core.dates import from_epoch, to_epoch
from deliveries.models import Delivery, Medium
from deliveries.senders import send_due
from pages.queries import list_starts, offers_of
from tests.builders import one_time_link, submission
from tests.calendars.attacks import calendar
from tests.calendars.contract.servers import HERE, radicale
from tests.calendars.fake import keep_no_room
from tests.core.servers import answering, serving
from tests.dump import dump_database

pytestmark = [pytest.mark.contract, pytest.mark.django_db(transaction=True)]
LIST = "/availability/calendars/"
PASSWORD, WRONG, FILE = "opensesame-1001", "wrongsesame-1002", "private-0f1e2d3c4b5a"
# Each stands in another property of an event, one in the file around them.
WORDS = [
    "chemotherapy", "ward-seven", "biopsy", "kessler", "oncology", "metastasis", "attached-scan", "appointment-uid",
    "clinic-calendar", "private-zone", "unreadable-start", "alarm-text",
]  # fmt: skip
PAGES = [
    "/", "/meetings/", "/meetings/logs/", "/meetings/logs/export.csv", "/links/export.csv", "/deliveries/", "/team/",
    LIST, "/availability/time-off/", "/schedules/", "/settings/", "/settings/organization/", "/settings/privacy/",
]  # fmt: skip
KEPT = [Connection, Calendar, BusyWeek, HostEntry, Target, Alert, Delivery]


@pytest.fixture(autouse=True)
def at_now():
    """Leases and readings go by the database's clock, so everything does."""


@pytest.fixture
def server(tmp_path, settings):
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = HERE.private, True
    with radicale(tmp_path) as world:
        world.access = type(world.access)(world.access.url, "ana", PASSWORD, HERE)
        (tmp_path / "people").write_text(f"ana:{PASSWORD}\n")
        yield world


@pytest.fixture
def file():
    with serving(lambda _client, _head: None) as served:
        yield served


def event(number, *lines):
    texts = [
        "SUMMARY:Chemotherapy", "LOCATION:Ward-Seven", "DESCRIPTION:Biopsy", "CATEGORIES:Oncology",
        "ORGANIZER;CN=Kessler:mailto:kessler@clinic.example", "ATTENDEE;CN=Kessler:mailto:kessler@clinic.example",
        "COMMENT:Metastasis", "ATTACH:https://clinic.example/attached-scan.png",
    ]  # fmt: skip
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Alarm-text", "TRIGGER:-PT15M", "END:VALARM"]
    named = [f"UID:appointment-uid-{number}", "DTSTAMP:20260101T000000Z"]
    return ["BEGIN:VEVENT", *named, *lines, *texts, *alarm, "END:VEVENT"]


def events(start):
    """One during the meeting, and one of each kind that is doubtful."""
    at = f"{start:%Y%m%dT%H%M%S}"
    return [
        event(1, f"DTSTART:{at}Z", "DURATION:PT30M"),
        event(2, f"DTSTART:{at}Z", "DURATION:PT5M", "RRULE:FREQ=MINUTELY"),
        event(3, f"DTSTART;TZID=Private-zone:{at}", "DURATION:PT30M"),
        event(4, f"DTSTART:{at}Z", "DURATION:Unreadable-start"),
    ]


def page_of(*parts):
    head = ("PRODID:x", "X-WR-CALNAME:Clinic-calendar", "X-WR-CALDESC:Clinic-calendar")
    return calendar(*head, *(line for part in parts for line in part))


def first_start(user):
    (offer,) = offers_of(user.pages.get())
    now = timezone.now()
    return from_epoch(list_starts(offer, (to_epoch(now), to_epoch(now) + 7 * 86_400), now)[0])


def read_all():
    """The readers read everything, as if it were due."""
    Calendar.objects.filter(checked=True).update(due_at=timezone.now())
    readers = Readers(CALLBACKS, threads=2)
    while Calendar.objects.filter(due_at__lte=timezone.now(), lease=None, checked=True).exclude(
        connection__state="refused"
    ):
        readers.claim()
        readers.keep(5)


def connect(client, server, file):
    """Two calendars, after some wrong turns; what the pages say meanwhile."""
    address = f"http://127.0.0.1:{file.port}/{FILE}/basic.ics"
    for answer in (
        answering("200 OK", b"<html>Chemotherapy</html>"),
        answering("500 Chemotherapy", b"Chemotherapy"),
        answering("302 Found", b"", f"Location: http://127.0.0.1:{file.port}/{FILE}/kessler"),
        answering("200 OK", page_of(event(9, "DTSTART:20260101")).encode()),
    ):
        file.talk = answer
        yield client.post(f"{LIST}new/address/", {"calendar_address": address, "name": "Team"})
    other = Connection.objects.get(kind="ics")
    yield client.post(f"{LIST}{other.pk}/choose/", {"checked": [other.calendars.get().pk], "target": "nowhere"})
    known = {"address": server.access.url, "user": "ana"}
    yield client.post(f"{LIST}new/caldav/", known | {"password": WRONG})
    yield client.post(f"{LIST}new/caldav/", known | {"password": PASSWORD})
    way = Connection.objects.get(kind="caldav")
    work = way.calendars.get()
    yield client.post(f"{LIST}{way.pk}/choose/", {"checked": [work.pk], "target": work.pk})
    yield client.post(f"{LIST}new/address/", {"calendar_address": address, "name": "Again"})


def meet(user, server, file):
    """A meeting that is in the calendar, and then overlapped there; it is read from both servers."""
    start = first_start(user)
    booking = book(
        submission=submission(user.event_types.get().pk, start), link=one_time_link(user), now=timezone.now()
    ).booking
    while send_due(Medium.CALENDAR, Writers(entry_of, keep_no_room).send, stop=logging.threading.Event()):
        pass
    # The server takes nothing that it cannot read.
    for number, one in enumerate(events(start)[:3]):
        server.save(f"{number}.ics", page_of(one))
    file.talk = answering("200 OK", page_of(*events(start)).encode())
    read_all()
    assert Alert.objects.filter(kind="conflict", meeting=booking.uid, closed_at=None).exists()
    assert all(one.warnings for one in Calendar.objects.all())
    return booking


def break_both(client, server, file, folder, monkeypatch):
    """Nothing can be read any more, whatever the servers say, and nobody is offered."""
    way, other = Connection.objects.get(kind="caldav"), Connection.objects.get(kind="ics")
    for body in (b"Chemotherapy", page_of(*events(timezone.now())).encode()[:-40], b"\0Chemotherapy"):
        file.talk = answering("200 OK", body, 'ETag: "Chemotherapy"')
        read_all()
        yield client.post(f"{LIST}{other.pk}/check/")
    with monkeypatch.context() as patched:

        def stumble(*_asked):
            raise KeyError(f"Chemotherapy {PASSWORD} {FILE}")

        patched.setattr(readers, "provider_of", lambda _way: type("Broken", (), {"read_calendar": stumble}))
        read_all()
    (folder / "people").write_text("ana:another\n")
    read_all()
    yield client.post(f"{LIST}{way.pk}/check/")
    yield client.post(f"{LIST}{way.pk}/reconnect/", {"address": server.access.url, "user": "ana", "password": WRONG})
    Calendar.objects.update(read_at=F("read_at") - 2 * max(MAX_AGES.values()))
    with pytest.raises(IndexError):
        first_start(User.objects.get(email="ana@acme.example"))
    assert Connection.objects.get(pk=way.pk).state == "refused"
    assert Connection.objects.get(pk=other.pk).state == "failing"


def shown(client, booking):
    """What the owner, a customer and the operator read."""
    ways = Connection.objects.values_list("pk", flat=True)
    addresses = [*PAGES, f"/meetings/{booking.pk}/", *(f"{LIST}{pk}/week/" for pk in ways)]
    addresses += [f"{LIST}{pk}/choose/" for pk in ways] + [f"{LIST}{pk}/reconnect/" for pk in ways]
    root = Client()
    root.force_login(User.objects.create_superuser("root@site.example", "admit one, please", name="Root"))
    for model in KEPT:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        rows = [reverse(f"{name}_change", args=[pk]) for pk in model.objects.values_list("pk", flat=True)]
        yield from (root.get(one) for one in [reverse(f"{name}_changelist"), *rows])
    yield from (client.get(one) for one in addresses)


def text_of(response):
    assert response.status_code in {200, 302, 403, 422}
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers} {body.decode()}"


def test_no_secret_no_word_is_told(
    anas, ana, server, file, tmp_path, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level(logging.DEBUG)
    told = [text_of(one) for one in connect(anas, server, file)]
    booking = meet(ana, server, file)
    feed = keep_feed(user=ana, details=True, now=timezone.now()).token()
    told.append(text_of(anas.get(f"/feed/{feed}.ics")))
    told += [text_of(one) for one in break_both(anas, server, file, tmp_path, monkeypatch)]
    told += [text_of(one) for one in shown(anas, booking)]
    mails = Delivery.objects.filter(medium=Medium.EMAIL)
    assert {"calendar_conflict", "calendar_unread", "calendar_closed"} <= {one.kind for one in mails}
    told += [part.as_string() for mail in mails for part in [message(mail).message()]]
    told.append(str(export_customer(actor=ana, email="priya@example.com", now=timezone.now())))
    status = StringIO()
    with suppress(SystemExit):
        call_command("status", stdout=status)
    places = {"database": dump_database(), "logs": caplog.text, "status": status.getvalue(), "told": "\n".join(told)}
    known = b64encode(f"ana:{PASSWORD}".encode()).decode()
    secrets = [PASSWORD, WRONG, FILE, feed, known, quote(known)]
    hits = {
        (place, word) for place, text in places.items() for word in [*secrets, *WORDS] if word.lower() in text.lower()
    }
    assert hits == set()
    assert all(word in page_of(*events(timezone.now())).lower() for word in WORDS)


def test_control_kept_words_are_found(ana):
    Connection.objects.create(
        organization=ana.organization, user=ana, kind="caldav", last_error="Chemotherapy", connected_at=timezone.now()
    )
    assert [word for word in WORDS if word in dump_database()] == ["chemotherapy"]
