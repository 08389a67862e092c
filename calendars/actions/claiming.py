"""Writes of the readers: claiming the calendars that are due, and recording whether a reading succeeded."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest, Least, Now

from accounts import locks
from calendars import errors
from calendars.actions.alerts import ALERT_AFTER, close_unread_alerts, open_unread_alerts
from calendars.actions.reading import claimed_rows, reading_interval, with_jitter
from calendars.actions.renewing import drop_token
from calendars.models import Alert, Calendar, Connection
from core.database import read_clock
from core.text import redact

# A younger reading is not repeated before a booking is decided.
FRESH = timedelta(seconds=30)
# Longer than a server may take to answer. A reader that dies leaves its lease to run out.
LEASE = timedelta(seconds=120)
PUSH_PAUSE = timedelta(seconds=10)
MOST_PER_SERVER = 2
# Of all accounts at one vendor, so that one that is away leaves threads for the others.
MOST_PER_VENDOR = 12
# Of all accounts at one vendor, while customers wait: each keeps a process of the web server busy.
MOST_WAITING_PER_VENDOR = 4
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15)]
GONE_PAUSE, REFUSED_PAUSE = timedelta(hours=1), timedelta(days=1)
# Errors that waiting does not cure. Hosts hear of any other only once it has lasted for a while.
PERMANENT_ERRORS = (errors.Unauthorized, errors.Gone, errors.Blocked, errors.CalendarTooLarge, errors.SecretLost)
LONGEST_ERROR, MOST_ATTEMPTS = 500, 1_000
# Refused connections are not tried again, since servers lock accounts after some wrong passwords. These have none.
VENDORS = [Connection.Kind.GOOGLE.value, Connection.Kind.MICROSOFT.value]
CLAIMING = "claiming calendars"
STALE_LIMITS: dict[str, Any] = {
    "fresh": FRESH,
    "vendors": VENDORS,
    "most": MOST_PER_SERVER,
    "most_of_vendor": MOST_WAITING_PER_VENDOR,
}

# The server of a connection, so that few ask it at once: its name, or for a calendar's file, whose address is secret,
# the name with which the account begins. At a vendor, which has many servers, it is the account.
SERVER = """split_part(lower(split_part(
    CASE connection.kind WHEN 'caldav' THEN connection.url ELSE '//' || connection.account || ' ' END, '/', 3
)), ' ', 1)"""
# Of each connection the calendar that is due longest, without connections of which one is being read. Then as many of
# each server, and of each vendor, as may be asked at once, counting those that are being read.
CLAIM_DUE = f"""
    WITH due AS (
        SELECT calendar.id, calendar.connection_id, connection.kind, calendar.due_at, {SERVER} AS server,
               coalesce(calendar.leased_until > %(now)s, false) AS is_leased,
               calendar.checked AND (connection.state <> 'refused' OR connection.kind = ANY(%(vendors)s)) AS may_be_read
        FROM calendars_calendar calendar JOIN calendars_connection connection ON connection.id = calendar.connection_id
        WHERE calendar.due_at <= %(now)s AND connection.disconnected_at IS NULL
    ), of_connection AS (
        SELECT DISTINCT ON (connection_id) * FROM due
        WHERE may_be_read AND connection_id NOT IN (SELECT connection_id FROM due WHERE is_leased)
        ORDER BY connection_id, due_at, id
    ), of_server AS (
        SELECT *, row_number() OVER (PARTITION BY server ORDER BY due_at, id)
                  + (SELECT count(*) FROM due WHERE due.is_leased AND due.server = of_connection.server) AS number
        FROM of_connection
    ), of_vendor AS (
        SELECT *, row_number() OVER (PARTITION BY kind ORDER BY due_at, id)
                  + (SELECT count(*) FROM due WHERE due.is_leased AND due.kind = of_server.kind) AS vendor_number
        FROM of_server WHERE number <= %(most)s
    ), chosen AS (
        SELECT id FROM of_vendor WHERE kind <> ALL(%(vendors)s) OR vendor_number <= %(most_of_vendor)s
        ORDER BY due_at, id LIMIT %(limit)s
    )
    UPDATE calendars_calendar SET lease = %(lease)s, leased_until = %(until)s
    WHERE id IN (SELECT calendar.id FROM calendars_calendar calendar JOIN chosen ON chosen.id = calendar.id
                 WHERE calendar.due_at <= %(now)s AND coalesce(calendar.leased_until <= %(now)s, true)
                 FOR NO KEY UPDATE OF calendar SKIP LOCKED)
    RETURNING id
