"""What is stored of a calendar: when its owner is busy. No title, no place, no people."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calendars.models.connections import Calendar
from calendars.weeks import MOST_SPANS


class BusyWeek(models.Model):
    """When a host is busy in one week, by one checked calendar (`calendars/weeks.py`). Seconds since 1970."""

    # The indexes of the constraint and of the host begin with these columns.
    calendar = models.ForeignKey(
        Calendar, on_delete=models.CASCADE, related_name="weeks", db_index=False, verbose_name=_("calendar")
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("host")
    )
    week = models.DateTimeField(_("week"))
    starts = ArrayField(models.BigIntegerField(), verbose_name=_("starts"))
    ends = ArrayField(models.BigIntegerField(), verbose_name=_("ends"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "week"], name="busy_week_once"),
            models.CheckConstraint(
                condition=Q(starts__len=F("ends__len"), starts__len__gte=1, starts__len__lte=MOST_SPANS),
                name="busy_week_whole",
            ),
        ]
        indexes = [models.Index(fields=["host", "week"], name="busy_week_of_host")]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d}"
