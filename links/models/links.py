"""The model of links."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.lookups import IsNull
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.mentions import mentions_index
from accounts.models import Organization, User
from accounts.token_fields import HandleField, KidField
from core.tokens import Purpose, make_token
from links.liveness import DeadReason, LinkFacts, PageFacts, liveness
from links.models.ends import ENDS_AT, OVER_AT
from links.models.groups import LinkBatch, ManagedLinks
from links.models.metadata import metadata_index
from links.models.search import LinkSearchVector
from pages.models import EventType, Page, PageEventType

# More uses than anybody may ask for; without a limit a link is reusable.
MOST_USES = 1_000
NEWEST_FIRST = F("created_at").desc(), F("id").desc()
# The conditions for links that are neither used up nor revoked, though they may have expired, and for revoked ones.
UNSPENT, REVOKED = Q(uses__lt=F("max_uses"), revoked_at=None), Q(revoked_at__isnull=False)


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: User) -> "LinkQuerySet":
        """Return the links that the user may see: for an admin all of the organization, for a member their own.

        To ask a member's own for their organization, too, would lead PostgreSQL through all links of it.
        """
        return self.filter(organization_id=user.organization_id) if user.is_admin else self.filter(owner=user)

    def reusable(self) -> "LinkQuerySet":
        """Return the links that any number of customers may use, and that can have single-use versions."""
        return self.filter(max_uses=None, parent=None)

    def library_for(self, user: User) -> "LinkQuerySet":
        """Return the reusable links that colleagues share in the library, without those to a locked event type."""
        # Begin with the locked event types, which are few, and not with the page of each link.
        locked = EventType.objects.current().filter(organization_id=user.organization_id)
        locked = locked.exclude(pk__in=EventType.objects.usable_by(user).values("pk"))
        barred = PageEventType.objects.filter(event_type__in=locked)
        return (
            self.reusable()
            .filter(organization_id=user.organization_id, in_library=True)
            .exclude(owner=user)
            .exclude(page__in=barred.values("page"))
        )

    def own_or_delegated(self, user: User) -> "LinkQuerySet":
        """Return the user's own reusable links, and those they made for an owner whose delegate they still are."""
        made = Q(created_by=user, owner__in=user.delegated_by.values("pk"))
        return self.reusable().filter(organization_id=user.organization_id).filter(Q(owner=user) | made)

    def changeable_by(self, user: User) -> "LinkQuerySet":
        """Return the links that the user may change and end.

        These are the links they may see, and reusable links that they made as a delegate. Managed links are not among
        the latter, since they are changed together.
        """
        if user.is_admin:
            return self.visible_to(user)
        made = Link.objects.own_or_delegated(user).filter(managed=None).values("pk")
        return self.filter(organization_id=user.organization_id).filter(Q(owner=user) | Q(pk__in=made))

    def copyable_by(self, user: User) -> "LinkQuerySet":
        """Return the links whose address the user may hand out.

        These are the links they may see, those they made as a delegate, and those in the library.
        """
        if user.is_admin:
            return self.visible_to(user)
        shared = Link.objects.own_or_delegated(user).values("pk"), Link.objects.library_for(user).values("pk")
        own = self.filter(organization_id=user.organization_id)
        return own.filter(Q(owner=user) | Q(pk__in=shared[0]) | Q(pk__in=shared[1]))

    def outstanding(self) -> "LinkQuerySet":
        """Return one-time links and links for several bookings, newest first, with what a row of the list shows."""
        return (
            self.exclude(max_uses=None)
            .select_related("page", "parent__page", "owner", "organization")
            .order_by("-created_at", "-id")
        )

    def with_page_and_hosts(self) -> "LinkQuerySet":
        """Load what a link's liveness and offers depend on, except the parent, which `with_parent` reads."""
        return self.select_related("page__organization", "page__host", "page__schedule")

    def with_page_image(self) -> "LinkQuerySet":
        """Load the page's image without its content, for the customer's screens. A booking does not need it."""
        return self.select_related("page__image").defer("page__image__content")

    def with_parent(self, **by: object) -> "Link":
        """Return the link with its parent. One query, and a second one if it has a parent. Raise Link.DoesNotExist."""
        link = self.with_page_and_hosts().get(**by)
        if link.parent_id is not None:
            link.parent = Link.objects.with_page_and_hosts().get(pk=link.parent_id)
        return link


