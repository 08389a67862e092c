"""Future offsets of time zones, stored so that they can be compared with newer time zone data.

A zone's *points* are its offsets from UTC, each with the instant from which on it holds: pairs of whole seconds.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from core.zone_set import offsets_of

Points = Sequence[Sequence[int]]

# No zone changes its clocks twice within this.
STEP = 3 * 86_400


def points_of(zone: tzinfo, start: datetime, end: datetime) -> list[list[int]]:
    """Return the points of a zone from `start` to `end`."""
    return [list(point) for point in offsets_of(zone, round(start.timestamp()), round(end.timestamp()), STEP)]


def offset_at(points: Points, instant: datetime) -> timedelta:
    """Return the offset that holds at an instant. Before the first point, the first offset holds."""
    index = bisect_right(points, instant.timestamp(), key=lambda point: point[0])
    return timedelta(seconds=points[max(index - 1, 0)][1])


def offsets_differ(before: Points, after: Points, start: datetime, end: datetime) -> bool:
    """Return whether two sets of data disagree on a zone's clocks between two instants."""
    changes = [datetime.fromtimestamp(instant, UTC) for instant, _offset in (*before, *after)]
    moments = [start, *(change for change in changes if start < change < end)]
    return any(offset_at(before, moment) != offset_at(after, moment) for moment in moments)
