"""Reads of endpoints and of the calls to them."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from deliveries.models import Delivery, DeliveryQuerySet, Endpoint, Medium

# Whether a row of users belongs to an admin of whose organization a webhook is disabled, and not by hand.
HAS_DISABLED = Exists(
    Endpoint.objects.filter(
        organization=OuterRef("organization_id"),
        removed_at=None,
        why__in=[Endpoint.Why.GONE, Endpoint.Why.FAILED],
    )
)
STATES: dict[str, Callable[[DeliveryQuerySet], DeliveryQuerySet]] = {
    "": lambda rows: rows,
    "delivered": lambda rows: rows.filter(sent_at__isnull=False),
    "failed": lambda rows: rows.failed(),
    "waiting": lambda rows: rows.open(),
}


def disabled_of(user: User) -> list[Endpoint]:
    """Return the endpoints of the user's organization that were disabled because they failed."""
    return list(Endpoint.objects.of(user).filter(why__in=[Endpoint.Why.GONE, Endpoint.Why.FAILED]))


def calls_of(user: User) -> DeliveryQuerySet:
    """Return what endpoints of the user's organization were told, or are to be told."""
    return Delivery.objects.filter(organization_id=user.organization_id, medium=Medium.WEBHOOK)


def calls_to(endpoint: Endpoint, *, state: str = "", event: str = "") -> DeliveryQuerySet:
    """Return what one endpoint was told, or is to be told, in this state and of this kind."""
    rows = Delivery.objects.filter(medium=Medium.WEBHOOK, recipient=endpoint.recipient)
    return STATES.get(state, STATES[""])(rows.filter(Q(kind=event) if event else Q()))


def rests(endpoint: Endpoint, now: datetime) -> bool:
    """Return whether an endpoint that fails is left alone for a while."""
    return endpoint.disabled_at is None and endpoint.resting_until is not None and endpoint.resting_until > now
