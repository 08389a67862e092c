"""Writes of schedules."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import ngettext

from accounts import locks
from accounts.models import User
from core.cldr import list_text
from pages.actions._save import archive, prepare_row, record_save, save
from pages.errors import StillUsed
from pages.models import DateOverride, Recurrence, Schedule, WeeklyHours
from pages.recurrence import Rhythm


def save_schedule(
    *,
    actor: User,
    schedule: Schedule,
    weekly: Iterable[tuple[int, int, int]],
    dates: Iterable[tuple[date, int | None, int | None]],
    recurrences: Iterable[Rhythm] = (),
    today: date,
    now: datetime,
) -> Schedule:
    """Create or update a schedule. Meetings already booked keep their times. Raise NotYours.

    `weekly` holds (weekday, opens, closes), and `dates` holds (date, opens, closes) from `today` on, where a date
    without hours is closed. Overrides of dates before `today` stay, and so do recurrences that ended before it.
    """
    with locks.changing_offers(actor.organization_id):
        is_new = prepare_row(Schedule.objects.editable_by(actor), actor, schedule)
        save(schedule, is_new, ["name", "time_zone"])
        schedule.weekly.all().delete()
        schedule.overrides.filter(date__gte=today).delete()
        schedule.recurrences.not_ended(today).delete()
        WeeklyHours.objects.bulk_create(
            WeeklyHours(schedule=schedule, weekday=weekday, opens=opens, closes=closes)
            for weekday, opens, closes in weekly
        )
        DateOverride.objects.bulk_create(
            DateOverride(schedule=schedule, date=day, opens=opens, closes=closes) for day, opens, closes in dates
        )
        Recurrence.objects.bulk_create(Recurrence.of(schedule, rhythm) for rhythm in recurrences)
        record_save(actor, schedule, is_new, now)
    return schedule


def archive_schedule(*, actor: User, schedule: Schedule, now: datetime) -> None:
    """Archive a schedule. Raise NotYours, or StillUsed with the names of the pages that use it."""
    with locks.changing_offers(actor.organization_id):
        archive(Schedule.objects.editable_by(actor), actor, schedule, now)
        # Checked after `archive`, which raises NotYours first, so that only those who may change the schedule learn the
        # names of the pages. StillUsed rolls the archiving back.
        names = [str(page) for page in schedule.pages.current().order_by("name", "pk")]
        if names:
            text = ngettext(
                "%(pages)s uses this schedule. Choose another schedule there first.",
                "%(pages)s use this schedule. Choose another schedule there first.",
                len(names),
            )
            raise StillUsed(text % {"pages": list_text(names)})
