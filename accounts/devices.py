"""Known devices: browsers in which somebody has signed in before, each by a cookie of its own.

The cookie is signed. It holds the device's random id and a mark for each account, which names nobody. Guesses of
strangers do not keep the rightful user out of a known device (`accounts.lockout`); it opens nothing by itself.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from core.text import address_key

SALT = "accounts.device"
# Browsers keep cookies no longer than this.
LIFE = 400 * 86_400
MOST_ACCOUNTS = 5


def note_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Make the browser a known device of the account. It keeps the MOST_ACCOUNTS latest accounts."""
    content = _read(request) or {"id": secrets.token_hex(16), "accounts": []}
    mark = _mark(content["id"], email)
    further = [account for account in content["accounts"] if account != mark]
    content["accounts"] = [mark, *further][:MOST_ACCOUNTS]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(content, salt=SALT),
        max_age=LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_device(request: HttpRequest, email: str) -> str | None:
    """Return the id of the device if it is a known one of the account, else None."""
    content = _read(request)
    return content["id"] if content and _mark(content["id"], email) in content["accounts"] else None


def is_known(request: HttpRequest) -> bool:
    """Return whether anybody has signed in on the device before."""
    return _read(request) is not None


def _read(request: HttpRequest) -> dict[str, Any] | None:
    try:
        return dict(signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=LIFE))
    except signing.BadSignature:
        return None


def _mark(device: str, email: str) -> str:
    return salted_hmac(SALT, f"{device} {address_key(email)}", algorithm="sha256").hexdigest()[:32]
