"""Asking hosts what shall become of meetings that they have moved or deleted in their own calendar.

Until they have answered, the meeting stays where its customer knows it.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from accounts.models import User
from bookings.actions.conflicts import meeting_facts
from bookings.models import Booking
from bookings.states import BookingStatus
from calendars.models import HostEntry
from calendars.notifications import EditFacts, edits_mail
from deliveries.models import Delivery


def ask_about_edits(host: int, meetings: Collection[UUID], now: datetime) -> None:
    """Enqueue one mail to the host about all of these, however many: a lost calendar is one question."""
    upcoming = Booking.objects.filter(uid__in=meetings, status=BookingStatus.SCHEDULED, starts_at__gt=now)
    # Hosts are not notified of meetings whose customer was erased.
    bookings = upcoming.exclude(admission__customer_email="").select_related("admission__event_type")
    moved = dict(HostEntry.objects.filter(host=host, meeting__in=meetings).values_list("meeting", "found_starts_at"))
    edits: list[EditFacts] = []
    for booking in bookings.order_by("starts_at", "pk"):
        moved_to = moved.get(booking.uid)
        edits.append({**meeting_facts(booking), "moved_to": moved_to.isoformat() if moved_to else ""})
    if edits:
        user = User.objects.select_related("organization").get(pk=host)
        Delivery.objects.bulk_create([edits_mail(user, edits, now=now)])
