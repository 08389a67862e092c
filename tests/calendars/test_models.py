"""What the database itself keeps true of connected calendars."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from calendars.models import Alert, BusyWeek, Connection, HostEntry, Target
from tests.builders import NOW
from tests.calendars.builders import busy_week, calendar_of, calendar_with_rows, connection_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def refused_by(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_connection_is_made_once(ana, ben):
    first = connection_of(ana)
    refused_by("connection_once", lambda: connection_of(ana, account=ana.email.upper()))
    connection_of(ben, account=ana.email)
    Connection.objects.filter(pk=first.pk).update(disconnected_at=NOW, secret="")
    connection_of(ana)


def test_connection_keeps_no_secret_afterwards(ana):
    refused_by("connection_secret_gone", lambda: connection_of(ana, disconnected_at=NOW))


def test_connection_fails_since_some_time(ana):
    for fields in ({"state": "refused"}, {"state": "failing"}, {"state": "ok", "failing_since": NOW}):
        refused_by("connection_fails_since", lambda fields=fields: connection_of(ana, **fields))


def test_calendar_belongs_to_its_connections_user(ana, ben, zoe):
    ours = connection_of(ana)
    refused_by("calendar_of_its_connection", lambda: calendar_of(ours, host=ben))
    refused_by("calendar_of_its_connection", lambda: calendar_of(ours, organization=zoe.organization))
    calendar_of(ours)
    refused_by("calendar_once", lambda: calendar_of(ours))


def test_calendar_is_known_when_read(ana):
    ours = connection_of(ana)
    refused_by("calendar_known_when_read", lambda: calendar_of(ours, read_at=NOW))
    refused_by("calendar_lease_whole", lambda: calendar_of(ours, lease=uuid4()))


def test_rows_of_a_calendar_are_its_hosts(ana, ben):
    calendar = calendar_of(connection_of(ana))
    times = {"starts_at": NOW, "ends_at": NOW + HOUR}
    week = {"week": NOW, "starts": [1], "ends": [2]}
    wrong = {
        "target_of_host": lambda: Target.objects.create(host=ben, calendar=calendar, since=NOW),
        "busy_week_of_its_host": lambda: BusyWeek.objects.create(host=ben, calendar=calendar, **week),
        "host_entry_of_host": lambda: HostEntry.objects.create(host=ben, calendar=calendar, meeting=uuid4(), **times),
        "alert_of_host": lambda: Alert.objects.create(
            host=ben, calendar=calendar, kind="conflict", meeting=uuid4(), at=NOW
        ),
    }
    for name, act in wrong.items():
        refused_by(name, act)


def test_week_has_an_end_for_each_start(ana):
    calendar = calendar_of(connection_of(ana))
    for starts, ends in (([1, 5], [2]), ([1], [2, 3]), ([1] * 701, [2] * 701)):
        refused_by("busy_week_whole", lambda starts=starts, ends=ends: busy_week(calendar, starts, ends))
    refused_by("busy_week_whole", lambda: BusyWeek.objects.create(**empty(calendar)))
    busy_week(calendar, [1] * 700, [2] * 700)
    refused_by("busy_week_once", lambda: busy_week(calendar, [1], [2]))


def empty(calendar):
    return {"calendar": calendar, "host": calendar.host, "week": NOW, "starts": [], "ends": []}


def test_entry_is_made_once(ana):
    calendar, meeting = calendar_of(connection_of(ana)), uuid4()

    def entry(**fields):
        values = {"host": ana, "calendar": calendar, "meeting": meeting, "starts_at": NOW, "ends_at": NOW + HOUR}
        return HostEntry.objects.create(**values | fields)

    entry()
    refused_by("host_entry_once", entry)
    refused_by("host_entry_order", lambda: entry(meeting=uuid4(), ends_at=NOW))
    refused_by("host_entry_found", lambda: entry(meeting=uuid4(), state="missing"))


def test_alert_is_open_once(ana):
    calendar = calendar_of(connection_of(ana))

    def alert(kind, meeting=None, closed_at=None):
        return Alert.objects.create(
            host=ana, calendar=calendar, kind=kind, meeting=meeting, at=NOW, closed_at=closed_at
        )

    meeting = uuid4()
    for kind, about in (("unread", None), ("conflict", meeting)):
        alert(kind, about, closed_at=NOW)
        alert(kind, about)
        refused_by("alert_once", lambda kind=kind, about=about: alert(kind, about))
    refused_by("alert_about_something", lambda: alert("moved"))
    refused_by("alert_about_something", lambda: alert("unread", meeting))


def test_weeks_hold_nothing_but_numbers(ana):
    calendar_with_rows(ana)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type FROM information_schema.columns WHERE table_name = 'calendars_busyweek' GROUP BY 1"
        )
        assert {row[0] for row in cursor.fetchall()} == {"bigint", "ARRAY", "timestamp with time zone"}
