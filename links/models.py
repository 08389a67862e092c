"""The right to book: links, and the record of their openings."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from links.liveness import Dead, LinkFacts, PageFacts, liveness
from links.tokens import Purpose, make, new_handle
from pages.models import EventType, Page


def signing_kid() -> str:
    """The kid of the key that signs new tokens: the first of the keyring."""
    return next(iter(settings.LINK_KEYS))


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: User) -> "LinkQuerySet":
        """An admin sees the organization's, a member their own."""
        links = self.filter(organization_id=user.organization_id)
        return links if user.is_admin else links.filter(created_by=user)

    def outstanding(self) -> "LinkQuerySet":
        """Single-use and N-use links, newest first, with all that a row of the list shows."""
        return (
            self.exclude(max_uses=None)
            .select_related("page", "parent__page", "created_by", "organization")
            .order_by("-id")
        )

    def with_truth(self) -> "LinkQuerySet":
        """With everything its liveness and its offers depend on; a parent is read by `whole`, since few have one."""
        return self.select_related("page__organization", "page__host", "page__schedule")

    def with_picture(self) -> "LinkQuerySet":
        """With the picture of the page, less its content, for the customer's screens: a booking has no use for it."""
        return self.select_related("page__image").defer("page__image__content")

    def whole(self, **by: Any) -> "Link":
        """The one link, with its parent: one query, and a second where there is a parent. Raises Link.DoesNotExist."""
        link = self.with_truth().get(**by)
        if link.parent_id is not None:
            link.parent = Link.objects.with_truth().get(pk=link.parent_id)
        return link


class Link(models.Model):
    """A way in with its own token, to exactly one page or one parent link.

    What is empty is inherited from the parent, live; own values can only narrow. `max_uses` empty means unlimited.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, null=True, blank=True, related_name="links", verbose_name=_("page")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent link")
    )
    kid = models.CharField(max_length=1, default=signing_kid, editable=False)
    handle = models.BinaryField(unique=True, default=new_handle, editable=False)
    event_types = models.ManyToManyField(
        EventType, blank=True, related_name="+", verbose_name=_("only these event types")
    )
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    max_uses = models.PositiveIntegerField(_("bookings allowed"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("bookings made"), default=0)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    recipient_name = models.CharField(_("customer name"), max_length=100, blank=True)
    recipient_email = models.EmailField(_("customer email"), blank=True)
    locked_to_recipient = models.BooleanField(_("only for this email"), default=False)
    answers = models.JSONField(_("prefilled answers"), default=dict, blank=True)
    note = models.TextField(_("private note"), max_length=2_000, blank=True)
    label = models.CharField(_("label"), max_length=100, blank=True)
    metadata = models.JSONField(_("metadata"), default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="links", verbose_name=_("created by")
    )
    created_at = models.DateTimeField(_("created at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, parent=None) | Q(page=None, parent__isnull=False),
                name="link_leads_to_one",
            ),
            models.CheckConstraint(condition=Q(max_uses=None) | Q(max_uses__gte=1), name="link_uses_allowed"),
            # The promise itself, as the last line of defence behind the lock.
            models.CheckConstraint(condition=Q(max_uses=None) | Q(uses__lte=F("max_uses")), name="link_not_overused"),
            models.CheckConstraint(
                condition=Q(locked_to_recipient=False) | ~Q(recipient_email=""), name="link_locked_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(first_day=None) | Q(last_day=None) | Q(first_day__lte=F("last_day")),
                name="link_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-id"], name="link_newest"),
            models.Index(fields=["created_by", "-id"], name="link_own_newest"),
        ]

    def __str__(self) -> str:
        return self.label or self.recipient_name or f"{self._meta.verbose_name} {self.pk}"

    @property
    def target(self) -> Page:
        """The page it leads to, its own or its parent's."""
        page = self.page if self.parent is None else self.parent.page
        assert page is not None
        return page

    @property
    def is_single_use(self) -> bool:
        return self.max_uses == 1

    def facts(self) -> LinkFacts:
        """What the pure judgement needs of this row."""
        return LinkFacts(self.uses, self.max_uses, self.expires_at, self.revoked_at)

    def dead(self, now: datetime) -> Dead | None:
        """The reason why it admits nobody at `now`, or None."""
        page = self.target
        return liveness(
            self.facts(),
            None if self.parent is None else self.parent.facts(),
            PageFacts(archived=page.archived_at is not None, accepts_bookings=page.accepts_bookings),
            now,
        )

    def token(self) -> str | None:
        """The token of its address; None when the key that signed it has been dropped."""
        if self.kid not in settings.LINK_KEYS:
            return None
        return make(Purpose.BOOK, self.kid, bytes(self.handle), settings.LINK_KEYS)

    def address(self) -> str | None:
        """The full address that admits; ends in `?skip=1` when it knows whom it is for."""
        token = self.token()
        if token is None:
            return None
        personal = "?skip=1" if self.recipient_name and self.recipient_email else ""
        return f"{settings.BASE_URL}/l/{token}/{personal}"


class Opening(models.Model):
    """One opening of a link's address: append-only, never trusted, never waited for."""

    class By(models.TextChoices):
        BROWSER = "browser", _("Browser")
        SCANNER = "scanner", _("Scanner or preview")

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField(_("opened at"))
    by = models.CharField(_("opened by"), max_length=10, choices=By)

    class Meta:
        indexes = [models.Index(fields=["link", "by"], name="opening_by_link")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.by}"
