"""Reads that resolve pages to offers: what customers can book, and who can take each seat."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from calendars.queries import CLOSED
from core.statements import compiled_once
from pages.drafts import TypedAssignment
from pages.models import EventType, Page
from pages.offers import CandidatePage, Offer, Seat, set_turns
from pages.queries.hours import hours_of
from pages.rotation import Turn

# The seats of a team-or-panel page's rules, and those of its unsaved form.
SAVED_SEATS = "pages_pageeventtype rule JOIN pages_ruleseat seat ON seat.rule_id = rule.id"
TYPED_SEATS = """
    unnest(%(kinds)s::bigint[], %(positions)s::int[], %(pages)s::bigint[], %(pools)s::bigint[])
        AS rule (event_type_id, position, seat_page, seat_pool)
    CROSS JOIN LATERAL (SELECT rule.position, false, rule.seat_page, rule.seat_pool)
        AS seat (position, optional, page_id, pool_id)
"""
# The candidates of each seat of a team-or-panel page's rules. A seat without one has one row with page NULL.
SEATS = f"""
    SELECT rule.event_type_id, seat.position, seat.optional, seat.pool_id, coalesce(pool.distribution, ''),
           coalesce(member.level, 0), coalesce(member.priority, 0),
           page.id, page.name, page.location_kind, page.location, host.id, host.name, coalesce(host.photo_id, ''),
           schedule.id, schedule.time_zone,
           seat.pool_id IS NOT NULL AND {CLOSED}
    FROM {{seats}}
    LEFT JOIN pages_pool pool ON pool.id = seat.pool_id
    LEFT JOIN pages_poolmember member ON member.pool_id = seat.pool_id AND member.active
    LEFT JOIN (pages_page page JOIN accounts_user host ON host.id = page.host_id AND host.is_active)
           ON page.id = coalesce(seat.page_id, member.page_id) AND page.archived_at IS NULL AND page.accepts_bookings
    LEFT JOIN pages_schedule schedule ON schedule.id = page.schedule_id
    WHERE {{chosen}}
    ORDER BY seat.position, member.position, member.id
"""  # noqa: S608 - constants
RULES = SEATS.format(seats=SAVED_SEATS, chosen="rule.page_id = %(page)s AND rule.event_type_id = ANY(%(event_types)s)")
TYPED_RULES = SEATS.format(seats=TYPED_SEATS, chosen="true")
# Which booking pages of a master page with choices offer each of its event types.
CHOICES = """
    SELECT offered.event_type_id, 0, false, NULL::bigint, '', 0, 0,
           page.id, page.name, page.location_kind, page.location, host.id, host.name, coalesce(host.photo_id, ''),
           schedule.id, schedule.time_zone,
           false
    FROM {included}
    JOIN pages_page page ON page.id = included.page_id AND page.archived_at IS NULL AND page.accepts_bookings
    JOIN accounts_user host ON host.id = page.host_id AND host.is_active
    JOIN pages_schedule schedule ON schedule.id = page.schedule_id
    JOIN pages_pageeventtype offered ON offered.page_id = page.id
    WHERE {chosen} AND offered.event_type_id = ANY(%(event_types)s)
    ORDER BY included.position, included.id
