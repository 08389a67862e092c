"""Middleware for signed-in users: pages stay out of caches, sessions end in time, language and time zone are theirs."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from accounts import sessions
from accounts.languages import browser_language, owner_language
from accounts.models import User
from core.zones import zone


class Middleware:
    """The base of these middleware classes, which only passes the request on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


def _signed_in_user(request: HttpRequest, view: Callable[..., HttpResponse]) -> User | None:
    """Return the signed-in user, or None. A cookieless view has none: no session is looked for."""
    if getattr(view, "cookieless", False) or not request.user.is_authenticated:
        return None
    return request.user


class NoStore(Middleware):
    """Keep answers to signed-in users out of all browser and proxy caches, errors included.

    Answers that set Cache-Control themselves, such as pictures, are left alone.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class ReadersLanguage(Middleware):
    """Activate the first language that the browser asks for."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(browser_language(request, settings.CUSTOMERS_ONLY) or settings.LANGUAGE_CODE)
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class UsersLanguage(Middleware):
    """Activate the language that the signed-in user has chosen. It comes after the CSRF check.

    Views marked with `accounts.access.cookieless` choose for themselves, and are offered more languages.
    """

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: object) -> None:
        user = _signed_in_user(request, view)
        if user is not None and user.language:
            translation.activate(owner_language(user.language))


class EndSessions(Middleware):
    """End sessions whose time is over, and note the use of the others (`accounts.sessions`)."""

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: object) -> None:
        if _signed_in_user(request, view) is not None:
            sessions.note_use(request, timezone.now())


class ViewersZone(Middleware):
    """Activate the time zone of the signed-in user, in which templates print times.

    Views marked with `accounts.access.cookieless` take the zone from the address.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(zone("UTC")):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: object) -> None:
        """Activate the zone here, where the view that answers is known."""
        user = _signed_in_user(request, view)
        if user is not None:
            timezone.activate(zone(user.time_zone))
