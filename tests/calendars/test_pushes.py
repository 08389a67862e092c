"""What vendors tell of calendars by themselves: asked for while reading, renewed, refused, and heard."""

from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from bookings.management.commands.read_calendars import CALLBACKS
from calendars.actions import renewing
from calendars.actions.connecting import disconnect
from calendars.actions.renewing import prepare_revocation
from calendars.models import Calendar, Connection
from calendars.oauth import VENDORS, access_with_tokens
from calendars.providers import Tokens, google_push
from calendars.pushes import push_address
from calendars.readers import Readers
from calendars.secrets import seal_access
from core.database import read_clock
from tests.builders import NOW, forged
from tests.calendars.builders import calendar_of, connection_of
from tests.calendars.fakes.google import Google
from tests.calendars.fakes.google_rules import refused
from tests.calendars.fakes.tokens import Grant
from tests.calendars.fakes.vendor import known_vendor
from tests.patience import PATIENCE, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.page]
KIND, ANA = Connection.Kind.GOOGLE, "ana@gmail.example"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_now():
    """Leases and readings go by the database's clock, so everything does."""


@pytest.fixture
def served(monkeypatch, settings):
    made = Google()
    grant = Grant(ANA, " ".join(VENDORS[KIND].scopes))
    made.tokens.access["ya29.now"], made.tokens.refresh["1//kept"] = (grant, 2.0**40), grant
    with known_vendor(monkeypatch, settings, KIND, made.tokens, made.answer):
        settings.BASE_URL = "https://meet.example"
        yield made


@pytest.fixture
def work(ana, served):
    way = connection_of(ana, kind=KIND, account=ANA, url=VENDORS[KIND].api)
    way.secret = seal_access(way, access_with_tokens(VENDORS[KIND], Tokens("ya29.now", 2**40, "1//kept")))
    way.save()
    return calendar_of(way, remote=ANA, due_at=read_clock())


def read(calendar):
    """The readers read it, as if it were due."""
    Calendar.objects.update(due_at=read_clock())
    readers = Readers(CALLBACKS, threads=1)
    readers.claim()
    readers.keep(20)
    calendar.refresh_from_db()
    return calendar


def minutes_until_due(calendar):
    return round((calendar.due_at - read_clock()) / MINUTE)


def ask(client, calendar):
    return client.post(push_address(calendar).removeprefix("https://meet.example"))


def test_first_reading_asks_to_be_told(work, served):
    read(work)
    ((name, channel),) = served.channels.items()
    assert (work.push, channel["address"]) == ({"channel": name, "resource": f"resource-{ANA}"}, push_address(work))
    assert timedelta(days=6) < work.push_until - read_clock() <= timedelta(days=7)
    assert 26 <= minutes_until_due(work) <= 34
    read(work)
    assert set(served.channels) == {name}


def test_ending_channel_is_renewed(work, served):
    (former,) = served.channels or (read(work) and served.channels)
    Calendar.objects.update(push_until=read_clock() + timedelta(hours=23))
    read(work)
    (channel,) = served.channels
    assert (channel == former, work.push["channel"]) == (False, channel)
    assert work.push_until - read_clock() > timedelta(days=6)


def test_refused_channel_means_polling(work, served):
    served.faults = [refused(400, "push.webhookUrlUnauthorized").answer]
    read(work)
    assert (work.push_until, work.connection.state, served.channels) == (None, "ok", {})
    assert 4 <= minutes_until_due(work) <= 6
    before = len(served.operations)
    read(work)
    assert [name for name, _query in served.operations[before:]] == ["calendar.events.list"]


def test_without_https_nobody_is_asked(work, served, settings):
    settings.BASE_URL = "http://localhost:8000"
    read(work)
    assert (work.push, served.channels) == ({}, {})


def test_told_calendar_is_due_at_once(work, client):
    read(work)
    Calendar.objects.update(read_at=read_clock() - MINUTE)
    assert ask(client, work).status_code == 204
    work.refresh_from_db()
    assert work.due_at <= read_clock()


