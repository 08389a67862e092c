"""What all screens of owners show, whichever room they stand in: one context processor for those of the rooms."""

from django.http import HttpRequest

from owner.calendars.banner import unread_calendars
from owner.links.views.requests import waiting
from owner.webhooks.texts import disabled_webhooks

ROOMS = (waiting, unread_calendars, disabled_webhooks)


def for_owners(request: HttpRequest) -> dict[str, object]:
    """Context processor: what each room has to say. It is looked up only where a template shows it.

    Customers' pages, whose views do not even look for a session, say none of it.
    """
    match = request.resolver_match
    if match is not None and getattr(match.func, "cookieless", False):
        return {}
    return {name: value for room in ROOMS for name, value in room(request).items()}
