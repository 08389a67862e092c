"""Writes of the readers: which calendars are due and whose turn it is, and what became of a reading that failed."""

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
from calendars.actions.reading import after_about, claimed_rows, interval
from calendars.actions.renewing import drop_token
from calendars.actions.telling import TOLD_AFTER, close_unread, open_unread
from calendars.models import Alert, Calendar, Connection
from core.database import read_clock
from core.text import redact

# A reading younger than this is good enough for who decides a booking; and nobody asks again within it.
FRESH = timedelta(seconds=30)
# Longer than a server may take to answer. A reader that dies leaves its lease to run out.
LEASE = timedelta(seconds=120)
PUSHED_APART = timedelta(seconds=10)
MOST_OF_A_HOST = 2
# Of all accounts at one vendor: so one that is away leaves threads for the others.
MOST_OF_A_VENDOR = 12
# Of all accounts at one vendor whose customers wait for it: each holds up a process of the web server.
MOST_WAITING_FOR_A_VENDOR = 4
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15)]
GONE_PAUSE, REFUSED_PAUSE = timedelta(hours=1), timedelta(days=1)
# What waiting does not cure. Anything else is told of only once it has lasted.
DEFINITE = (errors.Unauthorized, errors.Gone, errors.Blocked, errors.CalendarTooLarge, errors.SecretLost)
LONGEST_ERROR, MOST_ATTEMPTS = 500, 1_000
# Who was refused is not tried again, since servers lock accounts after some wrong passwords. These have no password.
VENDORS = [Connection.Kind.GOOGLE.value, Connection.Kind.MICROSOFT.value]
CLAIMING = "claiming calendars"
STALE_LIMITS: dict[str, Any] = {
    "fresh": FRESH,
    "vendors": VENDORS,
    "most": MOST_OF_A_HOST,
    "most_of_vendor": MOST_WAITING_FOR_A_VENDOR,
}

# Which server a connection asks, so that few ask it at once: its name, or for a calendar's file, whose address is
# secret, the name with which the account begins. At a vendor, which has many servers, it is the account.
PLACE = "lower(split_part(CASE way.kind WHEN 'caldav' THEN way.url ELSE '//' || way.account || ' ' END, '/', 3))"
DUE = f"""
    WITH near AS (
        SELECT calendar.id, calendar.connection_id, way.kind, calendar.due_at, split_part({PLACE}, ' ', 1) AS place,
               coalesce(calendar.leased_until > %(now)s, false) AS leased,
               calendar.checked AND (way.state <> 'refused' OR way.kind = ANY(%(vendors)s)) AS wanted
        FROM calendars_calendar calendar JOIN calendars_connection way ON way.id = calendar.connection_id
        WHERE calendar.due_at <= %(now)s AND way.disconnected_at IS NULL
    ), first AS (
        SELECT DISTINCT ON (connection_id) * FROM near
        WHERE wanted AND connection_id NOT IN (SELECT connection_id FROM near WHERE leased)
        ORDER BY connection_id, due_at, id
    ), placed AS (
        SELECT *, row_number() OVER (PARTITION BY place ORDER BY due_at, id)
                  + (SELECT count(*) FROM near WHERE near.leased AND near.place = first.place) AS number
        FROM first
    ), counted AS (
        SELECT *, row_number() OVER (PARTITION BY kind ORDER BY due_at, id)
                  + (SELECT count(*) FROM near WHERE near.leased AND near.kind = placed.kind) AS of_kind
        FROM placed WHERE number <= %(most)s
    ), chosen AS (
        SELECT id FROM counted WHERE kind <> ALL(%(vendors)s) OR of_kind <= %(most_of_vendor)s
        ORDER BY due_at, id LIMIT %(limit)s
    )
    UPDATE calendars_calendar SET lease = %(lease)s, leased_until = %(until)s
    WHERE id IN (SELECT calendar.id FROM calendars_calendar calendar JOIN chosen ON chosen.id = calendar.id
                 WHERE calendar.due_at <= %(now)s AND coalesce(calendar.leased_until <= %(now)s, true)
                 FOR NO KEY UPDATE OF calendar SKIP LOCKED)
    RETURNING id
"""  # noqa: S608 - constants of this module

