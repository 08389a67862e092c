"""The model of event types."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from pages.model_fields import QuestionsField, RemindersField
from pages.models.location import LocationKind
from pages.models.owned import OwnedQuerySet
from pages.notices import LONGEST_NOTICE

LONGEST_MEETING = 24 * 60
MOST_SESSIONS = 20
# The number of times that a customer may suggest if the event type needs approval.
MOST_SUGGESTED = 3
A_YEAR = 365 * 24 * 60


class Ask(models.TextChoices):
    """Whether the booking form asks the customer for something."""

    NO = "no", _("Not asked")
    OPTIONAL = "optional", _("Optional")
    REQUIRED = "required", _("Required")


class ChangeDeadline(models.TextChoices):
    """Until when a customer may cancel or reschedule."""

    ANY_TIME = "any", _("Any time")
    BEFORE = "before", _("Until a set time before")
    NEVER = "never", _("Never")


class EventTypeQuerySet(OwnedQuerySet["EventType"]):
    def editable_by(self, user: User) -> "EventTypeQuerySet":
        """Return the event types that the user may change. Only an admin may change admin-managed ones."""
        rows = super().editable_by(user)
        return rows if user.is_admin else rows.filter(managed=False)

    def usable_by(self, user: User) -> "EventTypeQuerySet":
        """Return the event types that the user may put on pages and make links for.

        An admin may use all of the organization's. A member may use their own personal ones and all that are not
        locked.
        """
        rows = self.current().filter(organization_id=user.organization_id)
        return rows if user.is_admin else rows.filter(Q(locked=False) | Q(owner=user, managed=False))

    def for_page(self, page_id: int | None, user: User) -> "EventTypeQuerySet":
        """Return the event types that the user may put on the page: usable ones, and those on it already.

        `page_id` is None for a page that is not saved yet.
        """
        usable = Q(pk__in=EventType.objects.usable_by(user).values("pk"))
        if page_id is None:
            # Do not filter by `offered_on__page=None`: the outer join would find event types on no page, of any
            # organization.
            return self.current().filter(usable)
        offered = Q(pk__in=EventType.objects.filter(offered_on__page=page_id).values("pk"))
        return self.current().filter(usable | offered)


class EventType(models.Model):
    """Something that can be booked. All lengths of time are in minutes, except where the name says days."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="event_types",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("Customers see it, e.g. “Intro call”."))
    description = models.TextField(
        _("description"), max_length=2_000, blank=True, help_text=_("A sentence or two about the meeting.")
    )
    duration = models.PositiveSmallIntegerField(
        _("duration"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MEETING)],
        help_text=_("In minutes, up to 24 hours."),
    )
    interval = models.PositiveSmallIntegerField(
        _("start times every"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(LONGEST_MEETING)],
        help_text=_("In minutes. Leave empty to offer times back to back."),
    )
    offset = models.PositiveSmallIntegerField(
        _("first start after opening"),
        default=0,
        validators=[MaxValueValidator(LONGEST_MEETING)],
        help_text=_("In minutes, such as 5 for starts at 9:05, 9:35 and so on."),
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
        _("booking window"),
        default=60,
        validators=[MinValueValidator(0), MaxValueValidator(730)],
        help_text=_("Whole days after today."),
    )
    limit_per_day = models.PositiveSmallIntegerField(
        _("maximum per day"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    limit_per_week = models.PositiveSmallIntegerField(
        _("maximum per week"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    managed = models.BooleanField(
        _("admin-managed"),
        default=False,
        help_text=_("Only administrators can change it. Otherwise it is personal, and its owner can."),
    )
    locked = models.BooleanField(
        _("locked"),
        default=True,
        help_text=_("Only its owner can offer it and make links for it. When unlocked, all colleagues can."),
    )
    needs_approval = models.BooleanField(
        _("booking with approval"),
        default=False,
        help_text=_("Customers suggest up to three times, and the host approves one. Otherwise booking is automatic."),
    )
    holds_suggested = models.BooleanField(
        _("hold suggested times"),
        default=False,
        help_text=_("Times waiting for approval are not offered to others."),
    )
    sessions = models.PositiveSmallIntegerField(
        _("sessions"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SESSIONS)],
        help_text=_("1 is a single session. 2 to 20 is a package, booked together."),
    )
    # True for event types that a team-or-panel page may offer. A foreign key of PageEventType enforces it.
    books_at_once = models.GeneratedField(
        expression=ExpressionWrapper(Q(needs_approval=False, sessions=1), models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    cancel_when = models.CharField(
        _("customers may cancel"), max_length=6, choices=ChangeDeadline, default=ChangeDeadline.ANY_TIME
    )
    cancel_before = models.PositiveIntegerField(
        _("cancel until, before the start"), default=24 * 60, validators=[MaxValueValidator(A_YEAR)]
    )
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=8, choices=Ask, default=Ask.OPTIONAL)
    reschedule_when = models.CharField(
        _("customers may reschedule"), max_length=6, choices=ChangeDeadline, default=ChangeDeadline.ANY_TIME
    )
    reschedule_before = models.PositiveIntegerField(
        _("reschedule until, before the start"), default=24 * 60, validators=[MaxValueValidator(A_YEAR)]
    )
    reschedule_reason = models.CharField(_("reason for rescheduling"), max_length=8, choices=Ask, default=Ask.OPTIONAL)
    ask_company = models.CharField(_("company"), max_length=8, choices=Ask, default=Ask.NO)
    ask_phone = models.CharField(_("phone"), max_length=8, choices=Ask, default=Ask.NO)
    ask_guests = models.CharField(_("guests"), max_length=8, choices=Ask, default=Ask.NO)
    ask_note = models.CharField(_("note"), max_length=8, choices=Ask, default=Ask.OPTIONAL)
    questions = QuestionsField(_("custom questions"), default=list, blank=True)
    reminders = RemindersField(
        _("reminders"),
        default=list,
        blank=True,
        help_text=_("Minutes before the start. Up to three reminders."),
    )
    follow_up = models.PositiveIntegerField(
        _("follow-up"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_NOTICE)],
        help_text=_("Minutes after the end. Leave empty to send none."),
    )
    follow_up_text = models.TextField(
        _("what the follow-up says"), max_length=2_000, blank=True, help_text=_("Leave empty to send a thank-you.")
    )
    redirect_to = models.URLField(
        _("then go on to"),
        max_length=500,
        blank=True,
        help_text=_("A web page customers can continue to after booking. Leave empty for none."),
    )
    location_kind = models.CharField(
        _("where"),
        max_length=20,
        choices=LocationKind,
        blank=True,
        help_text=_("Leave empty to use the booking page’s setting."),
    )
    location = models.CharField(_("details"), max_length=500, blank=True)
    accepts_bookings = models.BooleanField(
        _("accept bookings"),
        default=True,
        db_default=True,
        help_text=_("Off means paused: no page or link offers it, and those that did say so."),
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
            models.CheckConstraint(condition=Q(sessions__range=(1, MOST_SESSIONS)), name="event_type_sessions"),
            models.CheckConstraint(condition=Q(needs_approval=False) | Q(sessions=1), name="event_type_approves_one"),
            models.UniqueConstraint(fields=["id", "books_at_once"], name="event_type_books_at_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def times_to_choose(self) -> tuple[int, int]:
        """The smallest and the largest number of times that a customer chooses in one booking."""
        return (1, MOST_SUGGESTED) if self.needs_approval else (self.sessions, self.sessions)

    @property
    def asks_several(self) -> bool:
        """Whether customers choose more than one time: the sessions of a package, or suggested times of a request."""
        return self.times_to_choose[1] > 1
