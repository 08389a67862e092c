"""The outbox, in which each row is one message to one recipient, and the signs of life of its workers."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.mentions import mentions_index
from accounts.models import Organization


class Medium(models.TextChoices):
    """How a delivery is sent. Each medium has workers of its own, so that a slow one does not delay the others."""

    EMAIL = "email", _("Email")
    CALENDAR = "calendar", _("Calendar")
    WEBHOOK = "webhook", _("Webhook")


# About 12 hours for an email, a day and a half for a calendar, whose server may be a machine at somebody's home, and
# three days for a webhook, whose server may stand still for a weekend.
EMAIL_ATTEMPTS = 8
MAX_ATTEMPTS = {Medium.EMAIL: EMAIL_ATTEMPTS, Medium.CALENDAR: 12, Medium.WEBHOOK: 10}
# What the recipient of a call to a webhook begins with; the id of the endpoint follows.
TO_ENDPOINT = "hook:"
# Replaces an erased recipient, together with the id of the row.
ERASED = "erased:"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def open(self) -> "DeliveryQuerySet":
        """Return deliveries that are neither sent nor superseded nor failed."""
        return self.filter(sent_at=None, superseded_at=None, failed_at=None)

    def claimable(self, now: datetime) -> "DeliveryQuerySet":
        """Return open deliveries that are due and under no lease that still runs."""
        return self.open().filter(Q(leased_until=None) | Q(leased_until__lte=now), due_at__lte=now)

    def outdated(self) -> "DeliveryQuerySet":
        """Return deliveries with a newer one for the same recipient in the same thread."""
        return self.filter(is_outdated())

    def without_older_in_progress(self, now: datetime) -> "DeliveryQuerySet":
        """Leave out deliveries while an older one of the same thread is being sent to the same recipient.

        Two that are sent at the same time may arrive in either order. An older copy counts too, since its content may
        differ: somebody may have been erased since.
        """
        is_older_copy = Q(sequence=OuterRef("sequence"), kind=OuterRef("kind"), copy__lt=OuterRef("copy"))
        is_older = Q(sequence__lt=OuterRef("sequence")) | is_older_copy
        return self.filter(~Exists(_same_recipient().filter(is_older, leased_until__gt=now)))

    def failed(self) -> "DeliveryQuerySet":
        """Return deliveries that were given up. Only *try again* makes them due."""
        return self.exclude(failed_at=None)


def is_outdated() -> Q:
    """Return the condition for deliveries with a newer one for the same recipient in the same thread.

    Calls of webhooks are never outdated: they report events, not the present state.
    """
    newer = _same_recipient().filter(sequence__gt=OuterRef("sequence"))
    return Q(Exists(newer)) & ~Q(medium=Medium.WEBHOOK)


def is_never_announced() -> Q:
    """Return the condition for deliveries about the end of something that the recipient was never told of.

    Such deliveries have `if_told` in their facts, and nothing else of their thread was sent to the recipient. A mail
    with an attempt may have been sent without being marked. *Try again* resets the attempts, but not the last error.
    """
    attempted = _same_recipient().filter(Q(attempts__gt=0) | Q(sent_at__isnull=False) | ~Q(last_error=""))
    return Q(~Exists(attempted.exclude(pk=OuterRef("pk"))), facts__if_told=True, attempts=0, last_error="")


def _same_recipient() -> DeliveryQuerySet:
    """Return the deliveries to the recipient of the outer one in its thread."""
    return Delivery.objects.filter(thread=OuterRef("thread"), recipient=OuterRef("recipient"))


class Delivery(models.Model):
    """One message to one recipient: an email, an entry in a host's calendar, or a call to a webhook.

    `thread` is the UID of the meeting that it is about, or any UUID if it is about links. `sequence` is the meeting's
    sequence, and `copy` counts resends. `facts` holds all that the message is made of, frozen in the transaction that
    decided it. From `expires_at` on the message would be out of date, and is not sent.
    """

    # It has no index of its own, since another one begins with it.
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", db_index=False)
    thread = models.UUIDField(_("thread"))
    kind = models.CharField(_("kind"), max_length=30)
    medium = models.CharField(_("medium"), max_length=10, choices=Medium, default=Medium.EMAIL)
    # The address of an email; of an entry in a calendar, whose it is; of a call, to which endpoint.
    recipient = models.CharField(_("recipient"), max_length=254)
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
            # A program's key sends one mail, to whomever.
            models.UniqueConstraint(fields=["thread"], condition=Q(facts__has_key="mark"), name="delivery_once_by_key"),
            models.CheckConstraint(
                condition=Q(lease=None, leased_until=None) | Q(lease__isnull=False, leased_until__isnull=False),
                name="delivery_lease_whole",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(superseded_at=None, failed_at=None), name="delivery_ends_once"
            ),
        ]
        indexes = [
            # For the worker's claims. It holds only what is still to be sent, so it does not grow with the history.
            models.Index(
                fields=["medium", "due_at"],
                condition=Q(sent_at=None, superseded_at=None, failed_at=None),
                name="delivery_owed",
            ),
            models.Index(fields=["organization", "-id"], name="delivery_newest"),
            models.Index(
                fields=["organization", "-failed_at"], condition=Q(failed_at__isnull=False), name="delivery_failed"
            ),
            # For the next call to each endpoint, however many wait for one that is away.
            models.Index(
                fields=["recipient", "due_at", "id"],
                condition=Q(medium=Medium.WEBHOOK, sent_at=None, superseded_at=None, failed_at=None),
                name="delivery_calls_owed",
            ),
            # For the log of an endpoint, by kind. Each call has its entry in one of the two.
            models.Index(
                fields=["recipient", "kind", "-id"],
                condition=Q(medium=Medium.WEBHOOK, failed_at=None),
                name="delivery_calls",
            ),
            models.Index(
                fields=["recipient", "kind", "-id"],
                condition=Q(medium=Medium.WEBHOOK, failed_at__isnull=False),
                name="delivery_calls_failed",
            ),
            # For mails that ask for a new link, whose label they name. No other delivery is in it.
            models.Index("facts__link__pk", condition=Q(kind="link_asked"), name="delivery_asks_for_link"),
            # For everything about one customer, who may be named in mails to others, and in what a server answered.
            mentions_index("delivery_mentions", json=["facts"]),
            mentions_index("delivery_blames", "last_error"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"

    @property
    def to(self) -> str:
        """The recipient as screens show it: “erased” if the customer's data was erased."""
        if self.recipient.startswith(ERASED):
            return gettext("erased")
        if self.medium == Medium.CALENDAR:
            return gettext("Calendar of %(host)s") % {"host": self.facts["recipient"]["name"]}
        if self.medium == Medium.WEBHOOK:
            return gettext("Webhook at %(host)s") % {"host": self.facts["host"]}
        return self.recipient

    @property
    def max_attempts(self) -> int:
        """After how many failed attempts no other follows."""
        return MAX_ATTEMPTS[Medium(self.medium)]


class Beat(models.Model):
    """The last sign of life of a process. `process` is its machine and process id, `kind` the work it does."""

    process = models.CharField(_("process"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20)
    seen_at = models.DateTimeField(_("seen at"))

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")
        constraints = [models.UniqueConstraint(fields=["process", "kind"], name="beat_once")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.process})"
