"""Storing which time zone data is in use, so that newer data can be compared with it."""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import ZoneRecord
from bookings.offsets import points_of
from core.zones import zone, zone_names

# A record reaches further than any meeting, and is renewed in time.
REACH, RENEWED = timedelta(days=3 * 365), timedelta(days=2 * 365)
UNKNOWN = "unknown"


def note_zone_data(now: datetime) -> bool:
    """Store the future offsets of all zones, unless they are stored. A chore, which never leaves work for later."""
    version = settings.ZONE_DATA.chosen.version or UNKNOWN
    if ZoneRecord.objects.filter(version=version, until__gt=now + RENEWED).exists():
        return False
    until = now + REACH
    points = {name: points_of(zone(name), now, until) for name in sorted(zone_names())}
    ZoneRecord.objects.update_or_create(
        version=version,
        defaults={"points": points, "until": until},
        create_defaults={"points": points, "until": until, "seen_at": now},
    )
    return False
