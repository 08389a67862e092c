"""Writes of what hosts must see: calendars that cannot be read, and meetings during which they are busy elsewhere."""

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

# What may be cured by waiting is told of after this.
TOLD_AFTER = timedelta(minutes=15)
# Connections of which is told in one transaction.
MOST_TOLD = 50


def open_unread(connection: Connection, calendars: Iterable[Calendar], now: datetime) -> None:
    """Tell the host that these calendars cannot be read, inside the caller's transaction.

    One mail now and one when nobody can book them any more; none about what they were told of already.
    """
    known = set(_unread(connection).values_list("calendar", flat=True))
    new = sorted((one for one in calendars if one.pk not in known), key=lambda one: one.pk)
    if not new:
        return
    unread = Alert.Kind.UNREAD
    Alert.objects.bulk_create(Alert(host_id=one.host_id, kind=unread, calendar=one, at=now) for one in new)
    since = min(one.read_at or now for one in new)
    closes_at = min(one.read_at + max_age(connection.kind) if one.read_at else now for one in new)
    names = [one.name for one in new]
    thread = _thread(connection, now)
    Delivery.objects.bulk_create(
        unread_mails(connection, names, thread=thread, since=since, closes_at=closes_at, now=now)
    )


def tell_of_waiting() -> int:
    """Tell hosts of calendars that have been due for long and whose turn has not come. Return of how many connections.

    Of a server that does not answer only few are tried at a time, so of hundreds most would close without a word. Call
    it only after reading for TOLD_AFTER without a break: after one, everything is due and comes to its turn.
    """
    with transaction.atomic(durable=True):
        now = read_clock()
        known = Alert.objects.filter(kind=Alert.Kind.UNREAD, calendar=OuterRef("pk"), closed_at=None)
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        waiting = Calendar.objects.filter(free, ~Exists(known), checked=True, due_at__lte=now - TOLD_AFTER)
        # Of one that was refused all is told.
        ways = Connection.objects.filter(disconnected_at=None).exclude(state=Connection.State.REFUSED).order_by("pk")
        locked = ways.filter(Exists(waiting.filter(connection=OuterRef("pk"))))[:MOST_TOLD]
        locked = locked.select_related("user__organization")
        found = list(locked.select_for_update(skip_locked=True, no_key=True, of=("self",)))
        for way in found:
            open_unread(way, waiting.filter(connection=way), now)
        return len(found)


def close_unread(calendars: QuerySet[Calendar], now: datetime) -> None:
    """Close what was said of calendars that can be read again, or are checked no more. Mails still due are not sent.

    Call it inside a transaction that has locked their connections.
    """
    for connection in Connection.objects.filter(pk__in=calendars.values("connection")).order_by("pk"):
        alerts = _unread(connection)
        ended = alerts.filter(calendar__in=calendars)
        times = set(ended.values_list("at", flat=True))
        ended.update(closed_at=now)
        over = times - set(alerts.filter(at__in=times).values_list("at", flat=True))
        mails = Delivery.objects.open().filter(thread__in=[_thread(connection, at) for at in over])
        mails.update(superseded_at=now, lease=None, leased_until=None)


def open_conflicts(host: int, meetings: Mapping[UUID, tuple[datetime, datetime]], now: datetime) -> set[UUID]:
    """Remember that the host is busy elsewhere during these meetings. Return those that nobody had remembered."""
    conflict = Alert.Kind.CONFLICT
    open_already = Alert.objects.filter(kind=conflict, host=host, closed_at=None, meeting__in=meetings)
    known = set(open_already.values_list("meeting", flat=True))
    new = meetings.keys() - known
    Alert.objects.bulk_create(
        Alert(
            host_id=host,
            kind=conflict,
            meeting=one,
            at=now,
            details={"starts_at": meetings[one][0].isoformat(), "ends_at": meetings[one][1].isoformat()},
        )
        for one in sorted(new)
    )
    return set(new)


def close_conflicts(
    meetings: Collection[UUID], now: datetime | None = None, hosts: Collection[int] | None = None
) -> None:
    """Close what was said of these meetings: they were moved, have ended, or their hosts are busy no more.

    `hosts` are those whom it concerns; None means all. Without `now`, the database's clock is used.
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
