"""Writes of conflicts: meetings during which a calendar of their host says that they are busy.

The meeting stands, and its host decides. Nothing here moves or cancels anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from accounts.models import User
from bookings.models import Booking
from bookings.steps import judge
from calendars.actions.alerts import close_conflicts, open_conflicts
from calendars.models import Alert
from calendars.notifications import MeetingFacts, conflict_mail
from calendars.queries import busy_around
from calendars.weeks import Span, overlaps
from core.dates import from_epoch, to_epoch
from deliveries.models import Delivery
from pages.models import LONGEST_TIME, HostTime

# Conflicts that the chore looks at in one transaction.
MOST_CONFLICTS = 1_000


def update_conflicts(host: int, spans: Sequence[Span]) -> None:
    """Notify the host of meetings that a reading's newly busy time overlaps, and close ended conflicts.

    Call it in the reading's transaction, under the lock of the host's row: no meeting is made meanwhile.
    """
    now = judge.read_clock()
    if spans:
        _open_new(host, spans, now)
    open_alerts = Alert.objects.filter(kind=Alert.Kind.CONFLICT, host=host, closed_at=None)
    _close_ended(open_alerts.values_list("host", "meeting"), now)


def close_ended_conflicts(now: datetime) -> bool:
    """Close conflicts whose meeting has ended, or which nothing overlaps any more. A chore.

    It also finds conflicts opened while their meeting was being cancelled, which takes no lock of the host.
    """
    open_alerts = Alert.objects.filter(kind=Alert.Kind.CONFLICT, closed_at=None).order_by("pk")
    _close_ended(open_alerts.values_list("host", "meeting")[:MOST_CONFLICTS], now)
    return False


def _open_new(host: int, spans: Sequence[Span], now: datetime) -> None:
    first, last = from_epoch(spans[0][0]), from_epoch(spans[-1][1])
    upcoming = HostTime.objects.active().filter(
        host=host, waits_until=None, starts_at__gt=max(now, first - LONGEST_TIME)
    )
    overlapped = {
        row.meeting: (row.starts_at, row.ends_at)
        for row in upcoming.filter(starts_at__lt=last)
        if overlaps(spans, (to_epoch(row.starts_at), to_epoch(row.ends_at)))
    }
    new = open_conflicts(host, overlapped, now) if overlapped else set()
    # Hosts are not notified of meetings whose customer was erased.
    bookings = Booking.objects.filter(uid__in=new).exclude(admission__customer_email="")
    meetings = [
        meeting_facts(booking)
        for booking in bookings.select_related("admission__event_type").order_by("starts_at", "pk")
    ]
    if meetings:
        user = User.objects.select_related("organization").get(pk=host)
        Delivery.objects.bulk_create([conflict_mail(user, meetings, now=now)])


def meeting_facts(booking: Booking) -> MeetingFacts:
    """Return the meeting as a mail names it: without the customer, whose name may have to be erased."""
    return {
        "what": booking.admission.event_type.name,
        "starts_at": booking.starts_at.isoformat(),
        "ends_at": booking.ends_at.isoformat(),
        "page": f"/meetings/{booking.pk}/",
    }


def _close_ended(conflicts: Iterable[tuple[int, UUID | None]], now: datetime) -> None:
    by_host: dict[int, set[UUID]] = defaultdict(set)
    for host, meeting in conflicts:
        if meeting is not None:
            by_host[host].add(meeting)
    for host, meetings in by_host.items():
        rows = list(HostTime.objects.active().filter(host=host, meeting__in=meetings, ends_at__gt=now))
        times = {row.meeting: (to_epoch(row.starts_at), to_epoch(row.ends_at)) for row in rows}
        busy = busy_around(host, times.values())
        close_conflicts(meetings - {uid for uid, span in times.items() if overlaps(busy, span)}, now, [host])
