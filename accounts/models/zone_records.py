"""Which versions of the time zone data were in use, and their offsets."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ZoneRecord(models.Model):
    """The future offsets of one version of the time zone data, and since when it is in use here.

    `points` has the offsets of each zone up to `until`, as `bookings.offsets` describes them.
    """

    version = models.CharField(_("version"), max_length=20, unique=True)
    seen_at = models.DateTimeField(_("in use since"))
    until = models.DateTimeField(_("known until"))
    points = models.JSONField(_("offsets"))

    class Meta:
        verbose_name = _("record of time zone data")
        verbose_name_plural = _("records of time zone data")

    def __str__(self) -> str:
        return self.version
