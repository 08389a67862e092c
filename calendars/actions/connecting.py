"""Writes of connections: made, renewed and ended.

The calendar's server is asked before a transaction begins, never inside.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts import locks
from accounts.models import User
from calendars import errors
from calendars.actions.alerts import close_unread_alerts
from calendars.actions.host_entries import OnUnwritten, give_up_entries, notify_nobody, resume_entries
from calendars.actions.reading import stop_reading
from calendars.models import Calendar, Connection, HostEntry, Target
from calendars.parallel import ask_with_timeout
from calendars.providers import LONGEST_PLACE, Access, RemoteCalendar
from calendars.secrets import require_sealing, seal_access
from calendars.services import PROVIDERS, Account

MOST_CONNECTIONS, MOST_CALENDARS = 10, 50
LONGEST_NAME = 200
# The address of an entry, which is stored too, is longer by its UID.
LONGEST_REMOTE = LONGEST_PLACE - 100


def connect_account(
    *, user: User, kind: Connection.Kind, account: Account, access: Access, name: str = "", now: datetime
) -> Connection:
    """Connect the user's account, if its server accepts the access, with the calendars there. None of them is checked.

    `name` is for a calendar that has none of its own. Raise CalendarRefusal.
    """
    require_sealing()
    _check_connection_count(user)
    found = _list_calendars(kind, access, name)
    with _one_change_at_a_time(user):
        _check_connection_count(user)
        connection = Connection.objects.create(
            organization_id=user.organization_id,
            user=user,
            kind=kind,
            account=account.name,
            url=account.place,
            connected_at=now,
        )
        _save_access_and_calendars(connection, access, found)
    return connection


def reconnect(*, connection: Connection, account: Account, access: Access, now: datetime) -> None:
    """Connect the account again. Its calendars stay as they were chosen; new ones are added unchecked.

    Those that are checked are due at once. Raise CalendarRefusal.
    """
    require_sealing()
    found = _list_calendars(Connection.Kind(connection.kind), access, "")
    with _one_change_at_a_time(connection.user):
        renewed = Connection.objects.live_of(connection.user).select_for_update(no_key=True).filter(pk=connection.pk)
        if not renewed.exists():
            raise errors.Gone
        renewed.update(
            account=account.name,
            url=account.place,
            state=Connection.State.OK,
            failing_since=None,
            last_error="",
            connected_at=now,
        )
        known = set(connection.calendars.values_list("remote", flat=True))
        _save_access_and_calendars(connection, access, [calendar for calendar in found if calendar.remote not in known])
        connection.calendars.filter(due_at__isnull=False).update(due_at=now, attempts=0)
        resume_entries(connection, now)


def disconnect(*, connection: Connection, now: datetime, on_unwritten: OnUnwritten = notify_nobody) -> None:
    """End the connection, and delete its secret and what was read of its calendars in the same transaction.

    Meetings stay in its calendars; `on_unwritten` is called with those not written yet. The host is locked, so that no
    meeting is given to these calendars meanwhile.
    """
    with transaction.atomic(durable=True):
        locks.lock_people([connection.user_id])
        live = Connection.objects.live_of(connection.user).filter(pk=connection.pk)
        is_first = live.exists()
        _end(live, now)
        if is_first:
            entries = HostEntry.objects.filter(calendar__connection=connection.pk, host=connection.user_id)
            on_unwritten(connection.user, give_up_entries(entries, connection.user_id, now, tried=True), now)


def disconnect_all(user: User) -> None:
    """End all connections of a user who is deactivated, inside the caller's transaction."""
    _end(Connection.objects.live_of(user), timezone.now())


def uncheck_calendars(calendars: QuerySet[Calendar], now: datetime) -> None:
    """Check the calendars no more, inside a transaction of the caller that has locked their connections.

    Their alerts are closed. A connection that failed with these calendars only is marked as working.
    """
    chosen = Calendar.objects.filter(pk__in=list(calendars.values_list("pk", flat=True)))
    stop_reading(chosen)
    close_unread_alerts(chosen, now)
    failing_calendar = Calendar.objects.filter(connection=OuterRef("pk"), checked=True, attempts__gt=0)
    connections = Connection.objects.filter(~Exists(failing_calendar), state=Connection.State.FAILING)
    connections.filter(calendars__in=chosen).update(state=Connection.State.OK, failing_since=None, last_error="")


def _end(connections: QuerySet[Connection], now: datetime) -> None:
    ended = [row.pk for row in connections.select_for_update(no_key=True)]
    Connection.objects.filter(pk__in=ended).update(
        secret="", state=Connection.State.OK, failing_since=None, last_error="", disconnected_at=now
    )
    uncheck_calendars(Calendar.objects.filter(connection__in=ended), now)
    Target.objects.filter(calendar__connection__in=ended).delete()


def _list_calendars(kind: Connection.Kind, access: Access, name: str) -> list[RemoteCalendar]:
    """Return the calendars that the access reaches, with names that fit the column. Raise CalendarRefusal."""
    found = ask_with_timeout(lambda: PROVIDERS[kind].list_calendars(access))
    # A server may list one twice.
    listed = {
        calendar.remote: replace(calendar, name=(calendar.name or name)[:LONGEST_NAME])
        for calendar in found
        if len(calendar.remote) <= LONGEST_REMOTE
    }
    if not listed:
        raise errors.NoCalendars
    return list(listed.values())


@contextmanager
def _one_change_at_a_time(user: User) -> Iterator[None]:
    """Run one transaction at a time for the user's connections, so that their number stays within its limit.

    Raise AlreadyConnected, or Gone if the user has been deactivated meanwhile.
    """
    try:
        with transaction.atomic(durable=True):
            locks.lock_people([user.pk])
            if not User.objects.filter(pk=user.pk, is_active=True).exists():
                raise errors.Gone
            yield
    except IntegrityError as error:
        if "connection_once" not in str(error):
            raise
        raise errors.AlreadyConnected from error


def _check_connection_count(user: User) -> None:
    if Connection.objects.live_of(user).count() >= MOST_CONNECTIONS:
        raise errors.TooManyConnections


def _save_access_and_calendars(connection: Connection, access: Access, found: Sequence[RemoteCalendar]) -> None:
    connection.secret = seal_access(connection, access)
    connection.scopes = list(access.tokens.scopes) if access.tokens else []
    connection.renewing_until = None
    connection.save(update_fields=["secret", "scopes", "renewing_until"])
    kept = Calendar.objects.filter(host=connection.user, connection__disconnected_at=None).count()
    if kept + len(found) > MOST_CALENDARS:
        raise errors.TooManyCalendars
    Calendar.objects.bulk_create(
        Calendar(
            organization_id=connection.organization_id,
            connection=connection,
            host_id=connection.user_id,
            remote=calendar.remote,
            name=calendar.name,
            zone=calendar.zone,
            writable=calendar.writable,
        )
        for calendar in found
    )
