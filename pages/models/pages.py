"""Where it can be booked."""

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from pages.models.event_types import EventType
from pages.models.owned import OwnedQuerySet
from pages.models.schedules import Schedule


class LocationKind(models.TextChoices):
    """Where the meeting takes place, in the words the customer reads."""

    VIDEO = "video", _("Video call")
    HOST_CALLS = "host_calls", _("Phone call: we call the customer")
    CUSTOMER_CALLS = "customer_calls", _("Phone call: the customer calls us")
    ADDRESS = "address", _("In person")
    ASK = "ask", _("Ask the customer")


class PageQuerySet(OwnedQuerySet["Page"]):
    def shareable_by(self, user: User) -> "PageQuerySet":
        """Those from which the user may make links: an admin from all of the organization, a member from their own."""
        return self.editable_by(user)


class Page(models.Model):
    """A public point of access: a booking page of one host, or a master page over several."""

    class Kind(models.TextChoices):
        BOOKING = "booking", _("Booking page")
        MASTER = "master", _("Master page")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BOOKING)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pages", verbose_name=_("owner")
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_pages",
        verbose_name=_("host"),
        help_text=_("Who holds the meetings of a booking page."),
    )
    schedule = models.ForeignKey(
        Schedule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("schedule"),
        help_text=_("When the meetings can be."),
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
        help_text=_("The end of the page's address: at least 4 letters, digits or hyphens."),
    )
    welcome = models.TextField(
        _("welcome text"), max_length=2_000, blank=True, help_text=_("Shown beside the calendar.")
    )
    accepts_bookings = models.BooleanField(
        _("accept bookings"), default=True, help_text=_("Switched off, the page and its links are paused.")
    )
    listed = models.BooleanField(
        _("listed"),
        default=True,
        help_text=_("Switched off, the public address is closed and only links get in."),
    )
    location_kind = models.CharField(_("where"), max_length=20, choices=LocationKind, default=LocationKind.VIDEO)
    location = models.CharField(
        _("details"),
        max_length=500,
        blank=True,
        help_text=_("The video link, the phone number or the address."),
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug"], name="page_slug_once"),
            models.CheckConstraint(condition=~Q(name="") & Q(slug__regex=r"^.{4,}$"), name="page_has_names"),
            models.CheckConstraint(
                condition=Q(kind="booking", host__isnull=False, schedule__isnull=False)
                | Q(kind="master", host=None, schedule=None),
                name="page_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.name


class PageEventType(models.Model):
    """An event type offered on a page, in the page's order."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="offered")
    event_type = models.ForeignKey(EventType, on_delete=models.PROTECT, related_name="offered_on")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["page", "event_type"], name="page_event_type_once")]

    def __str__(self) -> str:
        return f"{self.page}: {self.event_type}"
