"""Texts about calendars: what may count as busy in them, and which could not be read."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.fresh_readings import Unreadable
from calendars.events import Presence

# What need not count as busy.
COUNTED = {
    Presence.TENTATIVE: gettext_lazy("Tentative"),
    Presence.AWAY: gettext_lazy("Out of office"),
    Presence.ELSEWHERE: gettext_lazy("Working elsewhere"),
}


def tell_unreadable(request: HttpRequest, unreadable: Iterable[Unreadable]) -> None:
    """Tell the user which calendars could not be read, and why."""
    for calendar, refusal in unreadable:
        messages.error(request, unreadable_text(calendar.name, str(refusal)))


def unreadable_text(name: str, reason: str) -> str:
    return _("“%(name)s”: %(reason)s") % {"name": name, "reason": reason}
