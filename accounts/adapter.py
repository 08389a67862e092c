"""The adapter that makes signing in with allauth follow this application's rules."""

import logging
from functools import cache
from itertools import cycle
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from accounts import actions, devices, lockout, sessions
from accounts.backends import WithOrganization
from accounts.client_address import client_address, explain_unknown_address
from accounts.languages import owner_language
from accounts.models import SignIn, User
from core.text import validate_mailable

logger = logging.getLogger(__name__)

# Rate limits count visitors of unknown address under these stand-in addresses, in turn. No real visitor has one.
# Together they allow fifty times the limit of one address, and no single row of the cache counts everybody.
STAND_INS = [f"0.0.0.{number}" for number in range(1, 51)]
STAND_IN = "accounts.stand_in"
next_stand_in = cycle(STAND_INS)


def _on_this_site(address: str) -> str:
    return f"{settings.BASE_URL}{urlsplit(address).path}"


def _language_of(email: str, user: object) -> str:
    """Return the language of mails to the address: that of its user's other mails, else that of the page.

    The page may be somebody else's, who only typed the address.
    """
    reader = user if isinstance(user, User) else User.objects.filter(email__iexact=email).first()
    chosen = [reader.language, reader.organization.language] if reader else []
    return owner_language(*chosen, get_language() or "")


def _sign_in_method(records: list[dict[str, Any]]) -> tuple[str, str]:
    """Return how somebody signed in, and their second step, from allauth's records of the session."""
    steps = [record for record in records if not record.get("reauthenticated")]
    seconds = [record["type"] for record in steps if record["method"] == "mfa" and not record.get("passwordless")]
    second_step = seconds[0] if seconds else ""
    if any(record.get("passwordless") for record in steps):
        return SignIn.How.PASSKEY, second_step
    firsts = [record["method"] for record in steps if record["method"] in SignIn.How.values]
    return firsts[0] if firsts else SignIn.How.FIRST, second_step


@cache
def warn_once(reason: str) -> None:
    """Log the warning once in each process. More would only flood the log."""
    logger.warning("A visitor's address is unknown, so limits by address count the whole site together: %s", reason)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Decides who may sign up, which addresses are valid, who counts as one visitor, and how mails are sent."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "Too many failed attempts. Try again in a few minutes, or sign in with a passkey or a code by email."
        )
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return actions.sign_up_is_open(signups=settings.SIGNUPS)

    def clean_email(self, email: str) -> str:
        """Return the address if mail can be sent to it and it fits into the table. Raise ValidationError otherwise.

        allauth's own fields accept longer addresses than the table.
        """
        longest = User._meta.get_field("email").max_length or 0
        if len(email) > longest:
            raise ValidationError(_("An email address has at most %(longest)d characters.") % {"longest": longest})
        validate_mailable(email)
        return email

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address under which rate limits count the request.

        It is the client's address. If that is unknown, it is a stand-in, the same one for the whole request.
        """
        address = client_address(request.META, behind_proxy=settings.BEHIND_PROXY)
        if address is not None:
            return address
        warn_once(explain_unknown_address(request.META, behind_proxy=settings.BEHIND_PROXY))
        if STAND_IN not in request.META:
            request.META[STAND_IN] = next(next_stand_in)
        return str(request.META[STAND_IN])

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse further tries by password where there were too many."""
        self._login_failed_rl_usage = lockout.count_attempt(request, credentials.get("email", ""))
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        lockout.clear_attempts(request, credentials.get("email", ""))

    def login(self, request: HttpRequest, user: User) -> None:
        user.backend = f"{WithOrganization.__module__}.{WithOrganization.__qualname__}"
        super().login(request, user)
        sessions.begin(request.session, timezone.now())

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Answer somebody who has signed in. Record the sign-in, and make the browser a known device."""
        response: HttpResponse = super().post_login(request, user, **details)
        devices.note_device(request, response, user.email)
        how, second_step = _sign_in_method(get_authentication_records(request, user))
        actions.record_sign_in(
            user=user,
            at=timezone.now(),
            how=how,
            second_step=second_step,
            address=client_address(request.META, behind_proxy=settings.BEHIND_PROXY),
            agent=self.get_http_user_agent(request)[: SignIn._meta.get_field("agent").max_length],
        )
        return response

    def reauthenticate(self, user: User, password: str) -> bool:
        """Return whether the password is right. If so, the session gets a new id, as at every sign-in."""
        is_right: bool = super().reauthenticate(user, password)
        if is_right:
            sessions.renew(self.request)
        return is_right

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log that somebody failed to sign in, without what they typed: people type passwords into wrong fields."""
        address = client_address(request.META, behind_proxy=settings.BEHIND_PROXY)
        logger.warning("A sign-in failed, from %s.", address or "an unknown address")

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the user of a change to how they sign in, and end their other sessions, which may be somebody else's."""
        sessions.end_others(self.request, user)
        address = client_address(self.request.META, behind_proxy=settings.BEHIND_PROXY)
        details = {"address": address or gettext_lazy("unknown"), "user": user} | (context or {})
        super().send_notification_mail(template_prefix, user, details, email or user.email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return an address on this site's own host. The request's host may have been forged by the sender."""
        return _on_this_site(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: object) -> str:
        """Return an address on this site's own host, as above."""
        return _on_this_site(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send a mail, and show an error if the mail server is down or badly configured.

        Raising the error would fail the whole request, which may just have created an account.
        """
        try:
            with override(_language_of(email, context.get("user"))):
                super().send_mail(template_prefix, email, context | {"place": settings.BASE_URL.split("//")[-1]})
        except (OSError, SMTPException) as error:
            logger.error("A mail was not sent: %s. %s", template_prefix, error)
            messages.error(
                self.request,
                _("The email could not be sent. Try again later, or contact the administrator of this site."),
            )
