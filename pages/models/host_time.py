"""Time taken from hosts. Its exclusion constraint keeps two meetings of one host from overlapping."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from pages.models.event_types import LONGEST_MEETING, EventType
from pages.models.pages import Page
from pages.models.pools import Pool

# No meeting lasts longer, so a meeting that has not ended yet started no earlier than this long before now.
LONGEST_TIME = timedelta(minutes=LONGEST_MEETING)


class HostTimeQuerySet(models.QuerySet["HostTime"]):
    def active(self) -> "HostTimeQuerySet":
        """Return the rows that take time from their host.

        Rows of a cancelled meeting stay, inactive, as a record of who was to host it.
        """
        return self.filter(active=True)

    def has_ever_held(self, host: User) -> bool:
        """Return whether the host ever held a meeting. The order makes PostgreSQL use the index of the host."""
        return bool(self.filter(host=host).order_by("active", "starts_at").values_list("pk", flat=True)[:1])


class HostTime(models.Model):
    """Time taken from one host by one meeting, with the buffers in minutes as frozen at booking.

    `meeting` is the UID of the booking; there is no foreign key, because this app does not know bookings.
    `booked_at` is when it was booked, or empty for a suggested time that is held for a request. `page` is the booking
    page through which the host was chosen, and `pool` the pool that it was chosen from, if any.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    # No index of its own: the index host_time_of_host begins with this column.
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="host_times", db_index=False
    )
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    event_type = models.ForeignKey(EventType, on_delete=models.PROTECT, related_name="+")
    meeting = models.UUIDField(_("meeting"))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    buffer_before = models.PositiveSmallIntegerField(_("buffer before"), default=0)
    buffer_after = models.PositiveSmallIntegerField(_("buffer after"), default=0)
    booked_at = models.DateTimeField(_("booked at"), null=True)
    active = models.BooleanField(_("active"), default=True)
    # For a request that waits for an answer, and for the times held for it: the last of its suggested times.
    waits_until = models.DateTimeField(_("waits until"), null=True)
    pool = models.ForeignKey(
        Pool, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pool")
    )
    counts = models.BooleanField(
        _("counts"),
        default=True,
        help_text=_("Cancelled and missed meetings no longer count toward whose turn is next."),
    )

    objects = HostTimeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "host"], name="host_time_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST_TIME),
                name="host_time_length",
            ),
            # The embedded PostgreSQL has no btree_gist, so the host is compared as a range of one instead of by
            # equality.
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
            # For finding when hosts are busy, and for listing their meetings in order.
            models.Index(
                fields=["host", "active", "starts_at", "meeting", "ends_at", "counts", "waits_until"],
                name="host_time_of_host",
            ),
            models.Index(
                fields=["host", "waits_until", "meeting"],
                condition=Q(active=False, waits_until__isnull=False),
                name="host_time_request",
            ),
            # For the meeting logs of one person, newest booked first: all, and those that fell through or were missed.
            models.Index(
                fields=["host", "-booked_at", "meeting"],
                condition=Q(booked_at__isnull=False),
                name="host_time_newest",
            ),
            models.Index(
                fields=["host", "active", "-booked_at", "meeting"],
                condition=Q(booked_at__isnull=False) & (Q(active=False) | Q(counts=False)),
                name="host_time_ended",
            ),
            # For finding the last booking of each page, which pools need at each booking.
            models.Index(fields=["page", "event_type", "-id"], condition=Q(counts=True), name="host_time_last"),
        ]

    def __str__(self) -> str:
        return f"{self.host_id} {self.starts_at:%Y-%m-%d %H:%M}"
