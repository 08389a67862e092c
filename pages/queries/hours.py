"""Reads of schedules, and of their owners' days off, as values that the availability engine takes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from calendars.weeks import Span, merge_spans
from core.dates import from_epoch
from pages.availability import Hours
from pages.days_off import DaysOff, Holidays
from pages.hours import open_windows
from pages.models import LONGEST_BLOCK, BlockedTime, PublicHolidays, Schedule, TimeOff
from pages.recurrence import Rhythm

# Each row begins with its kind. Time off and holidays are those of the schedule's owner.
HOURS = """
    SELECT 'week', schedule_id, opens, closes, weekday, NULL::date, NULL::date, NULL::smallint, NULL::smallint,
           NULL::text[]
    FROM pages_weeklyhours WHERE schedule_id = ANY(%(schedules)s)
    UNION ALL
    SELECT 'date', schedule_id, opens, closes, NULL, date, NULL, NULL, NULL, NULL
    FROM pages_dateoverride WHERE schedule_id = ANY(%(schedules)s)
    UNION ALL
    SELECT 'rhythm', schedule_id, opens, closes, weekday, since, until, every, nth, NULL
    FROM pages_recurrence WHERE schedule_id = ANY(%(schedules)s)
    UNION ALL
    SELECT 'off', schedule.id, NULL, NULL, NULL, off.first_day, off.last_day, NULL, NULL, NULL
    FROM pages_timeoff off JOIN pages_schedule schedule USING (owner_id) WHERE schedule.id = ANY(%(schedules)s)
    UNION ALL
    SELECT 'holidays', schedule.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ARRAY[country, region] || worked::text[]
    FROM pages_publicholidays JOIN pages_schedule schedule USING (owner_id) WHERE schedule.id = ANY(%(schedules)s)
"""


def hours_of(schedules: Iterable[tuple[int, str]]) -> dict[int, Hours]:
    """Return the hours of schedules by id. `schedules` holds pairs of id and time zone. One query."""
    zones = dict(schedules)
    weekly: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    dates: dict[int, dict[date, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    rhythms: dict[int, list[Rhythm]] = defaultdict(list)
    off: dict[int, list[DaysOff]] = defaultdict(list)
    holidays: dict[int, Holidays] = {}
    with connection.cursor() as cursor:
        cursor.execute(HOURS, {"schedules": list(zones)})
        for kind, schedule, opens, closes, weekday, day, until, every, nth, texts in cursor.fetchall():
            match kind:
                case "week":
                    weekly[schedule].append((weekday, opens, closes))
                case "date":
                    # A row without hours closes its date: the date gets an entry with no ranges.
                    ranges = dates[schedule][day]
                    if opens is not None:
                        ranges.append((opens, closes))
                case "rhythm":
                    rhythms[schedule].append(Rhythm(weekday, day, until, every, nth, opens, closes))
                case "off":
                    off[schedule].append(DaysOff(day, until))
                case "holidays":
                    country, region, *worked = texts
                    holidays[schedule] = Holidays(country, region, frozenset(worked))
    return {
        schedule: Hours(
            zone,
            tuple(sorted(weekly[schedule])),
            tuple(sorted((day, tuple(sorted(ranges))) for day, ranges in dates[schedule].items())),
            tuple(sorted(rhythms[schedule], key=repr)),
            holidays.get(schedule),
            tuple(sorted(off[schedule], key=lambda days: days.first)),
        )
        for schedule, zone in zones.items()
    }


def days_off_of(owner_id: int) -> tuple[Holidays | None, tuple[DaysOff, ...]]:
    """Return the public holidays that somebody keeps, and their days off. Two queries."""
    kept = PublicHolidays.objects.filter(owner=owner_id).first()
    days = TimeOff.objects.filter(owner=owner_id).order_by("first_day", "pk")
    return kept.holidays if kept else None, tuple(row.days for row in days)


def open_spans(owner: User, window: Span) -> list[Span]:
    """Return when any of somebody's schedules is open within the window, in epoch seconds. Two queries."""
    schedules = Schedule.objects.of(owner).values_list("pk", "time_zone")
    return merge_spans(span for hours in hours_of(schedules).values() for span in open_windows(hours, window))


def blocked_in(owner: User, window: Span) -> QuerySet[BlockedTime]:
    """Return somebody's blocked time that has a part in the window."""
    first, last = map(from_epoch, window)
    found = BlockedTime.objects.filter(owner=owner, starts_at__gt=first - LONGEST_BLOCK, starts_at__lt=last)
    return found.filter(ends_at__gt=first).order_by("starts_at")
