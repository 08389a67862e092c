"""What is told after calendars were read."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bookings.asking import Unreadable


def tell_unreadable(request: HttpRequest, unreadable: Iterable[Unreadable]) -> None:
    """Tell the user which calendars could not be read, and why."""
    for calendar, refusal in unreadable:
        messages.error(request, unreadable_text(calendar.name, str(refusal)))


def unreadable_text(name: str, reason: str) -> str:
    return _("“%(name)s”: %(reason)s") % {"name": name, "reason": reason}
