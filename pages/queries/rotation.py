"""Reads of the turns in pools."""

from collections.abc import Mapping, Sequence

from django.db import connection

from pages.models import Distribution
from pages.offers import Offer, Place, Seat
from pages.rotation import Turn, by_priority, longest_idle

STANDINGS = "SELECT pool_id, page_id, position, level, priority FROM pages_poolmember WHERE pool_id = ANY(%(pools)s)"
# A subquery for each page, which the index host_time_last answers quickly however long the history is.
LAST_BOOKINGS = """
    SELECT page, (SELECT id FROM pages_hosttime WHERE page_id = page AND event_type_id = %(event_type)s AND counts
                  ORDER BY id DESC LIMIT 1)
    FROM unnest(%(pages)s::bigint[]) AS page
"""


def read_turns(pools: Sequence[int]) -> dict[int, dict[int, Turn]]:
    """Return the turn of each member, by pool and page. One query."""
    found: dict[int, dict[int, Turn]] = {pool: {} for pool in pools}
    with connection.cursor() as cursor:
        cursor.execute(STANDINGS, {"pools": list(pools)})
        for pool, *standing in cursor.fetchall():
            found[pool][standing[0]] = Turn(*standing)
    return found


def preferences(offer: Offer, free: Sequence[Sequence[Place]]) -> list[list[Place]]:
    """Return the free places of each seat, in the order that the seat's distribution prefers.

    Longest idle compares the last bookings of each booking page and this event type, wherever they were made. One
    query, or none if no seat's pool needs it.
    """
    idle = {Distribution.LONGEST_IDLE, Distribution.PRIORITY}
    asked = [place.page for seat in offer.seats if seat.distribution in idle for place in seat.candidates]
    last: dict[int, int] = {}
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(LAST_BOOKINGS, {"pages": asked, "event_type": offer.event_type.pk})
            last = {page: number for page, number in cursor.fetchall() if number is not None}
    return [_preferred(seat, places, last) for seat, places in zip(offer.seats, free, strict=True)]


def _preferred(seat: Seat, free: Sequence[Place], last: Mapping[int, int]) -> list[Place]:
    if seat.distribution not in {Distribution.LONGEST_IDLE, Distribution.PRIORITY}:
        return list(free)
    places = {place.page: place for place in free}
    if seat.distribution == Distribution.LONGEST_IDLE:
        pages = longest_idle(list(places), last)
    else:
        pages = by_priority([seat.turns[page] for page in places], last)
    return [places[page] for page in pages]
