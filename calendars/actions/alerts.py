"""Writes of alerts: of calendars that cannot be read, and of meetings during which their host is busy elsewhere."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from calendars.models import Alert, Calendar, Connection
from calendars.notifications import unread_mails
from calendars.queries import max_age
from core.database import read_clock
from deliveries.models import Delivery

# Hosts are told of an error that waiting may cure after this.
ALERT_AFTER = timedelta(minutes=15)
# Connections for which alerts are opened in one transaction.
MOST_ALERTED = 50


def open_unread_alerts(connection: Connection, calendars: Iterable[Calendar], now: datetime) -> None:
    """Tell the host that these calendars cannot be read, inside the caller's transaction.

    One mail is sent now, and one when nobody can book them any more; none about calendars with an alert.
    """
    known = set(_unread(connection).values_list("calendar", flat=True))
    new = sorted((calendar for calendar in calendars if calendar.pk not in known), key=lambda calendar: calendar.pk)
    if not new:
        return
    unread = Alert.Kind.UNREAD
    Alert.objects.bulk_create(
        Alert(host_id=calendar.host_id, kind=unread, calendar=calendar, at=now) for calendar in new
    )
    since = min(calendar.read_at or now for calendar in new)
    closes_at = min(calendar.read_at + max_age(connection.kind) if calendar.read_at else now for calendar in new)
    names = [calendar.name for calendar in new]
    thread = _thread(connection, now)
    Delivery.objects.bulk_create(
        unread_mails(connection, names, thread=thread, since=since, closes_at=closes_at, now=now)
    )


def alert_hosts_of_waiting() -> int:
    """Tell hosts of calendars that have been due for long and were not tried. Return of how many connections.

    Of a server that does not answer, only few calendars are tried at a time. The hosts of the others would get no mail
    before nobody can book them. Call it only after reading for ALERT_AFTER without a break: after a break, all
    calendars are due.
    """
    with transaction.atomic(durable=True):
        now = read_clock()
        known = Alert.objects.filter(kind=Alert.Kind.UNREAD, calendar=OuterRef("pk"), closed_at=None)
        is_free = Q(leased_until=None) | Q(leased_until__lte=now)
        waiting = Calendar.objects.filter(is_free, ~Exists(known), checked=True, due_at__lte=now - ALERT_AFTER)
        # All calendars of a refused connection have alerts already.
        live = Connection.objects.filter(disconnected_at=None).exclude(state=Connection.State.REFUSED)
        locked = live.select_for_update(skip_locked=True, no_key=True, of=("self",))
        locked = locked.filter(Exists(waiting.filter(connection=OuterRef("pk"))))
        connections = list(locked.select_related("user__organization").order_by("pk")[:MOST_ALERTED])
        for connection in connections:
            open_unread_alerts(connection, waiting.filter(connection=connection), now)
        return len(connections)


def close_unread_alerts(calendars: QuerySet[Calendar], now: datetime) -> None:
    """Close the alerts of calendars that can be read again, or are no longer checked. Pending mails are not sent.

    Call it inside a transaction that has locked their connections.
    """
    for connection in Connection.objects.filter(pk__in=calendars.values("connection")).order_by("pk"):
        alerts = _unread(connection)
        ended = alerts.filter(calendar__in=calendars)
        ended_times = set(ended.values_list("at", flat=True))
        ended.update(closed_at=now)
        # A mail is about all calendars whose alerts were opened at its time.
        open_times = set(alerts.filter(at__in=ended_times).values_list("at", flat=True))
        threads = [_thread(connection, at) for at in ended_times - open_times]
        mails = Delivery.objects.open().filter(thread__in=threads)
        mails.update(superseded_at=now, lease=None, leased_until=None)


def open_conflicts(host: int, meetings: Mapping[UUID, tuple[datetime, datetime]], now: datetime) -> set[UUID]:
    """Open alerts that the host is busy elsewhere during these meetings. Return the meetings without an open one."""
    conflict = Alert.Kind.CONFLICT
    open_already = Alert.objects.filter(kind=conflict, host=host, closed_at=None, meeting__in=meetings)
    known = set(open_already.values_list("meeting", flat=True))
    new = meetings.keys() - known
    Alert.objects.bulk_create(
        Alert(
            host_id=host,
            kind=conflict,
            meeting=meeting,
            at=now,
            details={"starts_at": meetings[meeting][0].isoformat(), "ends_at": meetings[meeting][1].isoformat()},
        )
        for meeting in sorted(new)
    )
    return set(new)


def close_conflicts(
    meetings: Collection[UUID], now: datetime | None = None, hosts: Collection[int] | None = None
) -> None:
    """Close the alerts of meetings that were moved, have ended, or whose hosts are no longer busy elsewhere.

    `hosts` limits this to their alerts. Without `now`, the database's clock is used.
    """
    alerts = Alert.objects.filter(kind=Alert.Kind.CONFLICT, meeting__in=meetings, closed_at=None)
    if hosts is not None:
        alerts = alerts.filter(host__in=hosts)
    alerts.update(closed_at=now or Now())


def _unread(connection: Connection) -> QuerySet[Alert]:
    return Alert.objects.filter(kind=Alert.Kind.UNREAD, calendar__connection=connection, closed_at=None)


def _thread(connection: Connection, at: datetime) -> UUID:
    """Return the thread of the mails about a connection whose calendars could not be read from then on."""
    return uuid5(NAMESPACE_OID, f"unread {connection.pk} {at.timestamp()}")
