"""Connecting, choosing and disconnecting: what is asked of the server, and what is committed."""

import json
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection as database

from accounts.actions import change_member
from calendars import errors, parallel
from calendars.actions.choosing import FirstReading, choose, stop_checking_calendar
from calendars.actions.connecting import connect_account, disconnect, reconnect
from calendars.models import Alert, BusyWeek, Calendar, Connection, Target
from calendars.providers import Outcome, RemoteCalendar
from calendars.reading import BusyTime
from calendars.secrets import access_to, open_access
from calendars.services import PROVIDERS, Account, caldav_account, ics_account
from core.dates import to_epoch
from tests.builders import NOW
from tests.calendars.builders import calendar_with_rows, connection_of
from tests.calendars.fake import FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)
URL = "https://dav.example/"
NINE = to_epoch(NOW + timedelta(hours=1))
BUSY = (NINE, NINE + 3_600)
WINDOW = (to_epoch(NOW), to_epoch(NOW + timedelta(days=62)))


@pytest.fixture(autouse=True)
def server(monkeypatch):
    fake = FakeProvider()
    monkeypatch.setitem(PROVIDERS, Connection.Kind.CALDAV, fake)
    return fake


def connected_by(user, password="word", account="ana", url=URL):
    return connect_account(
        user=user,
        kind=Connection.Kind.CALDAV,
        account=caldav_account(url, account),
        access=access_to(url, account, password),
        now=NOW,
    )


def counted():
    return Connection.objects.count(), Calendar.objects.count()


def reading(*spans):
    return FirstReading(NOW, WINDOW, Outcome(BusyTime(spans, {}, ()), {"ctag": "1"}))


def choosing(connection, *names, target=None, readings=None):
    """Checks the calendars of these names. Returns what was said to have changed."""
    told = []
    chosen = list(connection.calendars.filter(name__in=names).values_list("pk", flat=True))
    choose(
        connection=connection,
        checked=chosen,
        readings=dict.fromkeys(chosen, reading(BUSY)) if readings is None else readings,
        target=target,
        on_change=lambda host, spans, _edited: told.append((host, spans)),
        now=NOW,
    )
    return told


def test_connection_keeps_what_opens_it(ana):
    made = connected_by(ana)
    assert open_access(made) == open_access(Connection.objects.get()) == access_to(URL, "ana", "word")
    with database.cursor() as cursor:
        cursor.execute("SELECT row_to_json(calendars_connection)::text FROM calendars_connection")
        assert "word" not in cursor.fetchone()[0]
    assert counted() == (1, 2)


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [(errors.Unauthorized, {"password": "other"}), (errors.AlreadyConnected, {"account": "ANA"})],
)
def test_refused_connection_leaves_nothing_behind(ana, refusal, changes):
    connected_by(ana)
    with pytest.raises(refusal):
        connected_by(ana, **changes)
    assert counted() == (1, 2)


def test_without_keys_no_server_is_asked(ana, settings, server):
    settings.SEALING_KEYS = {}
    server.list_calendars = None
    with pytest.raises(errors.CannotSeal):
        connected_by(ana)
    assert counted() == (0, 0)


def test_silent_server_counts_as_away(ana, server, monkeypatch):
    monkeypatch.setattr(parallel, "MOST_SECONDS", 0.1)
    answered = Event()
    server.list_calendars = lambda access: answered.wait(20)
    with pytest.raises(errors.ServerAway):
        connected_by(ana)
    answered.set()
    assert counted() == (0, 0)


def test_ten_connections_are_enough(ana, ben):
    for number in range(10):
        connection_of(ana, account=f"a{number}")
    with pytest.raises(errors.TooManyConnections):
        connected_by(ana)
    Connection.objects.filter(account="a0").update(disconnected_at=NOW, secret="")
    connected_by(ana)
    connected_by(ben)


def test_fifty_calendars_are_enough(ana, server):
    one = server.calendars[0]
    server.calendars = [replace(one, remote=f"{one.remote}{number}") for number in range(51)]
    with pytest.raises(errors.TooManyCalendars):
        connected_by(ana)
    assert counted() == (0, 0)
    server.calendars.pop()
    connected_by(ana)
    assert counted() == (1, 50)


def test_unusable_calendars_are_left_out(ana, server):
    """Also one whose entries' addresses would be too long to keep, and what is listed twice."""
    long, twice = "Long" * 100, RemoteCalendar("y", "Once", "", True)
    server.calendars = [RemoteCalendar("x" * 901, "Odd", "", True), twice, replace(twice, name=long)]
    made = connected_by(ana)
    assert [(one.remote, len(one.name)) for one in made.calendars.all()] == [("y", 200)]


def test_ticked_calendar_counts_at_once(ana):
    made = connected_by(ana)
    assert choosing(made, "Work") == [(ana.pk, [BUSY])]
    work, holidays = made.calendars.order_by("pk")
    assert (work.checked, work.read_at, to_epoch(work.known_until), work.cursor) == (
        True,
        NOW,
        WINDOW[1],
        {"ctag": "1"},
    )
    assert (holidays.checked, holidays.read_at) == (False, None)
    assert [(one.calendar, one.starts, one.ends) for one in BusyWeek.objects.all()] == [(work, [BUSY[0]], [BUSY[1]])]


