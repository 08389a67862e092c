"""Offers: what can be booked at one address, resolved to seats and the people who can fill them.

Pages, rules and links resolve to offers; listing times, judging a start and assigning hosts know offers only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from pages.availability import Hours, Timing
from pages.models import Distribution, EventType
from pages.rotation import Turn, next_in_line


@dataclass(frozen=True, slots=True)
class Place:
    """One booking page as a candidate for a seat: its host, the hours of its schedule, and where it meets customers."""

    page: int
    name: str
    person: int
    host: str
    hours: Hours
    location_kind: str
    location: str


@dataclass(frozen=True, slots=True)
class Seat:
    """Candidate booking pages for one place at the meeting: one page, or the members of a pool in their order.

    Of a pool only those who take part now are candidates. `turns` holds whose turn is when, by page, and
    `turn` whose turn it is: of a round robin only the next in line may take the seat.
    """

    candidates: tuple[Place, ...]
    pool: int | None = None
    distribution: str = ""
    turns: Mapping[int, Turn] = field(default_factory=dict)
    turn: Place | None = None

    @property
    def open_to(self) -> tuple[Place, ...]:
        """Who may take the seat."""
        return self.candidates if self.turn is None else (self.turn,)


@dataclass(frozen=True, slots=True)
class Offer:
    """An event type and its ordered seats, the first of which leads; starts lie in [opens, closes) where given.

    `page` is the booking page that a master page's customer chose; None where there is nobody to choose. `optional` are
    persons who are invited, and neither needed nor blocked. `moving` is the UID of the meeting that is being moved: its
    own time is free for it, and so is what is `held` for it under other UIDs. `beside` are starts that are chosen
    together with the one that is looked for.
    """

    event_type: EventType
    seats: tuple[Seat, ...]
    opens: int | None = None
    closes: int | None = None
    page: int | None = None
    optional: tuple[int, ...] = ()
    moving: UUID | None = None
    beside: tuple[int, ...] = ()
    held: tuple[UUID, ...] = ()

    @property
    def lead(self) -> Place:
        """The place that leads, as far as it is known before somebody is assigned."""
        return self.seats[0].open_to[0]

    @property
    def persons(self) -> list[int]:
        """Everybody who may be taken, in the order in which they are locked."""
        return sorted({place.person for seat in self.seats for place in seat.open_to})

    @property
    def pools(self) -> list[int]:
        """The pools that share out its seats, in the order in which they are locked."""
        return sorted({seat.pool for seat in self.seats if seat.pool is not None})

    @property
    def location_kinds(self) -> set[str]:
        """Where the meeting may take place: of a pool whose members differ, more than one."""
        return {self.location(place)[0] for place in self.seats[0].open_to}

    def location(self, lead: Place) -> tuple[str, str]:
        """Where the meeting takes place when this place leads, kind and details: the event type's own word first."""
        event_type = self.event_type
        if event_type.location_kind:
            return event_type.location_kind, event_type.location
        return lead.location_kind, lead.location

    def narrowed(self, opens: int | None, closes: int | None) -> "Offer":
        """The same within a further window; limits only ever narrow."""
        return replace(
            self,
            opens=max((bound for bound in (self.opens, opens) if bound is not None), default=None),
            closes=min((bound for bound in (self.closes, closes) if bound is not None), default=None),
        )

    def with_turns(self, turns: Mapping[int, Mapping[int, Turn]]) -> "Offer":
        """The same with the turns, by pool and page, as they were read under the pools' locks."""
        seats = [seat if seat.pool is None else replace(seat, turns=turns[seat.pool]) for seat in self.seats]
        return replace(self, seats=in_turn(seats))

    def clip(self, window: tuple[int, int]) -> tuple[int, int]:
        """The window, less what the offer itself excludes."""
        start = window[0] if self.opens is None else max(window[0], self.opens)
        end = window[1] if self.closes is None else min(window[1], self.closes)
        return start, max(start, end)


def in_turn(seats: Sequence[Seat]) -> tuple[Seat, ...]:
    """The seats, with the next in line of each round robin.

    Whoever is needed in another seat anyway, or is next in line of an earlier one, is passed over: they could not take
    both, and nothing would be offered until their turn had passed elsewhere.
    """
    taken = {seat.candidates[0].person for seat in seats if len(seat.candidates) == 1}
    found = []
    for seat in seats:
        if seat.distribution == Distribution.ROUND_ROBIN and len(seat.candidates) > 1:
            left = [place for place in seat.candidates if place.person not in taken] or seat.candidates
            turn = left[next_in_line([seat.turns[place.page] for place in left])]
            taken.add(turn.person)
            found.append(replace(seat, turn=turn))
        else:
            found.append(seat)
    return tuple(found)


def timing(event_type: EventType) -> Timing:
    """The event type's settings, as the engine takes them."""
    return Timing(
        duration=event_type.duration,
        interval=event_type.interval,
        offset=event_type.offset,
        buffer_before=event_type.buffer_before,
        buffer_after=event_type.buffer_after,
        notice=event_type.notice,
        horizon_days=event_type.horizon_days,
        limit_per_day=event_type.limit_per_day,
        limit_per_week=event_type.limit_per_week,
    )


def find_offer(offers: Sequence[Offer], event_type_id: int | None, page_id: int | None = None) -> Offer | None:
    """The only offer of the event type and booking page asked for; None where there is none, or still a choice."""
    found = [
        offer for offer in offers if event_type_id in {None, offer.event_type.pk} and page_id in {None, offer.page}
    ]
    return found[0] if len(found) == 1 else None
