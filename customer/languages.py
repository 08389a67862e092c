"""The same page in other languages: plain links, which keep all that the address asks for."""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.languages import ENGLISH, NAMES, customers_languages
from customer.visit import MOST_PARAMETERS

# More than so many fold away.
MOST_IN_LINE = 4
# Stands in the kept fragment for the address of the page.
ADDRESS = "ADDRESS-OF-THE-PAGE"


def language_links(request: HttpRequest) -> SafeString:
    """Return the links to the page in all languages; nothing if there is only one."""
    pairs = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)[-MOST_PARAMETERS:]
    query = urlencode([*((name, text) for name, text in pairs if name.lower() != "lang"), ("lang", "")])
    fragment = _fragment(get_language() or settings.LANGUAGE_CODE, tuple(customers_languages()))
    return SafeString(fragment.replace(ADDRESS, escape(f"{request.path}?{query}")))


@lru_cache(maxsize=200)
def _fragment(active: str, codes: tuple[str, ...]) -> SafeString:
    """Return the links with a word for the address: rendering them for each page would take a tenth of its time."""
    names = {_english(active): "English"} | {code: NAMES[code] for code in codes if code not in ENGLISH}
    if len(names) == 1:
        return SafeString("")
    rows = [(code, name, f"{ADDRESS}{code}", code == active) for code, name in names.items()]
    context = {"ways": rows, "here": names.get(active, "English"), "folded": len(rows) > MOST_IN_LINE}
    return render_to_string("customer/_languages.html", context)


def _english(active: str) -> str:
    """Return which English is meant: the one that is shown or the site's own, else the one without a region."""
    return next((code for code in (active, settings.LANGUAGE_CODE) if code.startswith("en")), "en")
