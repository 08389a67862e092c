"""The word for where a meeting stands: what is stored, and what follows from it and the time."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking, Status


class Word(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    LAPSED = "lapsed", _("Lapsed")
    SCHEDULED = "scheduled", _("Scheduled")
    RESCHEDULED = "rescheduled", _("Rescheduled")
    COMPLETED = "completed", _("Completed")
    DECLINED = "declined", _("Declined")
    NO_SHOW = "no_show", _("No-show")
    CANCELLED = "cancelled", _("Cancelled")


def status_word(booking: Booking, now: datetime) -> Word:
    """Of a request it reads the suggested times, which lists read ahead."""
    if booking.status == Status.REQUESTED:
        waits = any(one.starts_at > now for one in booking.suggested.all())
        return Word.REQUESTED if waits else Word.LAPSED
    if booking.status != Status.SCHEDULED:
        return Word(booking.status)
    if booking.ends_at <= now:
        return Word.COMPLETED
    return Word.SCHEDULED if booking.rescheduled_at is None else Word.RESCHEDULED
