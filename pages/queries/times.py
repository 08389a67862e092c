"""The one way to list the starts of an offer, and to check one."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from calendars.queries import BUSY_ELSEWHERE
from core.dates import DAY, from_epoch, to_epoch
from pages import availability
from pages.availability import Candidate
from pages.models import EventType
from pages.offers import Offer, Place, timing

# Epoch seconds take half the time of datetimes to read, and the engine needs them anyway.
BUSY = f"""
    SELECT host_id, event_type_id, extract(epoch FROM starts_at)::bigint, extract(epoch FROM ends_at)::bigint,
           buffer_before * 60, buffer_after * 60
    FROM pages_hosttime
    WHERE active AND host_id = ANY(%(hosts)s) AND starts_at BETWEEN %(first)s AND %(last)s
      AND meeting <> ALL(%(ignoring)s::uuid[])
    UNION ALL
    SELECT owner_id, NULL, extract(epoch FROM starts_at)::bigint, extract(epoch FROM ends_at)::bigint, 0, 0
    FROM pages_blockedtime WHERE owner_id = ANY(%(hosts)s) AND starts_at BETWEEN %(first)s AND %(last)s
    UNION ALL {BUSY_ELSEWHERE}
"""  # noqa: S608 - constants
# Of one host, as most pages are: PostgreSQL keeps the plan of this, and would plan the other anew each time.
BUSY_OF_ONE = BUSY.replace("= ANY(%(hosts)s)", "= %(host)s")


def _taken(
    persons: Sequence[int], window: tuple[int, int], event_type: EventType, ignoring: Sequence[UUID]
) -> tuple[dict[int, list[tuple[int, int, int, int]]], dict[int, list[int]]]:
    """Return the busy time of each person around the window, and the starts that count against the limits.

    Busy time is (start, end, buffer before, buffer after), all in seconds.
    """
    limited = event_type.limit_per_day is not None or event_type.limit_per_week is not None
    # A weekly limit needs the whole weeks around the first and the last start, in any time zone. Otherwise two days are
    # enough, because neither a meeting nor a buffer is longer than a day.
    around = (9 if limited else 2) * DAY
    first, last = from_epoch(window[0] - around), from_epoch(window[1] + around)
    busy: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    counted: dict[int, list[int]] = defaultdict(list)
    statement, whose = (BUSY_OF_ONE, {"host": persons[0]}) if len(persons) == 1 else (BUSY, {"hosts": list(persons)})
    with connection.cursor() as cursor:
        cursor.execute(statement, whose | {"first": first, "last": last, "ignoring": list(ignoring)})
        for person, kind, start, end, before, after in cursor.fetchall():
            busy[person].append((start, end, before, after))
            if limited and kind == event_type.pk:
                counted[person].append(start)
    return busy, counted


def candidates(offer: Offer, window: tuple[int, int]) -> list[list[Candidate]]:
    """Return the candidates of each seat for the engine. One query, however many people and days."""
    ignoring = [*offer.held] if offer.moving is None else [offer.moving, *offer.held]
    busy, counted = _taken(offer.persons, window, offer.event_type, ignoring)
    seats = [
        [
            Candidate(place.person, place.hours, busy.get(place.person, ()), counted.get(place.person, ()))
            for place in seat.open_to
        ]
        for seat in offer.seats
    ]
    return _beside(seats, offer.event_type, offer.beside) if offer.beside else seats


def _beside(seats: list[list[Candidate]], event_type: EventType, chosen: Sequence[int]) -> list[list[Candidate]]:
    """Return the candidates as if meetings of the event type had been made at the chosen starts."""
    length, before, after = (
        60 * minutes for minutes in (event_type.duration, event_type.buffer_before, event_type.buffer_after)
    )
    busy = [(start, start + length, before, after) for start in chosen]
    # Only one of several suggested times becomes a meeting, so they count against limits only while they are held.
    counted = chosen if event_type.sessions > 1 or event_type.holds_suggested else ()
    return [
        [replace(one, busy=[*one.busy, *busy], counted=[*one.counted, *counted]) for one in candidates]
        for candidates in seats
    ]


def offered_together(offer: Offer, chosen: Sequence[int], now: datetime) -> list[int]:
    """Return the chosen starts that are offered, each checked together with the ones before it. One query."""
    reach = horizon_end(offer, now)
    within = [start for start in chosen if to_epoch(now) <= start < reach]
    within = [start for start in within if offer.clip((start, start + 1)) == (start, start + 1)]
    if not within:
        return []
    seats, found = candidates(offer, (min(within), max(within) + 1)), list[int]()
    for start in within:
        free = _beside(seats, offer.event_type, found)
        if availability.free_candidates(free, timing(offer.event_type), start, _ceil(now)):
            found.append(start)
    return found


def list_starts(offer: Offer, window: tuple[int, int], now: datetime) -> list[int]:
    """Return the offered starts in the window, as ascending epoch seconds."""
    window = offer.clip(window)
    if window[0] >= window[1]:
        return []
    times = timing(offer.event_type)
    return availability.starts(candidates(offer, window), times, window, _ceil(now))


def free_places(offer: Offer, start: datetime, now: datetime) -> list[list[Place]]:
    """Return the free places of each seat at an offered start; an empty list if it is not offered.

    The decision is that of `availability.starts`.
    """
    second = to_epoch(start)
    if start.microsecond or offer.clip((second, second + 1)) != (second, second + 1):
        return []
    free = availability.free_candidates(
        candidates(offer, (second, second + 1)), timing(offer.event_type), second, _ceil(now)
    )
    return [[seat.open_to[number] for number in numbers] for seat, numbers in zip(offer.seats, free, strict=False)]


def busy_at(persons: Collection[int], event_type: EventType, start: datetime, meeting: UUID) -> set[int]:
    """Return the persons who are too busy for a meeting of the event type at `start`, whatever their hours. One query.

    Buffers of neighbouring meetings overlap: the gap needed is the larger of the two. `meeting` itself is ignored.
    """
    begins = to_epoch(start)
    ends = begins + 60 * event_type.duration
    before, after = 60 * event_type.buffer_before, 60 * event_type.buffer_after
    busy, _counted = _taken([*persons], (begins, begins + 1), event_type, [meeting])
    return {
        person
        for person, times in busy.items()
        if any(
            one - max(its_before, after) < ends and other + max(its_after, before) > begins
            for one, other, its_before, its_after in times
        )
    }


def _ceil(now: datetime) -> int:
    # Round up: notice is inclusive and starts are whole seconds, so a second that has begun is too early.
    return to_epoch(now) + bool(now.microsecond)


def horizon_end(offer: Offer, now: datetime) -> int:
    """Return an instant (epoch seconds) after which the offer has no start: its own end, or that of its horizon."""
    reach = to_epoch(now + timedelta(days=offer.event_type.horizon_days + 2))
    return reach if offer.closes is None else min(reach, offer.closes)
