"""The models of links that are made together: managed links and batches."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from pages.models import EventType


class ManagedLinks(models.Model):
    """The reusable links to one event type that an admin gave to several users, one to each.

    Changing the event type or the expiry changes all of them.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    event_type = models.ForeignKey(EventType, on_delete=models.PROTECT, related_name="+", verbose_name=_("event type"))
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("managed links")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="managed_links_have_name")]

    def __str__(self) -> str:
        return self.name


class LinkBatch(models.Model):
    """Links made at once from a list. The unique digest of what was sent keeps the same list from being made twice."""

    # Foreign keys here have no index of their own, since another one begins with them.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField(_("links"))
    emailed = models.BooleanField(_("sent by email"), default=False)
    thread = models.UUIDField(_("thread of its mails"), default=uuid4, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_at = models.DateTimeField(_("created at"))

    # Set on an instance if the batch had been made before. Not stored.
    existed = False

    class Meta:
        verbose_name_plural = _("link batches")
        indexes = [
            models.Index(fields=["organization", "-id"], name="link_batch_newest"),
            models.Index(fields=["created_by", "-id"], name="link_batch_own_newest"),
        ]
        constraints = [models.UniqueConstraint(fields=["organization", "digest"], name="link_batch_once")]

    def __str__(self) -> str:
        return f"{self.count}"