"""  # noqa: S608 - constants of this module

# Checked calendars of the hosts that were not read within FRESH, are not being read, and whose server works. Left out
# are files at an address, which are published late anyway, and servers that enough requests wait for already, or waited
# for in vain within FRESH.
STALE = """
    FROM calendars_calendar calendar JOIN calendars_connection connection ON connection.id = calendar.connection_id
    WHERE calendar.checked AND calendar.host_id = ANY(%(hosts)s)
        AND calendar.read_at < statement_timestamp() - %(fresh)s
        AND coalesce(calendar.leased_until <= statement_timestamp(), true)
        AND connection.state = 'ok' AND connection.disconnected_at IS NULL AND connection.kind <> 'ics'
        AND (
            SELECT count(*) FROM calendars_calendar waiting
            JOIN calendars_connection waiting_connection ON waiting_connection.id = waiting.connection_id
            WHERE waiting.due_at <= statement_timestamp() AND waiting_connection.url = connection.url
                AND waiting.leased_until BETWEEN statement_timestamp() AND statement_timestamp() + %(fresh)s
        ) < CASE WHEN connection.kind = ANY(%(vendors)s) THEN %(most_of_vendor)s ELSE %(most)s END
"""
STALE_HOSTS = f"SELECT DISTINCT calendar.host_id {STALE}"
STALE_CALENDARS = f"""
    SELECT calendar.id {STALE} ORDER BY calendar.read_at, calendar.id LIMIT %(limit)s
    FOR NO KEY UPDATE OF calendar SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A calendar that was claimed to be read, and when, by the database's clock.

    `has_alert` says whether its host was told that it cannot be read.
    """

    calendar: Calendar
    began: datetime
    has_alert: bool


def claim_due(*, limit: int, now: datetime | None = None) -> list[Claim]:
    """Claim up to `limit` due calendars for one process, those that wait longest first.

    Of one connection one is read at a time, of one server two, of one vendor twelve. Only one process claims at a time,
    so that this holds for all of them together.
    """
    lease = uuid.uuid4()
    with transaction.atomic(durable=True):
        now = now or read_clock()
        if not locks.try_lock_chore(CLAIMING):
            return []
        limits: dict[str, Any] = {"now": now, "until": now + LEASE, "lease": lease, "vendors": VENDORS, "limit": limit}
        with connection.cursor() as cursor:
            cursor.execute(CLAIM_DUE, limits | {"most": MOST_PER_SERVER, "most_of_vendor": MOST_PER_VENDOR})
            claimed_ids = [row[0] for row in cursor.fetchall()]
    if not claimed_ids:
        return []
    unread = Alert.objects.filter(kind=Alert.Kind.UNREAD, closed_at=None, calendar__in=claimed_ids)
    alerted = set(unread.values_list("calendar", flat=True))
    found = Calendar.objects.filter(pk__in=claimed_ids, lease=lease).select_related("connection", "host")
    return [Claim(calendar, now, calendar.pk in alerted) for calendar in found.order_by("due_at", "pk")]


def claim_checked(connection: Connection) -> list[Claim]:
    """Claim the connection's checked calendars for somebody who waits, also from a reader that is reading them."""
    now, lease = read_clock(), uuid.uuid4()
    checked = Calendar.objects.filter(connection=connection, connection__disconnected_at=None, checked=True)
    checked.update(lease=lease, leased_until=now + LEASE)
    found = Calendar.objects.filter(lease=lease).select_related("connection", "host").order_by("pk")
    return [Claim(calendar, now, True) for calendar in found]


def hosts_with_stale_calendars(hosts: Collection[int]) -> set[int]:
    """Return the hosts who have a calendar that should be read again before a meeting of theirs is decided."""
    with connection.cursor() as cursor:
        cursor.execute(STALE_HOSTS, STALE_LIMITS | {"hosts": list(hosts)})
        return {row[0] for row in cursor.fetchall()}


def claim_stale(*, hosts: Collection[int], limit: int) -> list[Claim]:
    """Claim up to `limit` of the hosts' calendars to be read again, those read longest ago first. Wait for no lock.

    Each is due for the readers once the lease has expired, unless its reading was kept before.
    """
    lease = uuid.uuid4()
    with transaction.atomic(durable=True):
        now = read_clock()
        with connection.cursor() as cursor:
            cursor.execute(STALE_CALENDARS, STALE_LIMITS | {"hosts": list(hosts), "limit": limit})
            claimed_ids = [row[0] for row in cursor.fetchall()]
        Calendar.objects.filter(pk__in=claimed_ids).update(lease=lease, leased_until=now + FRESH, due_at=now)
    found = Calendar.objects.filter(pk__in=claimed_ids, lease=lease).select_related("connection", "host").order_by("pk")
    return [Claim(calendar, now, has_alert=False) for calendar in found]


