"""What the host has made of the meeting in their own calendar, and what is to become of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import POST, MemberRequest, owner_view
from accounts.models import User
from bookings.actions.host_calendars import put_back
from bookings.models import Booking
from calendars.actions.host_entries import leave_out
from calendars.models import HostEntry
from core.dates import to_epoch
from owner.meetings.texts import moment_text
from owner.meetings.views.find import find_meeting

PUT_BACK, LEAVE_OUT = "put_back", "leave_out"


@dataclass(frozen=True, slots=True)
class EditedEntry:
    """The sentence, and the start to which the host has moved it; None if it is deleted."""

    sentence: str
    start: int | None


def edited_entry(booking: Booking, user: User) -> EditedEntry | None:
    """Return what the user has made of the meeting in their own calendar, if it stands there otherwise."""
    entry = _edited(booking, user) if booking.is_ahead(timezone.now()) else None
    if entry is None:
        return None
    known = {"calendar": entry.calendar.name, "customer": booking.admission.called}
    if entry.found_starts_at is None:
        return EditedEntry(
            _("You deleted this meeting from your calendar “%(calendar)s”. It still takes place.") % known, None
        )
    text = _("You moved this meeting in your calendar “%(calendar)s” to %(when)s. %(customer)s has not been told.")
    when = moment_text(entry.found_starts_at, user)
    return EditedEntry(text % (known | {"when": when}), to_epoch(entry.found_starts_at))


@owner_view(POST)
def answer_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Put the meeting back into the user's calendar, or leave it out."""
    booking, user = find_meeting(request, pk), request.user
    entry = _edited(booking, user)
    if entry is None:
        messages.error(request, _("This meeting stands in your calendar as it is here."))
    elif request.POST.get("deed") == LEAVE_OUT:
        leave_out(entry=entry)
        messages.success(request, _("It stays out of your calendar."))
    else:
        put_back(booking=booking, host=user, now=timezone.now())
        messages.success(request, _("It is put back into your calendar."))
    return redirect("meeting", pk=booking.pk)


def _edited(booking: Booking, user: User) -> HostEntry | None:
    edited = [HostEntry.State.MOVED, HostEntry.State.MISSING]
    entries = HostEntry.objects.filter(meeting=booking.uid, host=user, state__in=edited)
    return entries.filter(calendar__connection__disconnected_at=None).select_related("calendar").first()
