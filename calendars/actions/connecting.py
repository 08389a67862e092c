"""Writes of connections: made, renewed and ended.

The calendar's server is asked before a transaction begins, never inside.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts import locks
from accounts.models import User
from calendars import errors
from calendars.actions.host_entries import OnUnwritten, give_up_entries, leave_untold, resume_entries
from calendars.actions.reading import stop_reading
from calendars.actions.telling import close_unread
from calendars.at_once import ask_in_time
from calendars.models import Calendar, Connection, HostEntry, Target
from calendars.providers import LONGEST_PLACE, Access, RemoteCalendar
from calendars.secrets import require_sealing, seal_access
from calendars.services import PROVIDERS, Account

MOST_CONNECTIONS, MOST_CALENDARS = 10, 50
LONGEST_NAME = 200
# The address of an entry is longer, by its UID, and is kept as well.
LONGEST_REMOTE = LONGEST_PLACE - 100


def connect_account(
    *, user: User, kind: Connection.Kind, account: Account, access: Access, name: str = "", now: datetime
) -> Connection:
    """Connect the user's account, if its server accepts the access, with the calendars there. None of them is checked.

    `name` is for a calendar that has none of its own. Raise CalendarRefusal.
    """
    require_sealing()
    _judge_connections(user)
    found = _listed(kind, access, name)
    with _as_only_one(user):
        _judge_connections(user)
        connection = Connection.objects.create(
            organization_id=user.organization_id,
            user=user,
            kind=kind,
            account=account.name,
            url=account.place,
            connected_at=now,
        )
        _keep(connection, access, found)
    return connection


def reconnect(*, connection: Connection, account: Account, access: Access, now: datetime) -> None:
    """Reach the connection's account anew. Its calendars stay as they were chosen; new ones are added unchecked.

    What is checked is due at once. Raise CalendarRefusal.
    """
    require_sealing()
    found = _listed(Connection.Kind(connection.kind), access, "")
    with _as_only_one(connection.user):
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
        _keep(connection, access, [one for one in found if one.remote not in known])
        connection.calendars.filter(due_at__isnull=False).update(due_at=now, attempts=0)
        resume_entries(connection, now)


def disconnect(*, connection: Connection, now: datetime, on_unwritten: OnUnwritten = leave_untold) -> None:
    """End the connection: its secret and what was read of its calendars are gone in the same commit.

    Meetings that are in it stay; of those not written yet their host is told by `on_unwritten`. The host is locked, so
    that no meeting is given to these calendars meanwhile.
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


def forget(calendars: QuerySet[Calendar], now: datetime) -> None:
    """Check the calendars no more, inside a transaction of the caller that has locked their connections.

    What was said of their reading is closed; a connection that only they made fail works again.
    """
    chosen = Calendar.objects.filter(pk__in=list(calendars.values_list("pk", flat=True)))
    stop_reading(chosen)
    close_unread(chosen, now)
    still = Calendar.objects.filter(connection=OuterRef("pk"), checked=True, attempts__gt=0)
    ways = Connection.objects.filter(calendars__in=chosen, state=Connection.State.FAILING)
    ways.filter(~Exists(still)).update(state=Connection.State.OK, failing_since=None, last_error="")


def _end(connections: QuerySet[Connection], now: datetime) -> None:
    ended = [one.pk for one in connections.select_for_update(no_key=True)]
    Connection.objects.filter(pk__in=ended).update(
        secret="", state=Connection.State.OK, failing_since=None, last_error="", disconnected_at=now
    )
    forget(Calendar.objects.filter(connection__in=ended), now)
    Target.objects.filter(calendar__connection__in=ended).delete()


def _listed(kind: Connection.Kind, access: Access, name: str) -> list[RemoteCalendar]:
    """Return the calendars that the access leads to, by names that fit. Raise CalendarRefusal."""
    found = ask_in_time(lambda: PROVIDERS[kind].list_calendars(access))
    # A server may name one twice.
    listed = {
        one.remote: RemoteCalendar(one.remote, (one.name or name)[:LONGEST_NAME], one.zone, one.writable)
        for one in found
        if len(one.remote) <= LONGEST_REMOTE
    }
    if not listed:
        raise errors.NoCalendars
    return list(listed.values())


@contextmanager
def _as_only_one(user: User) -> Iterator[None]:
    """Run one transaction at a time for the user's connections, so that their numbers keep.

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


def _judge_connections(user: User) -> None:
    if Connection.objects.live_of(user).count() >= MOST_CONNECTIONS:
        raise errors.TooManyConnections


def _keep(connection: Connection, access: Access, found: Sequence[RemoteCalendar]) -> None:
    """Keep the access, sealed, and the calendars."""
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
            remote=one.remote,
            name=one.name,
            zone=one.zone,
            writable=one.writable,
        )
        for one in found
    )
