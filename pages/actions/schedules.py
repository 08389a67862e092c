"""Writes of schedules."""

from collections.abc import Iterable
from datetime import date, datetime

from accounts import locks
from accounts.models import User
from pages.actions.saving import claim, remember_saved, save
from pages.models import DateOverride, Schedule, WeeklyHours


def save_schedule(
    *,
    actor: User,
    schedule: Schedule,
    weekly: Iterable[tuple[int, int, int]],
    dates: Iterable[tuple[date, int | None, int | None]],
    today: date,
    now: datetime,
) -> Schedule:
    """Makes a schedule, or changes one; meetings already booked keep their times. Raises NotYours.

    `weekly` holds (weekday, opens, closes), `dates` (date, opens, closes) from `today` on; a date without hours is
    closed. What was said of dates before today stays.
    """
    with locks.changing_offers(actor.organization_id):
        is_new = claim(Schedule.objects.editable_by(actor), actor, schedule)
        save(schedule, is_new, ["name", "time_zone"])
        schedule.weekly.all().delete()
        schedule.overrides.filter(date__gte=today).delete()
        WeeklyHours.objects.bulk_create(
            WeeklyHours(schedule=schedule, weekday=weekday, opens=opens, closes=closes)
            for weekday, opens, closes in weekly
        )
        DateOverride.objects.bulk_create(
            DateOverride(schedule=schedule, date=day, opens=opens, closes=closes) for day, opens, closes in dates
        )
        remember_saved(actor, schedule, is_new, now)
    return schedule
