"""API tokens, by which programs act for a user."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.organizations import User
from accounts.token_fields import HandleField, KidField
from core.tokens import Purpose, make_token

# What each token begins with, so that people and scanners of secrets know it for what it is.
PREFIX = "ao1_"


class Scope(models.TextChoices):
    """What a token may do. Whatever it is, its user must be allowed it too."""

    LINKS_READ = "links:read", _("See pages, event types and links")
    LINKS_WRITE = "links:write", _("Make, change, send and revoke links")
    SLOTS_READ = "slots:read", _("See which times are offered")
    BOOKINGS_READ = "bookings:read", _("See meetings, with the customers’ details")
    BOOKINGS_WRITE = "bookings:write", _("Book, move and cancel meetings")
    STATS_READ = "stats:read", _("See how many links were made, opened and booked")
    WEBHOOKS_MANAGE = "webhooks:manage", _("Manage webhooks")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, now: datetime) -> "ApiTokenQuerySet":
        """Return the tokens that are neither revoked nor expired."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)

    def visible_to(self, user: User) -> "ApiTokenQuerySet":
        """Return the tokens that the user may see and revoke: their own, for an admin all of the organization."""
        tokens = self.filter(user__organization_id=user.organization_id)
        return tokens if user.is_admin else tokens.filter(user=user)


class ApiToken(models.Model):
    """A program's way in, for one user. The token itself is shown once and never stored: only its handle is.

    A token never does more than its user may at that moment.
    """

    class Reach(models.TextChoices):
        OWN = "own", _("Only what is yours")
        ORGANIZATION = "organization", _("Everything in the organization")

    class MadeFor(models.TextChoices):
        PROGRAM = "program", _("Program")
        EXTENSION = "extension", _("Chrome extension")
        AGENT = "agent", _("Assistant")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    kid = KidField()
    handle = HandleField()
    scopes = ArrayField(
        models.CharField(max_length=20, choices=Scope), verbose_name=pgettext_lazy("of an API token", "may")
    )
    reach = models.CharField(_("reach"), max_length=12, choices=Reach, default=Reach.OWN)
    made_for = models.CharField(_("made for"), max_length=10, choices=MadeFor, default=MadeFor.PROGRAM)
    created_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    last_network = models.CharField(_("last used from"), max_length=49, blank=True)
    # How many reads are left, and when that was counted. It refills with time.
    allowance = models.FloatField(_("reads left"))
    allowance_at = models.DateTimeField(_("counted at"))

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="api_token_has_name"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values) & ~Q(scopes=[]), name="api_token_scopes_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def text(self) -> str:
        """Return the token as its program sends it. Raise KeyError if the key that signed it has been dropped."""
        return PREFIX + make_token(Purpose.API, self.kid, bytes(self.handle), settings.LINK_KEYS)

    @property
    def scope_labels(self) -> list[str]:
        """What the token may do, in words, in the order of the scopes."""
        return [str(scope.label) for scope in Scope if scope in self.scopes]