class Link(models.Model):
    """A way in with its own token, to exactly one page or one parent link.

    Empty fields are inherited from the parent, live; own values can only narrow. An empty `max_uses` means unlimited.
    """

    # Foreign keys here and below have no index of their own where another index begins with the same column.
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
        _("in the links library"), default=False, help_text=_("Colleagues find it there and can share it.")
    )
    # Whether links were ever made from it. These parents are few, and every list of links begins with them.
    has_versions = models.BooleanField(default=False, db_default=False, editable=False)
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
        help_text=_("Who the link belongs to, and who customers contact."),
    )
    metadata = models.JSONField(_("metadata"), default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    created_at = models.DateTimeField(_("created at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    # When the link's own limits ended it or will end it, kept by the database for the lists. A version also ends with
    # its parent, so its own end is in a column apart; each column is empty where the other one is set.
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
            # The promise that a link is never overused, as the last defence behind the row lock.
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
            # What comes after the id in this and two more indexes of owners is told apart in the index: links that
            # are passed over on the way down a list are not read.
            models.Index(fields=["owner", "-created_at", "-id", "parent"], name="link_own_by_parent"),
            # These find links that have not ended, or ended lately, quickly among a million that ended long ago.
            models.Index(fields=["organization", "over_at"], name="link_over"),
            models.Index(fields=["parent", "version_over_at"], name="link_version_over"),
            # A booking takes its link out of these two and writes no new entry.
            # The last condition is true of each link, and leaves it to those queries which ask when a link ends.
            models.Index("owner", ENDS_AT, condition=Q(IsNull(ENDS_AT, False)) & UNSPENT, name="link_own_open"),
            models.Index(
                fields=["organization", "over_at"], condition=Q(over_at__isnull=False) & UNSPENT, name="link_open"
            ),
            # These find the links of each way of ending, and of each rare kind, however few there are.
            models.Index(fields=["organization", "-created_at", "-id"], condition=UNSPENT, name="link_unspent"),
            models.Index("owner", *NEWEST_FIRST, ENDS_AT, "parent", condition=UNSPENT, name="link_own_by_end"),
            models.Index(
                fields=["organization", "-created_at", "-id"], condition=Q(uses__gte=F("max_uses")), name="link_spent"
            ),
            # No link of these three is ever booked.
            models.Index(fields=["organization", "-created_at", "-id"], condition=REVOKED, name="link_revoked"),
            models.Index("owner", *NEWEST_FIRST, "revoked_at", condition=REVOKED, name="link_own_by_revoked"),
            models.Index(fields=["organization", "revoked_at"], condition=REVOKED, name="link_revoked_at"),
            models.Index(
                fields=["organization", "-created_at", "-id"], condition=Q(max_uses__gt=1), name="link_several"
            ),
            models.Index(fields=["organization", "-id"], condition=Q(max_uses=None), name="link_reusable"),
            models.Index(fields=["organization"], condition=Q(has_versions=True), name="link_parents"),
            GinIndex(LinkSearchVector.for_index(), name="link_words"),
            mentions_index("link_mentions", "recipient_name", "label", "message", "note", json=["answers", "metadata"]),
            metadata_index("link_metadata_of"),
        ]

    def __str__(self) -> str:
        return self.label or self.recipient_name or f"{self._meta.verbose_name} {self.pk}"

    @property
    def target(self) -> Page:
        """The page that the link leads to: its own or its parent's."""
        page = self.page if self.parent is None else self.parent.page
        assert page is not None
        return page

    @cached_property
    def narrowed_to(self) -> list[int]:
        """The ids of the page's event types that alone can be booked through it; empty for all of them."""
        return list(Link.event_types.through.objects.filter(link=self).values_list("eventtype", flat=True))

    @property
    def ends_at(self) -> datetime | None:
        """When the link or its parent expires, whichever is first."""
        both = (self,) if self.parent is None else (self, self.parent)
        return min((link.expires_at for link in both if link.expires_at is not None), default=None)

    @property
    def is_reusable(self) -> bool:
        """Whether the number of uses is unlimited."""
        return self.max_uses is None

    @property
    def is_single_use(self) -> bool:
        return self.max_uses == 1

    @property
    def is_personal(self) -> bool:
        """Whether the customer's name and email are known, so that they need not be asked."""
        return bool(self.recipient_name and self.recipient_email)

    def facts(self) -> LinkFacts:
        """Return the data of this row on which liveness depends."""
        return LinkFacts(self.uses, self.max_uses, self.expires_at, self.revoked_at)

    def dead_reason(self, now: datetime) -> DeadReason | None:
        """Return why the link admits nobody at `now`; None if it works."""
        page = self.target
        return liveness(
            self.facts(),
            None if self.parent is None else self.parent.facts(),
            PageFacts(archived=page.archived_at is not None, accepts_bookings=page.accepts_bookings),
            now,
        )

    def token(self) -> str | None:
        """Return the token of the link's address; None if the key that signed it has been dropped."""
        if self.kid not in settings.LINK_KEYS:
            return None
        return make_token(Purpose.BOOK, self.kid, bytes(self.handle), settings.LINK_KEYS)

    def address(self) -> str | None:
        """Return the full address with its token, with `?skip=1` if the link is personal; None if its key is gone."""
        token = self.token()
        if token is None:
            return None
        return f"{settings.BASE_URL}/l/{token}/{'?skip=1' if self.is_personal else ''}"