def note_failure(*, calendar: Calendar, error: errors.CalendarRefusal) -> bool:
    """Note that a claimed calendar could not be read, and give it back for a later try. Return whether it was noted.

    The host is told at once of an error that waiting does not cure, and of any other after ALERT_AFTER. If the
    connection was renewed meanwhile, nothing is noted, and the calendar is due again at once.
    """
    with transaction.atomic(durable=True):
        row = _lock_if_unchanged(calendar.connection)
        if row is None:
            claimed_rows(calendar).update(lease=None, leased_until=None)
            return False
        noted = claimed_rows(calendar).update(
            attempts=Least(F("attempts") + 1, MOST_ATTEMPTS),
            due_at=Now() + pause_after_failure(calendar.attempts + 1, error),
            lease=None,
            leased_until=None,
        )
        if not noted:
            return False
        if isinstance(error, errors.TokenOver):
            drop_token(row)
        now = read_clock()
        is_refused = isinstance(error, errors.Unauthorized) or row.state == Connection.State.REFUSED
        _save_failure(row, Connection.State.REFUSED if is_refused else Connection.State.FAILING, error, now)
        open_unread_alerts(row, _calendars_to_alert(row, calendar, error, now), now)
        return True


def note_refused(*, connection: Connection, error: errors.CalendarRefusal) -> bool:
    """Note that a connection's server no longer accepts its password, and tell the host. It is not asked again.

    Return whether it was noted: it is not if the connection was renewed or ended meanwhile.
    """
    with transaction.atomic(durable=True):
        row = _lock_if_unchanged(connection)
        if row is None:
            return False
        now = read_clock()
        _save_failure(row, Connection.State.REFUSED, error, now)
        open_unread_alerts(row, row.calendars.filter(checked=True), now)
        return True


def _save_failure(row: Connection, state: Connection.State, error: errors.CalendarRefusal, now: datetime) -> None:
    row.state, row.failing_since = state, row.failing_since or now
    row.last_error = redact(str(error)).replace("\0", "")[:LONGEST_ERROR]
    row.save(update_fields=["state", "last_error", "failing_since"])


def _lock_if_unchanged(connection: Connection) -> Connection | None:
    """Lock the connection and return it, or None if its secret has changed since its server was asked."""
    unchanged = Connection.objects.filter(pk=connection.pk, secret=connection.secret)
    return unchanged.select_for_update(no_key=True).first()


def note_success(claim: Claim) -> None:
    """Note that a calendar can be read again, if it could not. Call it once the reading is kept."""
    calendar = claim.calendar
    if calendar.connection.state == Connection.State.OK and not claim.has_alert:
        return
    with transaction.atomic(durable=True):
        row = Connection.objects.select_for_update(no_key=True).get(pk=calendar.connection_id)
        close_unread_alerts(row.calendars.filter(pk=calendar.pk, attempts=0), read_clock())
        if not row.calendars.filter(checked=True, attempts__gt=0).exists():
            row.state, row.last_error, row.failing_since = Connection.State.OK, "", None
            row.save(update_fields=["state", "last_error", "failing_since"])


def return_claims(*, calendars: Iterable[Calendar]) -> None:
    """Give back calendars that were claimed and not read, so that anybody can take them."""
    for calendar in calendars:
        claimed_rows(calendar).update(lease=None, leased_until=None)


def make_due_after_push(calendar: int, kind: Connection.Kind) -> None:
    """Make a calendar due whose vendor says that it has changed, at most once in PUSH_PAUSE."""
    soon = Greatest(Now(), F("read_at") + PUSH_PAUSE)
    live = Calendar.objects.filter(pk=calendar, connection__kind=kind, connection__disconnected_at=None)
    live = live.filter(due_at__gt=Now(), attempts=0)
    live.update(due_at=Least(F("due_at"), soon))


def make_due(organization_id: int) -> None:
    """Make the organization's calendars due, so that they are read up to a horizon that has become longer."""
    Calendar.objects.filter(organization_id=organization_id, due_at__gt=Now()).update(due_at=Now())


def pause_after_failure(attempts: int, error: errors.CalendarRefusal) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    pause = with_jitter(PAUSES[min(attempts, len(PAUSES)) - 1])
    if isinstance(error, errors.Unauthorized):
        return with_jitter(REFUSED_PAUSE)
    if isinstance(error, errors.Gone):
        return with_jitter(GONE_PAUSE)
    if isinstance(error, errors.ServerBusy):
        return max(pause, timedelta(seconds=error.retry_after))
    return pause


def _calendars_to_alert(
    row: Connection, calendar: Calendar, error: errors.CalendarRefusal, now: datetime
) -> QuerySet[Calendar]:
    """Return the calendars of which the host should be told now that they cannot be read."""
    checked = row.calendars.filter(checked=True)
    if isinstance(error, errors.Unauthorized):
        return checked
    if isinstance(error, PERMANENT_ERRORS):
        return checked.filter(pk=calendar.pk)
    earliest = now - ALERT_AFTER - reading_interval(row.kind)
    return checked.filter(Q(read_at=None) | Q(read_at__lte=earliest), attempts__gt=0)
