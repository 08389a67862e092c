"""The kinds of places where meetings happen."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LocationKind(models.TextChoices):
    """Where a meeting takes place, labelled as owners choose it.

    A meeting is never booked as JITSI or CALENDAR: it is a video call at the address of its own room.
    """

    VIDEO = "video", _("Video call")
    JITSI = "jitsi", _("Video call: a new Jitsi room for each meeting")
    CALENDAR = "calendar", _("Video call: Google Meet or Teams, made in the host’s calendar")
    HOST_CALLS = "host_calls", _("Phone call: we call the customer")
    CUSTOMER_CALLS = "customer_calls", _("Phone call: the customer calls us")
    ADDRESS = "address", _("In person")
    ASK = "ask", _("Ask the customer")


# The names of their icons on screens.
LOCATION_ICONS = {
    **dict.fromkeys([LocationKind.VIDEO, LocationKind.JITSI, LocationKind.CALENDAR], "video"),
    **dict.fromkeys([LocationKind.HOST_CALLS, LocationKind.CUSTOMER_CALLS], "phone"),
    **dict.fromkeys([LocationKind.ADDRESS, LocationKind.ASK], "pin"),
}
# Where the location of a booking is what its customer typed: their phone number or their wish.
TYPED_BY_CUSTOMER = (LocationKind.HOST_CALLS, LocationKind.ASK)


def kinds_to_choose(present: str = "", *, in_calendar: bool) -> list[LocationKind]:
    """Return the kinds that owners can choose, and the present one.

    JITSI needs a server of the operator's, CALENDAR a calendar that makes rooms (`in_calendar`).
    """
    can_make_rooms = {LocationKind.JITSI: bool(settings.JITSI_URL), LocationKind.CALENDAR: in_calendar}
    return [kind for kind in LocationKind if can_make_rooms.get(kind, True) or kind == present]
