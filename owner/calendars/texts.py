"""Texts about calendars: what may count as busy in them, which could not be read, and why."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.fresh_readings import UnreadableCalendar
from calendars.events import Presence
from calendars.models import Connection
from calendars.oauth import vendor_of
from owner.calendars.cards import server_name

# What may count as busy or not, as the user chooses.
COUNTED = {
    Presence.TENTATIVE: gettext_lazy("Tentative"),
    Presence.AWAY: gettext_lazy("Out of office"),
    Presence.ELSEWHERE: gettext_lazy("Working elsewhere"),
}


def tell_unreadable(request: HttpRequest, unreadable: Iterable[UnreadableCalendar]) -> None:
    """Tell the user which calendars could not be read, and why."""
    for calendar, refusal in unreadable:
        messages.error(request, unreadable_text(calendar.name, str(refusal)))


def unreadable_text(name: str, reason: str) -> str:
    return _("“%(name)s”: %(reason)s") % {"name": name, "reason": reason}


def unread_reason(connection: Connection) -> str:
    """Return in a sentence why the connection's calendars cannot be read, or nothing if it is not known to fail."""
    if connection.state == Connection.State.OK:
        return ""
    if connection.state == Connection.State.FAILING:
        text = _("%(server)s does not answer, or not as it should.")
    elif vendor_of(connection.kind):
        text = _("The access that %(server)s gave was withdrawn or has ended.")
    elif connection.kind == Connection.Kind.ICS:
        text = _("%(server)s refused the address.")
    else:
        text = _("%(server)s refused the password.")
    return text % {"server": server_name(connection)}
