"""The outbox: one row for each effect that is owed to one recipient."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization

MAX_ATTEMPTS = 8
# Stands, with the row's own number, where the reader's address was.
ERASED = "erased:"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def open(self) -> "DeliveryQuerySet":
        """Neither sent, nor superseded, nor given up."""
        return self.filter(sent_at=None, superseded_at=None, failed_at=None)

    def claimable(self, now: datetime) -> "DeliveryQuerySet":
        """Open, due, and held by no worker whose lease still runs."""
        return self.open().filter(Q(leased_until=None) | Q(leased_until__lte=now), due_at__lte=now)

    def overtaken(self) -> "DeliveryQuerySet":
        """Those of whose thread something newer is owed to the same recipient."""
        newer = Delivery.objects.filter(
            thread=OuterRef("thread"), recipient=OuterRef("recipient"), sequence__gt=OuterRef("sequence")
        )
        return self.filter(Exists(newer))

    def failed(self) -> "DeliveryQuerySet":
        """Given up for good, until somebody says *try again*."""
        return self.exclude(failed_at=None)


class Delivery(models.Model):
    """One effect owed to one recipient: an email (later a webhook call or a calendar write).

    `thread` is the UID of the meeting it is about, `sequence` that meeting's sequence, `copy` counts resends.
    `facts` holds all the message is made of, frozen in the transaction that decided it. From `expires_at` on it would
    say what is over, and is not sent any more.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    thread = models.UUIDField(_("thread"))
    kind = models.CharField(_("kind"), max_length=30)
    recipient = models.EmailField(_("recipient"))
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    copy = models.PositiveIntegerField(_("copy"), default=0)
    facts = models.JSONField(_("facts"))
    due_at = models.DateTimeField(_("due at"))
    expires_at = models.DateTimeField(_("expires at"), null=True)
    lease = models.UUIDField(_("lease"), null=True, editable=False)
    leased_until = models.DateTimeField(_("leased until"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True, default="")
    sent_at = models.DateTimeField(_("sent at"), null=True)
    superseded_at = models.DateTimeField(_("superseded at"), null=True)
    failed_at = models.DateTimeField(_("failed at"), null=True)
    created_at = models.DateTimeField(_("decided at"), auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["thread", "kind", "recipient", "sequence", "copy"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(lease=None, leased_until=None) | Q(lease__isnull=False, leased_until__isnull=False),
                name="delivery_lease_whole",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(superseded_at=None, failed_at=None), name="delivery_ends_once"
            ),
        ]
        indexes = [
            # The worker's question; it holds only what is still owed, so it does not grow with history.
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, superseded_at=None, failed_at=None),
                name="delivery_owed",
            ),
            models.Index(
                fields=["organization", "-failed_at"],
                condition=Q(failed_at__isnull=False),
                name="delivery_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"

    @property
    def to(self) -> str:
        """Who receives it, as screens say it: the data of a customer may have been erased."""
        return gettext("erased") if self.recipient.startswith(ERASED) else self.recipient
