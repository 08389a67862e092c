"""The models of what happens at a link's address: openings, and requests for a new link."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.mentions import mentions_index
from accounts.models import Organization, User
from links.models.links import Link


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, user: User) -> "OpeningQuerySet":
        """Return the openings of the links that the user may see."""
        rows = self.filter(organization_id=user.organization_id)
        return rows if user.is_admin else rows.filter(owner=user)


class Opening(models.Model):
    """One opening of a link's address. Rows are only added; no rule depends on them, and nothing waits for them."""

    class By(models.TextChoices):
        BROWSER = "browser", _("Browser")
        SCANNER = "scanner", _("Scanner or preview")

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="openings", db_index=False)
    # The link's organization and owner, which never change: so openings are found without all links. The link vouches
    # for them. A release before these columns leaves them empty.
    organization = models.ForeignKey(
        Organization, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False,
        editable=False,
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False,
        db_constraint=False, editable=False,
    )  # fmt: skip
    at = models.DateTimeField(_("opened at"))
    by = models.CharField(_("opened by"), max_length=10, choices=By)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["link", "by"], name="opening_by_link"),
            models.Index(fields=["organization", "owner", "link"], name="opening_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.by}"


class LinkRequestQuerySet(models.QuerySet["LinkRequest"]):
    def open_for(self, user: User) -> "LinkRequestQuerySet":
        """Return the requests that the user may answer and that are not answered or set aside.

        An admin may answer the organization's, a member those for their own links.
        """
        waiting = self.filter(organization_id=user.organization_id, answered_at=None)
        return waiting if user.is_admin else waiting.filter(owner=user)


class LinkRequest(models.Model):
    """A request for a new link from somebody who found a dead one. Name, email and message are unverified."""

    # It has no index of its own, since another one begins with it.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="requests")
    # The link's owner, who never changes: so their requests are one range of an index.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("email"))
    message = models.TextField(_("message"), max_length=2_000, blank=True)
    at = models.DateTimeField(_("asked at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.ForeignKey(
        Link,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty if it was dismissed."),
    )

    objects = LinkRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-id"], condition=Q(answered_at=None), name="link_request_open"),
            models.Index(fields=["owner", "-id"], condition=Q(answered_at=None), name="link_request_open_own"),
            models.Index(fields=["owner", "-at"], name="link_request_of_owner"),
            models.Index(fields=["link", "-at"], name="link_request_by_link"),
            # For everything about one customer.
            models.Index("organization", Upper("email"), name="link_request_by_email"),
            mentions_index("link_request_mentions", "name", "message"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="link_request_answered_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name
