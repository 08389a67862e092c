"""Rows of connected calendars."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from accounts.models import User
from calendars.models import Alert, BusyWeek, Calendar, Connection, HostEntry, Target
from calendars.queries import week_rows
from calendars.weeks import Span, rows_of_spans, week_of
from core.database import read_clock
from core.dates import to_epoch
from tests.builders import NOW

HOUR = timedelta(hours=1)


def connection_of(user: User, **fields: object) -> Connection:
    values: dict[str, object] = {
        "organization": user.organization,
        "user": user,
        "kind": Connection.Kind.CALDAV,
        "account": user.email,
        "url": "https://dav.example/",
        "secret": "00a:sealed",
        "connected_at": NOW,
    }
    return Connection.objects.create(**values | fields)


def calendar_of(connection: Connection, **fields: object) -> Calendar:
    values: dict[str, object] = {
        "organization": connection.organization,
        "connection": connection,
        "host": connection.user,
        "remote": "https://dav.example/work/",
        "name": "Work",
        "writable": True,
        "checked": True,
    }
    return Calendar.objects.create(**values | fields)


def busy_week(calendar: Calendar, starts: list[int], ends: list[int]) -> BusyWeek:
    week = datetime.fromtimestamp(week_of(starts[0]), UTC)
    return BusyWeek.objects.create(calendar=calendar, host=calendar.host, week=week, starts=starts, ends=ends)


def calendar_with_rows(user: User) -> Calendar:
    """A calendar with a row of each model that refers to it."""
    calendar = calendar_of(connection_of(user), read_at=NOW, known_until=NOW + 60 * 24 * HOUR, due_at=NOW)
    instant = int(NOW.timestamp())
    busy_week(calendar, [instant], [instant + 3_600])
    Target.objects.create(host=user, calendar=calendar, since=NOW)
    meeting = uuid4()
    HostEntry.objects.create(
        meeting=meeting, host=user, calendar=calendar, starts_at=NOW, ends_at=NOW + HOUR, state="moved", found_at=NOW
    )
    Alert.objects.create(host=user, kind=Alert.Kind.CONFLICT, meeting=meeting, calendar=calendar, at=NOW)
    return calendar


def read_calendar_of(
    user: User, *busy: Span, kind: str = "caldav", age: timedelta = timedelta(), until: datetime = NOW + 365 * 24 * HOUR
) -> Calendar:
    """A checked calendar with its busy time, whose reading has this age by the database's clock."""
    calendar = calendar_of(
        connection_of(user, kind=kind, account=f"{uuid4()}"), read_at=read_clock() - age, known_until=until
    )
    BusyWeek.objects.bulk_create(week_rows(calendar, rows_of_spans(busy).items()))
    return calendar


def span(starts: datetime, minutes: int) -> Span:
    return to_epoch(starts), to_epoch(starts) + 60 * minutes


def claimed_calendar(user: User, **fields: object) -> Calendar:
    """A calendar that a reader has claimed, of a connection of its own."""
    return calendar_of(connection_of(user, **fields), lease=uuid4(), leased_until=NOW + HOUR, cursor={"ctag": "0"})


def claim_again(calendar: Calendar) -> None:
    calendar.lease = uuid4()
    Calendar.objects.filter(pk=calendar.pk).update(lease=calendar.lease, leased_until=NOW)
