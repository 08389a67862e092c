"""The same page in other languages: plain links, which keep all that the address asks for."""

from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.languages import ENGLISH, NAMES, customers_languages
from customer.visit import MOST_PARAMETERS

# More than so many fold away.
MOST_IN_LINE = 4


class Way(NamedTuple):
    """The address of the page in one language, which is called by its own name."""

    code: str
    name: str
    address: str
    is_here: bool


def ways(request: HttpRequest) -> list[Way]:
    """Return the page in all languages; nothing if there is only one."""
    active = get_language() or settings.LANGUAGE_CODE
    names = {_english(active): "English"} | {code: NAMES[code] for code in customers_languages() if code not in ENGLISH}
    if len(names) == 1:
        return []
    pairs = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    kept = urlencode(
        [*((name, text) for name, text in pairs if name.lower() != "lang"), ("lang", "")][-MOST_PARAMETERS:]
    )
    return [Way(code, name, f"{request.path}?{kept}{code}", code == active) for code, name in names.items()]


def _english(active: str) -> str:
    """Return which English is meant: the one that is shown or the site's own, else the one without a region."""
    return next((code for code in (active, settings.LANGUAGE_CODE) if code.startswith("en")), "en")
