"""Access to one meeting."""

from django.shortcuts import get_object_or_404

from accounts.access import MemberRequest
from bookings.models import Booking


def find_meeting(request: MemberRequest, pk: int) -> Booking:
    """Return the meeting, if the user may see and change it. Raise 404 otherwise."""
    visible = Booking.objects.visible_to(request.user)
    whole = visible.select_related(
        "admission__link", "admission__page", "admission__event_type", "organization", "decided_by"
    )
    return get_object_or_404(whole, pk=pk)
