"""The answer while the database is away: status 503, with the submitted form for sending it again.

The error may come from a view, from a middleware before it (which loads the user) or after it (which saves the
session). Django turns an error into an answer at the next middleware outwards, so none of our middleware sees all of
them. The handlers of the URLconf do.
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
from api.front import is_api, refuse
from api.problems import Problem
from core.outages import Outage, is_outage, require_writable
from customer.responses import framed

# Seconds. Most restarts take less time, and most switchovers more.
RETRY_AFTER = "5"
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, OSError)

outage = Outage(logging.getLogger(__name__), "Pages are answered with 503 until it can be.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the answer to the uncaught error that is being handled."""
    error = sys.exc_info()[1]
    if error is not None and is_outage(error):
        return unavailable(request, error)
    return refuse(request, Problem("internal")) if is_api(request) else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the answer to a bad request. Django's sessions raise BadRequest for a failed write, too."""
    if is_outage(exception):
        return unavailable(request, exception)
    return refuse(request, Problem("malformed")) if is_api(request) else defaults.bad_request(request, exception)


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Return a page that needs no database, says when to try again, and keeps all that was typed."""
    outage.begin(error)
    # The connection is broken, or leads to a server that is the standby by now. The next request connects anew.
    connection.close()
    if is_api(request):
        return refuse(request, Problem("unavailable"))
    customers = is_cookieless(request)
    # Render without the request: its context processors would load the user from the database.
    page = render_to_string("503.html", submitted_form(request) | {"customers": customers})
    headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
    response = HttpResponse(page, status=503, headers=headers)
    if "HX-Request" in request.headers:
        # Let htmx leave the fragment as it is, with all that was typed.
        response.headers["HX-Reswap"] = "none"
    # Whether other sites may frame the page is stored in the database, which is away. Allow it: the page opens nothing
    # and uses no cookie.
    return framed(request, response, None) if customers else response


def submitted_form(request: HttpRequest) -> dict[str, object]:
    """Return the submitted form as template variables: its fields, and what had to be left out.

    Passwords and files are left out. The CSRF token is kept as sent, and checked when the form is sent again.
    """
    if request.method != "POST":
        return {}
    try:
        fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except UNREADABLE:
        return {"unreadable": True}
    shown = [(name, text) for name, text in fields if not is_secret(name)]
    return {"posted": True, "fields": shown, "left_out": len(shown) < len(fields) or bool(request.FILES)}


class WatchDatabase:
    """Middleware that notices when the database can be used again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # An open connection must be newer than the outage, which closed it. A test of writing is needed, because
        # reading works on a standby too.
        if outage.is_active and response.status_code < 500 and connection.connection is not None:
            with suppress(Error):
                require_writable()
                outage.end()
        return response
