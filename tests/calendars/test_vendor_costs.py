"""What calendars of Google and Microsoft cost: statements, requests, processor; and none is asked in a transaction."""

import time
from contextlib import contextmanager
from datetime import timedelta
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings.actions import book, cancel, reschedule
from bookings.fresh_readings import first_readings, read_checked_calendars, refresh_readings
from bookings.management.commands.read_calendars import CALLBACKS
from calendars import oauth
from calendars.actions.choosing import choose
from calendars.actions.connecting import connect_account, disconnect
from calendars.actions.renewing import prepare_revocation
from calendars.models import Calendar, Connection
from calendars.oauth import VENDORS, access_with_tokens
from calendars.providers import Tokens, http
from calendars.readers import Readers
from calendars.reading import HostProfile
from calendars.secrets import open_access
from calendars.services import provider_of, remote_calendar, vendor_account
from deliveries.models import Delivery, Medium
from tests.builders import one_time_link, submission
from tests.calendars.contract.test_own_copies import starts, write
from tests.calendars.fakes.google import Google
from tests.calendars.fakes.graph import GraphFake
from tests.calendars.fakes.tokens import Grant, TokenServer
from tests.calendars.fakes.vendor import known_vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.contract]
KINDS = [Connection.Kind.GOOGLE, Connection.Kind.MICROSOFT]
ANA, TOKEN = "ana@gmail.example", "word"
MINUTE = timedelta(minutes=1)
EVENTS, ROUNDS = 500, 9
# Seconds of the processor: of a poll that finds nothing new, and of one that reads EVENTS.
UNCHANGED, CHANGED = 0.010, 0.050


@pytest.fixture(autouse=True)
def at_now():
    """Leases and readings go by the database's clock, so everything does."""


class Vendor:
    """A vendor with one account, and what it has been asked."""

    def __init__(self, kind):
        self.kind = kind
        self.tokens = TokenServer()
        grant = Grant(ANA, " ".join(VENDORS[kind].scopes))
        self.tokens.access[TOKEN], self.tokens.refresh["again"] = (grant, 2.0**40), grant
        if kind == Connection.Kind.GOOGLE:
            self.fake = Google(tokens=self.tokens)
        else:
            self.fake = GraphFake(accepts=lambda token: self.tokens.grant_of(token) is not None)
            self.fake.add_calendar("Calendar")

    def add(self, day, number):
        """An hour that the host is busy, which somebody has written there."""
        at = [f"{day + timedelta(hours=number + more):%Y-%m-%dT%H:00:00}" for more in (0, 1)]
        if self.kind == Connection.Kind.GOOGLE:
            (kept,) = self.fake.calendars.values()
            start, end = ({"dateTime": f"{one}Z"} for one in at)
            name = f"host{number:05}"
            self.fake.save(kept, {"id": name, "status": "confirmed", "iCalUID": name, "start": start, "end": end})
        else:
            (key,) = self.fake.calendars
            start, end = ({"dateTime": one, "timeZone": "UTC"} for one in at)
            self.fake.add_event(key, start=start, end=end)


@pytest.fixture(params=KINDS)
def vendor(request, monkeypatch, settings):
    made = Vendor(request.param)
    # Inner words of the application: what is asked goes by one of these.
    asked, connected = [], connection
    for module in (http, oauth):
        real = module.fetch

        def fetch(*given, real=real):
            asked.append(connected.in_atomic_block)
            return real(*given)

        monkeypatch.setattr(module, "fetch", fetch)
    made.asked = asked
    with known_vendor(monkeypatch, settings, made.kind, made.tokens, made.fake.answer) as base:
        if made.kind == Connection.Kind.MICROSOFT:
            made.fake.base = base
        yield made


