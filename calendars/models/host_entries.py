"""Our meetings as entries in their hosts' calendars."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calendars.models.connections import Calendar


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


class HostEntry(models.Model):
    """A meeting of ours as an entry in its host's calendar.

    `meeting` is the UID of the booking; there is no foreign key, because this app does not know bookings. The times are
    as we wrote them; `found_*` is what the host made of it, once that is certain. Readings lack it since `lost_at`.
    """

    class State(models.TextChoices):
        PENDING = "owed", _("Not yet written")
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
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    found_starts_at = models.DateTimeField(_("found starting at"), null=True, blank=True)
    found_ends_at = models.DateTimeField(_("found ending at"), null=True, blank=True)
    found_at = models.DateTimeField(_("found at"), null=True, blank=True)
    lost_at = models.DateTimeField(_("lost at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    # Since when the host's edit waits to be done for everybody, and when that was done last.
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
