"""Which meetings a host may see and change."""

from django.shortcuts import get_object_or_404

from accounts.access import MemberRequest
from bookings.models import Booking


def find_meeting(request: MemberRequest, pk: int) -> Booking:
    """A meeting of those that the user may see and change; any other is 404."""
    visible = Booking.objects.visible_to(request.user)
    whole = visible.select_related(
        "admission__link", "admission__page", "admission__event_type", "organization", "decided_by"
    )
    return get_object_or_404(whole, pk=pk)
