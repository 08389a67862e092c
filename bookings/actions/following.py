"""Marks meetings that follow what their hosts do to them in their own calendars, where the hosts have chosen so.

A reading only marks them: it holds the host's lock, and the locks of a change come before that one. The meetings are
changed afterwards (`bookings.following`). Hosts are asked about meetings that cannot follow.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from bookings.actions.edit_questions import ask_about_edits
from bookings.models import Booking
from bookings.states import BookingStatus
from bookings.steps import judge
from calendars.models import HostEntry
from pages.models import HostTime

# A calendar in which more than this has changed at once is broken, or was lost.
MOST_AT_ONCE = 3
MOST_A_DAY, DAY = 5, timedelta(days=1)
# A meeting that begins sooner is not moved or cancelled without asking its host.
LEAST_AHEAD = timedelta(hours=1)

State = HostEntry.State
EDITED_STATES = {State.MOVED, State.MISSING}


def choose_following(host: int, meetings: Collection[UUID], now: datetime) -> set[UUID]:
    """Mark those of the meetings, which their host has just moved or deleted, that follow the calendar. Return them.

    Call it in the reading's transaction, under the lock of the host's row.
    """
    edited = HostEntry.objects.filter(host=host, meeting__in=meetings, calendar__connection__follows_edits=True)
    entries = {entry.meeting: entry for entry in edited}
    if not entries or len(meetings) + _count_uncertain(entries.values()) > MOST_AT_ONCE:
        return set()
    followed = HostEntry.objects.filter(Q(followed_at__gt=now - DAY) | Q(follow_at__isnull=False), host=host)
    remaining = MOST_A_DAY - followed.exclude(meeting__in=meetings).count()
    allowed = [booking.uid for booking in _with_one_host(entries) if can_follow(booking, entries[booking.uid], now)]
    chosen = allowed[: max(0, remaining)]
    HostEntry.objects.filter(host=host, meeting__in=chosen).update(follow_at=now)
    return set(chosen)


def _count_uncertain(entries: Collection[HostEntry]) -> int:
    """Return how many other entries are missing in readings of the same calendars, but not for certain yet."""
    missing = HostEntry.objects.filter(calendar__in={entry.calendar_id for entry in entries}, lost_at__isnull=False)
    return missing.filter(state=State.WRITTEN).exclude(pk__in=[entry.pk for entry in entries]).count()


def _with_one_host(meetings: Collection[UUID]) -> list[Booking]:
    """Return those of the meetings that concern no other host, the soonest first.

    Meetings with entries in two calendars are left out too: where colleagues share a calendar, an edit by one of them
    is seen in the other's readings.
    """
    times = HostTime.objects.filter(meeting__in=meetings).values("meeting").annotate(hosts=Count("pk")).filter(hosts=1)
    entries = HostEntry.objects.filter(meeting__in=meetings).values("meeting").annotate(n=Count("pk")).filter(n=1)
    bookings = Booking.objects.filter(uid__in=times.values("meeting")).filter(uid__in=entries.values("meeting"))
    return list(bookings.exclude(admission__customer_email="").order_by("starts_at", "pk"))


def can_follow(booking: Booking, entry: HostEntry, now: datetime) -> bool:
    """Return whether the meeting can follow its entry.

    The meeting and its new time must be far enough ahead, the entry as long as when it was written, and the last time
    that the meeting followed at least a day ago.
    """
    starts = [booking.starts_at, entry.found_starts_at or booking.starts_at]
    is_ahead = booking.status == BookingStatus.SCHEDULED and min(starts) > now + LEAST_AHEAD
    return is_ahead and _is_as_long(entry) and (entry.followed_at is None or entry.followed_at <= now - DAY)


def _is_as_long(entry: HostEntry) -> bool:
    if entry.found_starts_at is None or entry.found_ends_at is None:
        return True
    return entry.found_ends_at - entry.found_starts_at == entry.ends_at - entry.starts_at


def finish_following(entry: HostEntry, *, is_done: bool) -> None:
    """Record that the meeting has followed, or ask its host. Do nothing if another process has done so."""
    with transaction.atomic(durable=True):
        now = judge.read_clock()
        row = HostEntry.objects.filter(pk=entry.pk, follow_at=entry.follow_at)
        if row.update(follow_at=None, followed_at=now if is_done else entry.followed_at) and not is_done:
            ask_about_edits(entry.host_id, [entry.meeting], now)
