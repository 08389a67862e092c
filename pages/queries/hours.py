"""Reads of schedules, as values that the availability engine takes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection

from pages.availability import Hours
from pages.recurrence import Rhythm

HOURS = """
    SELECT schedule_id, opens, closes, weekday, NULL::date, NULL::date, NULL::smallint, NULL::smallint
    FROM pages_weeklyhours WHERE schedule_id = ANY(%(schedules)s)
    UNION ALL
    SELECT schedule_id, opens, closes, NULL, date, NULL, NULL, NULL
    FROM pages_dateoverride WHERE schedule_id = ANY(%(schedules)s)
    UNION ALL
    SELECT schedule_id, opens, closes, weekday, since, until, every, nth
    FROM pages_recurrence WHERE schedule_id = ANY(%(schedules)s)
"""


def hours_of(schedules: Iterable[tuple[int, str]]) -> dict[int, Hours]:
    """Return the hours of schedules by id. `schedules` holds pairs of id and time zone. One query."""
    zones = dict(schedules)
    weekly: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    dates: dict[int, dict[date, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    rhythms: dict[int, list[Rhythm]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(HOURS, {"schedules": list(zones)})
        for schedule, opens, closes, weekday, day, until, every, nth in cursor.fetchall():
            if day is None:
                weekly[schedule].append((weekday, opens, closes))
            elif weekday is None:
                # A row without hours closes its date: the date gets an entry with no ranges.
                dates[schedule][day].extend([] if opens is None else [(opens, closes)])
            else:
                rhythms[schedule].append(Rhythm(weekday, day, until, every, nth, opens, closes))
    return {
        schedule: Hours(
            zone,
            tuple(sorted(weekly[schedule])),
            tuple(sorted((day, tuple(sorted(ranges))) for day, ranges in dates[schedule].items())),
            tuple(sorted(rhythms[schedule], key=repr)),
        )
        for schedule, zone in zones.items()
    }
