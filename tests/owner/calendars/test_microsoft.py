"""Microsoft from end to end: connected, read, written to, throttled, over, taken back; played on this machine."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from bookings.actions import book, cancel, cancel_and_erase, reschedule
from bookings.management.commands.read_calendars import CALLBACKS
from calendars.models import Alert, BusyWeek, Calendar, Connection, HostEntry, Target
from calendars.queries import weeks_of
from calendars.readers import Readers
from calendars.secrets import open_access
from calendars.services import provider_of, remote_calendar
from calendars.weeks import spans_of_rows
from core.dates import to_epoch
from deliveries.models import Delivery, Medium
from tests.builders import one_time_link, submission
from tests.calendars.contract.test_own_copies import starts, write
from tests.calendars.fakes.graph import GraphFake
from tests.calendars.fakes.http import Answer
from tests.calendars.fakes.tokens import TokenServer
from tests.calendars.fakes.vendor import known_vendor
from tests.markup import markup
from tests.owner.calendars.test_calendars import LIST, said

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.page]
CONFIRM, ACCOUNT = f"{LIST}confirm/", "ana@work.example"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_now():
    """Leases and readings go by the database's clock, so everything does."""


@pytest.fixture
def tokens():
    return TokenServer(rotates=True)


@pytest.fixture
def graph(monkeypatch, settings, tokens):
    fake = GraphFake(accepts=lambda token: tokens.grant_of(token) is not None)
    fake.add_calendar("Calendar")
    fake.add_calendar("Holidays", editable=False)
    with known_vendor(monkeypatch, settings, Connection.Kind.MICROSOFT, tokens, fake.answer) as fake.base:
        yield fake


@pytest.fixture
def work(anas, graph, tokens):
    """Ana's calendar there: connected, checked, and the one that her meetings are added to."""
    made = connected(anas, tokens)
    work, holidays = made.calendars.order_by("pk")
    assert [(one.name, one.writable) for one in (work, holidays)] == [("Calendar", True), ("Holidays", False)]
    form = {"checked": [work.pk], "target": work.pk}
    assert anas.post(f"{LIST}{made.pk}/choose/", form).status_code == 302
    assert Target.objects.get().calendar == work
    return work


def connected(client, tokens, path="new/microsoft/", **how):
    link = client.get(f"{LIST}{path}").context["link"]
    client.get(f"/calendars/microsoft/done/?{urlencode(tokens.allow(link, ACCOUNT, **how))}")
    client.post(CONFIRM)
    return Connection.objects.get()


def read(calendar):
    Calendar.objects.filter(pk=calendar.pk).update(due_at=timezone.now())
    readers = Readers(CALLBACKS, threads=1)
    readers.claim()
    for _step in range(2):
        # New tokens come first, where they are needed.
        readers.keep(2)


def due_now():
    Delivery.objects.filter(medium=Medium.CALENDAR, sent_at=None).update(due_at=timezone.now())


def booked(user, event_type):
    start = starts(user, timezone.now())[0]
    return book(submission=submission(event_type.pk, start), link=one_time_link(user), now=timezone.now()).booking


def stands(graph):
    """When our events begin there."""
    found = [one for one in graph.events.values() if one["singleValueExtendedProperties"]]
    return [datetime.fromisoformat(one["start"]["dateTime"] + "+00:00") for one in found]


def test_meeting_lives_in_the_calendar(ana, event_type, graph, work):
    booking = booked(ana, event_type)
    write()
    assert stands(graph) == [booking.starts_at]
    read(work)
    assert not BusyWeek.objects.exists()
    later = starts(ana, timezone.now())[-1]
    booking = reschedule(booking=booking, start=later, actor=ana, now=timezone.now())
    write()
    assert stands(graph) == [later]
    cancel(booking=booking, actor=ana, now=timezone.now())
    write()
    assert (graph.events, graph.invited) == ({}, [])
    host_mails = Delivery.objects.filter(kind="host_confirmation")
    assert [one.facts["method"] for one in host_mails] == [""]


def test_busy_time_there_is_not_offered(ana, event_type, graph, work):
    # At one moment, since the first of them passes.
    now = timezone.now()
    first = starts(ana, now)[0]
    text = {"timeZone": "UTC"}
    times = {
        "start": text | {"dateTime": f"{first:%Y-%m-%dT%H:%M:%S}"},
        "end": text | {"dateTime": f"{first + timedelta(minutes=30):%Y-%m-%dT%H:%M:%S}"},
    }
    key = graph.add_event(work.remote, **times)
    read(work)
    assert spans_of_rows(weeks_of(work)) == [(to_epoch(first), to_epoch(first) + 1_800)]
    assert first not in starts(ana, now)
    graph.delete_event(key)
    read(work)
    assert starts(ana, now)[0] == first


