"""Meetings that hosts have moved or deleted in their own calendars: showing them, and settling the difference."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import POST, MemberRequest, owner_view
from accounts.errors import Refusal
from accounts.models import User
from bookings.actions import reschedule
from bookings.actions.host_calendars import restore_entry
from bookings.errors import MeetingChanged, SlotTaken
from bookings.models import Booking
from bookings.queries import edited_meetings
from calendars.actions.host_entries import leave_out
from calendars.models import HostEntry
from core.dates import to_epoch
from core.ids import read_id
from owner.meetings.texts import moment_text
from owner.meetings.views.find import find_meeting

# Values of the buttons. Any other puts the meeting back.
MOVE, LEAVE_OUT = "move", "leave_out"


@dataclass(frozen=True, slots=True)
class EditedEntry:
    """A meeting that the user has moved or deleted in their own calendar. `start` is when it is there, if it is."""

    booking: Booking
    entry: HostEntry
    sentence: str
    start: int | None

    @property
    def word(self) -> str:
        return _("Deleted from your calendar") if self.start is None else _("Moved in your calendar")


def edited_entries(user: User, now: datetime, booking: Booking | None = None) -> list[EditedEntry]:
    """Return the upcoming meetings, or this one, that the user moved or deleted in their calendar. Soonest first."""
    if booking is None and not getattr(user, "has_checked_calendars", True):
        return []
    entries = []
    for edited, entry in edited_meetings(user, now, booking):
        start = to_epoch(entry.found_starts_at) if entry.found_starts_at else None
        entries.append(EditedEntry(edited, entry, _sentence(edited, entry, user), start))
    return entries


def _sentence(booking: Booking, entry: HostEntry, user: User) -> str:
    values = {"calendar": entry.calendar.name, "customer": booking.admission.shown_name}
    if entry.found_starts_at is None:
        return _("You deleted this meeting from your calendar “%(calendar)s”. It still takes place.") % values
    text = _("You moved this meeting in your calendar “%(calendar)s” to %(when)s. %(customer)s has not been told.")
    return text % (values | {"when": moment_text(entry.found_starts_at, user)})


def edit_words(edited: Iterable[EditedEntry]) -> dict[int, str]:
    """Return what the user did to the meetings in their calendar, in a few words, by the meetings' ids."""
    return {meeting.booking.pk: meeting.word for meeting in edited}


@owner_view(POST)
def answer_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Put the meeting back into the user's calendar, leave it out, or move it for its customer too."""
    booking, user = find_meeting(request, pk), request.user
    edited = edited_entries(user, timezone.now(), booking)
    if not edited:
        messages.error(request, _("Your calendar already shows this meeting as it is here."))
    elif request.POST.get("deed") == MOVE:
        _move_too(request, edited[0])
    else:
        _settle(request, edited)
    return redirect("meeting", pk=booking.pk)


@owner_view(POST)
def answer_edits(request: MemberRequest) -> HttpResponse:
    """Put all meetings that the user has moved or deleted back into their calendar, or leave those deleted out."""
    edited = edited_entries(request.user, timezone.now())
    if not edited:
        messages.error(request, _("Your calendar already shows your meetings as they are here."))
    else:
        _settle(request, edited)
    return redirect("home")


def _settle(request: MemberRequest, meetings: list[EditedEntry]) -> None:
    """Leave meetings out of the calendar from which they are deleted, or put them back."""
    if request.POST.get("deed") == LEAVE_OUT:
        for meeting in meetings:
            leave_out(entry=meeting.entry)
        text = ngettext("It stays out of your calendar.", "They stay out of your calendar.", len(meetings))
    else:
        for meeting in meetings:
            restore_entry(booking=meeting.booking, host=request.user, now=timezone.now())
        text = ngettext("It is put back into your calendar.", "They are put back into your calendar.", len(meetings))
    messages.success(request, text)


def _move_too(request: MemberRequest, edited: EditedEntry) -> None:
    """Move the meeting to where the user has it in their calendar: any time at which all its hosts are free."""
    start, user = edited.entry.found_starts_at, request.user
    try:
        sequence = read_id(request.POST.get("sequence", ""))
        if start is None or sequence is None or request.POST.get("start") != str(edited.start):
            raise MeetingChanged
        reschedule(booking=edited.booking, start=start, actor=user, sequence=sequence, anywhere=True)
    except SlotTaken:
        text = _("%(when)s is not free: you, or another host of this meeting, are busy then. Nothing has changed.")
        messages.error(request, text % {"when": moment_text(start, user) if start else ""})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Meeting moved. Everyone gets an email."))
