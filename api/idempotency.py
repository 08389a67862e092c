"""The header `Idempotency-Key`: whatever makes something makes it once under each key."""

import json
import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.idempotency import marks_of
from api.auth import Caller
from api.problems import Problem

FORM = re.compile(r"[\x21-\x7e]{8,255}")


def key_of(request: HttpRequest) -> str:
    """Return the key that was sent, or an empty text. Raise Problem for one that is none."""
    key = request.headers.get("Idempotency-Key", "")
    if key and not FORM.fullmatch(key):
        says = _("Use 8 to 255 visible ASCII characters.")
        raise Problem("invalid", errors=[{"header": "Idempotency-Key", "detail": says}])
    return key


def body_marks(request: Caller) -> list[str]:
    """Return what stands for the body, however it is spaced and ordered: first what is kept, then what else counts.

    Nobody can guess a body from it.
    """
    body = json.dumps(json.loads(request.body or b"{}"), sort_keys=True)
    return [mark.hex() for mark in marks_of(request.user, f"body {request.path}", body)]


def note_replay(response: HttpResponse, *, again: bool) -> int:
    """Say in the answer whether it is that of an earlier request, and return its status."""
    if again:
        response["Idempotent-Replayed"] = "true"
    return 200 if again else 201
