"""Upcoming meetings whose time of day newer time zone data has changed since they were agreed on.

A meeting keeps its instant. If a government changes a zone's clocks meanwhile, its time of day is not the one that
people agreed on.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import ZoneRecord
from bookings.models import Booking
from bookings.offsets import offset_at, offsets_differ
from bookings.queries import hosts_by_meeting
from bookings.states import BookingStatus


@dataclass(frozen=True, slots=True)
class Shift:
    """A meeting, a zone of one of its people, and the offsets there: as agreed on, and as the clocks go now."""

    booking: Booking
    zone: str
    before: timedelta
    after: timedelta


def shifted_meetings(now: datetime, organization_id: int | None = None) -> list[Shift]:
    """Return the upcoming meetings that are at another time of day than agreed on, the next first.

    They are those of one organization, or of all. The zones of the customer and of the hosts count. A meeting that was
    agreed on before the first record is compared with that one.
    """
    records = list(ZoneRecord.objects.order_by("seen_at", "pk"))
    zones = changed_zones(records, now)
    if not zones:
        return []
    bookings = Booking.objects.filter(
        status=BookingStatus.SCHEDULED, ends_at__gt=now, created_at__lt=records[-1].seen_at
    )
    if organization_id is not None:
        bookings = bookings.filter(organization=organization_id)
    found = list(bookings.select_related("admission", "organization").order_by("starts_at", "pk"))
    hosts = hosts_by_meeting(found)
    shifts = []
    for booking in found:
        agreed_at = booking.rescheduled_at or booking.created_at
        record = records[max(bisect_right(records, agreed_at, key=lambda known: known.seen_at) - 1, 0)]
        zones_of_people = {booking.admission.customer_zone, *(host.time_zone for host in hosts.get(booking.uid, ()))}
        for zone in sorted(zones_of_people & zones & record.points.keys()):
            before = offset_at(record.points[zone], booking.starts_at)
            after = offset_at(records[-1].points[zone], booking.starts_at)
            if before != after:
                shifts.append(Shift(booking, zone, before, after))
    return shifts


def changed_zones(records: Sequence[ZoneRecord], now: datetime) -> set[str]:
    """Return the zones whose future offsets differ between the last record and an earlier one."""
    if len(records) < 2:
        return set()
    *older, latest = records
    return {
        zone
        for record in older
        for zone, points in record.points.items()
        if zone in latest.points and offsets_differ(points, latest.points[zone], now, record.until)
    }
