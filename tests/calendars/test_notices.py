"""What hosts and operators are told of calendars that are not read."""

from datetime import timedelta

import pytest

from calendars.actions.alerts import open_unread_alerts
from calendars.models import Calendar, Connection
from calendars.queries import calendar_notices, unread_since
from calendars.status import readers_finding
from tests.builders import NOW
from tests.calendars.builders import calendar_of, connection_of

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def calendar(user, *, age=MINUTE, kind="caldav", **fields):
    way = connection_of(user, kind=kind, account=f"{kind} {age}")
    return calendar_of(way, read_at=NOW - age, known_until=NOW + 60 * HOUR, **fields)


def test_hosts_read_of_what_closes_them(ana, ben, django_assert_num_queries):
    calendar(ana)
    calendar(ana, kind="ics", age=2 * HOUR)
    calendar(ana, age=3 * HOUR, checked=False)
    calendar(ben, age=3 * HOUR)
    told = calendar(ana, age=20 * MINUTE)
    open_unread_alerts(told.connection, [told], NOW)
    Connection.objects.filter(pk=told.connection_id).update(state="refused", failing_since=NOW)
    silent = calendar(ana, kind="ics", age=3 * HOUR)
    never = calendar_of(silent.connection, remote="never")
    with django_assert_num_queries(1):
        found = calendar_notices(ana, NOW)
    assert [(one.calendar, one.since, one.closes_at, one.is_closed, one.is_refused) for one in found] == [
        (told, NOW - 20 * MINUTE, NOW + 40 * MINUTE, False, True),
        (silent, NOW - 3 * HOUR, NOW, True, False),
        (never, None, NOW, True, False),
    ]


def test_readers_that_are_not_there(ana):
    assert unread_since(NOW) is None
    late = calendar(ana, age=30 * MINUTE, due_at=NOW - 15 * MINUTE)
    assert unread_since(NOW - MINUTE) is None
    assert unread_since(NOW) == NOW - 15 * MINUTE
    other = calendar(ana, age=HOUR, due_at=NOW + HOUR)
    Calendar.objects.filter(pk=other.pk).update(read_at=NOW - 14 * MINUTE)
    assert unread_since(NOW) is None
    Calendar.objects.filter(pk=other.pk).update(read_at=NOW - 15 * MINUTE)
    Connection.objects.filter(pk=late.connection_id).update(state="refused", failing_since=NOW)
    assert unread_since(NOW) is None


def test_operators_read_of_late_readers():
    well, late = readers_finding(None, NOW), readers_finding(NOW - 20 * MINUTE, NOW)
    assert (well.is_well, well.text) == (True, "Connected calendars are read as they become due.")
    assert (late.is_well, late.text) == (
        False,
        "Connected calendars have not been read for 20 min. Is manage.py deliver running?",
    )
