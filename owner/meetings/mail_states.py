"""What became of a mail about a meeting, in words, and how many of them are in each state."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class MailState(TextChoices):
    """What became of a mail, of an entry in a calendar, or of a call of a webhook."""

    SENT = "sent", _("Sent")
    ADDED = "added", _("Added to the calendar")
    REMOVED = "removed", _("Removed from the calendar")
    SENDING = "sending", _("On its way")
    PLANNED = "planned", _("Planned")
    RETRIED = "retried", _("Trying again")
    FAILED = "failed", _("Could not be sent")
    UNWRITTEN = "unwritten", _("The calendar could not be changed")
    REPLACED = "replaced", _("Replaced by a newer email")
    STOPPED = "stopped", _("Stopped by the customer")
    NO_SHOW = "no-show", _("Not sent: no-show")
    LATE = "late", _("Not sent: it was too late")
    NEEDLESS = "needless", _("Not sent: no longer needed")
    # The webhook was off: it can be sent later, from the webhook's page.
    WEBHOOK_OFF = "webhook-off", _("Not sent: the webhook was off")

    @property
    def variant(self) -> str:
        """The colour of its badge."""
        return VARIANTS.get(self, "")


VARIANTS = {
    MailState.SENT: "success",
    MailState.ADDED: "success",
    MailState.REMOVED: "success",
    MailState.SENDING: "accent",
    MailState.RETRIED: "warning",
    MailState.FAILED: "danger",
    MailState.UNWRITTEN: "danger",
}
# These ask for somebody's attention; the first two will not change by themselves.
GIVEN_UP = {MailState.FAILED, MailState.UNWRITTEN}
TROUBLE = GIVEN_UP | {MailState.RETRIED}
SUMMARIES = {
    MailState.SENT: ngettext_lazy("%(count)d sent", "%(count)d sent", "count"),
    MailState.ADDED: ngettext_lazy("%(count)d added to a calendar", "%(count)d added to calendars", "count"),
    MailState.REMOVED: ngettext_lazy("%(count)d removed from a calendar", "%(count)d removed from calendars", "count"),
    MailState.SENDING: ngettext_lazy("%(count)d on its way", "%(count)d on their way", "count"),
    MailState.PLANNED: ngettext_lazy("%(count)d planned", "%(count)d planned", "count"),
    MailState.RETRIED: ngettext_lazy("%(count)d being tried again", "%(count)d being tried again", "count"),
    MailState.FAILED: ngettext_lazy("%(count)d could not be sent", "%(count)d could not be sent", "count"),
    MailState.UNWRITTEN: ngettext_lazy(
        "%(count)d calendar could not be changed", "%(count)d calendars could not be changed", "count"
    ),
    MailState.REPLACED: ngettext_lazy("%(count)d replaced", "%(count)d replaced", "count"),
    MailState.STOPPED: ngettext_lazy("%(count)d stopped by the customer", "%(count)d stopped by the customer", "count"),
    MailState.NO_SHOW: ngettext_lazy(
        "%(count)d not sent because of the no-show", "%(count)d not sent because of the no-show", "count"
    ),
    MailState.LATE: ngettext_lazy(
        "%(count)d not sent because it was too late", "%(count)d not sent because it was too late", "count"
    ),
    MailState.NEEDLESS: ngettext_lazy(
        "%(count)d not sent because it was no longer needed",
        "%(count)d not sent because they were no longer needed",
        "count",
    ),
    MailState.WEBHOOK_OFF: ngettext_lazy(
        "%(count)d not sent because the webhook was off", "%(count)d not sent because the webhook was off", "count"
    ),
}
