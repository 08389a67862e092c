"""The private note of a meeting's hosts."""

import hashlib

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from accounts.form_recovery import form_data, status
from bookings.actions import write_note
from bookings.errors import MeetingChanged
from bookings.models import Booking
from owner.meetings.forms.acts import NoteForm
from owner.meetings.views.find import find_meeting


def note_form(booking: Booking) -> NoteForm:
    """Return the form as the meeting's own page shows it."""
    return NoteForm(initial={"note": booking.private_note, "seen": _mark(booking)})


@owner_view(FORM)
def meeting_note(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the private note as a page; a POST saves it, unless somebody else has changed the note meanwhile."""
    booking, data = find_meeting(request, pk), form_data(request)
    form = note_form(booking) if data is None else NoteForm(data)
    other_note = None
    if request.method == "POST" and form.is_valid():
        note, is_changed = form.cleaned_data["note"], form.cleaned_data["seen"] != _mark(booking)
        if not is_changed or note == booking.private_note:
            try:
                write_note(
                    booking=booking, actor=request.user, note=note, seen=booking.private_note, now=timezone.now()
                )
            except MeetingChanged:
                booking, is_changed = find_meeting(request, pk), True
            else:
                messages.success(request, _("The note is saved."))
                return redirect(reverse("meeting", args=[pk]) + "?saved=note")
        # Show the other note and keep what was typed. The next press replaces the other note.
        other_note = booking.private_note
        form = NoteForm({"note": note, "seen": _mark(booking)})
    return render(
        request,
        "owner/meetings/note.html",
        {"booking": booking, "form": form, "theirs": other_note},
        status=status(request),
    )


def _mark(booking: Booking) -> str:
    """Return a hash of the note, to find out whether it has changed since it was shown."""
    return hashlib.sha256(booking.private_note.encode()).hexdigest()
