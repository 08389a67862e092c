"""Writes of our entries in hosts' calendars: planned together with the meeting, and noted once they were written."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from accounts.models import User
from calendars.models import Connection, HostEntry
from calendars.providers import EntryPlace, HostEdit
from calendars.weeks import Span
from core.dates import from_epoch
from deliveries.models import Delivery, Medium

# What the recipient of a delivery to a calendar begins with; the host's id follows.
HOST = "host:"
# An entry counts as deleted once readings have lacked it for this long.
MISSING_AFTER = timedelta(minutes=1)

# Called in the same transaction with a host, and the names of calendars by the meetings that will not be written there.
OnUnwritten = Callable[[User, Mapping[UUID, str], datetime], None]

# The calendar of an entry that exists, or else the host's target. One statement, since each booking runs it.
ENTRY_CALENDARS = """
    SELECT entry.host_id, calendar.id, calendar.name, true
    FROM calendars_hostentry entry JOIN calendars_calendar calendar ON calendar.id = entry.calendar_id
    JOIN calendars_connection connection ON connection.id = calendar.connection_id
    WHERE entry.meeting = %(meeting)s AND entry.host_id = ANY(%(hosts)s) AND entry.state <> 'removed'
      AND connection.disconnected_at IS NULL
    UNION ALL
    SELECT target.host_id, calendar.id, calendar.name, false
    FROM calendars_target target JOIN calendars_calendar calendar ON calendar.id = target.calendar_id
    WHERE target.host_id = ANY(%(hosts)s)
    ORDER BY 4
"""


class _EntryCalendar(NamedTuple):
    calendar: int
    name: str
    exists: bool


def plan_entries(*, meeting: UUID, hosts: Iterable[int], starts_at: datetime, ends_at: datetime) -> dict[int, str]:
    """Create the entries of a meeting that are to be written, inside the transaction that decided it.

    Return the names of their calendars by host. An entry stays in its calendar, also after the host has chosen another
    one for new meetings.
    """
    found = _entry_calendars(meeting, hosts)
    if not found:
        return {}
    # A host who held the meeting before has the row of an entry that was removed.
    HostEntry.objects.bulk_create(
        [
            HostEntry(meeting=meeting, host_id=host, calendar_id=place.calendar, starts_at=starts_at, ends_at=ends_at)
            for host, place in found.items()
            if not place.exists
        ],
        update_conflicts=True,
        unique_fields=["meeting", "host"],
        update_fields=["calendar", "remote", "etag", "state", "starts_at", "ends_at"],
    )
    return {host: place.name for host, place in found.items()}


def existing_entries(*, meeting: UUID, hosts: Iterable[int]) -> dict[int, str]:
    """Return the names of the calendars that the meeting is in, or will be written to, by host."""
    return {host: place.name for host, place in _entry_calendars(meeting, hosts).items() if place.exists}


def _entry_calendars(meeting: UUID, hosts: Iterable[int]) -> dict[int, _EntryCalendar]:
    with connection.cursor() as cursor:
        cursor.execute(ENTRY_CALENDARS, {"meeting": meeting, "hosts": list(hosts)})
        # Entries that exist come last, and win over their hosts' targets.
        return {host: _EntryCalendar(calendar, name, exists) for host, calendar, name, exists in cursor.fetchall()}


def notify_nobody(_host: User, _meetings: Mapping[UUID, str], _now: datetime) -> None:
    """Do nothing, where no app above sends mails, as in tests of this app by itself."""


def give_up_entries(entries: QuerySet[HostEntry], host: int, now: datetime, *, tried: bool) -> dict[UUID, str]:
    """Do not write these entries of a host, inside the caller's transaction, under the lock of the host's row.

    Return the names of their calendars by the meetings that were to be written and are not, or not at their present
    time. Unless `tried`, entries that were tried once are left to the writers: they may have been written.
    """
    waiting = Delivery.objects.filter(medium=Medium.CALENDAR, sent_at=None, superseded_at=None)
    waiting = waiting.filter(thread__in=entries.values("meeting"), recipient=f"{HOST}{host}")
    if not tried:
        waiting = waiting.filter(attempts=0)
    meetings = set(waiting.filter(facts__present=True).values_list("thread", flat=True))
    calendar_names = dict(entries.filter(meeting__in=meetings).values_list("meeting", "calendar__name"))
    waiting.filter(thread__in=meetings).update(superseded_at=now, lease=None, leased_until=None)
    entries.filter(meeting__in=meetings, state=HostEntry.State.PENDING).update(state=HostEntry.State.REMOVED)
    return calendar_names


def resume_entries(renewed: Connection, now: datetime) -> None:
    """Make entries due that waited for the connection to be renewed, inside the caller's transaction."""
    entries = HostEntry.objects.filter(calendar__connection=renewed)
    waiting = Delivery.objects.open().filter(medium=Medium.CALENDAR, thread__in=entries.values("meeting"))
    waiting.filter(recipient__in=[f"{HOST}{renewed.user_id}"]).update(due_at=now, attempts=0)


