"""Offers: what can be booked at one address, resolved to seats and the people who can fill them.

Pages, rules and links resolve to offers; listing times, judging a start and assigning hosts know offers only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pages.availability import Hours, Timing
from pages.models import EventType, Page


@dataclass(frozen=True, slots=True)
class Place:
    """One booking page as a candidate for a seat: its host, and the hours of its schedule."""

    page: Page
    person: int
    hours: Hours


@dataclass(frozen=True, slots=True)
class Seat:
    """Candidate booking pages for one place at the meeting: one page, or the members of a pool."""

    candidates: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """An event type and its ordered seats, the first of which leads; starts lie in [opens, closes) where given."""

    event_type: EventType
    seats: tuple[Seat, ...]
    opens: int | None = None
    closes: int | None = None

    @property
    def lead(self) -> Place:
        """The page whose location and notices the meeting takes."""
        return self.seats[0].candidates[0]

    @property
    def persons(self) -> list[int]:
        """Everybody who may be taken, in the order in which they are locked."""
        return sorted({place.person for seat in self.seats for place in seat.candidates})

    def narrowed(self, opens: int | None, closes: int | None) -> "Offer":
        """The same within a further window; limits only ever narrow."""
        return replace(
            self,
            opens=max((bound for bound in (self.opens, opens) if bound is not None), default=None),
            closes=min((bound for bound in (self.closes, closes) if bound is not None), default=None),
        )

    def clip(self, window: tuple[int, int]) -> tuple[int, int]:
        """The window, less what the offer itself excludes."""
        start = window[0] if self.opens is None else max(window[0], self.opens)
        end = window[1] if self.closes is None else min(window[1], self.closes)
        return start, max(start, end)


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


def find_offer(offers: Sequence[Offer], event_type_id: int | None) -> Offer | None:
    """The offer of an event type; without one, the only offer there is."""
    if event_type_id is None:
        return offers[0] if len(offers) == 1 else None
    return next((offer for offer in offers if offer.event_type.pk == event_type_id), None)
