"""What the middleware does for whoever is signed in: their time zone, and that no cache keeps their pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from core.zones import zone

Answer = Callable[[HttpRequest], HttpResponse]


class NoStore:
    """Let no browser and no proxy keep an answer to somebody who is signed in, whatever became of the request.

    Answers that say themselves how long they are good for, such as pictures, are left alone.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class ViewersZone:
    """Activate a signed-in user's zone, in which templates print times.

    Views of customers are told apart by `accounts.access.cookieless`: they take the zone from the address, and must
    not even look for a session.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(zone("UTC")):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: object) -> None:
        """Find the zone once it is known which view answers."""
        if not getattr(view, "cookieless", False) and request.user.is_authenticated:
            timezone.activate(zone(request.user.time_zone))
