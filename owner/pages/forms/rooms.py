"""Rooms that hosts' calendars make. Forms offer them only if there is such a calendar."""

from collections.abc import Collection

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calendars.queries import hosts_with_rooms
from core.text import LazyText

MISSING = _(
    "For a Google Meet or Teams room with each meeting, connect a Google or Microsoft calendar under Availability, and "
    "have meetings added to it."
)


def room_makers(user: User) -> set[int]:
    """Return the ids of users whose calendars make rooms: of all users for an admin, else only the user's own."""
    if not user.is_admin:
        return hosts_with_rooms([user.pk])
    colleagues = User.objects.filter(organization_id=user.organization_id, is_active=True)
    return hosts_with_rooms(colleagues.values_list("pk", flat=True))


def how_to_get_rooms(makers: Collection[int]) -> LazyText:
    """Return a hint if nobody can choose such a room yet; empty if calendars cannot be connected at all."""
    can_connect = settings.GOOGLE_CLIENT_ID or settings.MICROSOFT_CLIENT_ID
    return MISSING if can_connect and not makers else ""
