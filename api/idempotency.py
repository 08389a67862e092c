"""The header `Idempotency-Key`: an operation that makes something makes it once for each key."""

import json
import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.idempotency import key_digests
from api.auth import Caller
from api.problems import Problem

KEY_FORMAT = re.compile(r"[\x21-\x7e]{8,255}")


def idempotency_key(request: HttpRequest) -> str:
    """Return the key that was sent, or an empty text. Raise Problem for a malformed one."""
    key = request.headers.get("Idempotency-Key", "")
    if key and not KEY_FORMAT.fullmatch(key):
        detail = _("Use 8 to 255 visible ASCII characters.")
        raise Problem("invalid", errors=[{"header": "Idempotency-Key", "detail": detail}])
    return key


def body_digests(request: Caller) -> list[str]:
    """Return keyed digests of the body that tell a repeat: the one to store, then others that are accepted.

    Spacing and the order of names make no difference. The body cannot be guessed from a digest.
    """
    body = json.dumps(json.loads(request.body or b"{}"), sort_keys=True)
    return [mark.hex() for mark in key_digests(request.user, f"body {request.path}", body)]


def mark_replay(response: HttpResponse, *, again: bool) -> int:
    """Mark the answer if it repeats that of an earlier request. Return its status."""
    if again:
        response["Idempotent-Replayed"] = "true"
    return 200 if again else 201
