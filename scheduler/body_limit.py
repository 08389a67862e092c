"""Middleware that refuses requests with too large bodies by their Content-Length, before anything is read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from api.front import is_api, refuse
from api.problems import Problem
from scheduler.body_size import is_large


class RejectLargeBodies:
    """Middleware that answers 413 to a request whose Content-Length is above MAX_BODY_BYTES.

    Django reads no further than the Content-Length.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_large(request.META.get("CONTENT_LENGTH", "")):
            return self.get_response(request)
        if is_api(request):
            return refuse(request, Problem("too-large"))
        # Without the request: its context processors would load the user.
        page = render_to_string("400.html")
        return HttpResponse(page, status=413, headers={"Cache-Control": "no-store"})
