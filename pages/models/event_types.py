"""What can be booked."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from pages.models.owned import OwnedQuerySet

LONGEST_MEETING = 24 * 60


class EventTypeQuerySet(OwnedQuerySet["EventType"]):
    def for_page(self, page_id: int | None, user: User) -> "EventTypeQuerySet":
        """Those the user may put on a page: their own (an admin: all), and those that are on it already."""
        own = Q(pk__in=EventType.objects.editable_by(user).values("pk"))
        there = Q(pk__in=EventType.objects.filter(offered_on__page=page_id).values("pk"))
        return self.current().filter(own | there)


class EventType(models.Model):
    """What can be booked. All lengths of time are minutes."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="event_types",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("Customers see it, e.g. “Intro call”."))
    description = models.TextField(
        _("description"), max_length=2_000, blank=True, help_text=_("A sentence or two on what it is about.")
    )
    duration = models.PositiveSmallIntegerField(
        _("duration"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MEETING)],
        help_text=_("Minutes, 24 hours at the most."),
    )
    interval = models.PositiveSmallIntegerField(
        _("a start every"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(LONGEST_MEETING)],
        help_text=_("Minutes; left empty, meetings follow one another."),
    )
    offset = models.PositiveSmallIntegerField(
        _("first start after opening"),
        default=0,
        validators=[MaxValueValidator(LONGEST_MEETING)],
        help_text=_("Minutes, e.g. 5 for starts at 9:05, 9:35 and so on."),
    )
    buffer_before = models.PositiveSmallIntegerField(
        _("free time before"),
        default=0,
        validators=[MaxValueValidator(LONGEST_MEETING)],
        help_text=_("Minutes."),
    )
    buffer_after = models.PositiveSmallIntegerField(
        _("free time after"),
        default=0,
        validators=[MaxValueValidator(LONGEST_MEETING)],
        help_text=_("Minutes."),
    )
    notice = models.PositiveIntegerField(
        _("minimum notice"),
        default=120,
        validators=[MaxValueValidator(525_600)],
        help_text=_("Minutes between the booking and the meeting."),
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("bookable ahead"),
        default=60,
        validators=[MinValueValidator(0), MaxValueValidator(730)],
        help_text=_("Whole days after today."),
    )
    limit_per_day = models.PositiveSmallIntegerField(
        _("at most a day"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    limit_per_week = models.PositiveSmallIntegerField(
        _("at most a week"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)

    objects = EventTypeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="event_type_has_name"),
            models.CheckConstraint(condition=Q(duration__range=(1, LONGEST_MEETING)), name="event_type_duration"),
            models.CheckConstraint(condition=Q(interval=None) | Q(interval__gte=1), name="event_type_interval"),
            models.CheckConstraint(
                condition=Q(
                    offset__lte=LONGEST_MEETING,
                    buffer_before__lte=LONGEST_MEETING,
                    buffer_after__lte=LONGEST_MEETING,
                ),
                name="event_type_lengths",
            ),
        ]

    def __str__(self) -> str:
        return self.name
