"""Time taken from hosts: the table that keeps two meetings of one person apart."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from pages.models.event_types import EventType
from pages.models.pages import Page
from pages.models.pools import Pool


class HostTimeQuerySet(models.QuerySet["HostTime"]):
    def active(self) -> "HostTimeQuerySet":
        """Those that take time; a cancelled meeting's rows stay, inactive, as the record of who was to host."""
        return self.filter(active=True)


class HostTime(models.Model):
    """Time taken from one host by one meeting, with the buffers frozen beside it, in minutes.

    `meeting` is the UID of the booking, which this app does not know; `page` is the booking page through which the
    host was taken, `pool` the pool.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="host_times")
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    event_type = models.ForeignKey(EventType, on_delete=models.PROTECT, related_name="+")
    meeting = models.UUIDField(_("meeting"))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    buffer_before = models.PositiveSmallIntegerField(_("buffer before"), default=0)
    buffer_after = models.PositiveSmallIntegerField(_("buffer after"), default=0)
    active = models.BooleanField(_("active"), default=True)
    pool = models.ForeignKey(
        Pool, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pool")
    )
    counts = models.BooleanField(
        _("counts"), default=True, help_text=_("A meeting that is lost no longer counts for who is next.")
    )

    objects = HostTimeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "host"], name="host_time_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + timedelta(hours=24)),
                name="host_time_length",
            ),
            # The embedded PostgreSQL has no btree_gist, so the host joins as a range of one.
            ExclusionConstraint(
                name="host_time_apart",
                expressions=[
                    (
                        Func(F("host_id"), F("host_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("starts_at"),
                            F("ends_at"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(active=True),
            ),
        ]
        indexes = [
            models.Index(fields=["host", "starts_at"], condition=Q(active=True), name="host_time_busy"),
            # Whose last booking is the oldest is asked at each booking of a pool.
            models.Index(fields=["page", "event_type", "-id"], condition=Q(counts=True), name="host_time_last"),
        ]

    def __str__(self) -> str:
        return f"{self.host_id} {self.starts_at:%Y-%m-%d %H:%M}"
