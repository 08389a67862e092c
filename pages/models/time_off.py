"""Models of days off, public holidays and blocked time, in which somebody cannot be booked."""

from datetime import date, datetime, timedelta
from typing import Self, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.mentions import mentions_index
from accounts.models import Organization
from core.dates import to_epoch
from pages.days_off import DaysOff, Holidays
from pages.models.owned import OwnedQuerySet

# As long as the longest meeting, so that both are found by the same range of starts around a window.
LONGEST_BLOCK = timedelta(hours=24)
LONGEST_TIME_OFF = timedelta(days=366)
MOST_WORKED = 100

DeletableRow = TypeVar("DeletableRow", "TimeOff", "BlockedTime")


class DeletableQuerySet(OwnedQuerySet[DeletableRow]):
    """A QuerySet of rows that are deleted instead of archived."""

    def current(self) -> Self:
        return self.all()


class TimeOffQuerySet(DeletableQuerySet["TimeOff"]):
    def not_ended(self, today: date) -> Self:
        """Return the time off that had not ended before `today`."""
        return self.filter(last_day__gte=today)


class TimeOff(models.Model):
    """Whole days off of one person. They close these dates in all their schedules, each in its own time zone."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    # No index of its own: that of time_off_once begins with this column.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="time_off",
        db_index=False,
        verbose_name=_("owner"),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=100, blank=True, default="")

    objects = TimeOffQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("time off")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day"), last_day__lt=F("first_day") + LONGEST_TIME_OFF),
                name="time_off_length",
            ),
            # A form that is sent twice makes one row. This is also the index of the owner's time off.
            models.UniqueConstraint(fields=["owner", "last_day", "first_day"], name="time_off_once"),
        ]
        indexes = [mentions_index("time_off_mentions", "note")]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    @property
    def days(self) -> DaysOff:
        """The row as a value that the availability engine takes."""
        return DaysOff(self.first_day, self.last_day)


class PublicHolidays(models.Model):
    """The public holidays on which one person does not work: those of a country or region, but for `worked` ones."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="public_holidays", verbose_name=_("owner")
    )
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("region"), max_length=20, blank=True, default="")
    worked = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("worked"))

    class Meta:
        verbose_name_plural = _("public holidays")
        constraints = [
            models.CheckConstraint(condition=Q(worked__len__lte=MOST_WORKED), name="public_holidays_worked"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.country, self.region]))

    @property
    def holidays(self) -> Holidays:
        """The row as a value that the availability engine takes."""
        return Holidays(self.country, self.region, frozenset(self.worked))


class BlockedTimeQuerySet(DeletableQuerySet["BlockedTime"]):
    def not_ended(self, now: datetime) -> Self:
        """Return the blocked time that has not ended."""
        return self.filter(starts_at__gt=now - LONGEST_BLOCK, ends_at__gt=now)


class BlockedTime(models.Model):
    """Time of one person, without a meeting, in which customers cannot book them on any page."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    # No index of its own: that of blocked_time_once begins with this column.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="blocked_times",
        db_index=False,
        verbose_name=_("owner"),
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    note = models.CharField(_("note"), max_length=100, blank=True, default="")

    objects = BlockedTimeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("blocked time")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST_BLOCK),
                name="blocked_time_length",
            ),
            # A form that is sent twice makes one row. This is also the index for finding when somebody is busy.
            models.UniqueConstraint(fields=["owner", "starts_at", "ends_at"], name="blocked_time_once"),
        ]
        indexes = [mentions_index("blocked_time_mentions", "note")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def span(self) -> tuple[int, int]:
        """Start and end, in epoch seconds."""
        return to_epoch(self.starts_at), to_epoch(self.ends_at)
