"""Models of pools: booking pages that share work."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from pages.models.owned import OwnedQuerySet
from pages.models.pages import Page

LOWEST_PRIORITY, USUAL_PRIORITY, HIGHEST_PRIORITY = 1, 5, 10


class Distribution(models.TextChoices):
    """How a pool decides which member gets the next meeting."""

    ROUND_ROBIN = "round_robin", _("Round robin")
    LONGEST_IDLE = "longest_idle", _("Longest idle")
    PRIORITY = "priority", _("Priority")


class PoolQuerySet(OwnedQuerySet["Pool"]):
    def editable_by(self, user: User) -> "PoolQuerySet":
        """Return the pools that the user may change: for an admin all of the organization, for a member none."""
        rows = self.current().filter(organization_id=user.organization_id)
        return rows if user.is_admin else rows.none()


class Pool(models.Model):
    """Booking pages that share work, with the distribution that decides who is next."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pools", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("Only your organization sees it."))
    distribution = models.CharField(
        _("distribution"), max_length=12, choices=Distribution, default=Distribution.ROUND_ROBIN
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)

    objects = PoolQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="pool_has_name")]

    def __str__(self) -> str:
        return self.name


class PoolMember(models.Model):
    """A booking page in a pool, at its position in the list.

    `level` decides the turns of a round robin: each booking raises it by one, each lost meeting lowers it by one.
    `received` counts the meetings that the member got through the pool, without the lost ones.
    """

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="members")
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("booking page"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    priority = models.PositiveSmallIntegerField(
        _("priority"),
        default=USUAL_PRIORITY,
        validators=[MinValueValidator(LOWEST_PRIORITY), MaxValueValidator(HIGHEST_PRIORITY)],
    )
    active = models.BooleanField(_("takes part"), default=True, help_text=_("When off, it gets no new meetings."))
    level = models.IntegerField(_("level"), default=0, editable=False)
    received = models.PositiveIntegerField(_("bookings received"), default=0, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pool", "page"], name="pool_member_once"),
            models.CheckConstraint(
                condition=Q(priority__range=(LOWEST_PRIORITY, HIGHEST_PRIORITY)), name="pool_member_priority"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pool}: {self.page}"