@pytest.fixture
def work(ana, vendor):
    """Ana's calendar there: checked, and the one that her meetings are added to."""
    known = VENDORS[vendor.kind]
    way = connect_account(
        user=ana,
        kind=vendor.kind,
        account=vendor_account(known, ANA),
        access=access_with_tokens(known, Tokens(TOKEN, 2**40, "again")),
        now=timezone.now(),
    )
    (calendar,) = way.calendars.all()
    readings, refusals = first_readings(way, [calendar])
    assert refusals == []
    choose(
        connection=way,
        checked=[calendar.pk],
        readings=readings,
        target=calendar,
        on_change=lambda *_given: None,
        now=timezone.now(),
    )
    return calendar


def read(calendar):
    """The readers read it, as if it were due."""
    Calendar.objects.filter(pk=calendar.pk).update(due_at=timezone.now())
    readers = Readers(CALLBACKS, threads=1)
    readers.claim()
    readers.keep(20)


@contextmanager
def requests_of(vendor):
    """How many requests are sent meanwhile; none inside a transaction."""
    before = len(vendor.asked)
    sent = []
    yield sent
    sent += vendor.asked[before:]
    assert not any(sent), "Asked inside a transaction."


def test_nothing_is_asked_inside_a_transaction(ana, event_type, vendor, work):
    with requests_of(vendor) as sent:
        read(work)
        Calendar.objects.update(read_at=timezone.now() - MINUTE)
        refresh_readings([ana.pk])
        first, *_others, last = starts(ana, timezone.now())
        booking = book(submission=submission(event_type.pk, first), link=one_time_link(ana), now=timezone.now()).booking
        write()
        booking = reschedule(booking=booking, start=last, actor=ana, now=timezone.now())
        write()
        read(work)
        cancel(booking=booking, actor=ana, now=timezone.now())
        write()
        assert read_checked_calendars(work.connection) == []
        way = Connection.objects.get()
        forget = prepare_revocation(way)
        disconnect(connection=way, now=timezone.now())
        forget()
    assert len(sent) >= 9
    assert not Delivery.objects.open().filter(medium=Medium.CALENDAR).exists()


def test_booking_asks_once_and_decides_without(ana, event_type, vendor, work):
    """One request before it, to a calendar in which nothing is new; and what it writes has the writers ask."""
    read(work)
    Calendar.objects.update(read_at=timezone.now() - MINUTE)
    with requests_of(vendor) as sent:
        refresh_readings([ana.pk])
    assert len(sent) == 1
    with requests_of(vendor) as sent:
        first = starts(ana, timezone.now())[0]
        book(submission=submission(event_type.pk, first), link=one_time_link(ana), now=timezone.now())
    assert sent == []


def test_unchanged_calendar_costs_few_statements(vendor, work):
    read(work)
    with requests_of(vendor) as sent, CaptureQueriesContext(connection) as queries:
        read(work)
    writes = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "DELETE", "UPDATE"))]
    # That it is due, here, and that it was read; it is claimed by a statement that begins otherwise.
    assert (len(sent), len(writes), len(queries) <= 14) == (1, 2, True), [one["sql"][:90] for one in queries]


def polls(calendar, cursor):
    """The answer of a poll, and the processor's seconds that it takes in this thread, which is not the vendor's."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    window = int(today.timestamp()) - 86_400, int(today.timestamp()) + 62 * 86_400
    way = calendar.connection
    access, profile = open_access(way), HostProfile("UTC", frozenset({ANA}))
    began = time.thread_time()
    outcome = provider_of(way).read_calendar(access, remote_calendar(calendar), cursor, profile, window)
    return outcome, time.thread_time() - began


def test_polls_cost_little_of_the_processor(vendor, work):
    day = timezone.now().replace(minute=0, second=0, microsecond=0)
    empty = polls(work, {})[0].cursor
    same = [polls(work, empty) for _round in range(ROUNDS)]
    assert all(outcome.found is None for outcome, _seconds in same)
    for number in range(EVENTS):
        vendor.add(day, 2 * number)
    read = [polls(work, {}) for _round in range(ROUNDS)]
    assert all(len(outcome.found.busy) == EVENTS for outcome, _seconds in read)
    unchanged, changed = (median(seconds for _outcome, seconds in one) for one in (same, read))
    assert (unchanged <= UNCHANGED, changed <= CHANGED) == (True, True), (unchanged, changed)
