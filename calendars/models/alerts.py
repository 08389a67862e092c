"""What hosts are told about their calendars on their screens."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calendars.models.connections import Calendar


class Alert(models.Model):
    """A host's calendar is busy during a meeting, or cannot be read.

    `details` holds times only.
    """

    class Kind(models.TextChoices):
        CONFLICT = "conflict", _("Busy during a meeting")
        UNREAD = "unread", _("Calendar cannot be read")

    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_alerts", verbose_name=_("host")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    meeting = models.UUIDField(_("meeting"), null=True, blank=True)
    calendar = models.ForeignKey(
        Calendar, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("calendar")
    )
    at = models.DateTimeField(_("at"))
    details = models.JSONField(_("details"), default=dict, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "meeting", "calendar", "host"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="alert_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="unread", meeting=None, calendar__isnull=False)
                | (~Q(kind="unread") & Q(meeting__isnull=False)),
                name="alert_about_something",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
