"""Queries of what a token leads to: the link, its event types and its offers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from core.database import read_clock
from core.dates import start_of_day, to_epoch
from core.statements import compiled_once
from core.tokens import Purpose, verify_token
from core.zones import zone
from links.errors import UnknownLink
from links.liveness import DeadReason
from links.models import Link, LinkQuerySet
from pages.models import EventType, Page
from pages.offers import Offer
from pages.queries import event_types_of, offers_of, paused_event_types_of

NARROWED_TO = ArraySubquery(Link.event_types.through.objects.filter(link=OuterRef("pk")).values("eventtype"))


def find_link(token: str) -> Link:
    """Return the link of a token, with what its liveness and its offers depend on.

    A forged token costs no query, and gets the same answer as an unknown one. Raise UnknownLink.
    """
    verified = verify_token(Purpose.BOOK, token, settings.LINK_KEYS)
    if verified is None:
        raise UnknownLink
    link = _by_token.first(verified.handle, verified.kid)
    if link is None:
        raise UnknownLink
    return _with_parent(link)


def link_with_parent(pk: int) -> Link:
    """Return the link with its parent and its page as they are now. Raise Link.DoesNotExist."""
    link = _by_id.first(pk)
    if link is None:
        raise Link.DoesNotExist
    return _with_parent(link)


def _with_parent(link: Link) -> Link:
    """Return the link with its parent loaded, if it has one."""
    if link.parent_id is not None:
        link.parent = _by_id.first(link.parent_id)
    return link


def why_dead(link: Link, now: datetime) -> DeadReason | None:
    """Return why the link admits nobody, or None.

    Its end must have come by the database's clock too, which decides about bookings: this machine's may be ahead.
    """
    reason = link.dead_reason(now)
    return link.dead_reason(min(now, read_clock())) if reason is DeadReason.EXPIRED else reason


@compiled_once
def _by_token(handle: bytes, kid: str) -> LinkQuerySet:
    return _with_limits().with_page_image().filter(handle=handle, kid=kid)


@compiled_once
def _by_id(pk: int) -> LinkQuerySet:
    return _with_limits().filter(pk=pk)


def _with_limits() -> LinkQuerySet:
    return Link.objects.with_page_and_hosts().annotate(narrowed_to=NARROWED_TO)  # type: ignore[no-redef]  # read along


def event_types_through(link: Link) -> list[EventType]:
    """Return the page's event types that the link and its parent allow."""
    return event_types_of(link.target, _allowed(link))


def _allowed(link: Link) -> set[int] | None:
    """Return the ids of the event types that the link and its parent allow, None for all of the page's."""
    limits = [set(one.narrowed_to) for one in (link, link.parent) if one is not None and one.narrowed_to]
    return set.intersection(*limits) if limits else None


def paused_through(page: Page, link: Link | None) -> list[EventType]:
    """Return the event types that the page, or the link to it, would offer if they were not paused. One query."""
    return paused_event_types_of(page, None if link is None else _allowed(link))


def offers_through(link: Link) -> list[Offer]:
    """Return what can be booked through the link: its page's offers, narrowed by the link's and its parent's limits."""
    return offers_at(link.target, link)


def offers_at(page: Page, link: Link | None) -> list[Offer]:
    """Return what can be booked at the page, or through the link to it."""
    if link is None:
        return offers_of(page)
    offers = offers_of(page, event_types_of(page, _allowed(link)))
    for one in (link, link.parent):
        if one is not None and (one.first_day or one.last_day):
            opens, closes = days_as_instants(one.first_day, one.last_day, zone(one.target.owner.time_zone))
            offers = [offer.within(opens, closes) for offer in offers]
    return offers


def days_as_instants(first: date | None, last: date | None, where: ZoneInfo) -> tuple[int | None, int | None]:
    """Return the instants at which the first day begins and the last day has ended, in this zone; None for no limit."""

    def midnight(day: date) -> int:
        return to_epoch(start_of_day(day, where))

    return (
        None if first is None else midnight(first),
        None if last is None else midnight(last + timedelta(days=1)),
    )


def end_of_day(day: date, where: ZoneInfo) -> datetime:
    """Return the end of the day there.

    It is the next midnight, or the first instant after one that a clock change skips.
    """
    return start_of_day(day + timedelta(days=1), where)


def public_address(page: Page) -> str | None:
    """Return the public address of a page; None if it is not listed. The page's organization should be loaded."""
    return listed_address(page.organization.slug, page.slug) if page.listed else None


def listed_address(organization: str, page: str) -> str:
    """Return the public address of a listed page, by its slug and its organization's."""
    return f"{settings.BASE_URL}/p/{organization}/{page}/"
