"""Admissions and their bookings."""

import uuid
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.mentions import mentions_index
from accounts.models import Organization, User
from accounts.token_fields import HandleField, KidField
from bookings.models.link_types import LinkType
from bookings.search import CustomerSearchVector
from bookings.states import NEVER_AGREED, BookingState, BookingStatus, state_of
from core.database import email_matches
from core.tokens import Purpose, make_token
from links.models import Link
from pages.models import LONGEST_TIME, EventType, HostTime, LocationKind, Page


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def of_customer(self, organization_id: int, email: str) -> "AdmissionQuerySet":
        """Return the admissions of one customer, identified by their email address."""
        return self.filter(email_matches("customer_email", email), organization_id=organization_id)


class Admission(models.Model):
    """One accepted form of one customer: which use of which link it spent, who the customer is, and their answers."""

    # Foreign keys here and below have no index of their own where another index begins with the same column.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    link = models.ForeignKey(
        Link,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="admissions",
        db_index=False,
        help_text=_("Empty: booked at the page's public address."),
    )
    use = models.PositiveIntegerField(_("use of the link"), null=True)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    event_type = models.ForeignKey(EventType, on_delete=models.PROTECT, related_name="+")
    sessions = models.PositiveSmallIntegerField(_("sessions"), default=1)
    submission_key = models.UUIDField(_("submission key"), unique=True)
    body_digest = models.CharField(_("digest of the form as sent"), max_length=64)
    customer_name = models.CharField(_("customer"), max_length=100)
    customer_email = models.EmailField(_("customer email"))
    customer_zone = models.CharField(_("customer's time zone"), max_length=64)
    customer_clock = models.CharField(_("customer's clock"), max_length=2, blank=True)
    customer_language = models.CharField(_("customer's language"), max_length=10)
    company = models.CharField(_("company"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    guests = models.JSONField(_("guests"), default=list, help_text=_("Email addresses."))
    note = models.TextField(_("note from the customer"), blank=True)
    answers = models.JSONField(_("answers, with their labels"), default=list)
    utm = models.JSONField(_("campaign parameters"), default=dict, help_text=_("From the address, such as utm_source."))
    created_at = models.DateTimeField(_("booked at"))

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        indexes = [
            # For the meeting logs of one link, newest booked first.
            models.Index(fields=["link", "-created_at"], name="admission_by_link"),
            models.Index("organization", Upper("customer_email"), "created_at", name="admission_by_customer"),
            GinIndex(CustomerSearchVector.for_index(), name="admission_words"),
            mentions_index("admission_mentions", "customer_name", "company", "note", json=["guests", "answers", "utm"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["link", "use"], name="admission_one_per_use"),
            models.CheckConstraint(
                condition=Q(link=None, use=None) | Q(link__isnull=False, use__gte=1), name="admission_use_of_link"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The customer's name as screens show it, or a substitute if it has been erased."""
        return self.customer_name or gettext("Erased customer")

    @cached_property
    def booking(self) -> "Booking":
        """The admission's booking; for a session package, the first one."""
        return self.bookings.order_by("session")[0]


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, user: User) -> "BookingQuerySet":
        """Return the bookings that the user may see.

        An admin sees all of the organization, a member those that they host or that were booked through a link they
        own.
        """
        bookings = self.filter(organization_id=user.organization_id)
        if user.is_admin:
            return bookings
        hosted = HostTime.objects.filter(host=user, meeting=models.OuterRef("uid"))
        return bookings.filter(models.Exists(hosted) | Q(onlooker=user))

    def to_publish(self) -> "BookingQuerySet":
        """Load what `published_booking` needs, except the hosts: two queries, however many bookings."""
        admission = ("admission__link", "admission__page")
        return self.select_related(*admission, "event_type", "decided_by").prefetch_related("suggested")


class Booking(models.Model):
    """One meeting: a UID for life, a sequence that rises with each change, its times and its frozen terms."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    # Copied from the admission and its link, and never changed: the indexes of the lists need them here.
    event_type = models.ForeignKey(EventType, on_delete=models.PROTECT, related_name="+", db_index=False)
    link_type = models.CharField(_("link type"), max_length=10, choices=LinkType)
    # A user who sees the meeting besides its hosts: the owner of the link it was booked through, unless they host it.
    onlooker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    session = models.PositiveSmallIntegerField(_("session"), default=1)
    uid = models.UUIDField(_("UID"), unique=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    status = models.CharField(_("status"), max_length=10, choices=BookingStatus, default=BookingStatus.SCHEDULED)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    title = models.CharField(_("title"), max_length=200)
    duration = models.PositiveSmallIntegerField(_("duration, minutes"))
    buffer_before = models.PositiveSmallIntegerField(_("buffer before, minutes"), default=0)
    buffer_after = models.PositiveSmallIntegerField(_("buffer after, minutes"), default=0)
    location_kind = models.CharField(_("where"), max_length=20, choices=LocationKind)
    location = models.CharField(_("location"), max_length=500, blank=True)
    # For a video call whose room the calendar of the host who leads makes: since when, or since when again.
    room_asked_at = models.DateTimeField(_("room asked for at"), null=True, blank=True, editable=False)
    optional = models.JSONField(
        _("optional attendees"),
        default=list,
        help_text=_("Colleagues who are invited but not required. Their time stays free."),
    )
    policies = models.JSONField(
        _("policies"),
        default=dict,
        help_text=_("When the customer can cancel and reschedule, as set when it was booked."),
    )
    notices = models.JSONField(
        _("reminders and follow-up"),
        default=dict,
        help_text=_("What is sent before and after, as set when it was booked."),
    )
    # For a request only: the last of its suggested times.
    lapses_at = models.DateTimeField(_("lapses at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
        help_text=_("Who set its status. Empty if the customer did."),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.TextField(
        _("reason"),
        max_length=2_000,
        blank=True,
        help_text=_("Why it was moved, cancelled or declined, in their words."),
    )
    rescheduled_at = models.DateTimeField(_("rescheduled at"), null=True, blank=True)
    new_time_asked_at = models.DateTimeField(
        _("asked for a new time at"),
        null=True,
        blank=True,
        help_text=_("Until it is moved, no policy limits the customer."),
    )
    private_note = models.TextField(
        _("private note"), max_length=5_000, blank=True, help_text=_("Never shown to the customer.")
    )
    kid = KidField()
    handle = HandleField()
    created_at = models.DateTimeField(_("created at"))
    # When anything that other programs read of it last changed. Rises with the sequence, and for a no-show without it.
    updated_at = models.DateTimeField(_("updated at"))

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["admission", "session"], name="booking_session_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST_TIME),
                name="booking_has_length",
            ),
        ]
        indexes = [
            # For the list of meetings: each tab in the order of its times, with the columns that decide which tab a
            # booking is in.
            models.Index(
                fields=["organization", "status", "starts_at", "id", "ends_at", "lapses_at"], name="booking_by_state"
            ),
            models.Index(
                fields=["onlooker", "status", "starts_at", "uid", "ends_at", "lapses_at"],
                condition=Q(onlooker__isnull=False),
                name="booking_of_onlooker",
            ),
            models.Index(
                fields=["organization", "lapses_at", "status", "onlooker", "created_at", "id"],
                condition=Q(lapses_at__isnull=False),
                name="booking_request",
            ),
            # For the meeting logs, newest booked first: one index for the whole list and one for each filter, so that
            # even rare matches among a million bookings are found quickly.
            models.Index(fields=["organization", "-created_at", "-id"], name="booking_newest"),
            # For programs that ask what has changed since.
            models.Index(fields=["organization", "updated_at", "id"], name="booking_updated"),
            models.Index(fields=["event_type", "-created_at", "-id"], name="booking_of_event_type"),
            models.Index(fields=["organization", "status", "-created_at", "-id"], name="booking_by_status"),
            models.Index(fields=["organization", "link_type", "-created_at", "-id"], name="booking_by_link_type"),
            models.Index(
                fields=["organization", "-created_at", "-id"],
                condition=~Q(link_type="single-use"),
                name="booking_not_single_use",
            ),
            models.Index(
                fields=["onlooker", "-created_at", "-id"],
                condition=Q(onlooker__isnull=False),
                name="booking_onlooker_newest",
            ),
            models.Index(
                fields=["onlooker", "status", "-created_at", "-id"],
                condition=Q(onlooker__isnull=False),
                name="booking_onlooker_by_status",
            ),
            mentions_index("booking_mentions", "title", "location", "reason", "private_note"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """The short reference that people can read aloud to one another."""
        return self.uid.hex[:8].upper()

    @property
    def is_open(self) -> bool:
        """Whether the meeting takes place or may still be approved."""
        return self.status in {BookingStatus.REQUESTED, BookingStatus.SCHEDULED}

    @property
    def is_scheduled(self) -> bool:
        return self.status == BookingStatus.SCHEDULED

    def is_ahead(self, now: datetime) -> bool:
        """Say whether the meeting takes place and has not ended."""
        return self.status == BookingStatus.SCHEDULED and self.ends_at > now

    @cached_property
    def times_suggested(self) -> list[datetime]:
        """The suggested times of a request, earliest first."""
        return [suggested.starts_at for suggested in self.suggested.all()]

    @property
    def was_agreed(self) -> bool:
        """Whether the booking has, or had, a definite time: it was never a request, or it was approved."""
        return self.status not in NEVER_AGREED

    def state(self, now: datetime) -> BookingState:
        """Return the booking's state at this moment."""
        return state_of(
            self.status,
            ends_at=self.ends_at,
            moved=self.rescheduled_at is not None,
            last_suggested=self.lapses_at,
            now=now,
        )

    def token(self) -> str | None:
        """Return the token of the booking's own page; None if the key that signed it has been dropped."""
        if self.kid not in settings.LINK_KEYS:
            return None
        return make_token(Purpose.MANAGE, self.kid, bytes(self.handle), settings.LINK_KEYS)

    def address(self) -> str | None:
        """Return the full address of the booking's own page, with its token; None if its key is gone."""
        token = self.token()
        return None if token is None else f"{settings.BASE_URL}/b/{token}/"
