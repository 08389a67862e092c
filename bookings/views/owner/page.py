"""Everything about one meeting, and the confirmation once more."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, member_only
from accounts.models import User
from bookings import changing
from bookings.actions import mail_again
from bookings.models import Booking, Status
from bookings.phones import dial
from bookings.queries import history_of, hosts_of, sessions_beside
from bookings.standing import Standing
from bookings.views.owner.acts import why_not
from bookings.views.owner.found import find_meeting
from bookings.views.owner.history import deeds
from bookings.views.owner.mails import mails
from bookings.views.owner.note import note_form
from bookings.views.owner.suggested import suggested_times
from bookings.views.owner.wording import VARIANTS, both_spans, brief_text, moment_text, who_did
from bookings.wording import WORDS, duration_text, word_beside
from links.models import Link

# The part of the list where a meeting is found again; else it is the first.
TABS = {
    Standing.REQUESTED: "?show=requests",
    Standing.COMPLETED: "?show=past",
    Standing.NO_SHOW: "?show=past",
    Standing.WITHDRAWN: "?show=cancelled",
    Standing.CANCELLED: "?show=cancelled",
    Standing.DECLINED: "?show=cancelled",
    Standing.LAPSED: "?show=cancelled",
}


@member_only
@require_safe
@never_cache
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """All about one meeting: when, in both zones, with whom, through which link, what was answered and mailed."""
    booking, user, now = find_meeting(request, pk), request.user, timezone.now()
    suggested = [] if booking.was_agreed else suggested_times(booking, user, now)
    approvable = booking.status == Status.REQUESTED and any(not one.why for one in suggested)
    entries = list(history_of(booking))
    context = (
        _what(booking, user, now)
        | _who(booking, user, now)
        | {
            "may": _may(booking, now) | {"approve": approvable},
            "suggested": suggested,
            "mails": mails(booking, entries, user, now),
            "deeds": deeds(entries, user),
            "note_form": note_form(booking),
            "forget": _forget(request),
        }
    )
    return render(request, "bookings/owner/meeting.html", context)


def _forget(request: MemberRequest) -> str:
    """The page on which what was typed is saved by now: that of the act just done; of the note, this one."""
    saved = request.GET.get("saved", "")
    if not saved:
        return ""
    return request.path if saved == "note" else f"{request.path}{saved}/"


def _what(booking: Booking, user: User, now: datetime) -> dict[str, Any]:
    """When it is, and what became of it."""
    standing, (ours, theirs) = booking.standing(now), both_spans(booking, user)
    asked_at = booking.new_time_asked_at
    return {
        "booking": booking,
        "standing": standing,
        "word": str(WORDS[standing]),
        "state_variant": VARIANTS[standing],
        "by": who_did(booking, standing),
        "decided": moment_text(booking.decided_at, user) if booking.decided_at else "",
        "asked_new_time": moment_text(asked_at, user) if asked_at and booking.is_ahead(now) else "",
        "ours": ours,
        "theirs": theirs,
        "duration": duration_text(booking.duration),
        "back": reverse("meetings") + TABS.get(standing, ""),
    }


def _who(booking: Booking, user: User, now: datetime) -> dict[str, Any]:
    """Who meets, and how it was booked."""
    admission, link = booking.admission, booking.admission.link
    beside = sessions_beside(booking) if admission.sessions > 1 else []
    return {
        "admission": admission,
        "hosts": list(hosts_of(booking)),
        "dial": dial(admission.phone),
        "booked": moment_text(admission.created_at, user),
        "sees_link": link is not None and Link.objects.visible_to(user).filter(pk=link.pk).exists(),
        "sessions": [(one, brief_text(one.starts_at, user), word_beside(one.standing(now))) for one in beside],
    }


def _may(booking: Booking, now: datetime) -> dict[str, bool]:
    """What can be done with the meeting now, by the name of the act."""
    requested = booking.status == Status.REQUESTED
    judges: dict[str, Callable[[], None]] = {
        "move": lambda: changing.judge_move(booking, True, now),
        "cancel": lambda: changing.judge_cancel(booking, True, now),
        "miss": lambda: changing.judge_missed(booking, now),
        "answer": lambda: changing.judge_requested(booking),
    }
    found = {name: why_not(judge) is None for name, judge in judges.items()}
    return found | {"cancel": found["cancel"] and not requested, "resend": booking.is_ahead(now)}


@member_only
@require_POST
@never_cache
def resend_confirmation(request: MemberRequest, pk: int) -> HttpResponse:
    """Sends the customer their confirmation once more."""
    now = timezone.now()
    booking = find_meeting(request, pk)
    recipient = {"recipient": booking.admission.customer_email}
    if not booking.is_ahead(now):
        messages.error(request, _("There is nothing to confirm any more: the meeting is over, or does not take place."))
    elif mail_again(booking=booking, now=now):
        messages.success(request, _("The confirmation is on its way to %(recipient)s again.") % recipient)
    else:
        messages.warning(request, _("A confirmation went to %(recipient)s a moment ago. Wait ten minutes.") % recipient)
    return redirect("meeting", pk=booking.pk)
