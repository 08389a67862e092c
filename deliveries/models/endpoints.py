"""Endpoints of webhooks: other programs that are notified of events, and the calls that were made to them."""

from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from accounts.token_fields import HandleField, KidField
from core.tokens import KID_LENGTH
from deliveries.models.outbox import TO_ENDPOINT, Delivery


class HookEvent(models.TextChoices):
    """Events of which other programs can be notified. The values are stored, and are in the body of each call."""

    REQUESTED = "booking.requested", _("Meeting requested")
    CREATED = "booking.created", _("Meeting booked, or request approved")
    RESCHEDULED = "booking.rescheduled", _("Meeting rescheduled")
    REASSIGNED = "booking.reassigned", _("Meeting reassigned")
    UPDATED = "booking.updated", _("Address of the video call became known")
    CANCELLED = "booking.cancelled", _("Meeting cancelled, or request withdrawn")
    DECLINED = "booking.declined", _("Request declined")
    NO_SHOW = "booking.no_show", _("Customer did not come")
    CAME = "booking.came", _("Customer came after all")
    LINK_USED = "link.used", _("Link used")
    LINK_REQUESTED = "link.requested", _("New link asked for")
    LINK_REVOKED = "link.revoked", _("Link revoked")
    # Not subscribed to: each endpoint gets it when an admin sends a test.
    PING = "endpoint.ping", _("Test")


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def of(self, user: User) -> Self:
        """Return the endpoints of the user's organization, the oldest first."""
        return self.filter(organization_id=user.organization_id, removed_at=None).order_by("pk")

    def called_by(self, delivery: Delivery) -> Self:
        """Return the endpoint to which a call goes."""
        return self.filter(pk=int(delivery.recipient.removeprefix(TO_ENDPOINT)))


class Endpoint(models.Model):
    """An address of another program, which is notified of events in an organization.

    Its secret is made of kid, handle and generation (`deliveries/webhooks/signing.py`), and is stored nowhere. After
    *Rotate* calls are signed with the former secret too, until `former_until`. Empty `events` mean all events.
    `failures` counts those in a row.
    """

    class Why(models.TextChoices):
        GONE = "gone", _("Its server says that it is gone (410).")
        FAILED = "failed", _("It did not answer as it should for five days.")
        BY_HAND = "by_hand", _("It was switched off.")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(_("address"), max_length=500)
    about = models.CharField(_("what it is for"), max_length=100, blank=True, default="")
    events = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("events"))
    kid = KidField()
    handle = HandleField()
    generation = models.PositiveIntegerField(_("generation of the secret"), default=1)
    former_kid = models.CharField(_("former key"), max_length=KID_LENGTH, blank=True, default="", editable=False)
    former_until = models.DateTimeField(_("former secret signs until"), null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("in the care of")
    )
    created_at = models.DateTimeField(_("created at"))
    disabled_at = models.DateTimeField(_("disabled at"), null=True)
    why = models.CharField(_("why it is disabled"), max_length=10, choices=Why, blank=True, default="")
    removed_at = models.DateTimeField(_("removed at"), null=True)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    resting_until = models.DateTimeField(_("resting until"), null=True)
    last_status = models.PositiveSmallIntegerField(_("last status"), null=True)
    last_at = models.DateTimeField(_("last called at"), null=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(
                condition=Q(disabled_at=None, why="")
                | (Q(disabled_at__isnull=False) & Q(why__in=["gone", "failed", "by_hand"])),
                name="endpoint_disabled_whole",
            ),
            models.CheckConstraint(
                condition=Q(former_until=None, former_kid="") | (Q(former_until__isnull=False) & ~Q(former_kid="")),
                name="endpoint_former_whole",
            ),
            models.CheckConstraint(condition=Q(removed_at=None) | Q(url=""), name="endpoint_removed_whole"),
        ]
        indexes = [
            # Each booking asks for these.
            models.Index(fields=["organization"], condition=Q(removed_at=None), name="endpoint_of_organization"),
        ]

    def __str__(self) -> str:
        return self.about or self.host

    @property
    def host(self) -> str:
        """The host in its address: the rest may hold a secret of the other program."""
        return urlsplit(self.url).hostname or ""

    @property
    def recipient(self) -> str:
        """The recipient of its deliveries."""
        return f"{TO_ENDPOINT}{self.pk}"


class Call(models.Model):
    """One call that was made to an endpoint, with the beginning of its answer. A chore deletes old ones."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="calls")
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    at = models.DateTimeField(_("at"))
    took_ms = models.PositiveIntegerField(_("milliseconds"))
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    error = models.CharField(_("error"), max_length=200, blank=True, default="")
    answer = models.CharField(_("answer"), max_length=1_024, blank=True, default="")

    class Meta:
        verbose_name = _("call of a webhook")
        verbose_name_plural = _("calls of webhooks")
        # For the chore.
        indexes = [models.Index(fields=["at"], name="call_at")]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.status or self.error}"
