"""The world's time zones, for the search field of the picker."""

from datetime import datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from accounts.access import cookieless
from core.zones import zone_label, zone_places
from customer.visit import clock_now


@cookieless
@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    """Return each zone's name, its label with today's offset, and the countries and older names that also find it."""
    response = JsonResponse({"zones": _rows(clock_now().replace(minute=0, second=0, microsecond=0))})
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@lru_cache(maxsize=2)
def _rows(at: datetime) -> list[list[str]]:
    return [
        [place.name, zone_label(place.name, at), " ".join([*place.countries, *place.aliases])]
        for place in zone_places()
    ]
