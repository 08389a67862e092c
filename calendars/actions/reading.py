"""Writes of what calendars say: a reading kept, or everything that was read forgotten.

What is read makes its host's time less, as a booking does, so it is kept under the host's row lock. Nothing is asked of
a calendar's server in here.
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
# How often a calendar is read. Some servers answer a crowd that comes at the same second with errors: so a tenth more
# or less.
INTERVAL, INTERVALS = timedelta(minutes=5), {Connection.Kind.ICS.value: timedelta(minutes=15)}
# Where a vendor tells of changes, it is asked all the same: it may have told of one that we did not hear.
PUSHED_INTERVAL = timedelta(minutes=30)
JITTER = 0.1

# Told, in the same transaction, of a host, of the time that is newly busy, none if there is only less of it, and of the
# meetings that the host has moved or deleted in the calendar.
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

    It is not kept if the lease of `calendar` is over, as after unticking. `began` is when the reading began, by the
    database's clock, and `window` what was asked for. If nothing has changed there is more time and not less, which
    needs no lock. `patience` is how many seconds each lock may be awaited.
    """
    if outcome.found is None:
        return bool(claimed_rows(calendar).update(**_read(calendar, began, window, outcome)))
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{max(patience, 0.001) * 1_000:.0f}ms"])
        hold_host(calendar)
        if not still_claimed(calendar):
            return False
        write_reading(calendar=calendar, began=began, window=window, outcome=outcome, on_change=on_change)
        return True


def hold_host(calendar: Calendar) -> None:
    """Lock the row of the calendar's host: nobody is given a time of theirs meanwhile."""
    locks.lock_people([calendar.host_id])


def still_claimed(calendar: Calendar) -> bool:
    """Lock the calendar's row if the lease still stands. Return whether it does."""
    return claimed_rows(calendar).select_for_update(no_key=True).values_list("pk").first() is not None


def write_reading(*, calendar: Calendar, began: datetime, window: Span, outcome: Outcome, on_change: OnChange) -> None:
    """Write a reading inside the caller's transaction, under the lock of the host's row (`locks.lock_people`).

    For a calendar that is ticked in the same transaction, and for `keep_reading`. Only weeks that differ are written.
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
    warnings = [[str(doubt), instant] for doubt, instant in found.warnings]
    Calendar.objects.filter(pk=calendar.pk).update(**_read(calendar, began, window, outcome), warnings=warnings)
    edited = note_edits(outcome.edits, began)
    if written or deleted or edited:
        on_change(calendar.host_id, added_spans(spans_of_rows(before), spans_of_rows(after)), edited)


def stop_reading(calendars: QuerySet[Calendar]) -> None:
    """Forget all that was read of the calendars, inside the caller's transaction: they are checked no more.

    A reading that is under way is not kept. There is more time and not less, so no host is locked.
    """
    chosen = [one.pk for one in calendars.select_for_update(no_key=True).order_by("pk")]
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


def after_about(pause: timedelta) -> timedelta:
    """Return the pause, a little shorter or longer."""
    return pause * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret


def interval(kind: str) -> timedelta:
    """Return how often calendars of connections of this kind are read."""
    return INTERVALS.get(kind, INTERVAL)


def claimed_rows(calendar: Calendar) -> QuerySet[Calendar]:
    """Return the calendar's row, or none if the lease that it was claimed with is over."""
    return Calendar.objects.filter(pk=calendar.pk, lease=calendar.lease, lease__isnull=False)


def _read(calendar: Calendar, began: datetime, window: Span, outcome: Outcome) -> dict[str, Any]:
    push = outcome.push
    until = calendar.push_until if push is None else from_epoch(push.until) if push.until else None
    is_told = until is not None and until > began
    pushed = {} if push is None else {"push": dict(push.ids), "push_until": until}
    return pushed | {
        "read_at": began,
        "known_until": from_epoch(window[1]),
        "cursor": dict(outcome.cursor),
        "attempts": 0,
        "due_at": Now() + after_about(PUSHED_INTERVAL if is_told else interval(calendar.connection.kind)),
        "lease": None,
        "leased_until": None,
    }
