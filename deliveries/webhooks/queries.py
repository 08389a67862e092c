"""Reads of endpoints and of the calls to them."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from core.database import fresh_plans
from core.paging import ROWS
from deliveries.models import Delivery, DeliveryQuerySet, Endpoint, HookEvent, Medium

# A condition on rows of users: whether a webhook of their organization was disabled because it failed.
HAS_DISABLED = Exists(
    Endpoint.objects.filter(
        organization=OuterRef("organization_id"),
        removed_at=None,
        why__in=[Endpoint.Why.GONE, Endpoint.Why.FAILED],
    )
)
# The calls in each state: of either index that keeps an endpoint's calls by their kind, those that did not fail and
# those that did.
STATES: dict[str, tuple[Q, ...]] = {
    "": (Q(failed_at=None), Q(failed_at__isnull=False)),
    "delivered": (Q(failed_at=None, sent_at__isnull=False),),
    "failed": (Q(failed_at__isnull=False),),
    "waiting": (Q(failed_at=None, sent_at=None, superseded_at=None),),
}


def disabled_of(user: User) -> list[Endpoint]:
    """Return the endpoints of the user's organization that were disabled because they failed."""
    return list(Endpoint.objects.of(user).filter(why__in=[Endpoint.Why.GONE, Endpoint.Why.FAILED]))


def calls_of(user: User) -> DeliveryQuerySet:
    """Return the calls to endpoints of the user's organization, made or pending."""
    return Delivery.objects.filter(organization_id=user.organization_id, medium=Medium.WEBHOOK)


def newest_calls(
    endpoint: Endpoint, *, state: str = "", event: str = "", before: int | None = None, most: int = ROWS
) -> tuple[list[Delivery], int | None]:
    """Return up to `most` calls to the endpoint, newest first, and the id to pass as `before` for the next ones, or
    None. They are those in this state and of this kind. One query.

    Each kind is a range of an index, so rare kinds are found without reading all calls.
    """
    calls = Delivery.objects.filter(medium=Medium.WEBHOOK, recipient=endpoint.recipient)
    if before is not None:
        calls = calls.filter(pk__lt=before)
    kinds = [event] if event else HookEvent.values
    if state == "waiting":
        # They are few, in an index of their own. The sum keeps PostgreSQL from seeking them in the order of the log.
        conditions, order = [Q(*STATES[state], kind__in=kinds)], (F("pk") + 0).desc()
    else:
        parts = STATES.get(state, STATES[""])
        conditions, order = [Q(part, kind=kind) for kind in kinds for part in parts], F("pk").desc()
    ranges = [calls.filter(condition).order_by(order).values("pk")[: most + 1] for condition in conditions]
    chosen = ranges[0].union(*ranges[1:], all=True) if ranges[1:] else ranges[0]
    # A plan that PostgreSQL made for any endpoint would read all calls of this one and sort them.
    with fresh_plans():
        found = list(Delivery.objects.filter(pk__in=chosen).order_by("-pk")[: most + 1])
    return found[:most], found[most - 1].pk if len(found) > most else None


def is_resting(endpoint: Endpoint, now: datetime) -> bool:
    """Return whether an endpoint that fails is not called for a while."""
    return endpoint.disabled_at is None and endpoint.resting_until is not None and endpoint.resting_until > now
