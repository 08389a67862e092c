"""The right to book."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from core.tokens import Purpose, make
from links.liveness import Dead, LinkFacts, PageFacts, liveness
from links.model_fields import HandleField, KidField
from links.models.groups import LinkBatch, ManagedLinks
from links.models.search import Words
from pages.models import EventType, Page, PageEventType

# Stands for the end of what does not end by itself, so that one range finds all that has not ended.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
OVER_AT = Coalesce(
    Case(
        When(uses__gte=F("max_uses"), then=Coalesce("used_at", "created_at")),
        When(revoked_at__isnull=False, then="revoked_at"),
        default="expires_at",
    ),
    Value(NEVER),
)


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: User) -> "LinkQuerySet":
        """An admin sees the organization's, a member their own."""
        links = self.filter(organization_id=user.organization_id)
        return links if user.is_admin else links.filter(owner=user)

    def reusable(self) -> "LinkQuerySet":
        """Those that any number of customers may use, and that have single-use versions."""
        return self.filter(max_uses=None, parent=None)

    def library_for(self, user: User) -> "LinkQuerySet":
        """Reusable links that colleagues share, less those with a locked event type."""
        barred = PageEventType.objects.filter(page=OuterRef("page"), event_type__archived_at=None)
        barred = barred.exclude(event_type__in=EventType.objects.usable_by(user).values("pk"))
        return (
            self.reusable()
            .filter(organization_id=user.organization_id, in_library=True)
            .exclude(owner=user)
            .exclude(Exists(barred))
        )

    def kept_by(self, user: User) -> "LinkQuerySet":
        """The user's own reusable links, and those they made for somebody who still lets them."""
        made = Q(created_by=user, owner__in=user.delegated_by.values("pk"))
        return self.reusable().filter(organization_id=user.organization_id).filter(Q(owner=user) | made)

    def changeable_by(self, user: User) -> "LinkQuerySet":
        """Those the user may change and end: what they see, and reusable links they keep for somebody else.

        Managed ones are kept for nobody: they change together.
        """
        if user.is_admin:
            return self.visible_to(user)
        kept = Link.objects.kept_by(user).filter(managed=None).values("pk")
        return self.filter(organization_id=user.organization_id).filter(Q(owner=user) | Q(pk__in=kept))

    def copyable_by(self, user: User) -> "LinkQuerySet":
        """Those whose address the user may hand out: what they see, what they keep, and what is in the library."""
        if user.is_admin:
            return self.visible_to(user)
        handed = Link.objects.kept_by(user).values("pk"), Link.objects.library_for(user).values("pk")
        own = self.filter(organization_id=user.organization_id)
        return own.filter(Q(owner=user) | Q(pk__in=handed[0]) | Q(pk__in=handed[1]))

    def outstanding(self) -> "LinkQuerySet":
        """Single-use and N-use links, newest first, with all that a row of the list shows."""
        return (
            self.exclude(max_uses=None)
            .select_related("page", "parent__page", "owner", "organization")
            .order_by("-created_at", "-id")
        )

    def with_truth(self) -> "LinkQuerySet":
        """With everything its liveness and its offers depend on; a parent is read by `whole`, since few have one."""
        return self.select_related("page__organization", "page__host", "page__schedule")

    def with_picture(self) -> "LinkQuerySet":
        """With the picture of the page, less its content, for the customer's screens: a booking has no use for it."""
        return self.select_related("page__image").defer("page__image__content")

    def whole(self, **by: object) -> "Link":
        """The one link, with its parent: one query, and a second where there is a parent. Raises Link.DoesNotExist."""
        link = self.with_truth().get(**by)
        if link.parent_id is not None:
            link.parent = Link.objects.with_truth().get(pk=link.parent_id)
        return link


