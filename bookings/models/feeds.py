"""The address at which another calendar program reads a host's meetings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.token_fields import HandleField, KidField
from core.tokens import Purpose, make_token


class HostFeed(models.Model):
    """The one address of a user's meetings. A new address replaces the former; a withdrawn one opens nothing."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="feed")
    kid = KidField()
    handle = HandleField()
    details = models.BooleanField(
        _("with names and answers"), default=False, help_text=_("Off: it only says when its user is busy.")
    )
    created_at = models.DateTimeField(_("address made at"))
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user}"

    def token(self) -> str | None:
        """Return the token of the address; None if the key that signed it has been dropped."""
        if self.kid not in settings.LINK_KEYS:
            return None
        return make_token(Purpose.FEED, self.kid, bytes(self.handle), settings.LINK_KEYS)
