"""Requests that are too large are refused by their size, before anything is read or stored of them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from api.front import is_api, refuse
from api.problems import Problem
from scheduler.sizes import is_large


class RefuseLarge:
    """Middleware that answers 413 to a request that says to be larger than MOST.

    Django reads no further than a request says.
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
