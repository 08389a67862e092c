"""Queries of requests for a new link."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from core.paging import newest_rows
from links.errors import LinkWasReusable, NewLinkWouldNotWork, PageArchived, PagePaused, ParentEnded
from links.liveness import DeadReason
from links.models import Link, LinkRequest

MOST_WAITING = 99


def requests_of(user: User) -> QuerySet[LinkRequest]:
    """Return the requests, open or closed, that the user may answer.

    An admin may answer the organization's, a member those for their own links.
    """
    rows = LinkRequest.objects.filter(organization_id=user.organization_id)
    return rows if user.is_admin else rows.filter(owner=user)


def waiting_requests(user: User, before: int | None = None) -> tuple[list[LinkRequest], int | None]:
    """Return a page of open requests, newest first, and the id before which the next page begins, or None.

    Each request has its whole link, in two queries.
    """
    found, older = newest_rows(LinkRequest.objects.open_for(user), before)
    links = links_of_requests(found)
    for request in found:
        request.link = links[request.link_id]
    return found, older


def links_of_requests(requests: list[LinkRequest]) -> dict[int, Link]:
    """Return the links of the requests by id, with what their liveness depends on."""
    rows = Link.objects.with_page_and_hosts().select_related("parent__page__organization", "owner")
    return rows.in_bulk({request.link_id for request in requests})


def count_waiting(user: User) -> int:
    """Return how many requests are open, counted up to MOST_WAITING + 1."""
    return LinkRequest.objects.open_for(user).order_by()[: MOST_WAITING + 1].count()


def new_link_refusal(link: Link, now: datetime) -> NewLinkWouldNotWork | None:
    """Return why a new link like this one would admit nobody, as a refusal; None if it would work."""
    if link.is_reusable:
        return LinkWasReusable()
    match Link(page=link.page, parent=link.parent, max_uses=link.max_uses).dead_reason(now):
        case None:
            return None
        case DeadReason.DELETED:
            return PageArchived()
        case DeadReason.PAUSED:
            return PagePaused()
        case _dead_parent:
            return ParentEnded()
