"""Writes of what is chosen: which calendars are checked, and where meetings are added."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import locks
from calendars import errors
from calendars.actions.connecting import uncheck_calendars
from calendars.actions.host_entries import OnUnwritten, give_up_entries, notify_nobody
from calendars.actions.reading import OnChange, write_reading
from calendars.events import Presence
from calendars.models import COUNTS, Calendar, Connection, HostEntry, Target
from calendars.providers import Outcome
from calendars.weeks import Span


@dataclass(frozen=True, slots=True)
class FirstReading:
    """What a calendar said before it is checked. `began` is by the database's clock."""

    began: datetime
    window: Span
    outcome: Outcome


def choose(
    *,
    connection: Connection,
    checked: Collection[int],
    readings: Mapping[int, FirstReading],
    target: Calendar | None,
    on_change: OnChange,
    now: datetime,
    counts: Mapping[int, Collection[Presence]] | None = None,
    adds_upcoming: bool = False,
    follows_edits: bool | None = None,
    on_unwritten: OnUnwritten = notify_nobody,
) -> None:
    """Check these calendars of the connection, by their ids, and no others. Add meetings to the target from now on.

    A target of another connection stays as it is. `adds_upcoming` adds upcoming meetings to the target, too.
    `follows_edits` says whether meetings follow what their host does to them there; None leaves that as it is. Without
    a target, `on_unwritten` is called with the meetings that were not written yet.

    `counts` says what counts as busy in a calendar. A calendar that is newly checked, or whose `counts` change, must
    have been read before the call: its reading is kept in the same transaction. Raise Gone if it was not, or if the
    connection has ended, and ReadOnlyCalendar.
    """
    with transaction.atomic(durable=True):
        locks.lock_people([connection.user_id])
        calendars = _lock_calendars(connection)
        newly_checked = [calendar for calendar in calendars if calendar.pk in checked and not calendar.checked]
        newly_checked += _save_counts(calendars, checked, counts or {})
        _check_readings(calendars, newly_checked, readings)
        Calendar.objects.filter(pk__in=[calendar.pk for calendar in newly_checked]).update(checked=True)
        for calendar in newly_checked:
            _keep_reading(calendar, readings[calendar.pk], on_change)
        uncheck_calendars(connection.calendars.filter(checked=True).exclude(pk__in=checked), now)
        _write_target(connection, target, adds_upcoming, now)
        if follows_edits is not None:
            Connection.objects.filter(pk=connection.pk).update(follows_edits=follows_edits)
        if target is None:
            on_unwritten(connection.user, _give_up_unwritten(connection, now), now)


def _check_readings(
    calendars: Sequence[Calendar], newly_checked: Sequence[Calendar], readings: Mapping[int, FirstReading]
) -> None:
    """Raise Gone if the connection has ended, or a calendar was not read that has to be."""
    if not calendars or any(calendar.pk not in readings for calendar in newly_checked):
        raise errors.Gone


def _keep_reading(calendar: Calendar, reading: FirstReading, on_change: OnChange) -> None:
    began, window, outcome = reading.began, reading.window, reading.outcome
    write_reading(calendar=calendar, began=began, window=window, outcome=outcome, on_change=on_change)


def _save_counts(
    calendars: Sequence[Calendar], checked: Collection[int], counts: Mapping[int, Collection[Presence]]
) -> list[Calendar]:
    """Save what counts as busy. Return the calendars for which that changes, and that were and stay checked."""
    changed = []
    for calendar in calendars:
        new_counts = frozenset(counts.get(calendar.pk, calendar.counts))
        if calendar.counts != new_counts:
            calendar.counts = new_counts
            changed.append(calendar)
    Calendar.objects.bulk_update(changed, COUNTS.values())
    return [calendar for calendar in changed if calendar.checked and calendar.pk in checked]


def stop_checking_calendar(*, calendar: Calendar, now: datetime) -> None:
    """Check the calendar no more. This only frees time, so no host is locked."""
    with transaction.atomic(durable=True):
        if _lock_calendars(calendar.connection):
            uncheck_calendars(Calendar.objects.filter(pk=calendar.pk), now)


def _lock_calendars(connection: Connection) -> list[Calendar]:
    """Lock the connection and its calendars, and return the calendars; none if the connection has ended."""
    live = Connection.objects.filter(pk=connection.pk, disconnected_at=None)
    if not live.select_for_update(no_key=True).exists():
        return []
    calendars = Calendar.objects.filter(connection=connection).select_related("connection").order_by("pk")
    return list(calendars.select_for_update(no_key=True, of=("self",)))


def _give_up_unwritten(connection: Connection, now: datetime) -> dict[UUID, str]:
    """Give up entries that no attempt was made to write. Return the names of their calendars by meeting."""
    entries = HostEntry.objects.filter(host=connection.user_id, state=HostEntry.State.PENDING)
    entries = entries.filter(calendar__connection__disconnected_at=None)
    return give_up_entries(entries, connection.user_id, now, tried=False)


def _write_target(connection: Connection, target: Calendar | None, adds_upcoming: bool, now: datetime) -> None:
    known = Target.objects.filter(host=connection.user_id)
    if target is None:
        known.delete()
    elif target.connection_id == connection.pk:
        if not target.writable:
            raise errors.ReadOnlyCalendar
        if not known.filter(calendar=target).exists():
            known.delete()
            Target.objects.create(host_id=connection.user_id, calendar=target, since=now)
    # A target of another connection is not written: it may have ended, or another target been chosen meanwhile.
    if adds_upcoming:
        known.filter(calendar=target).update(adds_upcoming=True)
