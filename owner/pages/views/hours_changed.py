"""What a change of hours or time zone means for booked meetings. They keep their times, even outside the new hours."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.models import Booking
from core.dates import brief_time_text, to_epoch
from core.zones import zone
from pages.hours import Hours, open_windows
from pages.models import LONGEST_TIME, HostTime, Schedule

# Meetings are read up to this number, to limit the cost for a very full calendar.
MOST_COUNTED = 1_000
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class NamedMeeting:
    """A meeting as a row that links to it."""

    pk: int
    when: str
    title: str
    customer: str


@dataclass(frozen=True, slots=True)
class Moves:
    """The upcoming meetings on a schedule's pages: how many there are, and which are outside the hours."""

    upcoming: int
    outside: int
    named: Sequence[NamedMeeting]

    @property
    def more(self) -> int:
        """How many meetings are outside the hours besides the named ones."""
        return self.outside - len(self.named)


def moves(schedule: Schedule, hours: Hours, user: User, now: datetime) -> Moves:
    """Compare the upcoming meetings with the given hours. Two queries, or one if no meeting is outside.

    Times that customers suggested are held, but do not count.
    """
    meetings = list(
        HostTime.objects.active()
        .filter(waits_until=None)
        .filter(host=schedule.owner_id, page__schedule=schedule, starts_at__gt=now - LONGEST_TIME, ends_at__gt=now)
        .order_by("starts_at")
        .values_list("starts_at", "ends_at", "meeting")[:MOST_COUNTED]
    )
    outside = _outside(meetings, hours)
    with timezone.override(zone(hours.zone)):
        return Moves(len(meetings), len(outside), named_meetings(outside[:MOST_NAMED], user))


def named_meetings(meetings: Sequence[UUID], user: User) -> list[NamedMeeting]:
    """Return the meetings in order of time, on the clock of the active time zone. One query, or none."""
    if not meetings:
        return []
    bookings = Booking.objects.filter(uid__in=meetings).select_related("admission").order_by("starts_at", "pk")
    return [_line(booking, user) for booking in bookings]


def _outside(meetings: Sequence[tuple[datetime, datetime, UUID]], hours: Hours) -> list[UUID]:
    if not meetings:
        return []
    times = [(to_epoch(starts), to_epoch(ends), meeting) for starts, ends, meeting in meetings]
    windows = open_windows(hours, (times[0][0], max(end for _start, end, _meeting in times)))
    openings = [opening for opening, _closing in windows]

    def lies_within(start: int, end: int) -> bool:
        place = bisect_right(openings, start) - 1
        return place >= 0 and end <= windows[place][1]

    return [meeting for start, end, meeting in times if not lies_within(start, end)]


def _line(booking: Booking, user: User) -> NamedMeeting:
    when = brief_time_text(booking.starts_at, user.shown_clock)
    return NamedMeeting(booking.pk, when, booking.title, booking.admission.shown_name)


def zone_move(before: str, after: str, now: datetime) -> str:
    """Return what a change of the time zone does to the hours, with 09:00 as an example; empty if nothing changes."""
    if before == after:
        return ""
    new = datetime.combine(now.astimezone(zone(after)).date(), time(9), zone(after))
    old = new.astimezone(zone(before))
    days = (old.date() - new.date()).days
    text = {
        -1: _("09:00 now means 09:00 in %(after)s: %(time)s of the day before in %(before)s."),
        0: _("09:00 now means 09:00 in %(after)s: %(time)s in %(before)s."),
        1: _("09:00 now means 09:00 in %(after)s: %(time)s of the day after in %(before)s."),
    }[days]
    return text % {"after": city(after), "before": city(before), "time": f"{old:%H:%M}"}


def city(zone_name: str) -> str:
    """Return a short name of the time zone, such as “New York”."""
    return zone_name.rpartition("/")[2].replace("_", " ")
