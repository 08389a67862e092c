"""A context processor for all screens of owners, which combines those of the packages in `owner`."""

from django.http import HttpRequest

from owner.calendars.banner import unread_calendars
from owner.links.views.requests import waiting
from owner.webhooks.texts import disabled_webhooks

PROCESSORS = (waiting, unread_calendars, disabled_webhooks)


def for_owners(request: HttpRequest) -> dict[str, object]:
    """Return the combined context. Its values are lazy: they are computed only if a template shows them.

    It is empty for customers' pages, whose views do not load a session.
    """
    match = request.resolver_match
    if match is not None and getattr(match.func, "cookieless", False):
        return {}
    return {name: value for processor in PROCESSORS for name, value in processor(request).items()}