def test_unread_calendar_is_not_ticked(ana):
    made = connected_by(ana)
    with pytest.raises(errors.Gone):
        choosing(made, "Work", readings={})
    assert not Calendar.objects.filter(checked=True).exists()


def test_unticked_calendar_is_forgotten(ana):
    made = connected_by(ana)
    choosing(made, "Work", "Holidays")
    assert choosing(made, "Work", readings={}) == []
    assert [(one.name, one.checked, one.read_at) for one in made.calendars.order_by("pk")] == [
        ("Work", True, NOW),
        ("Holidays", False, None),
    ]
    assert BusyWeek.objects.values_list("calendar__name", flat=True).get() == "Work"


def test_meetings_are_added_to_one_calendar(ana, ben):
    made = connected_by(ana)
    work, holidays = made.calendars.order_by("pk")
    choosing(made, target=work)
    choosing(made, target=work)
    assert Target.objects.values_list("host", "calendar").get() == (ana.pk, work.pk)
    with pytest.raises(errors.ReadOnlyCalendar):
        choosing(made, target=holidays)
    assert Target.objects.get().calendar == work
    choosing(made)
    assert not Target.objects.exists()


def test_ended_connection_cannot_be_chosen_from(ana):
    made = connected_by(ana)
    disconnect(connection=made, now=NOW)
    with pytest.raises(errors.Gone):
        choosing(made, "Work")


def test_disconnecting_deletes_secret_and_weeks(ana, ben):
    """And nobody else's."""
    calendar, others = calendar_with_rows(ana), calendar_with_rows(ben)
    ours = calendar.connection
    Connection.objects.filter(pk=ours.pk).update(state="refused", failing_since=NOW, last_error="No.")
    Alert.objects.create(host=ana, kind="unread", calendar=calendar, at=NOW)
    disconnect(connection=ours, now=NOW)
    ours.refresh_from_db()
    calendar.refresh_from_db()
    assert (ours.secret, ours.state, ours.last_error, ours.disconnected_at) == ("", "ok", "", NOW)
    assert (calendar.checked, calendar.read_at, calendar.due_at) == (False, None, None)
    assert set(BusyWeek.objects.values_list("calendar", flat=True)) == {others.pk}
    assert set(Target.objects.values_list("host", flat=True)) == {ben.pk}
    assert Alert.objects.get(kind="unread").closed_at == NOW
    others.connection.refresh_from_db()
    assert (others.connection.secret, others.connection.disconnected_at) == ("00a:sealed", None)


def test_who_leaves_is_disconnected(ana, ben):
    ours, others = calendar_with_rows(ben), calendar_with_rows(ana)
    change_member(actor=ana, member=ben, role="admin", is_active=True)
    assert Connection.objects.filter(disconnected_at=None).count() == 2
    change_member(actor=ana, member=ben, role="admin", is_active=False)
    assert [one.secret for one in Connection.objects.order_by("pk")] == ["", "00a:sealed"]
    assert set(BusyWeek.objects.values_list("calendar", flat=True)) == {others.pk}
    assert set(Target.objects.values_list("host", flat=True)) == {ana.pk}
    assert not Calendar.objects.get(pk=ours.pk).checked


def test_calendar_is_checked_no_more(ana):
    made = connected_by(ana)
    choosing(made, "Work", "Holidays")
    stop_checking_calendar(calendar=made.calendars.get(name="Work"), now=NOW)
    assert [one.name for one in made.calendars.filter(checked=True)] == ["Holidays"]
    assert BusyWeek.objects.values_list("calendar__name", flat=True).get() == "Holidays"


def test_reconnecting_keeps_what_was_chosen(ana, server):
    made = connected_by(ana)
    choosing(made, "Work")
    Connection.objects.update(state="refused", failing_since=NOW, last_error="No.")
    server.password = "new"
    server.calendars.append(RemoteCalendar("https://dav.example/more/", "More", "", True))
    account = caldav_account(URL, "ana")
    with pytest.raises(errors.Unauthorized):
        reconnect(connection=made, account=account, access=access_to(URL, "ana", "word"), now=NOW)
    assert Connection.objects.get().state == "refused"
    reconnect(connection=made, account=account, access=access_to(URL, "ana", "new"), now=NOW)
    made.refresh_from_db()
    assert (made.state, made.failing_since, made.last_error, open_access(made).password) == ("ok", None, "", "new")
    assert [(one.name, one.checked) for one in made.calendars.order_by("pk")] == [
        ("Work", True),
        ("Holidays", False),
        ("More", False),
    ]
    assert made.calendars.get(name="Work").due_at == NOW


def test_secret_address_is_shown_by_its_end():
    url = "https://calendar.google.com/calendar/ical/ana%40x.example/private-0123456789abcdef/basic.ics"
    account = ics_account(url)
    assert account.name == "calendar.google.com …cdef"
    assert len(account.place) == 64
    assert account != ics_account(url.replace("0123", "0124"))
    assert account == ics_account(url)
    assert json.dumps([account.name, account.place]).count("0123456789") == 0
    assert ics_account("https://x.example/a.ics?t=secret").name == "x.example …cret"
    assert ics_account("https://x.example/") == Account("x.example …/", ics_account("https://x.example/").place)
