"""Permanent redirects from old addresses. Bookmarks and mails may hold them, so none is ever removed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import path, reverse


def _redirect_to(name: str) -> Callable[..., HttpResponse]:
    """Return a view that redirects to the address of this name, with the same query."""

    def view(request: HttpRequest, **kwargs: int) -> HttpResponse:
        query = request.META["QUERY_STRING"]
        address = reverse(name, kwargs=kwargs) + (f"?{query}" if query else "")
        # A form that was opened before the move is sent on with what was typed: 308 for 301.
        return HttpResponsePermanentRedirect(address, preserve_request=request.method not in ("GET", "HEAD"))

    return view


urlpatterns = [
    path("calendars/", _redirect_to("booking-pages")),
    path("calendars/new/", _redirect_to("new-booking-page")),
    path("calendars/<int:pk>/", _redirect_to("booking-page")),
    path("calendars/<int:pk>/archive/", _redirect_to("archive-booking-page")),
    path("links/logs/", _redirect_to("meeting-logs")),
    path("links/logs/export.csv", _redirect_to("export-meetings")),
]
