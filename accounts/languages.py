"""Which languages there are, who may choose them, and which one a reader gets."""

from collections.abc import Collection

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

# Each by its own name, sorted by it. English of further regions has no words of its own, and is not chosen by name.
NAMES = {
    "de": "Deutsch",
    "en-gb": "English (United Kingdom)",
    "en": "English (United States)",
    "es": "Español",
    "fr": "Français",
    "pt-br": "Português (Brasil)",
    "ar": "العربية",
    "ja": "日本語",
}
ENGLISH = ("en", "en-gb")
# Regions whose clock or first day of the week differs from that of English without a region.
REGIONS = (
    "150 ai at be bi cc ch ck cm cx de dg dk fi fk gg gi ie im io je mg ms mu nf ng nl nr nu pn rw sc se sh si sx tk "
    "tv tz ug 001 au bb bm cy er fj fm gd gh gm gy ki kn ky lc lr ls mp mw my na nz pg pw sb sl ss sz tc to vc vg vu "
    "zm bw bz il ke mt za zw mv sd"
)
ENGLISH_BY_REGION = [f"en-{region}" for region in REGIONS.split()]


def customers_languages() -> list[str]:
    """Return the languages that customers may read, by their codes."""
    offered = dict(settings.LANGUAGES)
    return [code for code in NAMES if code in offered]


def owners_languages() -> list[str]:
    """Return the languages in which the whole application speaks, by their codes."""
    return [code for code in customers_languages() if code not in settings.CUSTOMERS_ONLY]


def is_unreviewed(code: str) -> bool:
    """Return whether no speaker of the language has read its translation."""
    return code in settings.UNREVIEWED


def owner_language(*codes: str) -> str:
    """Return the first of the codes that owners are offered, else the site's language."""
    offered = owners_languages()
    return next((code for code in codes if code in offered), settings.LANGUAGE_CODE)


def browser_language(request: HttpRequest, refused: Collection[str] = ()) -> str:
    """Return the first language of Accept-Language that we have, and that is not refused; else an empty text."""
    for code, _weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        if code == "*":
            break
        try:
            found = get_supported_language_variant(code)
        except LookupError:
            continue
        if found not in refused:
            return found
    return ""
