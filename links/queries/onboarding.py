"""The query for the first steps of a new owner, up to a shared link."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from accounts.models import User
from calendars.models import Calendar
from links.models import Link
from pages.models import EventType, Page, WeeklyHours


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The first steps that a new owner has done, as the data shows.

    `unplaced` is the id of a booking page whose customers would not learn where to meet.
    """

    zone: bool
    hours: bool
    calendar: bool
    event_type: bool
    shared: bool
    unplaced: int | None

    @property
    def all(self) -> tuple[bool, ...]:
        return (self.zone, self.hours, self.calendar, self.event_type, self.unplaced is None, self.shared)

    @property
    def done(self) -> int:
        return sum(self.all)


def first_steps(user: User) -> FirstSteps:
    """Return which first steps the user has done, in one query."""
    done = (
        User.objects.annotate(
            hours=Exists(WeeklyHours.objects.filter(schedule__owner=OuterRef("pk"), schedule__archived_at=None)),
            has_calendar=Exists(Calendar.objects.filter(host=OuterRef("pk"), checked=True)),
            has_event_type=Exists(EventType.objects.current().filter(owner=OuterRef("pk"))),
            shared=Exists(Link.objects.filter(owner=OuterRef("pk"))),
            unplaced=Subquery(Page.objects.without_place().filter(host=OuterRef("pk")).order_by("pk").values("pk")[:1]),
        )
        .values_list("hours", "has_calendar", "has_event_type", "shared", "unplaced")
        .get(pk=user.pk)
    )
    return FirstSteps(user.time_zone != "UTC", *done)
