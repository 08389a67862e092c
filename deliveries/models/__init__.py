"""The outbox and the endpoints of webhooks."""

from deliveries.models.endpoints import Call, Endpoint, HookEvent
from deliveries.models.outbox import (
    EMAIL_ATTEMPTS,
    ERASED,
    MAX_ATTEMPTS,
    TO_ENDPOINT,
    Beat,
    Delivery,
    DeliveryQuerySet,
    Medium,
)

__all__ = [
    "EMAIL_ATTEMPTS",
    "ERASED",
    "MAX_ATTEMPTS",
    "TO_ENDPOINT",
    "Beat",
    "Call",
    "Delivery",
    "DeliveryQuerySet",
    "Endpoint",
    "HookEvent",
    "Medium",
]