"""
INCLUDED = CHOICES.format(included="pages_includedpage included", chosen="included.master_id = %(page)s")
TYPED_CHOICES = CHOICES.format(
    included="(SELECT page_id, position, 0 FROM unnest(%(pages)s::bigint[])"
    " WITH ORDINALITY AS typed (page_id, position)) AS included (page_id, position, id)",
    chosen="true",
)


def event_types_of(page: Page, allowed: Container[int] | None = None) -> list[EventType]:
    """Return the event types that the page offers, in its order, or only those allowed. Paused ones are not offered."""
    found = _event_types_of(page.pk)
    return found if allowed is None else [one for one in found if one.pk in allowed]


@compiled_once
def _event_types_of(page: int) -> QuerySet[EventType]:
    return _current(page).filter(accepts_bookings=True)


def paused_event_types_of(page: Page, allowed: Container[int] | None = None) -> list[EventType]:
    """Return the event types that the page would offer if they were not paused, in its order, or only those allowed."""
    found = _current(page.pk).filter(accepts_bookings=False)
    return [one for one in found if allowed is None or one.pk in allowed]


def _current(page: int) -> QuerySet[EventType]:
    current = EventType.objects.filter(offered_on__page=page, archived_at=None)
    return current.order_by("offered_on__position", "offered_on__pk")


def offers_of(page: Page, event_types: Iterable[EventType] | None = None) -> list[Offer]:
    """Return the offers of a page, in its order. A booking page must have its host and schedule loaded.

    A booking page has an offer for each event type, with one seat and one candidate: its host. A team-or-panel page has
    an offer for each rule, with the rule's seats. Any other master page has an offer for each event type and each
    booking page that offers it. If a seat has no candidate, because a page is paused or its host has left, there is no
    offer. Three queries at most.
    """
    chosen = list(event_types_of(page) if event_types is None else event_types)
    if page.kind == Page.Kind.BOOKING:
        candidates = _candidates_of([page]) if chosen else []
        return [Offer(event_type, (Seat((candidate,)),)) for event_type in chosen for candidate in candidates]
    if page.is_team:
        return _team_offers(chosen, _master_rows(RULES, chosen, page=page.pk))
    return _offers_to_choose(page, chosen, _master_rows(INCLUDED, chosen, page=page.pk))


def offers_of_draft(master: Page, event_types: Sequence[EventType], typed: TypedAssignment) -> list[Offer]:
    """Return the offers that a master page would have with the assignment of its unsaved form. Two queries."""
    if not master.is_team:
        rows = _master_rows(TYPED_CHOICES, event_types, pages=typed.pages)
        return _offers_to_choose(master, event_types, rows)
    columns: dict[str, list[int | None]] = {"kinds": [], "positions": [], "pages": [], "pools": []}
    for event_type, seats in typed.rules.items():
        for position, (kind, pk) in enumerate(seats):
            columns["kinds"].append(event_type)
            columns["positions"].append(position)
            columns["pages"].append(pk if kind == "page" else None)
            columns["pools"].append(pk if kind == "pool" else None)
    return _team_offers(event_types, _master_rows(TYPED_RULES, event_types, **columns))


def offer_for_moving(event_type: EventType, pages: Sequence[Page], meeting: UUID) -> Offer | None:
    """Return an offer of the times to which a meeting can be moved, or None if one of its hosts has left.

    `event_type` holds the settings to apply, and `pages` are the booking pages through which the hosts were chosen,
    with host and schedule loaded. It does not matter if they were paused or archived since. One query.
    """
    candidates = _candidates_of(pages)
    if not candidates or len(candidates) < len(pages):
        return None
    return Offer(event_type, tuple(Seat((candidate,)) for candidate in candidates), moving=meeting)


def _candidates_of(pages: Sequence[Page]) -> list[CandidatePage]:
    """Return the booking pages as candidates, without those whose host has left. One query."""
    active = []
    for page in pages:
        host, schedule = page.host, page.schedule
        if host is not None and host.is_active and schedule is not None:
            active.append((page, host, schedule))
    hours = hours_of({(schedule.pk, schedule.time_zone) for _page, _host, schedule in active}) if active else {}
    return [
        CandidatePage(
            page.pk,
            page.name,
            host.pk,
            host.name,
            hours[schedule.pk],
            page.location_kind,
            page.location,
            host.photo_id or "",
        )
        for page, host, schedule in active
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    """A candidate for a seat of an event type, without its hours. `page` is None for a seat without candidates.

    `closed` marks a member of a pool whose calendar cannot be read at the moment.
    """

    event_type: int
    seat: int
    optional: bool
    pool: int | None
    distribution: str
    level: int
    priority: int
    page: int | None
    name: str
    location_kind: str
    location: str
    person: int
    host: str
    photo: str
    schedule: int
    zone: str
    closed: bool


def _master_rows(
    sql: str, event_types: Sequence[EventType], **params: int | list[int] | list[int | None]
) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"event_types": [event_type.pk for event_type in event_types], **params})
        return [_Row(*row) for row in cursor.fetchall()]


def _candidates(rows: Sequence[_Row]) -> dict[int, CandidatePage]:
    """Return the booking pages of the rows as candidates, by the page's id. One query."""
    with_page = {row.page: row for row in rows if row.page is not None}
    hours = hours_of({(row.schedule, row.zone) for row in with_page.values()}) if with_page else {}
    return {
        page: CandidatePage(
            page, row.name, row.person, row.host, hours[row.schedule], row.location_kind, row.location, row.photo
        )
        for page, row in with_page.items()
    }


def _team_offers(event_types: Sequence[EventType], rows: Sequence[_Row]) -> list[Offer]:
    candidates = _candidates(rows)
    seats: dict[int, dict[int, list[_Row]]] = defaultdict(lambda: defaultdict(list))
    optional: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if not row.optional:
            seats[row.event_type][row.seat].append(row)
        elif row.page is not None:
            optional[row.event_type].append(row.person)
    found = []
    for event_type in event_types:
        filled = [_seat(rows, candidates) for _number, rows in sorted(seats[event_type.pk].items())]
        if filled and all(seat.candidates for seat in filled):
            found.append(Offer(event_type, set_turns(filled), optional=tuple(optional[event_type.pk])))
    return found


def _seat(rows: Sequence[_Row], candidates: Mapping[int, CandidatePage]) -> Seat:
    closed = _closed_pages(rows)
    turns: dict[int, Turn] = {}
    for number, row in enumerate(rows):
        if row.page is not None and row.page not in closed:
            turns[row.page] = Turn(row.page, number, row.level, row.priority)
    in_seat = tuple(candidates[page] for page in turns)
    if rows[0].pool is None:
        return Seat(in_seat)
    return Seat(in_seat, rows[0].pool, rows[0].distribution, turns, closed=closed)


def _closed_pages(rows: Sequence[_Row]) -> tuple[int, ...]:
    """Return the pages of closed members, which are left out: as the next in turn they would close the whole pool.

    If all members are closed, none is left out. The seat has no free time then.
    """
    open_pages = [row.page for row in rows if row.page is not None and not row.closed]
    closed_pages = tuple(row.page for row in rows if row.page is not None and row.closed)
    return closed_pages if open_pages else ()


def _offers_to_choose(master: Page, event_types: Sequence[EventType], rows: Sequence[_Row]) -> list[Offer]:
    candidates = _candidates(rows)
    of_type: dict[int, list[CandidatePage]] = defaultdict(list)
    for row in rows:
        if row.page is not None:
            of_type[row.event_type].append(candidates[row.page])
    found = [
        Offer(event_type, (Seat((candidate,)),), page=candidate.page)
        for event_type in event_types
        for candidate in of_type[event_type.pk]
    ]
    if master.scenario == Page.Scenario.PAGES_FIRST:
        order = list(candidates)
        found.sort(key=lambda offer: order.index(offer.lead.page))
    return found
