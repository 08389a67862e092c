"""Writes of what calendars say: keeping a reading, or deleting all that was read.

A reading takes time from its host, as a booking does, so it is written under the lock of the host's row. No calendar
server is asked in this module.
"""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts import locks
from calendars.actions.host_entries import note_edits
from calendars.models import BusyWeek, Calendar, Connection
from calendars.providers import Outcome
from calendars.queries import week_rows, weeks_of
from calendars.reading import BusyTime
from calendars.weeks import Span, added_spans, changed_weeks, rows_of_spans, spans_of_rows
from core.dates import from_epoch

# Seconds: as long as a booking waits for a lock (docs/concurrency.md).
LOCK_TIMEOUT = 1.2
# How often a calendar is read, a tenth more or less: some servers answer many requests in the same second with errors.
INTERVAL, INTERVALS = timedelta(minutes=5), {Connection.Kind.ICS.value: timedelta(minutes=15)}
# Calendars whose vendor tells of changes are read as well, less often: a push may have been lost.
PUSHED_INTERVAL = timedelta(minutes=30)
JITTER = 0.1

# Called in the same transaction with a host, the time that is newly busy, and the meetings that the host has moved or
# deleted in the calendar.
OnChange = Callable[[int, Sequence[Span], Sequence[UUID]], None]


def keep_reading(
    *,
    calendar: Calendar,
    began: datetime,
    window: Span,
    outcome: Outcome,
    on_change: OnChange,
    patience: float = LOCK_TIMEOUT,
) -> bool:
    """Keep a reading of a calendar that was claimed, and give the calendar back. Return whether it was kept.

    It is not kept if the lease of `calendar` has ended, as when the calendar was unchecked. `began` is when the reading
    began, by the database's clock, and `window` the time that was read. A reading without changes needs no lock.
    `patience` is how many seconds to wait for each lock.
    """
    if outcome.found is None:
        return bool(claimed_rows(calendar).update(**_reading_columns(calendar, began, window, outcome)))
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{max(patience, 0.001) * 1_000:.0f}ms"])
        lock_host(calendar)
        if not lock_if_claimed(calendar):
            return False
        write_reading(calendar=calendar, began=began, window=window, outcome=outcome, on_change=on_change)
        return True


def lock_host(calendar: Calendar) -> None:
    """Lock the row of the calendar's host, so that nobody books them meanwhile."""
    locks.lock_people([calendar.host_id])


def lock_if_claimed(calendar: Calendar) -> bool:
    """Lock the calendar's row if its lease has not ended. Return whether it was locked."""
    return claimed_rows(calendar).select_for_update(no_key=True).values_list("pk").first() is not None


def write_reading(*, calendar: Calendar, began: datetime, window: Span, outcome: Outcome, on_change: OnChange) -> None:
    """Write a reading inside the caller's transaction, under the lock of the host's row (`locks.lock_people`).

    For a calendar that is checked in the same transaction, and for `keep_reading`. Only changed weeks are written.
    """
    found = outcome.found or BusyTime((), {}, ())
    before, after = weeks_of(calendar), rows_of_spans(found.busy)
    written, deleted = changed_weeks(before, after)
    if deleted:
        BusyWeek.objects.filter(calendar=calendar, week__in=map(from_epoch, deleted)).delete()
    BusyWeek.objects.bulk_create(
        week_rows(calendar, written.items()),
        update_conflicts=True,
        unique_fields=["calendar", "week"],
        update_fields=["starts", "ends"],
    )
    warnings = [[str(warning), instant] for warning, instant in found.warnings]
    Calendar.objects.filter(pk=calendar.pk).update(
        **_reading_columns(calendar, began, window, outcome), warnings=warnings
    )
    edited = note_edits(outcome.edits, began)
    if written or deleted or edited:
        on_change(calendar.host_id, added_spans(spans_of_rows(before), spans_of_rows(after)), edited)


def stop_reading(calendars: QuerySet[Calendar]) -> None:
    """Uncheck the calendars and delete all that was read of them, inside the caller's transaction.

    A reading that is under way will not be kept. This only frees time, so no host is locked.
    """
    chosen = [calendar.pk for calendar in calendars.select_for_update(no_key=True).order_by("pk")]
    Calendar.objects.filter(pk__in=chosen).update(
        checked=False,
        read_at=None,
        known_until=None,
        cursor={},
        due_at=None,
        lease=None,
        leased_until=None,
        attempts=0,
        warnings=[],
        push={},
        push_until=None,
    )
    BusyWeek.objects.filter(calendar__in=chosen).delete()


def with_jitter(pause: timedelta) -> timedelta:
    """Return the pause, a little shorter or longer."""
    return pause * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret


def reading_interval(kind: str) -> timedelta:
    """Return how often calendars of connections of this kind are read."""
    return INTERVALS.get(kind, INTERVAL)


def claimed_rows(calendar: Calendar) -> QuerySet[Calendar]:
    """Return the calendar's row, or none if the lease that it was claimed with has ended."""
    return Calendar.objects.filter(pk=calendar.pk, lease=calendar.lease, lease__isnull=False)


def _reading_columns(calendar: Calendar, began: datetime, window: Span, outcome: Outcome) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "read_at": began,
        "known_until": from_epoch(window[1]),
        "cursor": dict(outcome.cursor),
        "attempts": 0,
        "lease": None,
        "leased_until": None,
    }
    push_until = calendar.push_until
    if outcome.push is not None:
        push_until = from_epoch(outcome.push.until) if outcome.push.until else None
        columns |= {"push": dict(outcome.push.ids), "push_until": push_until}
    is_pushed = push_until is not None and push_until > began
    interval = PUSHED_INTERVAL if is_pushed else reading_interval(calendar.connection.kind)
    return columns | {"due_at": Now() + with_jitter(interval)}
