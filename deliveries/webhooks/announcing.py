"""Announcing what happened to other programs: one delivery for each endpoint that is told of it, in the transaction of
the event itself, with its facts frozen.
"""

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

# For so long after an endpoint was disabled, what it misses is kept for it.
KEPT = timedelta(days=7)
# What raises no sequence, so that it can happen again under the same one.
REPEATABLE = {
    HookEvent.UPDATED,
    HookEvent.NO_SHOW,
    HookEvent.CAME,
    HookEvent.LINK_REQUESTED,
    HookEvent.LINK_REVOKED,
}
LARGEST_COPY = 2**31 - 1


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


def announce(*, organization_id: int, what: Callable[[], Sequence[Happening]], now: datetime) -> None:
    """Owe each endpoint of the organization its calls, inside the transaction that decided what happened."""
    Delivery.objects.bulk_create(calls_owed(organization_id=organization_id, what=what, now=now))


def calls_owed(*, organization_id: int, what: Callable[[], Sequence[Happening]], now: datetime) -> list[Delivery]:
    """Return the unsaved calls to each endpoint of the organization that is told of what happened.

    One query: `what` is asked for only where there is an endpoint.
    """
    endpoints = told_endpoints(organization_id, now)
    if not endpoints:
        return []
    organization = endpoints[0].organization.slug
    happened = [(one, _facts(one, organization, now, message_id())) for one in what()]
    return [
        _call(endpoint, one, facts, now)
        for one, facts in happened
        for endpoint in endpoints
        if not endpoint.events or one.event in endpoint.events
    ]


def told_endpoints(organization_id: int, now: datetime) -> list[Endpoint]:
    """Return the endpoints to which calls are owed: those that work, and those that were disabled lately."""
    found = _endpoints_of(organization_id)
    return [one for one in found if one.disabled_at is None or one.disabled_at > now - KEPT]


@compiled_once
def _endpoints_of(organization_id: int) -> QuerySet[Endpoint]:
    found = Endpoint.objects.filter(organization_id=organization_id, removed_at=None).select_related("organization")
    return found.only("url", "events", "disabled_at", "organization__slug")


def message_id() -> str:
    """Return a new id, by which receivers know a message that comes again."""
    return f"evt_{uuid4().hex}"


def call_owed(endpoint: Endpoint, one: Happening, now: datetime, *, message: str, once: bool = False) -> Delivery:
    """Return the unsaved delivery of one call. What is tried `once` is tried whatever state the endpoint is in, and
    says nothing about it.
    """
    facts = _facts(one, endpoint.organization.slug, now, message)
    return _call(endpoint, one, facts | ({"once": True} if once else {}), now, once=once)


def _facts(one: Happening, organization: str, now: datetime, message: str) -> dict[str, Any]:
    """Return what the calls to all endpoints have in common."""
    return {
        "id": message,
        "timestamp": utc_text(now),
        "organization": organization,
        "title": one.title,
        "data": one.data,
        **({"manage": one.manage} if one.manage else {}),
    }


def _call(
    endpoint: Endpoint, one: Happening, facts: Mapping[str, Any], now: datetime, *, once: bool = False
) -> Delivery:
    """Return the unsaved delivery. For an endpoint that is disabled it has failed already, and can be sent later."""
    missed = endpoint.disabled_at is not None and not once
    return Delivery(
        organization_id=endpoint.organization_id,
        thread=one.thread,
        kind=one.event,
        medium=Medium.WEBHOOK,
        recipient=endpoint.recipient,
        sequence=one.sequence,
        copy=randbelow(LARGEST_COPY) if one.event in REPEATABLE else 0,
        due_at=now,
        failed_at=now if missed else None,
        last_error=_("The webhook was disabled.") if missed else "",
        facts={**facts, "host": endpoint.host},
    )


def link_thread(link_id: int) -> UUID:
    """Return the thread of what happens to a link, apart from its bookings."""
    return uuid5(NAMESPACE_URL, f"link:{link_id}")


def by_whom(actor: User | None) -> object:
    """Return who did it, as bodies say it."""
    return "customer" if actor is None else {"id": actor.pk, "name": actor.name}
