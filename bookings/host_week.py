"""A host's time within a window: meetings, requests, and everything else that keeps customers from booking it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import User
from bookings.models import Booking, SuggestedTime
from bookings.states import BookingStatus
from calendars.queries import busy_elsewhere
from calendars.weeks import Span, merge_spans
from core.dates import from_epoch
from pages.days_off import DaysOff, Holidays
from pages.models import LONGEST_TIME, BlockedTime, HostTime
from pages.queries.hours import blocked_in, days_off_of, open_spans


@dataclass(frozen=True, slots=True)
class HostWindow:
    """Everything that is in a host's window, each kind in the order of its times. Spans are in epoch seconds."""

    meetings: Sequence[Booking]
    # The times that customers suggested, of requests that wait for an answer.
    suggested: Sequence[SuggestedTime]
    blocked: Sequence[BlockedTime]
    elsewhere: Sequence[Span]
    open: Sequence[Span]
    days_off: Sequence[DaysOff]
    holidays: Holidays | None


def read_window(host: User, window: Span, now: datetime) -> HostWindow:
    """Return what the host's window holds. Ten queries, however much there is."""
    holidays, days_off = days_off_of(host.pk)
    return HostWindow(
        meetings=list(_meetings(host, window)),
        suggested=list(_suggested(host, window, now)),
        blocked=list(blocked_in(host, window)),
        elsewhere=merge_spans(span for spans in busy_elsewhere(host, window).values() for span in spans),
        open=open_spans(host, window),
        days_off=days_off,
        holidays=holidays,
    )


def _meetings(host: User, window: Span) -> QuerySet[Booking]:
    first, last = map(from_epoch, window)
    times = HostTime.objects.active().filter(
        host=host, waits_until=None, starts_at__gt=first - LONGEST_TIME, starts_at__lt=last, ends_at__gt=first
    )
    uids = list(times.values_list("meeting", flat=True))
    scheduled = Booking.objects.filter(uid__in=uids, status=BookingStatus.SCHEDULED)
    return scheduled.select_related("admission").order_by("starts_at", "pk")


def _suggested(host: User, window: Span, now: datetime) -> QuerySet[SuggestedTime]:
    first, last = map(from_epoch, window)
    waiting = HostTime.objects.filter(host=host, active=False, waits_until__gt=now)
    uids = list(waiting.values_list("meeting", flat=True))
    times = SuggestedTime.objects.filter(booking__uid__in=uids, booking__status=BookingStatus.REQUESTED)
    times = times.filter(starts_at__gt=max(first - LONGEST_TIME, now - timedelta(days=1)), starts_at__lt=last)
    return times.select_related("booking__admission").order_by("starts_at", "pk")
