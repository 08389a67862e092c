"""Templates print times in the viewer's zone: it is activated once per request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.zones import zone

# Customers' pages know no user, and must not even look for a session.
WITHOUT_USER = ("/l/", "/b/", "/p/", "/zones.json", "/static/")


class ViewersZone:
    """Activates a signed-in user's zone; customers' pages activate theirs from the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WITHOUT_USER):
            return self._under("UTC", request)
        user = request.user
        return self._under(user.time_zone if user.is_authenticated else "UTC", request)

    def _under(self, name: str, request: HttpRequest) -> HttpResponse:
        with timezone.override(zone(name)):
            return self.get_response(request)
