"""Signed addresses that set a new password."""

from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from accounts.actions import ensure_address
from accounts.models import User


class ResetTokens(PasswordResetTokenGenerator):
    """Tokens that end with the password, with a change of the email address, and once all sessions were ended.

    allauth's own has not the last of these. It cannot be the base: its module imports this one.
    """

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        # allauth relies on its record of the address from here on, such as for forgiving failed tries.
        ensure_address(user=user)
        addresses = EmailAddress.objects.filter(user=user).order_by("email").values_list("email", flat=True)
        return "|".join([super()._make_hash_value(user, timestamp), *addresses, str(user.sessions_ended)])
