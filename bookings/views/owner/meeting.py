"""Everything about one meeting, and the confirmation once more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import MemberRequest, member_only
from accounts.models import User
from bookings.actions import mail_again
from bookings.models import Booking
from bookings.owed import LABELS
from bookings.queries import history_of, hosts_of, mails_of
from bookings.standing import WORDS, Standing
from bookings.views.owner.wording import VARIANTS, both_spans, moment_text, who_did
from bookings.wording import duration_text
from deliveries.models import Delivery

# The part of the list where a meeting is found again; else it is the first.
TABS = {
    Standing.REQUESTED: "?show=requests",
    Standing.COMPLETED: "?show=past",
    Standing.NO_SHOW: "?show=past",
    Standing.CANCELLED: "?show=cancelled",
    Standing.DECLINED: "?show=cancelled",
    Standing.LAPSED: "?show=cancelled",
}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail about a meeting, and when it came to what it is now; `planned` while it is not yet due."""

    delivery: Delivery
    kind: str
    moment: str
    planned: bool


@member_only
@require_safe
@never_cache
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """All about one meeting: when, in both zones, with whom, through which link, what was answered and mailed."""
    now, user = timezone.now(), request.user
    booking = find_meeting(request, pk)
    return render(request, "bookings/owner/meeting.html", about(booking, user, now))


def about(booking: Booking, user: User, now: datetime) -> dict[str, Any]:
    """What the meeting's own page says."""
    admission, standing = booking.admission, booking.standing(now)
    ours, theirs = both_spans(booking, user)
    return {
        "booking": booking,
        "admission": admission,
        "standing": standing,
        "word": str(WORDS[standing]),
        "variant": VARIANTS[standing],
        "by": who_did(booking, standing),
        "hosts": list(hosts_of(booking)),
        "dial": "".join(one for one in admission.phone if one.isdecimal() or one == "+"),
        "ours": ours,
        "theirs": theirs,
        "duration": duration_text(booking.duration),
        "mails": [mail(one, user, now) for one in mails_of(booking)],
        "history": [(entry, moment_text(entry.at, user)) for entry in history_of(booking)],
        "back": reverse("meetings") + TABS.get(standing, ""),
        "can_resend": booking.is_ahead(now),
    }


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


def find_meeting(request: MemberRequest, pk: int) -> Booking:
    """A meeting of those that the user may see and change; any other is 404."""
    visible = Booking.objects.visible_to(request.user)
    whole = visible.select_related(
        "admission__link", "admission__page", "admission__event_type", "organization", "decided_by"
    )
    return get_object_or_404(whole, pk=pk)


def mail(delivery: Delivery, user: User, now: datetime) -> Mail:
    """A delivery, as the owner reads it."""
    ended = delivery.failed_at or delivery.sent_at or delivery.superseded_at
    planned = ended is None and not delivery.attempts and delivery.due_at > now
    moment = moment_text(ended or delivery.due_at, user)
    return Mail(delivery, str(LABELS.get(delivery.kind, delivery.kind)), moment, planned)
