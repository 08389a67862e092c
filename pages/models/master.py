"""Models of what a master page contains: seats of rules, or booking pages that customers choose from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pages.models.pages import Page, PageEventType
from pages.models.pools import Pool


class RuleSeat(models.Model):
    """One seat at the meetings of a rule, filled by a booking page or by a pool.

    The first seat is the booking assignment. The others are additional team members, who are all needed and whose time
    is taken too, or optional attendees, who are invited but neither needed nor blocked.
    """

    rule = models.ForeignKey(PageEventType, on_delete=models.CASCADE, related_name="seats")
    # Part of a foreign key on the rule's id and its own `at_once`, so that only a rule can have seats.
    at_once = models.BooleanField(default=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("booking page")
    )
    pool = models.ForeignKey(
        Pool, on_delete=models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("pool")
    )
    optional = models.BooleanField(
        _("optional attendee"), default=False, help_text=_("Invited, but not required. Their time stays free.")
    )

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, pool=None) | Q(page=None, pool__isnull=False),
                name="rule_seat_is_one",
            ),
            models.CheckConstraint(condition=Q(at_once=True), name="rule_seat_of_rule"),
            models.CheckConstraint(
                condition=Q(optional=False) | Q(page__isnull=False, position__gte=1), name="rule_seat_optional"
            ),
            models.UniqueConstraint(fields=["rule", "page"], name="rule_seat_page_once"),
            models.UniqueConstraint(fields=["rule", "pool"], name="rule_seat_pool_once"),
            models.UniqueConstraint(fields=["rule", "position"], name="rule_seat_position_once"),
        ]

    def __str__(self) -> str:
        return str(self.page or self.pool)


class IncludedPage(models.Model):
    """A booking page that customers of a master page can choose, at its position in the list."""

    master = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="included")
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="included_in", verbose_name=_("booking page"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["master", "page"], name="included_page_once")]

    def __str__(self) -> str:
        return f"{self.master}: {self.page}"


class PageImage(models.Model):
    """The picture on a page's customer screens, stored as a small WebP made from the upload.

    It is kept in the database, so that one backup holds everything and every web process can serve it.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="image")
    content = models.BinaryField(editable=False)
    digest = models.CharField(max_length=64, editable=False, db_index=True)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)

    def __str__(self) -> str:
        return self.digest
