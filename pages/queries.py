"""Reads that put offers together, and the one way to list times and to judge them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from pages import availability
from pages.availability import Candidate, Hours
from pages.models import EventType, Page
from pages.offers import Offer, Place, Seat, timing

DAY = 86_400


# The two reads on every customer's path are written in SQL: the ORM took longer to word them than PostgreSQL to answer.
HOURS = """
    SELECT schedule_id, weekday, NULL::date, opens, closes FROM pages_weeklyhours WHERE schedule_id = ANY(%(schedules)s)
    UNION ALL
    SELECT schedule_id, NULL, date, opens, closes FROM pages_dateoverride WHERE schedule_id = ANY(%(schedules)s)
"""
# Epoch seconds cost half the time of datetimes, and the engine wants them anyway.
BUSY = """
    SELECT host_id, event_type_id, extract(epoch FROM starts_at)::bigint, extract(epoch FROM ends_at)::bigint,
           buffer_before * 60, buffer_after * 60
    FROM pages_hosttime
    WHERE active AND host_id = ANY(%(hosts)s) AND starts_at BETWEEN %(first)s AND %(last)s
      AND meeting IS DISTINCT FROM %(ignoring)s::uuid
"""


def hours_of(schedules: Iterable[tuple[int, str]]) -> dict[int, Hours]:
    """The hours of schedules, given as (id, zone), by id: one query however many there are."""
    zones = dict(schedules)
    weekly: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    dates: dict[int, dict[date, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(HOURS, {"schedules": list(zones)})
        for schedule, weekday, day, opens, closes in cursor.fetchall():
            if day is None:
                weekly[schedule].append((weekday, opens, closes))
            else:
                # A row without hours closes its date: the date is known, and stays empty.
                dates[schedule][day].extend([] if opens is None else [(opens, closes)])
    return {
        schedule: Hours(
            zone,
            tuple(sorted(weekly[schedule])),
            tuple(sorted((day, tuple(sorted(ranges))) for day, ranges in dates[schedule].items())),
        )
        for schedule, zone in zones.items()
    }


def event_types_of(page: Page) -> QuerySet[EventType]:
    """What the page offers, in its order."""
    return EventType.objects.current().filter(offered_on__page=page).order_by("offered_on__position", "pk")


def offers_of(page: Page, event_types: Iterable[EventType] | None = None) -> list[Offer]:
    """What a booking page offers: each event type with one seat of one candidate, its host.

    The page comes with its host and schedule. A page whose host has left offers nothing.
    """
    host, schedule = page.host, page.schedule
    if host is None or schedule is None or not host.is_active:
        return []
    hours = hours_of([(schedule.pk, schedule.time_zone)])[schedule.pk]
    seat = Seat((Place(page, host.pk, hours),))
    return [Offer(event_type, (seat,)) for event_type in (event_types_of(page) if event_types is None else event_types)]


def _taken(
    persons: Sequence[int], window: tuple[int, int], event_type_id: int, ignoring: UUID | None
) -> tuple[dict[int, list[tuple[int, int, int, int]]], dict[int, list[int]]]:
    """Busy time of each person around the window, and the starts that count against the event type's limits."""
    # A limit per week looks at the whole week around the first and the last start, whatever the zone.
    first, last = (datetime.fromtimestamp(edge, UTC) for edge in (window[0] - 9 * DAY, window[1] + 9 * DAY))
    busy: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    counted: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(BUSY, {"hosts": list(persons), "first": first, "last": last, "ignoring": ignoring})
        for person, kind, start, end, before, after in cursor.fetchall():
            busy[person].append((start, end, before, after))
            if kind == event_type_id:
                counted[person].append(start)
    return busy, counted


def candidates(offer: Offer, window: tuple[int, int], ignoring: UUID | None = None) -> list[list[Candidate]]:
    """The offer's seats as the engine takes them: one query, whatever the number of people and days."""
    busy, counted = _taken(offer.persons, window, offer.event_type.pk, ignoring)
    return [
        [
            Candidate(place.person, place.hours, busy.get(place.person, ()), counted.get(place.person, ()))
            for place in seat.candidates
        ]
        for seat in offer.seats
    ]


def starts(offer: Offer, window: tuple[int, int], now: datetime) -> list[int]:
    """The offered starts in the window, as epoch seconds, ascending."""
    window = offer.clip(window)
    if window[0] >= window[1]:
        return []
    return availability.starts(candidates(offer, window), timing(offer.event_type), window, _ceil(now))


def free_at(offer: Offer, start: datetime, now: datetime, ignoring: UUID | None = None) -> list[list[int]]:
    """Who is free for each seat at a start that is offered; empty for one that is not.

    `ignoring` is the UID of the meeting that is being moved. The judgement is that of `starts`.
    """
    second = int(start.timestamp())
    if start.microsecond or offer.clip((second, second + 1)) != (second, second + 1):
        return []
    return availability.free_at(
        candidates(offer, (second, second + 1), ignoring), timing(offer.event_type), second, _ceil(now)
    )


def _ceil(now: datetime) -> int:
    # Notice is inclusive and starts are whole seconds: a fraction past the second is past it.
    return int(now.timestamp()) + bool(now.microsecond)


def horizon_end(offer: Offer, now: datetime) -> int:
    """An instant past which the offer has no start: its own end, or that of the event type's horizon."""
    reach = int((now + timedelta(days=offer.event_type.horizon_days + 2)).timestamp())
    return reach if offer.closes is None else min(reach, offer.closes)
