"""Writes of our entries in hosts' calendars: owed with the meeting, and noted once they stand there."""

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
# How long a reading that lacks an entry is not believed without another one.
DOUBT = timedelta(minutes=1)

# Told, in the same transaction, of a host, and of calendars' names by the meetings that will not be written there.
OnUnwritten = Callable[[User, Mapping[UUID, str], datetime], None]

# One statement, which each booking pays for: an entry that exists, or else the host's target.
CHANNELS = """
    SELECT entry.host_id, calendar.id, calendar.name, true
    FROM calendars_hostentry entry JOIN calendars_calendar calendar ON calendar.id = entry.calendar_id
    JOIN calendars_connection way ON way.id = calendar.connection_id
    WHERE entry.meeting = %(meeting)s AND entry.host_id = ANY(%(hosts)s) AND entry.state <> 'removed'
      AND way.disconnected_at IS NULL
    UNION ALL
    SELECT target.host_id, calendar.id, calendar.name, false
    FROM calendars_target target JOIN calendars_calendar calendar ON calendar.id = target.calendar_id
    WHERE target.host_id = ANY(%(hosts)s)
    ORDER BY 4
"""


class _Channel(NamedTuple):
    calendar: int
    name: str
    exists: bool


def owe_entries(*, meeting: UUID, hosts: Iterable[int], starts_at: datetime, ends_at: datetime) -> dict[int, str]:
    """Note in whose calendars the meeting is to stand, inside the transaction that decided it.

    Return the names of the calendars by host. An entry stays in its calendar, also after the host has chosen another
    one for new meetings.
    """
    found = _channels(meeting, hosts)
    if not found:
        return {}
    # A host who is given a meeting back has the row of an entry that was removed.
    HostEntry.objects.bulk_create(
        [
            HostEntry(meeting=meeting, host_id=host, calendar_id=one.calendar, starts_at=starts_at, ends_at=ends_at)
            for host, one in found.items()
            if not one.exists
        ],
        update_conflicts=True,
        unique_fields=["meeting", "host"],
        update_fields=["calendar", "remote", "etag", "state", "starts_at", "ends_at"],
    )
    return {host: one.name for host, one in found.items()}


def entries_standing(*, meeting: UUID, hosts: Iterable[int]) -> dict[int, str]:
    """Return the names of the calendars that have the meeting, or are to have it, by host."""
    return {host: one.name for host, one in _channels(meeting, hosts).items() if one.exists}


def _channels(meeting: UUID, hosts: Iterable[int]) -> dict[int, _Channel]:
    with connection.cursor() as cursor:
        cursor.execute(CHANNELS, {"meeting": meeting, "hosts": list(hosts)})
        # Entries that exist come last, and win over their hosts' targets.
        return {host: _Channel(calendar, name, exists) for host, calendar, name, exists in cursor.fetchall()}


def leave_untold(_host: User, _meetings: Mapping[UUID, str], _now: datetime) -> None:
    """Tell nobody: for whoever has no mailbox to tell, as in a trial of this app by itself."""


def give_up_entries(entries: QuerySet[HostEntry], host: int, now: datetime, *, tried: bool) -> dict[UUID, str]:
    """Owe these entries of a host no more, inside the caller's transaction, under the lock of the host's row.

    Return the names of their calendars by the meetings that were to be written and are not, or not at their present
    time. Unless `tried`, what may stand there after an attempt is left to the writers.
    """
    waiting = Delivery.objects.filter(medium=Medium.CALENDAR, sent_at=None, superseded_at=None)
    waiting = waiting.filter(thread__in=entries.values("meeting"), recipient=f"{HOST}{host}")
    waiting = waiting if tried else waiting.filter(attempts=0)
    lost = set(waiting.filter(facts__present=True).values_list("thread", flat=True))
    found = dict(entries.filter(meeting__in=lost).values_list("meeting", "calendar__name"))
    waiting.filter(thread__in=lost).update(superseded_at=now, lease=None, leased_until=None)
    entries.filter(meeting__in=lost, state=HostEntry.State.OWED).update(state=HostEntry.State.REMOVED)
    return found


def resume_entries(way: Connection, now: datetime) -> None:
    """Make entries due that waited for the connection to be renewed, inside the caller's transaction."""
    entries = HostEntry.objects.filter(calendar__connection=way)
    waiting = Delivery.objects.open().filter(medium=Medium.CALENDAR, thread__in=entries.values("meeting"))
    waiting.filter(recipient__in=[f"{HOST}{way.user_id}"]).update(due_at=now, attempts=0)


def note_written(*, entry: HostEntry, place: EntryPlace, sequence: int, starts_at: datetime, ends_at: datetime) -> None:
    """Note that the entry stands in its calendar, with these times. Unknown edits of the host's were overwritten."""
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
    """Note what a host has made of entries, inside the reading's transaction. The meetings stand as they are.

    Return the meetings of which that is news. What was written since it was read is not touched, nor what is just to be
    written: that puts it right by itself. An entry is deleted once two readings lacked it, some time apart: a server
    may be wrong for a moment, also if it is asked twice.
    """
    news = []
    for edit in edits:
        entry = edit.entry
        row = HostEntry.objects.select_for_update(no_key=True).get(pk=entry.row)
        owed = Delivery.objects.open().filter(medium=Medium.CALENDAR, thread=row.meeting)
        if row.sequence != entry.sequence or not row.remote or owed.filter(recipient=f"{HOST}{row.host_id}").exists():
            continue
        before = row.state, row.found_starts_at
        _set_found(row, edit.now, now)
        row.save(update_fields=["state", "found_at", "found_starts_at", "found_ends_at", "lost_at"])
        if row.state != HostEntry.State.WRITTEN and (row.state, row.found_starts_at) != before:
            news.append(row.meeting)
    return news


def _set_found(row: HostEntry, found: Span | None, now: datetime) -> None:
    """Set where the entry was found, or that it was not, and what follows."""
    state = HostEntry.State
    if found is not None:
        row.state, row.found_at, row.lost_at = state.MOVED, now, None
        row.found_starts_at, row.found_ends_at = map(from_epoch, found)
        if row.found_starts_at == row.starts_at:
            row.state, row.found_at, row.found_starts_at, row.found_ends_at = state.WRITTEN, None, None, None
    elif row.lost_at is not None and row.lost_at <= now - DOUBT:
        row.state, row.found_at, row.found_starts_at, row.found_ends_at = state.MISSING, now, None, None
    else:
        row.lost_at = row.lost_at or now


def leave_out(*, entry: HostEntry) -> None:
    """Leave a meeting out of the calendar from which its host has deleted it, until it changes."""
    gone = HostEntry.objects.filter(pk=entry.pk, state=HostEntry.State.MISSING)
    gone.update(state=HostEntry.State.REMOVED, remote="", etag="", answered_at=Now())


def note_removed(*, entry: HostEntry) -> None:
    """Note that the entry is gone from its calendar, because the meeting is."""
    HostEntry.objects.filter(pk=entry.pk).update(
        state=HostEntry.State.REMOVED, remote="", etag="", lost_at=None, generation=F("generation") + 1
    )