def test_host_moves_it_in_outlook(ana, anas, event_type, graph, work):
    booking = booked(ana, event_type)
    write()
    (event,) = graph.events.values()
    moved = booking.starts_at + 30 * DAY
    for name, at in (("start", moved), ("end", moved + timedelta(minutes=30))):
        event[name] = {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
    read(work)
    row = HostEntry.objects.get()
    assert (row.state, row.found_starts_at) == ("moved", moved)
    anas.post(f"/meetings/{booking.pk}/calendar-entry/", {"deed": "put_back"})
    write()
    assert stands(graph) == [booking.starts_at]


def test_token_that_is_over_is_renewed(ana, event_type, graph, tokens, work):
    """Nobody notices: neither who reads nor who writes."""
    tokens.access.clear()
    booking = booked(ana, event_type)
    write()
    due_now()
    write()
    assert stands(graph) == [booking.starts_at]
    tokens.access.clear()
    read(work)
    read(work)
    assert (Connection.objects.get().state, Alert.objects.count()) == ("ok", 0)
    assert tokens.renewals >= 2


def test_access_taken_back_waits_for_reconnecting(ana, anas, event_type, graph, tokens, work):
    for grant in tokens.refresh.values():
        grant.revoked = True
    tokens.access.clear()
    booking = booked(ana, event_type)
    for _again in range(3):
        write()
        due_now()
    assert (Connection.objects.get().state, graph.events) == ("refused", {})
    kinds = ["calendar_closed", "calendar_unread"]
    assert sorted(Delivery.objects.filter(kind__in=kinds).values_list("kind", flat=True)) == kinds
    assert "has not been read since" in str(markup(anas.get("/")))
    made = connected(anas, tokens, f"{Connection.objects.get().pk}/reconnect/")
    assert (made.state, Connection.objects.count()) == ("ok", 1)
    write()
    assert (stands(graph), Alert.objects.filter(closed_at=None).count()) == ([booking.starts_at], 0)


def test_patience_that_is_asked_for_is_had(ana, event_type, graph, work):
    booking = booked(ana, event_type)
    graph.faults = [Answer(429, {"error": {"code": "activityLimitReached"}}, {"Retry-After": "120"})]
    write()
    (owed,) = Delivery.objects.filter(medium=Medium.CALENDAR)
    wait = owed.due_at - timezone.now()
    assert timedelta(seconds=100) < wait < timedelta(seconds=140)
    assert graph.events == {}
    due_now()
    write()
    assert stands(graph) == [booking.starts_at]
    graph.faults = [Answer(503, {"error": {"code": "serviceNotAvailable"}}, {"Retry-After": "600"})]
    read(work)
    assert Calendar.objects.get(pk=work.pk).due_at - timezone.now() > timedelta(seconds=590)


@pytest.mark.parametrize("lost", ["POST", "GET"])
def test_lost_answer_leaves_one_event(ana, event_type, graph, work, lost):
    booking = booked(ana, event_type)
    graph.lost_methods = [lost]
    write()
    due_now()
    write()
    assert (stands(graph), Delivery.objects.get(medium=Medium.CALENDAR).sent_at is None) == ([booking.starts_at], False)


def test_erased_customer_is_erased_there(ana, event_type, graph, work):
    booking = booked(ana, event_type)
    write()
    (event,) = graph.events.values()
    assert "Priya" in str(event)
    seen = [(booking.pk, booking.sequence)]
    cancel_and_erase(actor=ana, email=booking.admission.customer_email, seen=seen, now=timezone.now())
    write()
    assert graph.events == {}


def test_disconnecting_forgets_it_all(ana, anas, event_type, graph, work):
    booked(ana, event_type)
    write()
    made = Connection.objects.get()
    anas.post(f"{LIST}{made.pk}/disconnect/")
    made.refresh_from_db()
    assert (made.secret, made.disconnected_at is None, BusyWeek.objects.count()) == ("", False, 0)
    assert len(graph.events) == 1


def test_secret_opens_the_account_only_here(ana, graph, work):
    made = Connection.objects.get()
    access = open_access(made)
    assert access.tokens.access not in made.secret
    assert provider_of(made).list_calendars(access)[0].remote == remote_calendar(work).remote


@pytest.mark.parametrize(
    ("error", "description", "text"),
    [
        (
            "access_denied",
            "AADSTS65004: User declined to consent",
            "You did not allow it at Microsoft",
        ),
        (
            "access_denied",
            "AADSTS90094: An administrator has set a policy",
            "only its administrators allow this",
        ),
        ("consent_required", "AADSTS65001: not consented", "only its administrators allow this"),
        ("unauthorized_client", "AADSTS700016", "not set up for that service"),
        ("server_error", "AADSTS90033", "Microsoft could not go on"),
    ],
)
def test_refusals_at_microsoft_are_words(anas, graph, tokens, error, description, text):
    link = anas.get(f"{LIST}new/microsoft/").context["link"]
    state = tokens.allow(link, ACCOUNT)["state"]
    query = urlencode({"error": error, "error_description": description, "state": state})
    response = anas.get(f"/calendars/microsoft/done/?{query}")
    assert (response.url, text in said(response), "AADSTS" in said(response)) == (LIST, True, False)


def test_tenant_is_where_people_sign_in(anas, graph, settings):
    settings.MICROSOFT_TENANT = "contoso.onmicrosoft.com"
    link = anas.get(f"{LIST}new/microsoft/").context["link"]
    assert link.startswith("https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/authorize?")
    assert "offline_access" in link
    assert "Calendars.ReadWrite" in link