def note_written(*, entry: HostEntry, place: EntryPlace, sequence: int, starts_at: datetime, ends_at: datetime) -> None:
    """Note that the entry was written with these times, over whatever the host has made of it."""
    HostEntry.objects.filter(pk=entry.pk).update(
        remote=place.remote,
        etag=place.etag[:200],
        sequence=sequence,
        starts_at=starts_at,
        ends_at=ends_at,
        state=HostEntry.State.WRITTEN,
        found_starts_at=None,
        found_ends_at=None,
        found_at=None,
        lost_at=None,
    )


def note_edits(edits: Iterable[HostEdit], now: datetime) -> list[UUID]:
    """Note what a host has made of entries, inside the reading's transaction. The meetings are not changed.

    Return the meetings that were newly moved or deleted. Entries that were written since the reading began, or that are
    about to be written, are left alone. An entry counts as deleted once two readings lacked it, some time apart: a
    server may be wrong for a moment, also if it is asked twice.
    """
    changed = []
    for edit in edits:
        entry = edit.entry
        row = HostEntry.objects.select_for_update(no_key=True).get(pk=entry.row)
        pending = Delivery.objects.open().filter(
            medium=Medium.CALENDAR, thread=row.meeting, recipient=f"{HOST}{row.host_id}"
        )
        if row.sequence != entry.sequence or not row.remote or pending.exists():
            continue
        before = row.state, row.found_starts_at
        _set_found(row, edit.now, now)
        row.save(update_fields=["state", "found_at", "found_starts_at", "found_ends_at", "lost_at"])
        if row.state != HostEntry.State.WRITTEN and (row.state, row.found_starts_at) != before:
            changed.append(row.meeting)
    return changed


def _set_found(row: HostEntry, found: Span | None, now: datetime) -> None:
    """Set when the entry was found to be, or that it was not found, with the state that follows."""
    if found is None:
        row.lost_at = row.lost_at or now
        if row.lost_at <= now - MISSING_AFTER:
            row.state, row.found_at = HostEntry.State.MISSING, now
            row.found_starts_at = row.found_ends_at = None
        return
    row.lost_at = None
    if from_epoch(found[0]) == row.starts_at:
        row.state = HostEntry.State.WRITTEN
        row.found_at = row.found_starts_at = row.found_ends_at = None
    else:
        row.state, row.found_at = HostEntry.State.MOVED, now
        row.found_starts_at, row.found_ends_at = from_epoch(found[0]), from_epoch(found[1])


def leave_out(*, entry: HostEntry) -> None:
    """Do not write a meeting again into the calendar from which its host has deleted it, until it changes."""
    missing = HostEntry.objects.filter(pk=entry.pk, state=HostEntry.State.MISSING)
    missing.update(state=HostEntry.State.REMOVED, remote="", etag="", answered_at=Now())


def note_removed(*, entry: HostEntry) -> None:
    """Note that the entry was removed from its calendar."""
    HostEntry.objects.filter(pk=entry.pk).update(
        state=HostEntry.State.REMOVED, remote="", etag="", lost_at=None, generation=F("generation") + 1
    )
