"""Reads of links: by token, and what a link lets somebody book."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from accounts.zones import zone
from links.errors import UnknownLink
from links.models import Link
from links.tokens import Purpose, verify
from pages.models import EventType
from pages.offers import Offer
from pages.queries import event_types_of, offers_of


def find_link(token: str) -> Link:
    """The link of a token, with all its liveness and its offers depend on.

    A forged token costs no query, and reads the same as an unknown one. Raises UnknownLink.
    """
    genuine = verify(Purpose.BOOK, token, settings.LINK_KEYS)
    if genuine is None:
        raise UnknownLink
    link = Link.objects.with_truth().filter(handle=genuine.handle, kid=genuine.kid).first()
    if link is None:
        raise UnknownLink
    return link


def event_types_through(link: Link) -> QuerySet[EventType]:
    """The page's event types that the link, and its parent, leave open: one query."""
    event_types = event_types_of(link.target)
    chosen = Link.event_types.through.objects
    for one in (link.pk, link.parent_id):
        if one is not None:
            event_types = event_types.filter(
                ~Exists(chosen.filter(link_id=one))
                | Exists(chosen.filter(link_id=one, eventtype_id=OuterRef("pk")))
            )
    return event_types


def offers_through(link: Link) -> list[Offer]:
    """What the link lets its customer book: its page's offers, narrowed by its own and its parent's limits."""
    offers = offers_of(link.target, event_types_through(link))
    for one in (link, link.parent):
        if one is not None:
            opens, closes = days_as_instants(one.first_day, one.last_day, zone(one.target.owner.time_zone))
            offers = [offer.narrowed(opens, closes) for offer in offers]
    return offers


def days_as_instants(first: date | None, last: date | None, where: ZoneInfo) -> tuple[int | None, int | None]:
    """The instants at which the first day begins and the last one has ended, in the owner's zone."""

    def midnight(day: date) -> int:
        return int(datetime.combine(day, time.min, where).timestamp())

    return (
        None if first is None else midnight(first),
        None if last is None else midnight(last + timedelta(days=1)),
    )
