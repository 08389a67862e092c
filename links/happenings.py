"""Events of links, as webhooks announce them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.models import User
from deliveries.models import HookEvent
from deliveries.webhooks.announcing import Happening, actor_payload, announce, link_thread
from links.models import Link, LinkRequest
from links.published import published_link


def announce_revoked(links: Iterable[Link], *, organization_id: int, actor: User, now: datetime) -> None:
    """Announce that links were revoked, inside the transaction that did it."""

    def get_happenings() -> list[Happening]:
        return [_happening(HookEvent.LINK_REVOKED, link, {"by": actor_payload(actor)}) for link in links]

    announce(organization_id=organization_id, get_happenings=get_happenings, now=now)


def announce_request(request: LinkRequest, *, now: datetime) -> None:
    """Announce that somebody asks for a new link in place of a dead one, inside the transaction of the request."""
    facts = {"name": request.name, "email": request.email, "message": request.message}

    def get_happenings() -> Sequence[Happening]:
        return [_happening(HookEvent.LINK_REQUESTED, request.link, {"request": {"id": request.pk, **facts}})]

    announce(organization_id=request.organization_id, get_happenings=get_happenings, now=now)


def _happening(event: HookEvent, link: Link, data: dict[str, object]) -> Happening:
    name = link.label or link.recipient_name
    return Happening(event, link_thread(link.pk), {"link": published_link(link), **data}, name)
