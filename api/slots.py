"""Times that are offered, through a link or at a page."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from accounts.models import Scope
from api.auth import Caller
from api.booking_shapes import Stamp
from api.door import NounRouter
from api.offers import find_link_of, find_page_of, hours_zone, offer_asked_for, resolve_zone
from api.problems import Problem, validate_parameter_names
from api.shapes import Id, Named, Out, QueryParams, When
from core.dates import from_epoch, to_epoch, utc_text
from core.zones import zone
from links.errors import DeadLink
from links.models import Link
from links.queries import why_dead
from pages.models import Page
from pages.queries import list_starts

router = NounRouter(tags=["Times"])
LONGEST_SPAN, DEFAULT_SPAN = timedelta(days=62), timedelta(days=14)
MOST_PICKED = 19


class SlotsQuery(QueryParams):
    """Which times to list."""

    # Under this name it was released.
    __qualname__ = "SlotsAsked"

    event_type: Id | None = Field(None, description="Needed where more than one can be booked.")
    page: Id | None = Field(None, description="The booking page, where a master page lets the customer choose one.")
    since: When | None = Field(None, description="By default now.")
    until: When | None = Field(None, description="By default two weeks later, and 62 days later at most.")
    zone: str = Field("", max_length=64, description="For `local`; by default that of the hours.")
    picked: list[When] = Field(
        default=[], max_length=MOST_PICKED, description="Times chosen before it for the same package or request."
    )


class SlotOut(Out):
    """A time that is offered, in UTC and in the zone."""

    starts_at: Stamp
    ends_at: Stamp
    local: str


class SlotsOut(Out):
    """The times that are offered between two moments. `times_asked` are how many one booking takes: least and most."""

    event_type: Named
    duration: int
    times_asked: list[int]
    zone: str
    since: Stamp
    until: Stamp
    data: list[SlotOut]


@router.reads("/links/{int:link_id}/slots", Scope.SLOTS_READ, SlotsOut)
def list_slots_of_link(request: Caller, link_id: int, query: Query[SlotsQuery]) -> dict[str, Any]:
    """List the times that a link offers.

    Booking checks the chosen time again, by the same rules.
    """
    validate_parameter_names(request, SlotsQuery.model_fields)
    link, now = find_link_of(request.user, link_id), timezone.now()
    if (reason := why_dead(link, now)) is not None:
        raise DeadLink(reason)
    return _slots(link.target, link, query, now)


@router.reads("/pages/{int:page_id}/slots", Scope.SLOTS_READ, SlotsOut)
def list_slots_of_page(request: Caller, page_id: int, query: Query[SlotsQuery]) -> dict[str, Any]:
    """List the times that a page offers.

    Booking checks the chosen time again, by the same rules.
    """
    validate_parameter_names(request, SlotsQuery.model_fields)
    page = find_page_of(request.user, page_id)
    return _slots(page, None, query, timezone.now())


def _slots(page: Page, link: Link | None, query: SlotsQuery, now: datetime) -> dict[str, Any]:
    offer = offer_asked_for(page, link, query.event_type, query.page, "parameter:")
    since = now if query.since is None else query.since
    until = since + DEFAULT_SPAN if query.until is None else query.until
    if not since < until <= since + LONGEST_SPAN:
        raise Problem("invalid", errors=[{"parameter": "until", "detail": _("At most 62 days after `since`.")}])
    zone_name = resolve_zone(query.zone, "parameter", "zone") or hours_zone(page, offer)
    offer = replace(offer, chosen_starts=tuple(sorted(map(to_epoch, query.picked))))
    return {
        "event_type": {"id": offer.event_type.pk, "name": offer.event_type.name},
        "duration": offer.event_type.duration,
        "times_asked": list(offer.event_type.times_to_choose),
        "zone": zone_name,
        "since": utc_text(since),
        "until": utc_text(until),
        "data": [
            {
                "starts_at": utc_text(start),
                "ends_at": utc_text(start + timedelta(minutes=offer.event_type.duration)),
                "local": start.astimezone(zone(zone_name)).isoformat(),
            }
            for start in map(from_epoch, list_starts(offer, (to_epoch(since), to_epoch(until)), now))
        ],
    }
