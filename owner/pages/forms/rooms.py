"""Rooms that hosts' calendars make, as forms offer them: only where there is such a calendar."""

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


def makers_beside(user: User) -> set[int]:
    """Return the users whose calendars make rooms: anybody's for an admin, who edits all pages; else the user's own."""
    if not user.is_admin:
        return hosts_with_rooms([user.pk])
    colleagues = User.objects.filter(organization_id=user.organization_id, is_active=True)
    return hosts_with_rooms(colleagues.values_list("pk", flat=True))


def how_to_get_rooms(makers: Collection[int]) -> LazyText:
    """Return what is missing where nobody can choose such a room; nothing where nobody could connect a calendar."""
    could = settings.GOOGLE_CLIENT_ID or settings.MICROSOFT_CLIENT_ID
    return MISSING if could and not makers else ""
