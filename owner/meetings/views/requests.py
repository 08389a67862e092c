"""The view in which a host approves one of the times that a customer suggests."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from bookings.actions import approve
from bookings.states import BookingStatus
from bookings.steps import change
from owner.meetings.forms.acts import ApproveForm
from owner.meetings.views.acts import Act, perform
from owner.meetings.views.find import find_meeting
from owner.meetings.views.suggested import suggested_times


@owner_view(FORM)
def approve_request(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the suggested times; a POST makes the chosen one the meeting's time."""
    booking, now = find_meeting(request, pk), timezone.now()
    times = suggested_times(booking, request.user, now) if booking.status == BookingStatus.REQUESTED else []
    free = [str(time.start) for time in times if not time.why]
    chosen = request.GET.get("start", "")
    if chosen not in free:
        chosen = free[0] if free else ""
    act = Act(
        title=_("Approve a time"),
        effects=[_("The customer gets a confirmation, and the other times are free again.")],
        button=_("Approve"),
        done=_("Meeting scheduled. The customer gets a confirmation."),
        form=lambda data: ApproveForm(data, booking=booking, initial={"start": chosen or None}),
        template="owner/meetings/approve.html",
    )
    return perform(
        request,
        booking,
        act,
        check=change.check_is_requested,
        action=lambda sent: approve(booking=booking, start=sent["start"], actor=request.user),
        times=times,
        any_free=bool(free),
    )
