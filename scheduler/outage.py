"""What is answered while the database is away: 503, with the form that was sent, to be sent once more.

An error may come from a view, from a middleware before it (who is signed in) or after it (the session is saved). Django
turns it into an answer at the next middleware outwards, so no middleware of ours sees all of them: the site map's
handlers do.
"""

import logging
import sys
from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.views import defaults

from accounts.access import is_cookieless
from accounts.form_recovery import is_secret
from core.database import Outage, is_away, require_writable
from customer.responses import framed

# Seconds. Most restarts take less, and most switchovers more.
RETRY_AFTER = "5"
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, OSError)

outage = Outage(logging.getLogger(__name__), "Pages are answered with 503 until it can be.")


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to an error that nobody caught, which is the one being handled."""
    error = sys.exc_info()[1]
    if error is not None and is_away(error):
        return unavailable(request, error)
    return defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that makes no sense; Django's sessions call a write that failed such a one."""
    return unavailable(request, exception) if is_away(exception) else defaults.bad_request(request, exception)


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """A page that needs no database, says when to come back, and loses nothing that was typed."""
    outage.noticed(error)
    # Broken, or still with a server that is the standby by now: the next request connects anew.
    connection.close()
    customers = is_cookieless(request)
    # Without the request: what templates are told of it would ask for the user.
    page = render_to_string("503.html", sent(request) | {"customers": customers})
    headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
    response = HttpResponse(page, status=503, headers=headers)
    if "HX-Request" in request.headers:
        # The part of the page that asked stays as it is, with what was typed.
        response.headers["HX-Reswap"] = "none"
    # Whether another website may show the page stands in the database. It admits nobody and knows no cookie.
    return framed(request, response) if customers else response


def sent(request: HttpRequest) -> dict[str, object]:
    """What a form said, as fields to be sent again, with its own CSRF token, which has not been judged yet.

    Passwords and files are left out.
    """
    if request.method != "POST":
        return {}
    try:
        fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except UNREADABLE:
        return {"unreadable": True}
    kept = [(name, text) for name, text in fields if not is_secret(name)]
    return {"posted": True, "fields": kept, "left_out": len(kept) < len(fields) or bool(request.FILES)}


class Watch:
    """Notices that the database can be used again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # An open connection was opened after the outage was noticed. Reading alone works on a standby, too.
        if outage.lasts and response.status_code < 500 and connection.connection is not None:
            with suppress(Error):
                require_writable()
                outage.ended()
        return response
