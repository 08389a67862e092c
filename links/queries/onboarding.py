"""The query for the first steps of a new owner, up to a shared link."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accounts.models import User
from calendars.models import Calendar
from links.models import Link
from pages.models import EventType, WeeklyHours


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The first steps that a new owner has done, as the data shows."""

    zone: bool
    hours: bool
    calendar: bool
    event_type: bool
    shared: bool

    @property
    def done(self) -> int:
        return sum((self.zone, self.hours, self.calendar, self.event_type, self.shared))


def first_steps(user: User) -> FirstSteps:
    """Return which first steps the user has done, in one query."""
    done = (
        User.objects.annotate(
            hours=Exists(WeeklyHours.objects.filter(schedule__owner=OuterRef("pk"), schedule__archived_at=None)),
            has_calendar=Exists(Calendar.objects.filter(host=OuterRef("pk"), checked=True)),
            has_event_type=Exists(EventType.objects.current().filter(owner=OuterRef("pk"))),
            shared=Exists(Link.objects.filter(owner=OuterRef("pk"))),
        )
        .values_list("hours", "has_calendar", "has_event_type", "shared")
        .get(pk=user.pk)
    )
    return FirstSteps(user.time_zone != "UTC", *done)
