"""Reads of the turns in pools."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from pages.models import Distribution
from pages.offers import CandidatePage, Offer, Seat
from pages.rotation import Turn, by_priority, longest_idle, next_in_line

MEMBER_TURNS = "SELECT pool_id, page_id, position, level, priority FROM pages_poolmember WHERE pool_id = ANY(%(pools)s)"
# A subquery for each page, which the index host_time_last answers quickly however long the history is.
LAST_BOOKINGS = """
    SELECT event_type, page,
           (SELECT id FROM pages_hosttime WHERE page_id = page AND event_type_id = event_type AND counts
            ORDER BY id DESC LIMIT 1)
    FROM unnest(%(event_types)s::bigint[], %(pages)s::bigint[]) AS pair (event_type, page)
"""
# The distributions that compare last bookings.
BY_LAST_BOOKING = {Distribution.LONGEST_IDLE, Distribution.PRIORITY}


@dataclass(frozen=True, slots=True)
class PoolTurns:
    """A pool's members who take part, in its order, and the event types whose meetings they share."""

    distribution: str
    members: Sequence[Turn]
    event_types: Sequence[int]


def read_turns(pools: Sequence[int]) -> dict[int, dict[int, Turn]]:
    """Return the turn of each member, by pool and page. One query."""
    found: dict[int, dict[int, Turn]] = {pool: {} for pool in pools}
    with connection.cursor() as cursor:
        cursor.execute(MEMBER_TURNS, {"pools": list(pools)})
        for pool, *member in cursor.fetchall():
            found[pool][member[0]] = Turn(*member)
    return found


def order_by_preference(offer: Offer, free: Sequence[Sequence[CandidatePage]]) -> list[list[CandidatePage]]:
    """Return the free candidates of each seat, in the order that the seat's distribution prefers.

    Longest idle compares the last bookings of each booking page and this event type, wherever they were made. One
    query, or none if no seat's pool needs it.
    """
    event_type = offer.event_type.pk
    pairs = [
        (event_type, candidate.page)
        for seat in offer.seats
        if seat.distribution in BY_LAST_BOOKING
        for candidate in seat.candidates
    ]
    last = _last_bookings(pairs).get(event_type, {})
    return [_preferred(seat, candidates, last) for seat, candidates in zip(offer.seats, free, strict=True)]


def _last_bookings(pairs: Collection[tuple[int, int]]) -> dict[int, dict[int, int]]:
    """Return the numbers of the last bookings of pairs of event type and page. One query, or none without pairs."""
    found: dict[int, dict[int, int]] = {event_type: {} for event_type, _page in pairs}
    if not pairs:
        return found
    with connection.cursor() as cursor:
        event_types, pages = zip(*pairs, strict=True)
        cursor.execute(LAST_BOOKINGS, {"event_types": list(event_types), "pages": list(pages)})
        for event_type, page, number in cursor.fetchall():
            if number is not None:
                found[event_type][page] = number
    return found


def _preferred(seat: Seat, free: Sequence[CandidatePage], last: Mapping[int, int]) -> list[CandidatePage]:
    if seat.distribution not in BY_LAST_BOOKING:
        return list(free)
    by_page = {candidate.page: candidate for candidate in free}
    turns = [seat.turns[page] for page in by_page]
    return [by_page[page] for page in _in_order(seat.distribution, turns, last)]


def _in_order(distribution: str, members: Sequence[Turn], last: Mapping[int, int]) -> list[int]:
    """Return the members' pages in the order that the distribution, which compares last bookings, prefers."""
    if distribution == Distribution.LONGEST_IDLE:
        return longest_idle([member.page for member in members], last)
    return by_priority(members, last)


def next_pages(pools: Sequence[PoolTurns]) -> list[dict[int, int]]:
    """Return for each pool which page would get the next meeting of each event type, if free. One query at most."""
    pairs = [
        (event_type, member.page)
        for pool in pools
        if pool.distribution in BY_LAST_BOOKING
        for event_type in pool.event_types
        for member in pool.members
    ]
    last = _last_bookings(pairs)
    found = []
    for pool in pools:
        event_types = pool.event_types if pool.members else ()
        found.append({event_type: _next(pool, last.get(event_type, {})) for event_type in event_types})
    return found


def _next(pool: PoolTurns, last: Mapping[int, int]) -> int:
    if pool.distribution in BY_LAST_BOOKING:
        return _in_order(pool.distribution, pool.members, last)[0]
    return pool.members[next_in_line(pool.members)].page
