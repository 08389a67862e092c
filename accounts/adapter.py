"""Where signing in, as allauth does it, meets our own rules."""

import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.actions import sign_up_is_open
from accounts.models import User
from core.text import validate_mailable

logger = logging.getLogger(__name__)


def _here(address: str) -> str:
    return f"{settings.BASE_URL}{urlsplit(address).path}"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Who may sign up, which addresses fit, and what happens while no mail can be sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return sign_up_is_open(signups=settings.SIGNUPS)

    def clean_email(self, email: str) -> str:
        """allauth's own fields take longer addresses than the table."""
        longest = User._meta.get_field("email").max_length or 0
        if len(email) > longest:
            raise ValidationError(_("An email address has at most %(longest)d characters.") % {"longest": longest})
        validate_mailable(email)
        return email

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On our own address, whatever host the request names: whoever asks may name one of theirs."""
        return _here(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """As above."""
        return _here(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down or set wrongly must not fail what was asked for, nor an account just made."""
        try:
            super().send_mail(template_prefix, email, context | {"place": settings.BASE_URL.split("//")[-1]})
        except (OSError, SMTPException):
            logger.exception("A mail was not sent: %s", template_prefix)
            messages.error(
                self.request, _("The mail could not be sent. Try again in a while, or ask whoever runs this site.")
            )
