"""The history of who did what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.mentions import mentions_index
from accounts.models.organizations import Organization


class HistoryEntry(models.Model):
    """Who did what to what, and when: append-only, and written in the same transaction as the change itself.

    All apps keep their history here. `subject` and `subject_id` name the model and the row, because a foreign key would
    make this app know the apps above it.
    """

    # It has no index of its own, since another one begins with it.
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject = models.CharField(_("subject"), max_length=20)
    subject_id = models.BigIntegerField(_("subject id"))
    verb = models.CharField(_("what"), max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"))
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name_plural = _("history")
        indexes = [
            models.Index(fields=["subject", "subject_id", "id"], name="history_by_subject"),
            models.Index(fields=["organization", "verb", "-id"], name="history_by_verb"),
            # For everything about one customer.
            mentions_index("history_mentions", json=["details"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}: {self.verb}"
