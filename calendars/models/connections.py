"""Connections to other people's calendars, what is known from them, and our entries in them.

Of a calendar nothing is kept but intervals: no title, no place, no people.
"""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from calendars.events import Presence
from calendars.weeks import MOST_SPANS

# The columns that say what counts as busy.
COUNTS = {
    Presence.TENTATIVE: "tentative_counts",
    Presence.AWAY: "away_counts",
    Presence.ELSEWHERE: "elsewhere_counts",
}


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def live_of(self, user: User) -> Self:
        """The user's connections, the oldest first. Nobody else sees them."""
        return self.filter(user=user, disconnected_at=None).order_by("pk")


class Connection(models.Model):
    """One user's way to a calendar server, or to a calendar's file.

    `secret` is sealed (`core/sealing.py`), and gone as soon as the connection is.
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
    # Whoever gets new tokens for it has until then; nobody else asks meanwhile.
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
    # By what its vendor tells us of changes, and until when it does.
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
        """What counts as busy of that which need not."""
        return frozenset(one for one in Presence if getattr(self, COUNTS[one]))

    @counts.setter
    def counts(self, counts: frozenset[Presence]) -> None:
        for one, field in COUNTS.items():
            setattr(self, field, one in counts)


class Target(models.Model):
    """The calendar that a host's meetings are added to.

    `adds_upcoming` holds until those that were made before are there, too.
    """

    host = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_target", verbose_name=_("host")
    )
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+", verbose_name=_("calendar"))
    since = models.DateTimeField(_("since"))
    adds_upcoming = models.BooleanField(_("adds upcoming meetings"), default=False)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(adds_upcoming=True), name="target_adds_upcoming")]

    def __str__(self) -> str:
        return str(self.calendar)


class BusyWeek(models.Model):
    """When a host is busy in one week, by one checked calendar (`calendars/weeks.py`). Seconds since 1970."""

    # The indexes of the constraint and of the host begin with these columns.
    calendar = models.ForeignKey(
        Calendar, on_delete=models.CASCADE, related_name="weeks", db_index=False, verbose_name=_("calendar")
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("host")
    )
    week = models.DateTimeField(_("week"))
    starts = ArrayField(models.BigIntegerField(), verbose_name=_("starts"))
    ends = ArrayField(models.BigIntegerField(), verbose_name=_("ends"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "week"], name="busy_week_once"),
            models.CheckConstraint(
                condition=Q(starts__len=F("ends__len"), starts__len__gte=1, starts__len__lte=MOST_SPANS),
                name="busy_week_whole",
            ),
        ]
        indexes = [models.Index(fields=["host", "week"], name="busy_week_of_host")]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d}"


class HostEntry(models.Model):
    """A meeting of ours as an entry in its host's calendar.

    `meeting` is the UID of the booking; there is no foreign key, because this app does not know bookings. The times are
    as we wrote them; `found_*` is what the host made of it, once that is sure. Readings lack it since `lost_at`.
    """

    class State(models.TextChoices):
        OWED = "owed", _("Not yet written")
        WRITTEN = "written", _("Written")
        REMOVED = "removed", _("Removed")
        MOVED = "moved", _("Moved by the host")
        MISSING = "missing", _("Deleted by the host")

    meeting = models.UUIDField(_("meeting"))
    # It has no index of its own, since another one begins with it.
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("host")
    )
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+", verbose_name=_("calendar"))
    remote = models.CharField(_("address there"), max_length=1_000, blank=True, default="", editable=False)
    etag = models.CharField(_("version there"), max_length=200, blank=True, default="", editable=False)
    generation = models.PositiveSmallIntegerField(_("generation"), default=0)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OWED)
    found_starts_at = models.DateTimeField(_("found starting at"), null=True, blank=True)
    found_ends_at = models.DateTimeField(_("found ending at"), null=True, blank=True)
    found_at = models.DateTimeField(_("found at"), null=True, blank=True)
    lost_at = models.DateTimeField(_("lost at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    # Since when what the host made of it waits to be done for everybody, and when that was done last.
    follow_at = models.DateTimeField(_("to be followed since"), null=True, blank=True)
    followed_at = models.DateTimeField(_("followed at"), null=True, blank=True)

    class Meta:
        verbose_name_plural = _("host entries")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "host"], name="host_entry_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="host_entry_order"),
            models.CheckConstraint(
                condition=~Q(state__in=["moved", "missing"]) | Q(found_at__isnull=False), name="host_entry_found"
            ),
        ]
        indexes = [
            # Home asks for those of a host that are still to come.
            models.Index(fields=["host", "ends_at"], name="host_entry_ahead"),
            models.Index(fields=["follow_at"], condition=Q(follow_at__isnull=False), name="host_entry_to_follow"),
        ]

    def __str__(self) -> str:
        return str(self.meeting)


class Alert(models.Model):
    """What a host must see: a calendar that says something else than their meetings, or nothing at all.

    `details` holds instants only.
    """

    class Kind(models.TextChoices):
        CONFLICT = "conflict", _("Busy during a meeting")
        UNREAD = "unread", _("Calendar cannot be read")

    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_alerts", verbose_name=_("host")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    meeting = models.UUIDField(_("meeting"), null=True, blank=True)
    calendar = models.ForeignKey(
        Calendar, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("calendar")
    )
    at = models.DateTimeField(_("at"))
    details = models.JSONField(_("details"), default=dict, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "meeting", "calendar", "host"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="alert_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="unread", meeting=None, calendar__isnull=False)
                | (~Q(kind="unread") & Q(meeting__isnull=False)),
                name="alert_about_something",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
