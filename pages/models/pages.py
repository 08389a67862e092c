"""Models of pages, and of the event types that they offer."""

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from pages.models.event_types import EventType
from pages.models.location import LocationKind
from pages.models.owned import OwnedQuerySet
from pages.models.schedules import Schedule


class PageQuerySet(OwnedQuerySet["Page"]):
    def editable_by(self, user: User) -> "PageQuerySet":
        """Return the pages that the user may change: for an admin all, for a member their own booking pages.

        Pages of other organizations, archived pages and pages made together with a link are never included.
        """
        rows = super().editable_by(user).filter(by_wizard=False)
        return rows if user.is_admin else rows.filter(kind=Page.Kind.BOOKING)

    def bookable_in(self, organization_id: int) -> "PageQuerySet":
        """Return the organization's booking pages that a master page or a pool can use."""
        return self.current().filter(organization_id=organization_id, kind=Page.Kind.BOOKING)

    def without_place(self) -> "PageQuerySet":
        """Return booking pages whose customers would not learn where to meet: by video, and without a link to it.

        Event types with a place of their own do not count.
        """
        bare = Q(kind=Page.Kind.BOOKING, location_kind=LocationKind.VIDEO, location="", archived_at=None)
        offered = PageEventType.objects.filter(event_type__archived_at=None, event_type__location_kind="")
        return self.filter(bare, Exists(offered.filter(page=OuterRef("pk"))))

    def teams_offering(self, event_type: EventType) -> "PageQuerySet":
        """Return the teams and panels that offer the event type, archived ones included."""
        return self.filter(offered__event_type=event_type, offered__at_once=True).order_by("name", "pk")

    def shareable_by(self, user: User) -> "PageQuerySet":
        """Return the pages from which the user may make links: for an admin all of the organization.

        For a member, these are their own booking pages, and the master pages on which they may use every event type.
        """
        pages = self.current().filter(organization_id=user.organization_id, by_wizard=False)
        if user.is_admin:
            return pages
        usable = EventType.objects.usable_by(user).values("pk")
        offered = PageEventType.objects.filter(page=OuterRef("pk"), event_type__archived_at=None)
        uses_all = ~Exists(offered.exclude(event_type__in=usable))
        return pages.filter(Q(kind=Page.Kind.BOOKING, owner=user) | Q(kind=Page.Kind.MASTER) & uses_all)


class Page(models.Model):
    """A public point of access: a booking page of one host, or a master page over several."""

    class Kind(models.TextChoices):
        BOOKING = "booking", _("Booking page")
        MASTER = "master", _("Master page")

    class Scenario(models.TextChoices):
        """How a master page is entered: what its customers choose, and who gets the meeting."""

        TEAM = "team", _("Team or panel")
        EVENT_TYPES_FIRST = "event_types", _("Event types first")
        PAGES_FIRST = "pages", _("Booking pages first")

    # It has no index of its own, since another one begins with it.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BOOKING)
    scenario = models.CharField(
        _("scenario"),
        max_length=12,
        choices=Scenario,
        blank=True,
        help_text=_("What customers of a master page choose."),
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="pages", verbose_name=_("owner"))
    host = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_pages",
        verbose_name=_("host"),
        help_text=_("Who hosts the meetings of a booking page."),
    )
    schedule = models.ForeignKey(
        Schedule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("schedule"),
        help_text=_("When meetings can be booked."),
    )
    event_types = models.ManyToManyField(
        EventType, through="PageEventType", related_name="pages", verbose_name=_("event types")
    )
    name = models.CharField(_("public name"), max_length=100, help_text=_("Customers see it."))
    label = models.CharField(
        _("internal label"), max_length=100, blank=True, help_text=_("Only your organization sees it.")
    )
    slug = models.SlugField(
        _("public link"),
        max_length=60,
        validators=[MinLengthValidator(4)],
        help_text=_("The last part of the page's address: at least 4 letters, digits or hyphens."),
    )
    welcome = models.TextField(
        _("welcome text"), max_length=2_000, blank=True, help_text=_("Shown to customers next to the times.")
    )
    contact = models.CharField(
        _("contact details"), max_length=300, blank=True, help_text=_("Shown to customers who have a question.")
    )
    accepts_bookings = models.BooleanField(
        _("accept bookings"), default=True, help_text=_("When off, the page and its links are paused.")
    )
    listed = models.BooleanField(
        _("listed"),
        default=True,
        help_text=_("When off, the public address is closed and the page only opens from links."),
    )
    location_kind = models.CharField(_("where"), max_length=20, choices=LocationKind, default=LocationKind.VIDEO)
    location = models.CharField(
        _("details"), max_length=500, blank=True, help_text=_("The video link, the phone number or the address.")
    )
    by_wizard = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Created for the hosts of a single link. Not shown in lists of pages."),
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        indexes = [
            # For the lists of pages: the wizard makes one with each of its links.
            models.Index(fields=["organization"], condition=Q(by_wizard=False), name="page_by_hand"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug"], name="page_slug_once"),
            models.CheckConstraint(condition=~Q(name="") & Q(slug__regex=r"^.{4,}$"), name="page_has_names"),
            models.CheckConstraint(
                condition=Q(kind="booking", host__isnull=False, schedule__isnull=False, scenario="")
                | Q(kind="master", host=None, schedule=None, scenario__in=["team", "event_types", "pages"]),
                name="page_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(by_wizard=False) | Q(scenario="team", listed=False), name="page_by_wizard_is_unlisted"
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.name

    @property
    def is_team(self) -> bool:
        """Whether the page is a team or panel: its rules decide who gets a meeting, and customers choose no page."""
        return self.scenario == Page.Scenario.TEAM


class PageEventType(models.Model):
    """An event type offered on a page, at its position in the list.

    On a team-or-panel page it is a rule, and its seats say who takes part. `at_once` is then true, and a foreign key on
    `at_once` and the event type keeps out event types that need approval or have several sessions.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="offered")
    event_type = models.ForeignKey(EventType, on_delete=models.PROTECT, related_name="offered_on")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    at_once = models.BooleanField(null=True, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["page", "event_type"], name="page_event_type_once"),
            models.UniqueConstraint(fields=["id", "at_once"], name="page_event_type_at_once"),
            models.CheckConstraint(condition=Q(at_once=None) | Q(at_once=True), name="page_event_type_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.event_type}"
