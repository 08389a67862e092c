"""Pairings, by which a browser's extension gets its API token without anybody copying one."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.token_fields import HandleField, KidField
from core.tokens import Purpose, make_token, verify_token

# Without vowels, which could make words, and without letters that look like others (RFC 8628, 6.1).
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
LETTER_COUNT = 8


def new_letters() -> str:
    """Return new letters for a person to type: one of 25,600,000,000."""
    return "".join(secrets.choice(LETTERS) for _ in range(LETTER_COUNT))


class PairingQuerySet(models.QuerySet["Pairing"]):
    def of_code(self, device_code: str) -> "PairingQuerySet":
        """Return the pairing of a device code. Raise Pairing.DoesNotExist for a forged one, without a query."""
        verified = verify_token(Purpose.PAIR, device_code, settings.LINK_KEYS)
        if verified is None:
            raise Pairing.DoesNotExist
        return self.filter(kid=verified.kid, handle=verified.handle)

    def waiting(self, now: datetime) -> "PairingQuerySet":
        """Return the pairings that nobody has answered yet, and that have not expired."""
        return self.filter(expires_at__gt=now, approved_by=None, denied_by=None)


class Pairing(models.Model):
    """A browser that asks to act for somebody, in the manner of RFC 8628.

    It shows letters, which a signed-in user types. With its device code, which is not stored, it then fetches an API
    token, once.
    """

    kid = KidField()
    handle = HandleField()
    letters = models.CharField(_("letters"), max_length=LETTER_COUNT, unique=True, editable=False)
    address = models.GenericIPAddressField(_("from the address"), null=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)
    # What the token is going to be called.
    name = models.CharField(_("name"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("ends at"), db_index=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("connected by"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    denied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("refused by"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    fetched_at = models.DateTimeField(_("fetched at"), null=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        constraints = [
            models.CheckConstraint(condition=Q(approved_by=None) | Q(denied_by=None), name="pairing_has_one_answer"),
            models.CheckConstraint(
                condition=Q(fetched_at=None) | Q(approved_by__isnull=False), name="pairing_is_fetched_when_approved"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    def device_code(self) -> str:
        """Return what the browser fetches its token with. Raise KeyError if the key that signed it was dropped."""
        return make_token(Purpose.PAIR, self.kid, bytes(self.handle), settings.LINK_KEYS)
