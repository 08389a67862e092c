"""Writes of what hosts make of their meetings in their own calendars: they are told, and decide.

Until they have, the meeting stays where its customer knows it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from accounts.models import User
from bookings.actions.conflicts import meeting_words, note_busy
from bookings.models import Booking
from bookings.states import BookingStatus
from bookings.steps import judge
from calendars.models import HostEntry
from calendars.notifications import EditWords, edits_mail
from calendars.weeks import Span
from deliveries.models import Delivery


def note_reading(host: int, spans: Sequence[Span], edited: Collection[UUID]) -> None:
    """Tell a host what follows from a reading: meetings during which they are busy, and those that they have edited.

    Call it in the reading's transaction, under the lock of the host's row: no meeting is made meanwhile.
    """
    note_busy(host, spans)
    if edited:
        _tell_of_edits(host, edited, judge.read_clock())


def _tell_of_edits(host: int, meetings: Collection[UUID], now: datetime) -> None:
    """Owe the host one mail about all of these, however many: a calendar that was lost is one question."""
    ahead = Booking.objects.filter(uid__in=meetings, status=BookingStatus.SCHEDULED, starts_at__gt=now)
    # Nobody is told of meetings whose customer was erased: there is nobody to meet.
    told = ahead.exclude(admission__customer_email="").select_related("admission__event_type")
    moved = dict(HostEntry.objects.filter(host=host, meeting__in=meetings).values_list("meeting", "found_starts_at"))
    words: list[EditWords] = []
    for booking in told.order_by("starts_at", "pk"):
        to = moved.get(booking.uid)
        words.append({**meeting_words(booking), "moved_to": to.isoformat() if to else ""})
    if words:
        whose = User.objects.select_related("organization").get(pk=host)
        Delivery.objects.bulk_create([edits_mail(whose, words, now=now)])
