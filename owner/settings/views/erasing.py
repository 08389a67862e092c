"""Cancelling all upcoming meetings of a customer, and erasing their data, in one step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import POST, MemberRequest, owner_view
from bookings.actions import cancel_and_erase
from bookings.errors import UpcomingMeetingsChanged
from bookings.models import Booking
from bookings.privacy import CustomerData, find_customer_data
from bookings.queries import hosts_by_meeting
from core.database import fresh_plans
from core.dates import clock_or_default, span_text
from core.ids import LARGEST_ID, read_number
from owner.settings.forms.privacy import CancelAndEraseForm, CustomerForm

# How many meetings the form lists.
MOST = 1_000


@owner_view(POST, admins=True)
def cancel_and_erase_held(request: MemberRequest) -> HttpResponse:
    """List what would be cancelled and who is told; do it once the address was typed again correctly."""
    email_form, now = CustomerForm(request.POST), timezone.now()
    if not email_form.is_valid():
        return render(request, "owner/settings/privacy.html", {"form": email_form}, status=422)
    email = email_form.cleaned_data["email"]
    sent = "again" in request.POST
    form = CancelAndEraseForm(request.POST if sent else None, initial={"email": email})
    if sent and form.is_valid():
        reason, seen = form.cleaned_data["reason"], _seen(request)
        try:
            cancel_and_erase(actor=request.user, email=email, seen=seen, reason=reason, now=now)
        except UpcomingMeetingsChanged as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _done_text(len(seen)))
            return redirect("privacy")
    context = {"form": form, "email": email, **_list_context(request, find_customer_data(email, request.user))}
    return render(request, "owner/settings/cancel_and_erase.html", context, status=422 if sent else 200)


def _seen(request: HttpRequest) -> set[tuple[int, int]]:
    """Return the ids and sequences of the meetings that the form listed."""
    meetings = set()
    for text in request.POST.getlist("seen")[:MOST]:
        numbers = [read_number(part, LARGEST_ID) for part in text.split("-")]
        if len(numbers) == 2 and numbers[0] is not None and numbers[1] is not None:
            meetings.add((numbers[0], numbers[1]))
    return meetings


def _list_context(request: MemberRequest, data: CustomerData) -> dict[str, object]:
    """Return what is still to come, with its hosts, and everybody who gets an email."""
    with fresh_plans():
        ahead = data.upcoming(timezone.now())
    hosts, clock = hosts_by_meeting(ahead), clock_or_default(request.user.clock)

    def names(booking: Booking) -> list[str]:
        return [host.name for host in hosts.get(booking.uid, [])]

    notified = set()
    for booking in ahead:
        notified.update(names(booking))
        notified.update(attendee["name"] for attendee in booking.optional)
    return {
        "ahead": [(booking, span_text(booking.starts_at, booking.ends_at, clock), names(booking)) for booking in ahead],
        "told": sorted(notified),
    }


def _done_text(count: int) -> str:
    cancelled = ngettext("%(count)d meeting is cancelled.", "%(count)d meetings are cancelled.", count)
    return _("%(cancelled)s Everything about the customer is erased.") % {"cancelled": cancelled % {"count": count}}
