"""Connections to other people's calendars, and the calendars that are there."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from calendars.events import Presence

# The columns that say what counts as busy.
COUNTS = {
    Presence.TENTATIVE: "tentative_counts",
    Presence.AWAY: "away_counts",
    Presence.ELSEWHERE: "elsewhere_counts",
}


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def live_of(self, user: User) -> Self:
        """Return the user's connections that have not ended, the oldest first. Nobody else sees them."""
        return self.filter(user=user, disconnected_at=None).order_by("pk")


class Connection(models.Model):
    """One user's way to a calendar server, or to a calendar's file.

    `secret` is sealed (`accounts/sealing.py`), and gone as soon as the connection is.
    """

    class Kind(models.TextChoices):
        ICS = "ics", _("Calendar address")
        CALDAV = "caldav", _("CalDAV")
        GOOGLE = "google", _("Google")
        MICROSOFT = "microsoft", _("Microsoft")

    class State(models.TextChoices):
        OK = "ok", _("Works")
        FAILING = "failing", _("Cannot be read at the moment")
        REFUSED = "refused", _("Was refused")

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_connections", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    account = models.CharField(_("account"), max_length=254)
    url = models.CharField(_("address"), max_length=500, blank=True, default="")
    secret = models.TextField(_("secret"), blank=True, default="", editable=False)
    scopes = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("scopes"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OK)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True, default="")
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    connected_at = models.DateTimeField(_("connected at"))
    disconnected_at = models.DateTimeField(_("disconnected at"), null=True, blank=True)
    # Until when one process has claimed to renew the tokens.
    renewing_until = models.DateTimeField(_("renewing until"), null=True, blank=True, editable=False)
    # Whether meetings that their host moves or deletes there are moved or cancelled for everybody.
    follows_edits = models.BooleanField(_("follows edits"), default=False, db_default=False)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "user", "kind", Lower("account"), "url", condition=Q(disconnected_at=None), name="connection_once"
            ),
            # What the foreign key of a calendar on all three points to.
            models.UniqueConstraint(fields=["id", "user", "organization"], name="connection_of_user"),
            models.CheckConstraint(
                condition=Q(state="ok", failing_since=None) | (~Q(state="ok") & Q(failing_since__isnull=False)),
                name="connection_fails_since",
            ),
            models.CheckConstraint(condition=Q(disconnected_at=None) | Q(secret=""), name="connection_secret_gone"),
            models.CheckConstraint(
                condition=Q(kind__in=["ics", "caldav", "google", "microsoft"]), name="connection_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Calendar(models.Model):
    """One calendar of a connection.

    `read_at` is when its last whole reading began, and `known_until` how far that reading reached. `cursor` is what the
    provider remembers; `remote` is the calendar's address there, or its id.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    connection = models.ForeignKey(
        Connection, on_delete=models.PROTECT, related_name="calendars", verbose_name=_("connection")
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendars", verbose_name=_("host")
    )
    remote = models.CharField(_("address there"), max_length=1_000, blank=True, default="", editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True, default="")
    zone = models.CharField(_("time zone"), max_length=64, blank=True, default="")
    writable = models.BooleanField(_("writable"), default=False)
    checked = models.BooleanField(_("checked for conflicts"), default=False)
    tentative_counts = models.BooleanField(_("tentative events count"), default=True, db_default=True)
    away_counts = models.BooleanField(_("out of office counts"), default=True, db_default=True)
    elsewhere_counts = models.BooleanField(_("working elsewhere counts"), default=False, db_default=False)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    known_until = models.DateTimeField(_("known until"), null=True, blank=True)
    cursor = models.JSONField(_("cursor"), default=dict, editable=False)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    lease = models.UUIDField(_("lease"), null=True, editable=False)
    leased_until = models.DateTimeField(_("leased until"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    # The ids of the channel on which its vendor tells of changes, and the end of the channel.
    push = models.JSONField(_("push channel"), default=dict, blank=True, editable=False)
    push_until = models.DateTimeField(_("pushed until"), null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "remote"], name="calendar_once"),
            # What the foreign keys of weeks, targets and entries on both point to.
            models.UniqueConstraint(fields=["id", "host"], name="calendar_of_host"),
            models.CheckConstraint(
                condition=Q(lease=None, leased_until=None) | Q(lease__isnull=False, leased_until__isnull=False),
                name="calendar_lease_whole",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None, known_until=None) | Q(read_at__isnull=False, known_until__isnull=False),
                name="calendar_known_when_read",
            ),
        ]
        indexes = [
            models.Index(fields=["host"], condition=Q(checked=True), name="calendar_checked"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="calendar_due"),
        ]

    def __str__(self) -> str:
        # Not its name: the Django admin shows this, to whom the calendar does not belong.
        return str(self.connection)

    @property
    def counts(self) -> frozenset[Presence]:
        """The ways of being partly busy that count as busy."""
        return frozenset(presence for presence in Presence if getattr(self, COUNTS[presence]))

    @counts.setter
    def counts(self, counts: frozenset[Presence]) -> None:
        for presence, field in COUNTS.items():
            setattr(self, field, presence in counts)
