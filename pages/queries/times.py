"""Listing the starts of an offer, and checking one of them, by the same rules."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db import connection

from calendars.queries import BUSY_ELSEWHERE
from core.dates import DAY, from_epoch, to_epoch
from pages import availability
from pages.availability import Candidate
from pages.models import EventType
from pages.offers import CandidatePage, Offer, timing_of

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
# For one host, as on most pages. PostgreSQL keeps the plan of this query; it would plan the other one each time.
BUSY_OF_ONE = BUSY.replace("= ANY(%(hosts)s)", "= %(host)s")


def _busy_and_counted(
    persons: Sequence[int], window: tuple[int, int], event_type: EventType, ignoring: Sequence[UUID]
) -> tuple[dict[int, list[tuple[int, int, int, int]]], dict[int, list[int]]]:
    """Return the busy time of each person around the window, and the starts that count against the limits.

    Busy time is (start, end, buffer before, buffer after), all in seconds.
    """
    is_limited = event_type.limit_per_day is not None or event_type.limit_per_week is not None
    # A weekly limit needs the whole weeks around the first and the last start, in any time zone. Otherwise two days are
    # enough, because neither a meeting nor a buffer is longer than a day.
    margin = (9 if is_limited else 2) * DAY
    params: dict[str, Any] = {
        "first": from_epoch(window[0] - margin),
        "last": from_epoch(window[1] + margin),
        "ignoring": list(ignoring),
    }
    busy: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    counted: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        if len(persons) == 1:
            cursor.execute(BUSY_OF_ONE, params | {"host": persons[0]})
        else:
            cursor.execute(BUSY, params | {"hosts": list(persons)})
        for person, event_type_id, start, end, before, after in cursor.fetchall():
            busy[person].append((start, end, before, after))
            if is_limited and event_type_id == event_type.pk:
                counted[person].append(start)
    return busy, counted


def candidates(offer: Offer, window: tuple[int, int]) -> list[list[Candidate]]:
    """Return the candidates of each seat for the engine. One query, however many people and days."""
    ignoring = [*offer.held] if offer.moving is None else [offer.moving, *offer.held]
    eligible, persons = [seat.eligible for seat in offer.seats], offer.persons
    busy, counted = _busy_and_counted(persons, window, offer.event_type, ignoring)
    seats = [
        [Candidate(page.person, page.hours, busy.get(page.person, ()), counted.get(page.person, ())) for page in pages]
        for pages in eligible
    ]
    if offer.chosen_starts:
        return _with_chosen_starts(seats, offer.event_type, offer.chosen_starts)
    return seats


def _with_chosen_starts(
    seats: list[list[Candidate]], event_type: EventType, chosen: Sequence[int]
) -> list[list[Candidate]]:
    """Return the candidates as if meetings of the event type had been made at the chosen starts."""
    length = 60 * event_type.duration
    before, after = 60 * event_type.buffer_before, 60 * event_type.buffer_after
    busy = [(start, start + length, before, after) for start in chosen]
    # Only one of several suggested times becomes a meeting, so they count against limits only while they are held.
    counted = chosen if event_type.sessions > 1 or event_type.holds_suggested else ()

    def with_starts(candidate: Candidate) -> Candidate:
        return replace(candidate, busy=[*candidate.busy, *busy], counted=[*candidate.counted, *counted])

    return [[with_starts(candidate) for candidate in seat] for seat in seats]


def offered_together(offer: Offer, chosen: Sequence[int], now: datetime) -> list[int]:
    """Return the chosen starts that are offered, each checked together with the ones before it. One query."""
    end = horizon_end(offer, now)
    possible = [start for start in chosen if to_epoch(now) <= start < end and _is_within(offer, start)]
    if not possible:
        return []
    seats = candidates(offer, (min(possible), max(possible) + 1))
    found: list[int] = []
    for start in possible:
        seats_left = _with_chosen_starts(seats, offer.event_type, found)
        if availability.free_candidates(seats_left, timing_of(offer.event_type), start, _ceil(now)):
            found.append(start)
    return found


def _is_within(offer: Offer, start: int) -> bool:
    """Return whether the start is within the offer's own limits."""
    return offer.clip((start, start + 1)) == (start, start + 1)


def list_starts(offer: Offer, window: tuple[int, int], now: datetime) -> list[int]:
    """Return the offered starts in the window, as ascending epoch seconds."""
    window = offer.clip(window)
    if window[0] >= window[1]:
        return []
    times = timing_of(offer.event_type)
    return availability.starts(candidates(offer, window), times, window, _ceil(now))


def free_candidate_pages(offer: Offer, start: datetime, now: datetime) -> list[list[CandidatePage]]:
    """Return the free candidates of each seat at an offered start; an empty list if it is not offered.

    The decision is that of `availability.starts`.
    """
    second = to_epoch(start)
    if start.microsecond or not _is_within(offer, second):
        return []
    free = availability.free_candidates(
        candidates(offer, (second, second + 1)), timing_of(offer.event_type), second, _ceil(now)
    )
    return [[seat.eligible[number] for number in numbers] for seat, numbers in zip(offer.seats, free, strict=False)]


def busy_at(persons: Collection[int], event_type: EventType, start: datetime, meeting: UUID) -> set[int]:
    """Return the persons who are too busy for a meeting of the event type at `start`, whatever their hours. One query.

    Buffers of neighbouring meetings overlap: the gap needed is the larger of the two. `meeting` itself is ignored.
    """
    begins = to_epoch(start)
    ends = begins + 60 * event_type.duration
    before, after = 60 * event_type.buffer_before, 60 * event_type.buffer_after
    busy, _counted = _busy_and_counted([*persons], (begins, begins + 1), event_type, [meeting])
    found = set()
    for person, times in busy.items():
        for busy_start, busy_end, busy_before, busy_after in times:
            if busy_start - max(busy_before, after) < ends and busy_end + max(busy_after, before) > begins:
                found.add(person)
    return found


def _ceil(now: datetime) -> int:
    # Round up: notice is inclusive and starts are whole seconds, so a second that has begun is too early.
    return ceil(now.timestamp())


def horizon_end(offer: Offer, now: datetime) -> int:
    """Return an instant (epoch seconds) after which the offer has no start: its own end, or that of its horizon."""
    end = to_epoch(now + timedelta(days=offer.event_type.horizon_days + 2))
    return end if offer.closes is None else min(end, offer.closes)