# Checked calendars of hosts that a server would answer for, and that nobody reads or has just read. A file at an
# address is published late anyway, and a server that failed is the readers' affair: no customer waits for either. Nor
# for a server that enough already wait for, or waited for in vain within FRESH.
STALE = """
    FROM calendars_calendar calendar JOIN calendars_connection way ON way.id = calendar.connection_id
    WHERE calendar.checked AND calendar.host_id = ANY(%(hosts)s)
        AND calendar.read_at < statement_timestamp() - %(fresh)s
        AND coalesce(calendar.leased_until <= statement_timestamp(), true)
        AND way.state = 'ok' AND way.disconnected_at IS NULL AND way.kind <> 'ics'
        AND (
            SELECT count(*)
            FROM calendars_calendar other JOIN calendars_connection its ON its.id = other.connection_id
            WHERE other.due_at <= statement_timestamp() AND its.url = way.url
                AND other.leased_until BETWEEN statement_timestamp() AND statement_timestamp() + %(fresh)s
        ) < CASE WHEN way.kind = ANY(%(vendors)s) THEN %(most_of_vendor)s ELSE %(most)s END
"""
STALE_HOSTS = f"SELECT DISTINCT calendar.host_id {STALE}"
STALE_CALENDARS = f"""
    SELECT calendar.id {STALE} ORDER BY calendar.read_at, calendar.id LIMIT %(limit)s
    FOR NO KEY UPDATE OF calendar SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A calendar that may be read now, by whoever claimed it. `is_told` says whether its host knows that it could not.

    `began` is the database's time.
    """

    calendar: Calendar
    began: datetime
    is_told: bool


def claim_due(*, limit: int, now: datetime | None = None) -> list[Claim]:
    """Take up to `limit` due calendars for one process, those that wait longest first.

    Of one connection one is read at a time, of one server two, of one vendor twelve. Only one process claims at a time,
    so that this holds for all of them together.
    """
    lease = uuid.uuid4()
    with transaction.atomic(durable=True):
        now = now or read_clock()
        if not locks.try_chore(CLAIMING):
            return []
        given: dict[str, Any] = {"now": now, "until": now + LEASE, "lease": lease, "vendors": VENDORS, "limit": limit}
        with connection.cursor() as cursor:
            cursor.execute(DUE, given | {"most": MOST_OF_A_HOST, "most_of_vendor": MOST_OF_A_VENDOR})
            taken = [row[0] for row in cursor.fetchall()]
    if not taken:
        return []
    unread = Alert.objects.filter(kind=Alert.Kind.UNREAD, closed_at=None, calendar__in=taken)
    told = set(unread.values_list("calendar", flat=True))
    found = Calendar.objects.filter(pk__in=taken, lease=lease).select_related("connection", "host")
    return [Claim(one, now, one.pk in told) for one in found.order_by("due_at", "pk")]


def claim_checked(connection: Connection) -> list[Claim]:
    """Take the connection's checked calendars for who waits for them, also from a reader that has them just now."""
    now, lease = read_clock(), uuid.uuid4()
    checked = Calendar.objects.filter(connection=connection, connection__disconnected_at=None, checked=True)
    checked.update(lease=lease, leased_until=now + LEASE)
    found = Calendar.objects.filter(lease=lease).select_related("connection", "host").order_by("pk")
    return [Claim(one, now, True) for one in found]


def hosts_to_ask(hosts: Collection[int]) -> set[int]:
    """Return those of the hosts who have a calendar to be read once more before a meeting of theirs is decided."""
    with connection.cursor() as cursor:
        cursor.execute(STALE_HOSTS, STALE_LIMITS | {"hosts": list(hosts)})
        return {row[0] for row in cursor.fetchall()}


def claim_stale(*, hosts: Collection[int], limit: int) -> list[Claim]:
    """Take up to `limit` of the hosts' calendars to be read once more, those read longest ago first. Wait for nobody.

    Each is due for the readers as soon as the lease is over, unless what it says is kept before.
    """
    lease = uuid.uuid4()
    with transaction.atomic(durable=True):
        now = read_clock()
        with connection.cursor() as cursor:
            cursor.execute(STALE_CALENDARS, STALE_LIMITS | {"hosts": list(hosts), "limit": limit})
            taken = [row[0] for row in cursor.fetchall()]
        Calendar.objects.filter(pk__in=taken).update(lease=lease, leased_until=now + FRESH, due_at=now)
    found = Calendar.objects.filter(pk__in=taken, lease=lease).select_related("connection", "host").order_by("pk")
    return [Claim(one, now, is_told=False) for one in found]


