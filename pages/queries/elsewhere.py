"""What has to be known of a host before their calendars are read: how far ahead, and which entries are ours."""

from datetime import datetime, timedelta

from django.db.models import Max

from core.dates import Instant, to_epoch
from pages.models import EventType, HostTime

# Yesterday, because zones differ by more than a day; at the end two days, as the judgement of a start looks around it.
BEFORE, AFTER = timedelta(days=1), timedelta(days=2)
# However near the horizons are, a calendar is read that far: who lengthens one need not wait for a reading.
SHORTEST = 60


def reading_window(organization_id: int, now: datetime) -> tuple[Instant, Instant]:
    """Return the time that is read of a calendar, so that everything its host may be booked for is known."""
    offered = EventType.objects.current().filter(organization=organization_id)
    longest: int = offered.aggregate(longest=Max("horizon_days"))["longest"] or 0
    return to_epoch(now - BEFORE), to_epoch(now + timedelta(days=max(longest, SHORTEST)) + AFTER)


def own_uids(host_id: int, now: datetime) -> frozenset[str]:
    """Return the UIDs of the host's meetings with us, also of those that no longer take place."""
    rows = HostTime.objects.filter(host=host_id, ends_at__gt=now - BEFORE - timedelta(days=1))
    return frozenset(str(uid) for uid in rows.values_list("meeting", flat=True))