class Link(models.Model):
    """A way in with its own token, to exactly one page or one parent link.

    What is empty is inherited from the parent, live; own values can only narrow. `max_uses` empty means unlimited.
    """

    # Not indexed, here and below, where an index of a list begins with the same.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, null=True, blank=True, related_name="links", verbose_name=_("page")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
        verbose_name=_("parent link"),
    )
    kid = KidField()
    handle = HandleField()
    event_types = models.ManyToManyField(
        EventType, blank=True, related_name="+", verbose_name=_("only these event types")
    )
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    max_uses = models.PositiveIntegerField(_("bookings allowed"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("bookings made"), default=0)
    used_at = models.DateTimeField(_("last booked with"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    recipient_name = models.CharField(_("customer name"), max_length=100, blank=True)
    recipient_email = models.EmailField(_("customer email"), blank=True)
    locked_to_recipient = models.BooleanField(_("only for this email"), default=False)
    answers = models.JSONField(_("prefilled answers"), default=dict, blank=True)
    message = models.TextField(_("note to the customer"), max_length=2_000, blank=True)
    note = models.TextField(_("private note"), max_length=2_000, blank=True)
    label = models.CharField(_("label"), max_length=100, blank=True)
    in_library = models.BooleanField(
        _("in the links library"), default=False, help_text=_("Colleagues find it there and hand it out.")
    )
    managed = models.ForeignKey(
        ManagedLinks, on_delete=models.PROTECT, null=True, blank=True, related_name="links", editable=False
    )
    batch = models.ForeignKey(
        LinkBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="links", editable=False
    )
    reissue_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reissues", editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="links",
        db_index=False,
        verbose_name=_("owner"),
        help_text=_("Whose link it is, and whom customers ask."),
    )
    metadata = models.JSONField(_("metadata"), default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    created_at = models.DateTimeField(_("created at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    # When its own limits ended it, or will: kept by the database, for lists. A version ends with its parent at the
    # latest, so what is known of it alone stands apart; each column is empty where the other is not.
    over_at = models.GeneratedField(
        expression=Case(When(parent=None, then=OVER_AT)), output_field=models.DateTimeField(null=True), db_persist=True
    )
    version_over_at = models.GeneratedField(
        expression=Case(When(parent__isnull=False, then=OVER_AT)),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, parent=None) | Q(page=None, parent__isnull=False),
                name="link_leads_to_one",
            ),
            models.CheckConstraint(condition=Q(max_uses=None) | Q(max_uses__gte=1), name="link_uses_allowed"),
            models.CheckConstraint(
                condition=Q(in_library=False) | Q(max_uses=None, parent=None), name="link_in_library_is_reusable"
            ),
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
            models.Index(fields=["organization", "-created_at", "-id"], name="link_newest"),
            models.Index(fields=["owner", "-created_at", "-id"], name="link_own_newest"),
            # What has not ended, or not long ago, stays quick to find among a million that have.
            models.Index(fields=["organization", "over_at"], name="link_over"),
            models.Index(fields=["parent", "version_over_at"], name="link_version_over"),
            # So does each way of ending, however rare it is, and what there is little of.
            models.Index(
                fields=["organization", "-created_at", "-id"],
                condition=Q(uses__lt=F("max_uses"), revoked_at=None),
                name="link_unspent",
            ),
            models.Index(
                fields=["organization", "-created_at", "-id"], condition=Q(uses__gte=F("max_uses")), name="link_spent"
            ),
            models.Index(
                fields=["organization", "-created_at", "-id"],
                condition=Q(revoked_at__isnull=False),
                name="link_revoked",
            ),
            models.Index(
                fields=["organization", "-created_at", "-id"], condition=Q(max_uses__gt=1), name="link_several"
            ),
            models.Index(fields=["organization", "-id"], condition=Q(max_uses=None), name="link_reusable"),
            GinIndex(Words.for_index(), name="link_words"),
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
    def is_reusable(self) -> bool:
        """Whether any number of customers may use it."""
        return self.max_uses is None

    @property
    def is_single_use(self) -> bool:
        return self.max_uses == 1

    @property
    def is_personal(self) -> bool:
        """Whether it knows enough of its customer to skip the form."""
        return bool(self.recipient_name and self.recipient_email)

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
        return f"{settings.BASE_URL}/l/{token}/{'?skip=1' if self.is_personal else ''}"
