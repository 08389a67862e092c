"""Resolving links, pages and their offers, for users who may hand them out."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from api.problems import Problem
from api.sentences import choose_one_of
from bookings.errors import EventTypePaused, NotOfferedHere, PageClosed
from core.zones import canonical_zone, is_zone
from links.models import Link
from links.queries import offers_at, paused_through
from pages.models import Page
from pages.offers import Offer, find_offer


def find_link_of(user: User, pk: int) -> Link:
    """Return the link with what its liveness and its offers depend on. Raise Link.DoesNotExist."""
    return Link.objects.copyable_by(user).with_parent(pk=pk)


def find_page_of(user: User, pk: int, *, even_paused: bool = False) -> Page:
    """Return the page, if it takes bookings or need not. Raise Page.DoesNotExist or PageClosed."""
    page = Page.objects.shareable_by(user).select_related("organization", "owner", "host", "schedule").get(pk=pk)
    if not (page.accepts_bookings or even_paused):
        raise PageClosed
    return page


def offer_asked_for(page: Page, link: Link | None, event_type: int | None, chosen: int | None, place: str) -> Offer:
    """Return what is offered at the page, or through the link to it, of the event type and booking page asked for.

    Raise EventTypePaused; for the rest as `resolve_offer`.
    """
    offers = offers_at(page, link)
    try:
        return resolve_offer(offers, event_type, chosen, place)
    except NotOfferedHere:
        paused = {one.pk for one in paused_through(page, link)}
        if event_type in paused or (event_type is None and paused and not offers):
            raise EventTypePaused from None
        raise


def resolve_offer(offers: Sequence[Offer], event_type: int | None, page: int | None, place: str) -> Offer:
    """Return the offer of the event type and booking page that were asked for.

    Raise NotOfferedHere, or Problem where more than one is left to choose from. `place` is where the fields stand, for
    the error: "pointer:/" for the members of a body, "parameter:" for those of a query.
    """
    offer = find_offer(offers, event_type, page)
    if offer is not None:
        return offer
    matching = [offer for offer in offers if event_type in {None, offer.event_type.pk} and page in {None, offer.page}]
    if not matching:
        raise NotOfferedHere
    name, choices = _choices(matching)
    kind, _colon, begins = place.partition(":")
    listed = (f"{pk} ({title})" for pk, title in sorted(choices.items()))
    raise Problem("invalid", errors=[{kind: f"{begins}{name}", "detail": choose_one_of(listed)}])


def _choices(offers: Sequence[Offer]) -> tuple[str, dict[int, str]]:
    """Return what is to be chosen first among these: the field, and names by ids."""
    kinds = {offer.event_type.pk: offer.event_type.name for offer in offers}
    if len(kinds) > 1:
        return "event_type", kinds
    return "page", {offer.page: offer.lead.name for offer in offers if offer.page is not None}


def hours_zone(page: Page, offer: Offer) -> str:
    """Return the time zone of the hours: that of the page's schedule, else that of the lead's."""
    return offer.seats[0].candidates[0].hours.zone if page.schedule is None else page.schedule.time_zone


def resolve_zone(name: str, kind: str, where: str) -> str:
    """Return the time zone that was asked for, empty where none was. Raise Problem for an unknown name."""
    if name and not is_zone(name):
        raise Problem("invalid", errors=[{kind: where, "detail": _("Name a time zone, such as Europe/Madrid.")}])
    return canonical_zone(name) if name else ""
