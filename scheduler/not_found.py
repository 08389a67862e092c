"""The response to an unknown address."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.views import defaults

from accounts.access import is_cookieless
from accounts.languages import browser_language


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page in any language that customers may read, since most such addresses were links.

    If a view raised the 404, its language stays, and owners get a page that links to their screens.
    """
    language = get_language() if request.resolver_match else browser_language(request) or get_language()
    with override(language):
        response = defaults.page_not_found(request, exception, template_name=_template(request))
    response.headers["Content-Language"] = language or ""
    return response


def _template(request: HttpRequest) -> str:
    is_owners = request.resolver_match is not None and not is_cookieless(request)
    return "owner/not_found.html" if is_owners else "404.html"