def note_failure(*, calendar: Calendar, error: errors.CalendarRefusal) -> bool:
    """Note that a claimed calendar could not be read, and give it back for a later try. Return whether it was noted.

    The host is told of what waiting does not cure at once, of anything else after TOLD_AFTER. If the connection was
    renewed meanwhile, nothing is known of it: the calendar is due again at once.
    """
    with transaction.atomic(durable=True):
        way = _as_asked(calendar.connection)
        if way is None:
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
            drop_token(way)
        now, refused = read_clock(), Connection.State.REFUSED
        was_refused = isinstance(error, errors.Unauthorized)
        way.state = refused if was_refused or way.state == refused else Connection.State.FAILING
        way.last_error = redact(str(error)).replace("\0", "")[:LONGEST_ERROR]
        way.failing_since = way.failing_since or now
        way.save(update_fields=["state", "last_error", "failing_since"])
        open_unread(way, _to_tell_of(way, calendar, error, now), now)
        return True


def note_refused(*, connection: Connection, error: errors.CalendarRefusal) -> bool:
    """Note that a connection's server accepts its password no more, and tell the host. Nothing is asked of it again.

    Return whether it was noted: it is not if the connection was renewed or ended meanwhile.
    """
    with transaction.atomic(durable=True):
        way = _as_asked(connection)
        if way is None:
            return False
        now = read_clock()
        way.state, way.failing_since = Connection.State.REFUSED, way.failing_since or now
        way.last_error = redact(str(error)).replace("\0", "")[:LONGEST_ERROR]
        way.save(update_fields=["state", "last_error", "failing_since"])
        open_unread(way, way.calendars.filter(checked=True), now)
        return True


def _as_asked(connection: Connection) -> Connection | None:
    """Lock the connection and return it; None if its secret has changed since its server was asked."""
    same = Connection.objects.filter(pk=connection.pk, secret=connection.secret)
    return same.select_for_update(no_key=True).first()


def note_success(claim: Claim) -> None:
    """Note that a calendar can be read again, if its host was told that it cannot. Call it once the reading is kept."""
    calendar = claim.calendar
    if calendar.connection.state == Connection.State.OK and not claim.is_told:
        return
    with transaction.atomic(durable=True):
        way = Connection.objects.select_for_update(no_key=True).get(pk=calendar.connection_id)
        close_unread(way.calendars.filter(pk=calendar.pk, attempts=0), read_clock())
        if not way.calendars.filter(checked=True, attempts__gt=0).exists():
            way.state, way.last_error, way.failing_since = Connection.State.OK, "", None
            way.save(update_fields=["state", "last_error", "failing_since"])


def return_claims(*, calendars: Iterable[Calendar]) -> None:
    """Give back calendars that were claimed and not read, so that anybody can take them."""
    for calendar in calendars:
        claimed_rows(calendar).update(lease=None, leased_until=None)


def read_pushed(calendar: int, kind: Connection.Kind) -> None:
    """Make a calendar due that has changed, as its vendor tells: at most once in PUSHED_APART."""
    soon = Greatest(Now(), F("read_at") + PUSHED_APART)
    live = Calendar.objects.filter(pk=calendar, connection__kind=kind, connection__disconnected_at=None)
    live = live.filter(due_at__gt=Now(), attempts=0)
    live.update(due_at=Least(F("due_at"), soon))


def read_soon(organization_id: int) -> None:
    """Make the organization's calendars due, so that they are read as far as can be booked now."""
    Calendar.objects.filter(organization_id=organization_id, due_at__gt=Now()).update(due_at=Now())


def pause_after_failure(attempts: int, error: errors.CalendarRefusal) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    pause = after_about(PAUSES[min(attempts, len(PAUSES)) - 1])
    if isinstance(error, errors.Unauthorized):
        return after_about(REFUSED_PAUSE)
    if isinstance(error, errors.Gone):
        return after_about(GONE_PAUSE)
    if isinstance(error, errors.ServerBusy):
        return max(pause, timedelta(seconds=error.retry_after))
    return pause


def _to_tell_of(
    way: Connection, calendar: Calendar, error: errors.CalendarRefusal, now: datetime
) -> QuerySet[Calendar]:
    """Return the calendars of which the host is to be told now that they cannot be read."""
    checked = way.calendars.filter(checked=True)
    if isinstance(error, errors.Unauthorized):
        return checked
    if isinstance(error, DEFINITE):
        return checked.filter(pk=calendar.pk)
    lasts_since = now - TOLD_AFTER - interval(way.kind)
    return checked.filter(Q(read_at=None) | Q(read_at__lte=lasts_since), attempts__gt=0)
