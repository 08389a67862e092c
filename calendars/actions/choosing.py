"""Writes of what is chosen: which calendars are checked, and where meetings are added."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import locks
from calendars import errors
from calendars.actions.connecting import forget
from calendars.actions.host_entries import OnUnwritten, give_up_entries, leave_untold
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
    on_unwritten: OnUnwritten = leave_untold,
) -> None:
    """Check these calendars of the connection, by their ids, and no others; add meetings to the target from now on.

    A target of another connection changes nothing of where they are added. `adds_upcoming` asks for those that were
    made before, too; `follows_edits` is whether meetings follow what their host does to them there, None if that stays
    as it is. Without a target the host is told by `on_unwritten` of what was not written yet.

    `counts` is what counts as busy in which calendar, if that is chosen, too. Whichever is newly checked, or counts
    otherwise, was read before; what it said counts from the same commit on. Raise Gone if one was not, or if the
    connection has ended meanwhile, and ReadOnlyCalendar.
    """
    with transaction.atomic(durable=True):
        locks.lock_people([connection.user_id])
        calendars = _locked(connection)
        newly = [one for one in calendars if one.pk in checked and not one.checked]
        newly += _recounted(calendars, checked, counts or {})
        _judge(calendars, newly, readings)
        Calendar.objects.filter(pk__in=[one.pk for one in newly]).update(checked=True)
        for calendar in newly:
            said = readings[calendar.pk]
            write_reading(
                calendar=calendar, began=said.began, window=said.window, outcome=said.outcome, on_change=on_change
            )
        forget(connection.calendars.filter(checked=True).exclude(pk__in=checked), now)
        _write_target(connection, target, adds_upcoming, now)
        if follows_edits is not None:
            Connection.objects.filter(pk=connection.pk).update(follows_edits=follows_edits)
        if target is None:
            on_unwritten(connection.user, _given_up(connection, now), now)


def _judge(calendars: Sequence[Calendar], newly: Sequence[Calendar], readings: Mapping[int, FirstReading]) -> None:
    """Raise Gone if the connection has ended, or something was not read that has to be."""
    if not calendars or any(one.pk not in readings for one in newly):
        raise errors.Gone


def _recounted(
    calendars: Sequence[Calendar], checked: Collection[int], counts: Mapping[int, Collection[Presence]]
) -> list[Calendar]:
    """Keep what counts as busy. Return the calendars that were checked before and count otherwise from now on."""
    changed = [one for one in calendars if one.pk in counts and one.counts != frozenset(counts[one.pk])]
    for calendar in changed:
        calendar.counts = frozenset(counts[calendar.pk])
    Calendar.objects.bulk_update(changed, COUNTS.values())
    return [one for one in changed if one.checked and one.pk in checked]


def stop_checking_calendar(*, calendar: Calendar, now: datetime) -> None:
    """Check the calendar no more. There is more time and not less, so no host is locked."""
    with transaction.atomic(durable=True):
        if _locked(calendar.connection):
            forget(Calendar.objects.filter(pk=calendar.pk), now)


def _locked(connection: Connection) -> list[Calendar]:
    """Lock the connection and its calendars, and return these; none once it has ended."""
    live = Connection.objects.filter(pk=connection.pk, disconnected_at=None)
    if not live.select_for_update(no_key=True).exists():
        return []
    calendars = Calendar.objects.filter(connection=connection).select_related("connection").order_by("pk")
    return list(calendars.select_for_update(no_key=True, of=("self",)))


def _given_up(connection: Connection, now: datetime) -> dict[UUID, str]:
    """Owe no more what was never tried to be written. Return the names of calendars by these meetings."""
    never = HostEntry.objects.filter(host=connection.user_id, state=HostEntry.State.OWED)
    never = never.filter(calendar__connection__disconnected_at=None)
    return give_up_entries(never, connection.user_id, now, tried=False)


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
    # Else they go on to where they go by now: that connection may have ended, or another been chosen there.
    if adds_upcoming:
        known.filter(calendar=target).update(adds_upcoming=True)
