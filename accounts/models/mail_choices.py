"""Which mails a user gets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailChoices(models.Model):
    """Which mails a user gets about the meetings they hold. Pending mails are sent even after a change."""

    mail_booked = models.BooleanField(_("A meeting is booked"), default=True)
    mail_changed = models.BooleanField(_("A meeting is moved or changed"), default=True)
    mail_cancelled = models.BooleanField(_("A meeting is cancelled"), default=True)
    mail_requested = models.BooleanField(_("Somebody asks for a meeting or for a new link"), default=True)
    daily_digest = models.BooleanField(_("My day, each morning"), default=False)

    class Meta:
        abstract = True
