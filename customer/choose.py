"""What a customer chooses before the time: an event type, and on some master pages the host, in the scenario's
order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import dates
from core.cldr import COMMAS, list_text
from customer.summary import sessions_text
from customer.visit import Visit
from pages.models import Page
from pages.offers import Offer

EVENT, PAGE = "event", "page"


@dataclass(frozen=True, slots=True)
class CustomerChoice:
    """One option, and the address to which choosing it leads."""

    address: str
    name: str
    note: str
    duration: str = ""
    face: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """The previous step."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice before the times: of an event type or a booking page, among the offers that earlier steps left."""

    part: str
    offers: list[Offer]

    @property
    def question(self) -> str:
        return _("What would you like to book?") if self.part == EVENT else _("Who would you like to meet?")

    @property
    def offer(self) -> Offer | None:
        """An offer that stands for what was chosen in the other step; None if the other step is still open."""
        other = PAGE if self.part == EVENT else EVENT
        return None if _differ(self.offers, other) else self.offers[0]


def find_choice(visit: Visit) -> Choice | Offer:
    """Return what the customer has to choose next, or the offer when nothing is left to choose.

    The visit must have offers.
    """
    offers = visit.offers
    for part in _order(visit):
        chosen = getattr(visit.params, part)
        if chosen is not None:
            # A choice that matches no offer is ignored.
            offers = [offer for offer in offers if _value(offer, part) == chosen] or offers
    for part in _order(visit):
        if _differ(offers, part):
            return Choice(part, offers)
    return offers[0]


def options(visit: Visit, choice: Choice) -> list[CustomerChoice]:
    """Return the options of the choice, in the page's order."""
    offers_by_value: dict[int | None, list[Offer]] = {}
    for offer in choice.offers:
        offers_by_value.setdefault(_value(offer, choice.part), []).append(offer)
    return [_option(visit, choice, offers) for offers in offers_by_value.values()]


def _option(visit: Visit, choice: Choice, offers: Sequence[Offer]) -> CustomerChoice:
    offer = offers[0]
    chosen = {choice.part: _value(offer, choice.part)}
    if choice.offer is not None:
        chosen |= {part: _value(offer, part) for part in (EVENT, PAGE)}
    address = visit.times_address(None, **chosen)
    if choice.part == EVENT:
        duration = dates.duration_text(offer.event_type.duration)
        if offer.event_type.sessions > 1:
            duration = _("%(sessions)s of %(duration)s") % {
                "sessions": sessions_text(offer.event_type.sessions),
                "duration": duration,
            }
        return CustomerChoice(address, offer.event_type.name, offer.event_type.description, duration=duration)
    lead = offer.lead
    name = lead.host if lead.name == lead.host else f"{lead.name} · {lead.host}"
    # A customer who has chosen an event type does not need the list of a host's other ones.
    kinds = [] if choice.offer is not None else [offer.event_type.name for offer in offers]
    return CustomerChoice(address, name, list_text(kinds, COMMAS), face=lead.host, photo=lead.photo)


def previous_step(visit: Visit, at: Choice | Offer) -> Back | None:
    """Return the previous step; None if the customer has made no choice yet."""
    order = _order(visit)
    offer, reached = (at.offers[0], order.index(at.part)) if isinstance(at, Choice) else (at, len(order))
    for place in reversed(range(reached)):
        before = order[:place]
        alternatives = visit.offers
        for part in before:
            alternatives = [other for other in alternatives if _value(other, part) == _value(offer, part)]
        if _differ(alternatives, order[place]):
            chosen = {part: _value(offer, part) if part in before else None for part in order}
            name = _("Choose something else") if order[place] == EVENT else _("Choose someone else")
            return Back(visit.times_address(None, **chosen), name)
    return None


def _order(visit: Visit) -> tuple[str, str]:
    return (PAGE, EVENT) if visit.entrance.page.scenario == Page.Scenario.PAGES_FIRST else (EVENT, PAGE)


def _value(offer: Offer, part: str) -> int | None:
    return offer.event_type.pk if part == EVENT else offer.page


def _differ(offers: Sequence[Offer], part: str) -> bool:
    return len({_value(offer, part) for offer in offers}) > 1
