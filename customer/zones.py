"""The world's time zones, for the search field of the picker."""

from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import cookieless
from core import cldr
from core.zones import ZonePlace, zone, zone_label, zone_places
from customer.visit import read_address

# China, Cuba, Mexico and the Philippines have some of these too, but who types them means North America.
AMERICAN = {f"{area}{kind}T" for area in "PMCE" for kind in "SD"}


@cookieless
@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    """Return each zone's name, its label with today's offset, what also finds it, and how many live there.

    The address names the language of the labels, since browsers keep the answer.
    """
    language = read_address(request).lang or settings.LANGUAGE_CODE
    response = JsonResponse({"zones": _rows(timezone.now().replace(minute=0, second=0, microsecond=0), language)})
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _search_words(place: ZonePlace, at: datetime) -> str:
    """Return countries, older names, largest cities and abbreviations, in summer and winter."""
    half_a_year = timedelta(days=182)
    abbreviations = {(at + later).astimezone(zone(place.name)).tzname() or "" for later in (timedelta(), half_a_year)}
    if not {"US", "CA"} & {*place.countries}:
        abbreviations -= AMERICAN
    words = [name for name in sorted(abbreviations) if name.isalpha()]
    return " ".join([*place.countries, *place.aliases, *place.cities, *words, *_local_names(place)])


def _local_names(place: ZonePlace) -> list[str]:
    """Return its countries in another language, where the label has no English word either."""
    language = get_language()
    if cldr.is_english(language):
        return []
    names = {cldr.country_name(country, "", language) for country in place.countries if len(country) == len("GB")}
    return [*sorted(filter(None, names)), place.name]


@lru_cache(maxsize=16)
def _rows(at: datetime, language: str) -> list[list[str | int]]:
    with translation.override(language):
        return [
            [place.name, zone_label(place.name, at), _search_words(place, at), place.people] for place in zone_places()
        ]
