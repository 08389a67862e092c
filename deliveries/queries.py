"""Reads of the outbox."""

from datetime import datetime

from django.db import connection

from accounts.models import User
from deliveries.models import Delivery, DeliveryQuerySet


def clock() -> datetime:
    """The database's clock: leases of workers on several machines are measured by one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def failed_of(user: User) -> DeliveryQuerySet:
    """What the user's organization owed and could not send, the last failure first."""
    return Delivery.objects.failed().filter(organization_id=user.organization_id).order_by("-failed_at", "-pk")


def recent_of(user: User) -> DeliveryQuerySet:
    """What else the user's organization sent or is about to send, the newest first."""
    return Delivery.objects.filter(organization_id=user.organization_id, failed_at=None).order_by("-pk")
