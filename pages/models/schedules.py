"""Models of opening hours."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.model_fields import ZoneNameField
from accounts.models import Organization, User
from pages.models.owned import OwnedQuerySet
from pages.recurrence import Rhythm


class ScheduleQuerySet(OwnedQuerySet["Schedule"]):
    def of(self, user: User) -> "ScheduleQuerySet":
        """Return the user's own schedules that are not archived."""
        return self.filter(owner=user, archived_at=None)


class Schedule(models.Model):
    """Named opening hours of one user in one time zone: recurring hours and date overrides."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="schedules", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=100)
    time_zone = ZoneNameField(_("time zone"), max_length=64)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="schedule_has_name")]

    def __str__(self) -> str:
        return self.name


class WeeklyHours(models.Model):
    """One range of hours on one weekday, in minutes of the local day: 540-1020 is 09:00-17:00, and 1440 is 24:00."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="weekly")
    weekday = models.PositiveSmallIntegerField(_("weekday"), help_text=_("1 is Monday, 7 is Sunday."))
    opens = models.PositiveSmallIntegerField(_("opens, minute of the day"))
    closes = models.PositiveSmallIntegerField(_("closes, minute of the day"))

    class Meta:
        verbose_name_plural = _("weekly hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="weekly_weekday"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes"), closes__lte=1440), name="weekly_range"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class DateOverride(models.Model):
    """Hours that replace all hours of one date. A row without hours closes the date."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="overrides")
    date = models.DateField(_("date"))
    opens = models.PositiveSmallIntegerField(_("opens, minute of the day"), null=True, blank=True)
    closes = models.PositiveSmallIntegerField(_("closes, minute of the day"), null=True, blank=True)

    class Meta:
        ordering = ["date", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens=None, closes=None) | Q(opens__lt=F("closes"), closes__lte=1440),
                name="override_range",
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.opens}-{self.closes}"


class RecurrenceQuerySet(models.QuerySet["Recurrence"]):
    def not_ended(self, today: date) -> "RecurrenceQuerySet":
        """Return the recurrences that had not ended before `today`."""
        return self.filter(Q(until=None) | Q(until__gte=today))


class Recurrence(models.Model):
    """Hours that recur in a rhythm of their own, such as every second week or each first Monday of a month.

    A recurrence with hours opens them in addition to the weekly hours. One without hours closes its dates. A date
    override replaces both.
    """

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", _("Weeks")
        MONTHLY = "monthly", _("Months")

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="recurrences")
    frequency = models.CharField(_("repeats by"), max_length=8, choices=Frequency)
    every = models.PositiveSmallIntegerField(
        _("every"), default=1, help_text=_("1 is every week or month, 2 every second one.")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), help_text=_("1 is Monday, 7 is Sunday."))
    nth = models.SmallIntegerField(
        _("which of the month"),
        null=True,
        blank=True,
        help_text=_("1 to 5, or -1 for the last. Leave empty for weeks."),
    )
    since = models.DateField(_("from"), help_text=_("Repeats are counted from the week or month of this day."))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Leave empty for no end."))
    opens = models.PositiveSmallIntegerField(_("opens, minute of the day"), null=True, blank=True)
    closes = models.PositiveSmallIntegerField(_("closes, minute of the day"), null=True, blank=True)

    objects = RecurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens=None, closes=None) | Q(opens__lt=F("closes"), closes__lte=1440),
                name="recurrence_range",
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7), every__range=(1, 52))
                & (Q(frequency="weekly", nth=None) | Q(frequency="monthly", nth__in=[-1, 1, 2, 3, 4, 5])),
                name="recurrence_rhythm",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="recurrence_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.frequency} {self.every} {self.weekday}"

    @classmethod
    def of(cls, schedule: Schedule, rhythm: Rhythm) -> "Recurrence":
        """Return an unsaved row with the values of a rhythm."""
        return cls(
            schedule=schedule,
            frequency=cls.Frequency.WEEKLY if rhythm.nth is None else cls.Frequency.MONTHLY,
            every=rhythm.every,
            weekday=rhythm.weekday,
            nth=rhythm.nth,
            since=rhythm.since,
            until=rhythm.until,
            opens=rhythm.opens,
            closes=rhythm.closes,
        )

    @property
    def rhythm(self) -> Rhythm:
        """The row as a value that the availability engine takes."""
        return Rhythm(self.weekday, self.since, self.until, self.every, self.nth, self.opens, self.closes)
