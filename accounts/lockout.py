"""Limits of failed sign-ins by password: by address, by account and address together, and by account.

The last one stops guesses from many addresses, so it would let strangers lock the rightful user out. A known device
of the account has a limit of its own instead; passkeys and codes by email are not limited here at all.
"""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

from accounts.client_address import client_address
from accounts.devices import known_device
from core.text import address_key

APP = "allauth.account"
# The names of the limits in ACCOUNT_RATE_LIMITS.
ADDRESS, ACCOUNT, DEVICE = "sign_in", "sign_in_account", "sign_in_device"


def count_attempt(request: HttpRequest, email: str) -> ratelimit.RateLimitUsage | None:
    """Count an attempt. Return the usage, which can be rolled back, or None if there were too many."""
    usages = ratelimit.RateLimitUsage(usage=[])
    for action, key in _limits(request, email):
        usage = ratelimit.consume(request, app=APP, action=action, key=key)
        if not usage:
            return None
        usages.usage += usage.usage
    return usages


def clear_attempts(request: HttpRequest, email: str) -> None:
    """Delete the counted attempts of the account, after the rightful user has signed in."""
    for action, key in _limits(request, email):
        ratelimit.clear(request, app=APP, action=action, key=key)


def _limits(request: HttpRequest, email: str) -> list[tuple[str, str]]:
    account = address_key(email)
    device = known_device(request, email)
    if device:
        return [(DEVICE, f"{account} {device}")]
    # Visitors of unknown address share a limit for each account.
    address = client_address(request.META, behind_proxy=settings.BEHIND_PROXY) or ""
    return [(ADDRESS, f"{account} {ratelimit.truncate_ip(address)}"), (ACCOUNT, account)]
