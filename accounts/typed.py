"""What somebody typed in a tab whose sign-in had ended: kept in the session, and shown again after signing in."""

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.urls import is_valid_path
from django.utils.translation import gettext as _

KEPT, PRESSED = "typed", "pressed"
# Far above any form of ours; a session is no store for floods.
LONGEST = 10_000
CODES = {"code", "credential"}


def is_secret(name: str) -> bool:
    """Whether the field of that name holds what lets somebody in: it is neither kept nor shown, but typed once more."""
    return "password" in name or name in CODES


def keep(request: HttpRequest) -> None:
    """Keeps a form that was sent without being signed in, less its secrets, for the same address."""
    if request.method != "POST":
        return
    request.session[PRESSED] = request.get_full_path()
    fields = request.POST.copy()
    for name in [name for name in fields if is_secret(name) or name == "csrfmiddlewaretoken"]:
        del fields[name]
    text = fields.urlencode()
    if fields and len(text) <= LONGEST:
        request.session[KEPT] = {"path": request.get_full_path(), "fields": text}


def place_of_button(request: HttpRequest) -> str | None:
    """After signing in at an address that only a button leads to: the address above it, which can be opened; once."""
    if request.method != "GET" or request.session.get(PRESSED) != request.get_full_path():
        return None
    del request.session[PRESSED]
    messages.info(request, _("You are signed in again. Nothing was done yet: press the button once more."))
    path = request.path.rstrip("/")
    while path:
        path = path.rpartition("/")[0]
        if path and is_valid_path(f"{path}/"):
            break
    return f"{path}/"


def form_data(request: HttpRequest) -> QueryDict | None:
    """What a form is to be filled with: what was sent now, or typed before signing in again; else None."""
    if request.method == "POST":
        return request.POST
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[KEPT]
    messages.info(request, _("You are signed in again. What you typed is still here, but not saved yet."))
    return QueryDict(kept["fields"])


def status(request: HttpRequest) -> int:
    """The status of a page that shows a form: 422 when the form was sent and refused."""
    return 422 if request.method == "POST" else 200
