"""Offers: what can be booked at one address, resolved to seats and the people who can fill them.

All pages, rules and links resolve to offers. Listing times, checking a start and assigning hosts know offers only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from pages.availability import Hours, Timing
from pages.models import Distribution, EventType
from pages.rotation import Turn, next_in_line


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """One booking page as a candidate for a seat, with its host, the hours of its schedule and its location.

    `page` and `person` are ids; `photo` is the digest of the host's, empty if there is none.
    """

    page: int
    name: str
    person: int
    host: str
    hours: Hours
    location_kind: str
    location: str
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat at the meeting, with its candidates: one booking page, or the members of a pool in their order.

    Only active members of a pool are candidates. `turns` holds each member's turn, by page. `turn` is set for a round
    robin: only that member, who is next, may take the seat. `closed` are the pages of members whose calendars cannot be
    read at the moment: they are no candidates, and keep their turns.
    """

    candidates: tuple[CandidatePage, ...]
    pool: int | None = None
    distribution: str = ""
    turns: Mapping[int, Turn] = field(default_factory=dict)
    turn: CandidatePage | None = None
    closed: tuple[int, ...] = ()

    @property
    def eligible(self) -> tuple[CandidatePage, ...]:
        """The candidates who may take the seat."""
        return self.candidates if self.turn is None else (self.turn,)


@dataclass(frozen=True, slots=True)
class Offer:
    """An event type and its ordered seats, the first of which leads.

    If given, `opens` and `closes` limit the starts to [opens, closes), in epoch seconds. `page` is the booking page
    that the customer of a master page chooses, or None if there is no such choice. `optional` are the ids of users who
    are invited, but neither needed nor blocked. `moving` is the UID of the meeting to be moved: its own time counts as
    free, and so does the time `held` for it under other UIDs. `chosen_starts` are starts chosen earlier for the same
    booking: they count as taken.
    """

    event_type: EventType
    seats: tuple[Seat, ...]
    opens: int | None = None
    closes: int | None = None
    page: int | None = None
    optional: tuple[int, ...] = ()
    moving: UUID | None = None
    chosen_starts: tuple[int, ...] = ()
    held: tuple[UUID, ...] = ()

    @property
    def lead(self) -> CandidatePage:
        """The booking page that leads, as far as it is known before somebody is assigned."""
        return self.seats[0].eligible[0]

    @property
    def persons(self) -> list[int]:
        """The ids of all hosts who may be assigned, in the order in which they are locked."""
        return sorted({candidate.person for seat in self.seats for candidate in seat.eligible})

    @property
    def pools(self) -> list[int]:
        """The ids of the pools that share out the seats, in the order in which they are locked."""
        return sorted({seat.pool for seat in self.seats if seat.pool is not None})

    @property
    def location_kinds(self) -> set[str]:
        """The kinds of places where the meeting may happen: several if the members of a pool differ."""
        return {self.location(candidate)[0] for candidate in self.seats[0].eligible}

    def location(self, lead: CandidatePage) -> tuple[str, str]:
        """Return the kind and the details of the location if `lead` leads.

        The event type's own location comes first.
        """
        event_type = self.event_type
        if event_type.location_kind:
            return event_type.location_kind, event_type.location
        return lead.location_kind, lead.location

    def within(self, opens: int | None, closes: int | None) -> "Offer":
        """Return the offer within the given window too. Limits can only get narrower."""
        return replace(
            self,
            opens=max((bound for bound in (self.opens, opens) if bound is not None), default=None),
            closes=min((bound for bound in (self.closes, closes) if bound is not None), default=None),
        )

    def with_turns(self, turns: Mapping[int, Mapping[int, Turn]]) -> "Offer":
        """Return the offer with these turns, by pool and page, which were read under the pools' locks."""
        seats = [seat if seat.pool is None else replace(seat, turns=turns[seat.pool]) for seat in self.seats]
        return replace(self, seats=set_turns(seats))

    def clip(self, window: tuple[int, int]) -> tuple[int, int]:
        """Return the window without what the offer itself excludes."""
        start = window[0] if self.opens is None else max(window[0], self.opens)
        end = window[1] if self.closes is None else min(window[1], self.closes)
        return start, max(start, end)


def set_turns(seats: Sequence[Seat]) -> tuple[Seat, ...]:
    """Return the seats with `turn` set for each round robin.

    A person who is needed in another seat, or is next in an earlier round robin, is passed over. They cannot take both
    seats, so nothing would be offered until it is somebody else's turn.
    """
    taken = {seat.candidates[0].person for seat in seats if len(seat.candidates) == 1}
    found = []
    for seat in seats:
        if seat.distribution != Distribution.ROUND_ROBIN or len(seat.candidates) < 2:
            found.append(seat)
            continue
        free = [candidate for candidate in seat.candidates if candidate.person not in taken]
        candidates = free or list(seat.candidates)
        turn = candidates[next_in_line([seat.turns[candidate.page] for candidate in candidates])]
        taken.add(turn.person)
        found.append(replace(seat, turn=turn))
    return tuple(found)


def timing_of(event_type: EventType) -> Timing:
    """Return the event type's settings as the engine takes them."""
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
    """Return the only offer of the given event type and booking page, or None if there is none or more than one.

    An id of None matches everything.
    """
    found = [
        offer for offer in offers if event_type_id in {None, offer.event_type.pk} and page_id in {None, offer.page}
    ]
    return found[0] if len(found) == 1 else None
