"""Announcing events to other programs: one delivery for each subscribed endpoint, in the transaction of the event."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import randbelow
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import utc_text
from core.statements import compiled_once
from deliveries.models import Delivery, Endpoint, HookEvent, Medium

# For how long after an endpoint was disabled its missed calls are kept.
MISSED_CALLS_KEPT = timedelta(days=7)
# Events that do not raise the sequence, so that they can happen again under the same one.
REPEATABLE = {
    HookEvent.UPDATED,
    HookEvent.NO_SHOW,
    HookEvent.CAME,
    HookEvent.LINK_REQUESTED,
    HookEvent.LINK_REVOKED,
}
MAX_COPY = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened. `data` is plain JSON, `title` what lists show of it; `sequence` is the meeting's.

    `manage` holds the kid and the handle of the customer's own page: its address is added when a call is made.
    """

    event: HookEvent
    thread: UUID
    data: Mapping[str, Any]
    title: str
    sequence: int = 0
    manage: Mapping[str, str] | None = None


def announce(*, organization_id: int, get_happenings: Callable[[], Sequence[Happening]], now: datetime) -> None:
    """Create the calls to the organization's endpoints, inside the transaction of the events."""
    Delivery.objects.bulk_create(build_calls(organization_id=organization_id, get_happenings=get_happenings, now=now))


def build_calls(
    *, organization_id: int, get_happenings: Callable[[], Sequence[Happening]], now: datetime
) -> list[Delivery]:
    """Return the unsaved calls to each endpoint of the organization that subscribes to the events.

    One query: `get_happenings` is called only if there is an endpoint.
    """
    endpoints = subscribed_endpoints(organization_id, now)
    if not endpoints:
        return []
    organization = endpoints[0].organization.slug
    calls = []
    for happening in get_happenings():
        facts = _facts(happening, organization, now, new_message_id())
        for endpoint in endpoints:
            if not endpoint.events or happening.event in endpoint.events:
                calls.append(_delivery(endpoint, happening, facts, now))
    return calls


def subscribed_endpoints(organization_id: int, now: datetime) -> list[Endpoint]:
    """Return the endpoints that get calls: the enabled ones, and those that were disabled lately."""
    found = _endpoints_of(organization_id)
    return [
        endpoint for endpoint in found if endpoint.disabled_at is None or endpoint.disabled_at > now - MISSED_CALLS_KEPT
    ]


@compiled_once
def _endpoints_of(organization_id: int) -> QuerySet[Endpoint]:
    found = Endpoint.objects.filter(organization_id=organization_id, removed_at=None).select_related("organization")
    return found.only("url", "events", "disabled_at", "organization__slug")


def new_message_id() -> str:
    """Return a new id, by which receivers know a message that comes again."""
    return f"evt_{uuid4().hex}"


def build_call(
    endpoint: Endpoint, happening: Happening, now: datetime, *, message: str, once: bool = False
) -> Delivery:
    """Return the unsaved delivery of one call.

    One that is tried only `once` is sent to a disabled endpoint, too, and its failure does not count as the endpoint's.
    """
    facts = _facts(happening, endpoint.organization.slug, now, message)
    if once:
        facts["once"] = True
    return _delivery(endpoint, happening, facts, now, once=once)


def _facts(happening: Happening, organization: str, now: datetime, message: str) -> dict[str, Any]:
    """Return what the calls to all endpoints have in common."""
    facts = {
        "id": message,
        "timestamp": utc_text(now),
        "organization": organization,
        "title": happening.title,
        "data": happening.data,
    }
    if happening.manage:
        facts["manage"] = happening.manage
    return facts


def _delivery(
    endpoint: Endpoint, happening: Happening, facts: Mapping[str, Any], now: datetime, *, once: bool = False
) -> Delivery:
    """Return the unsaved delivery. For an endpoint that is disabled it has failed already, and can be sent later."""
    is_missed = endpoint.disabled_at is not None and not once
    return Delivery(
        organization_id=endpoint.organization_id,
        thread=happening.thread,
        kind=happening.event,
        medium=Medium.WEBHOOK,
        recipient=endpoint.recipient,
        sequence=happening.sequence,
        copy=randbelow(MAX_COPY) if happening.event in REPEATABLE else 0,
        due_at=now,
        failed_at=now if is_missed else None,
        last_error=_("The webhook was disabled.") if is_missed else "",
        facts={**facts, "host": endpoint.host},
    )


def link_thread(link_id: int) -> UUID:
    """Return the thread of what happens to a link, apart from its bookings."""
    return uuid5(NAMESPACE_URL, f"link:{link_id}")


def actor_payload(actor: User | None) -> object:
    """Return who caused the event, as bodies say it."""
    return "customer" if actor is None else {"id": actor.pk, "name": actor.name}
