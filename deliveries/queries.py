"""Reads of the outbox."""

from datetime import datetime

from django.db import connection

from accounts.models import User
from deliveries.models import Delivery, DeliveryQuerySet


def clock() -> datetime:
    """Return the database's time. Workers on several machines need one clock for their leases."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def failed_of(user: User) -> DeliveryQuerySet:
    """Return the failed deliveries of the user's organization, the last failure first."""
    return Delivery.objects.failed().filter(organization_id=user.organization_id).order_by("-failed_at", "-pk")


def recent_of(user: User) -> DeliveryQuerySet:
    """Return the other deliveries of the user's organization, sent or not, the newest first."""
    return Delivery.objects.filter(organization_id=user.organization_id, failed_at=None).order_by("-pk")