def test_told_twice_is_read_once(work, client):
    read(work)
    ask(client, work)
    ask(client, work)
    work.refresh_from_db()
    assert timedelta(0) < work.due_at - read_clock() <= timedelta(seconds=10)


def test_forged_address_costs_no_query(client, work, django_assert_num_queries):
    address = push_address(work).removeprefix("https://meet.example")
    with django_assert_num_queries(0):
        assert client.post(f"{forged(address.removesuffix('/'))}/").status_code == 404
        assert client.post("/hooks/x/").status_code == 404
        assert client.get(address).status_code == 405
        words = client.post(f"{address}?validationToken={'<b>' * 100}")
    assert (words.status_code, words.headers["Content-Type"], len(words.content)) == (
        200,
        "text/plain; charset=utf-8",
        200,
    )
    with django_assert_num_queries(1):
        answer = client.post(address)
    assert (answer.status_code, answer.cookies) == (204, {})


def test_failing_and_ended_calendars_stay_quiet(work, client):
    due = timezone.now() + timedelta(hours=1)
    Calendar.objects.update(due_at=due, read_at=NOW - timedelta(days=2_000), known_until=NOW, attempts=3)
    ask(client, work)
    work.refresh_from_db()
    assert work.due_at == due
    disconnect(connection=work.connection, now=NOW)
    assert ask(client, work).status_code == 204
    work.refresh_from_db()
    assert work.due_at is None


def test_ended_connection_ends_its_channels(work, served):
    read(work)
    way = Connection.objects.get()
    forget = prepare_revocation(way)
    disconnect(connection=way, now=NOW)
    forget()
    work.refresh_from_db()
    assert (served.channels, work.push, work.push_until) == ({}, {}, None)
    assert served.tokens.refresh["1//kept"].revoked


def test_disconnecting_waits_for_no_vendor_long(work, served, monkeypatch):
    read(work)
    way, answered, asked = Connection.objects.get(), Event(), []

    def hang(_access, push):
        asked.append(push)
        answered.wait(PATIENCE)

    calendar_of(way, remote="other", name="Other", push={"channel": "other"})
    monkeypatch.setattr(google_push, "unwatch_calendar", hang)
    monkeypatch.setattr(renewing, "UNWATCH_SECONDS", 0.2)
    forget = prepare_revocation(way)
    disconnect(connection=way, now=NOW)
    try:
        forget()
        assert served.tokens.refresh["1//kept"].revoked
        # Neither waits for the other.
        wait_for(lambda: len(asked) == 2)
    finally:
        answered.set()


def test_nearly_over_token_is_renewed_first(work, served, settings):
    way = work.connection
    way.secret = seal_access(way, access_with_tokens(VENDORS[KIND], Tokens("ya29.over", 1, "1//kept")))
    way.save()
    readers = Readers(CALLBACKS, threads=1)
    readers.claim()
    readers.keep(20)
    readers.keep(20)
    work.refresh_from_db()
    assert (work.read_at is None, work.attempts, served.tokens.renewals) == (False, 0, 1)


def test_refused_token_is_renewed_the_next_time(work, served):
    served.tokens.access.clear()
    read(work)
    assert (work.attempts, work.connection.state) == (1, "failing")
    Calendar.objects.update(due_at=read_clock())
    readers = Readers(CALLBACKS, threads=1)
    readers.claim()
    readers.keep(20)
    readers.keep(20)
    work.refresh_from_db()
    assert (work.attempts, Connection.objects.get().state, served.tokens.renewals) == (0, "ok", 1)


def test_taken_back_access_is_told(work, served):
    served.tokens.access.clear()
    served.tokens.refresh["1//kept"].revoked = True
    read(work)
    Calendar.objects.update(due_at=read_clock())
    readers = Readers(CALLBACKS, threads=1)
    readers.claim()
    readers.keep(20)
    way = Connection.objects.get()
    assert (way.state, way.last_error[:22], way.renewing_until) == ("refused", "Access to this account", None)
    assert work.host.calendar_alerts.filter(kind="unread", closed_at=None).count() == 1
