"""Addresses that have moved for good. Bookmarks and mails may hold them, so none is ever taken away."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import path, reverse


def _moved(name: str) -> Callable[..., HttpResponse]:
    """A view that leads to the address of this name, with whatever the query asked for."""

    def view(request: HttpRequest, **kwargs: int) -> HttpResponse:
        query = request.META["QUERY_STRING"]
        address = reverse(name, kwargs=kwargs) + (f"?{query}" if query else "")
        # A form that was opened before the move is sent on with what was typed: 308 for 301.
        return HttpResponsePermanentRedirect(address, preserve_request=request.method not in ("GET", "HEAD"))

    return view


urlpatterns = [
    path("calendars/", _moved("booking-pages")),
    path("calendars/new/", _moved("new-booking-page")),
    path("calendars/<int:pk>/", _moved("booking-page")),
    path("calendars/<int:pk>/archive/", _moved("archive-booking-page")),
    path("links/logs/", _moved("meeting-logs")),
    path("links/logs/export.csv", _moved("export-meetings")),
]
