"""The model of suggested times."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.bookings import Booking


class SuggestedTime(models.Model):
    """One of up to three times that a customer suggests for a meeting, until the host approves one of them.

    If the event type holds suggested times, `uid` is the UID under which host time holds this one for the request.
    """

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="suggested")
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    starts_at = models.DateTimeField(_("starts at"))

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [models.UniqueConstraint(fields=["booking", "starts_at"], name="suggested_time_once")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
