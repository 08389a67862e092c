"""Recovery of forms that were sent after the session had ended: they are filled in again after signing in."""

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.urls import is_valid_path
from django.utils.translation import gettext as _

from accounts.devices import is_known

KEPT_FORM, PRESSED_BUTTON = "typed", "pressed"
# Far above the size of any form here. Larger ones are not stored in the session.
LONGEST = 10_000
CODES = {"code", "credential"}


def is_secret(name: str) -> bool:
    """Return whether the field holds a credential. Credentials are neither kept nor shown, but must be typed again."""
    return "password" in name or name in CODES


def keep_form(request: HttpRequest) -> None:
    """Keep a form that was sent without permission, for the same address and without its credentials.

    Strangers' forms are not kept, since each would make a session.
    """
    if request.method != "POST" or not (request.user.is_authenticated or is_known(request)):
        return
    request.session[PRESSED_BUTTON] = request.get_full_path()
    fields = request.POST.copy()
    for name in list(fields):
        if is_secret(name) or name == "csrfmiddlewaretoken":
            del fields[name]
    text = fields.urlencode()
    if fields and len(text) <= LONGEST:
        request.session[KEPT_FORM] = {"path": request.get_full_path(), "fields": text}


def page_above_button(request: HttpRequest) -> str | None:
    """Return where to redirect a GET, after signing in, for an address that only takes POST; None for other requests.

    It is the nearest address above it that can be opened. A second request for the same address gets None.
    """
    if request.method != "GET" or request.session.get(PRESSED_BUTTON) != request.get_full_path():
        return None
    del request.session[PRESSED_BUTTON]
    messages.info(request, _("You are signed in again. Nothing has changed yet: press the button again."))
    path = request.path.rstrip("/")
    while path:
        path = path.rpartition("/")[0]
        if path and is_valid_path(f"{path}/"):
            break
    return f"{path}/"


def form_data(request: HttpRequest) -> QueryDict | None:
    """Return the data to fill a form with: what was sent now, or kept before signing in again; else None."""
    if request.method == "POST":
        return request.POST
    saved = request.session.get(KEPT_FORM)
    if not saved or saved["path"] != request.get_full_path():
        return None
    del request.session[KEPT_FORM]
    messages.info(request, _("You are signed in again. What you typed is still here, but not saved yet."))
    return QueryDict(saved["fields"])


def status(request: HttpRequest) -> int:
    """Return the status of a page with a form: 422 if the form was sent and refused, else 200."""
    return 422 if request.method == "POST" else 200
