"""The kinds of places where meetings happen."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LocationKind(models.TextChoices):
    """Where a meeting takes place, labelled as owners choose it.

    A meeting is never booked as JITSI: it is a video call at the address of its own room.
    """

    VIDEO = "video", _("Video call")
    JITSI = "jitsi", _("Video call: a new Jitsi room for each meeting")
    HOST_CALLS = "host_calls", _("Phone call: we call the customer")
    CUSTOMER_CALLS = "customer_calls", _("Phone call: the customer calls us")
    ADDRESS = "address", _("In person")
    ASK = "ask", _("Ask the customer")


def kinds_to_choose(present: str = "") -> list[LocationKind]:
    """Return the kinds that owners can choose, and the present one: without a server for rooms there are none."""
    return [kind for kind in LocationKind if kind != LocationKind.JITSI or settings.JITSI_URL or present == kind]
