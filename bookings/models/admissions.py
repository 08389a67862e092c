"""Admissions: the forms of customers that were accepted."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.mentions import mentions_index
from accounts.models import Organization
from bookings.search import CustomerWords
from core.database import same_address
from links.models import Link
from pages.models import EventType, Page

if TYPE_CHECKING:
    from bookings.models.bookings import Booking


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def of_customer(self, organization_id: int, email: str) -> "AdmissionQuerySet":
        """Return the admissions of one customer, identified by their email address."""
        return self.filter(same_address("customer_email", email), organization_id=organization_id)


class Admission(models.Model):
    """One accepted form of one customer: which use of which link it spent, who the customer is, and their answers."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
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
            GinIndex(CustomerWords.for_index(), name="admission_words"),
            mentions_index("admission_mentions", "customer_name", "company", "note", json=["guests", "answers", "utm"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["link", "use"], name="admission_one_per_use"),
            models.CheckConstraint(
                condition=Q(link=None, use=None) | Q(link__isnull=False, use__gte=1), name="admission_use_of_link"
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The customer's name as screens show it, or a substitute if it has been erased."""
        return self.customer_name or gettext("Erased customer")

    @cached_property
    def booking(self) -> "Booking":
        """The admission's booking; for a session package, the first one."""
        return self.bookings.order_by("session")[0]
