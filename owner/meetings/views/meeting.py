"""The page of one meeting, and sending its confirmation again."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import POST, READ, MemberRequest, owner_view
from accounts.models import User
from bookings.actions import mail_confirmation_again
from bookings.models import Booking
from bookings.phones import dial
from bookings.queries import booking_history, hosts_of, sessions_of_package
from bookings.states import BookingStatus, Tab, session_state_text
from bookings.steps import change
from core.dates import brief_time_text, duration_text
from links.models import Link
from owner.meetings.agenda import place_of
from owner.meetings.texts import both_spans, decided_by_text, moment_text
from owner.meetings.views.acts import refusal_of
from owner.meetings.views.entry import edited_entries
from owner.meetings.views.find import find_meeting
from owner.meetings.views.history import events_of
from owner.meetings.views.mails import mails
from owner.meetings.views.note import note_form
from owner.meetings.views.suggested import suggested_times
from pages.models import Page
from pages.standard_fields import STORED_FIELDS


@owner_view(READ)
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """Show everything about one meeting: times in both zones, people, link, answers, mails and history."""
    booking, user, now = find_meeting(request, pk), request.user, timezone.now()
    suggested = [] if booking.was_agreed else suggested_times(booking, user, now)
    approvable = booking.status == BookingStatus.REQUESTED and any(not time.why for time in suggested)
    entries = list(booking_history(booking))
    context = (
        _time_and_state(booking, user, now)
        | _people(booking, user, now)
        | {
            "shared_page": _page_to_share(booking, user),
            "may": _may(booking, now) | {"approve": approvable},
            "room": place_of(booking, now).room,
            "suggested": suggested,
            "mails": mails(booking, entries, user, now),
            "deeds": events_of(entries, user),
            "note_form": note_form(booking),
            "note_line": next(iter(booking.private_note.split("\n", 1)), ""),
            # Whoever asks for the note finds an empty one open.
            "unfolded": {"private"} if "note" in request.GET and not booking.private_note else set(),
            "edited": next(iter(edited_entries(user, now, booking)), None),
            "forget": _forget(request),
        }
    )
    return render(request, "owner/meetings/meeting.html", context)


def _forget(request: MemberRequest) -> str:
    """Return the path of the page whose draft the browser may drop, because it was saved just now; empty if there is
    none.

    The private note is edited on this page; every other action has a page of its own.
    """
    saved = request.GET.get("saved", "")
    if not saved:
        return ""
    if saved == "book":
        return reverse("book-for")
    return request.path if saved == "note" else f"{request.path}{saved}/"


def _time_and_state(booking: Booking, user: User, now: datetime) -> dict[str, object]:
    """Return when the meeting is, and its state."""
    state = booking.state(now)
    own_span, customers_span = both_spans(booking, user)
    asked_at = booking.new_time_asked_at
    return {
        "booking": booking,
        "word": str(state.label),
        "state_variant": state.variant,
        "by": decided_by_text(booking, state),
        "decided": moment_text(booking.decided_at, user) if booking.decided_at else "",
        "asked_new_time": moment_text(asked_at, user) if asked_at and booking.is_ahead(now) else "",
        "ours": own_span,
        "theirs": customers_span,
        "duration": duration_text(booking.duration),
        "back": reverse("meetings") + ("" if state.tab == Tab.UPCOMING else f"?show={state.tab}"),
    }


def _people(booking: Booking, user: User, now: datetime) -> dict[str, object]:
    """Return who meets, and how it was booked."""
    admission, link = booking.admission, booking.admission.link
    sessions = sessions_of_package(booking) if admission.sessions > 1 else []
    return {
        "admission": admission,
        "hosts": list(hosts_of(booking)),
        "told": [(field, getattr(admission, field.key)) for field in STORED_FIELDS if field.key != "note"],
        "dial": dial(admission.phone),
        "booked": moment_text(admission.created_at, user),
        "sees_link": link is not None and Link.objects.visible_to(user).filter(pk=link.pk).exists(),
        "sessions": [
            (session, brief_time_text(session.starts_at, user.shown_clock), session_state_text(session.state(now)))
            for session in sessions
        ],
    }


def _page_to_share(booking: Booking, user: User) -> int | None:
    """Return the page from which the customer gets a new link once the meeting is off, if the user may share it."""
    if booking.is_open:
        return None
    page = booking.admission.page_id
    return page if Page.objects.shareable_by(user).filter(pk=page).exists() else None


def _may(booking: Booking, now: datetime) -> dict[str, bool]:
    """Return what can be done with the meeting now, by the name of the action."""
    requested = booking.status == BookingStatus.REQUESTED
    checks: dict[str, Callable[[], None]] = {
        "move": lambda: change.check_can_move(booking, True, now),
        "cancel": lambda: change.check_can_cancel(booking, True, now),
        "miss": lambda: change.check_can_mark_missed(booking, now),
        "came": lambda: change.check_was_missed(booking),
        "answer": lambda: change.check_is_requested(booking),
    }
    may = {name: refusal_of(check) is None for name, check in checks.items()}
    return may | {"cancel": may["cancel"] and not requested, "resend": booking.is_ahead(now)}


@owner_view(POST)
def resend_confirmation(request: MemberRequest, pk: int) -> HttpResponse:
    """Send the customer their confirmation again."""
    now = timezone.now()
    booking = find_meeting(request, pk)
    recipient = {"recipient": booking.admission.customer_email}
    if not booking.is_ahead(now):
        messages.error(request, _("There is nothing to confirm, because the meeting is over or is not taking place."))
    elif mail_confirmation_again(booking=booking, now=now):
        messages.success(request, _("Resending the confirmation to %(recipient)s.") % recipient)
    else:
        messages.warning(
            request, _("A confirmation was just sent to %(recipient)s. You can resend it in ten minutes.") % recipient
        )
    return redirect("meeting", pk=booking.pk)
