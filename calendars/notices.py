"""What a host sees on every page: calendars that cannot be read, and from when on nobody can book their host."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from calendars.models import Alert, Calendar, Connection
from calendars.queries import max_age

# Whether a row of users has anything to be told of.
HAS_UNREAD = Exists(Alert.objects.filter(host=OuterRef("pk"), kind=Alert.Kind.UNREAD, closed_at=None))


@dataclass(frozen=True, slots=True)
class CalendarNotice:
    """A calendar that was read last at `since`, so that nobody can book its host from `closes_at` on."""

    calendar: Calendar
    since: datetime
    closes_at: datetime
    is_closed: bool

    @property
    def is_refused(self) -> bool:
        """Whether only a new password helps."""
        return self.calendar.connection.state == Connection.State.REFUSED


def calendar_notices(user: User, now: datetime) -> list[CalendarNotice]:
    """Return what the user has to know of their calendars, those that have been unread for longest first. One query."""
    alerts = Alert.objects.filter(host=user, kind=Alert.Kind.UNREAD, closed_at=None)
    found = [_notice(one, now) for one in alerts.select_related("calendar__connection").order_by("pk")]
    return sorted(found, key=lambda one: one.closes_at)


def _notice(alert: Alert, now: datetime) -> CalendarNotice:
    calendar = alert.calendar
    assert calendar is not None  # a constraint says so
    closes_at = calendar.read_at + max_age(calendar.connection.kind) if calendar.read_at else alert.at
    return CalendarNotice(calendar, calendar.read_at or alert.at, closes_at, closes_at <= now)
