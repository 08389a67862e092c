"""The owner's home and meetings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, member_only
from accounts.models import User
from accounts.zones import zone
from bookings.actions import mail_again
from bookings.models import Booking
from bookings.owed import LABELS
from bookings.queries import (
    MOST_COUNTED,
    count_meetings,
    history_of,
    hosts_of,
    mails_of,
    meetings,
)
from bookings.wording import duration_text, full_day_text, span_text, time_text, usual_clock
from deliveries.models import Delivery
from links.actions import dismiss_checklist
from links.queries import first_steps

NEXT = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting of a list, its times in words."""

    booking: Booking
    day: str
    time: str
    hosts: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail about a meeting, and when it came to what it is now."""

    delivery: Delivery
    kind: str
    moment: str


@member_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def home(request: MemberRequest) -> HttpResponse:
    """The first steps, until they are done or dismissed (which is what a POST does), and the next meetings."""
    now, user = timezone.now(), request.user
    if request.method == "POST":
        dismiss_checklist(actor=user, now=now)
        return redirect("home")
    steps = first_steps(user) if user.checklist_dismissed_at is None else None
    coming = meetings(user=user, now=now, limit=NEXT)
    context = {
        "steps": steps if steps is None or steps.done < 4 else None,
        "lines": lines(coming.bookings, coming.hosts, user),
        "more": coming.further is not None,
    }
    return render(request, "bookings/owner/home.html", context)


@member_only
@require_safe
@never_cache
def meeting_list(request: MemberRequest) -> HttpResponse:
    """Upcoming meetings, soonest first, or past ones, the last first."""
    now, user = timezone.now(), request.user
    past = request.GET.get("show") == "past"
    found = meetings(user=user, now=now, past=past, after=_number(request, "after"))
    upcoming_count, past_count = count_meetings(user=user, now=now)
    context = {
        "past": past,
        "lines": lines(found.bookings, found.hosts, user),
        "further": found.further,
        "upcoming_count": _counted(upcoming_count),
        "past_count": _counted(past_count),
    }
    return render(request, "bookings/owner/meetings.html", context)


@member_only
@require_safe
@never_cache
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """All about one meeting: when, in both zones, with whom, through which link, what was answered and mailed."""
    now, user = timezone.now(), request.user
    booking = _booking(request, pk)
    admission, clock = booking.admission, _clock(user)
    with timezone.override(zone(admission.customer_zone)):
        theirs = span_text(booking.starts_at, booking.ends_at, clock)
    context: dict[str, Any] = {
        "booking": booking,
        "admission": admission,
        "hosts": list(hosts_of(booking)),
        "dial": "".join(one for one in admission.phone if one.isdecimal() or one == "+"),
        "ours": span_text(booking.starts_at, booking.ends_at, clock),
        "theirs": theirs,
        "duration": duration_text(booking.duration),
        "mails": [mail(one, user) for one in mails_of(booking)],
        "history": [(entry, _moment(entry.at, user)) for entry in history_of(booking)],
        "can_resend": booking.is_ahead(now),
        "over": booking.ends_at <= now,
    }
    return render(request, "bookings/owner/meeting.html", context)


@member_only
@require_POST
@never_cache
def resend_confirmation(request: MemberRequest, pk: int) -> HttpResponse:
    """Sends the customer their confirmation once more."""
    now = timezone.now()
    booking = _booking(request, pk)
    recipient = {"recipient": booking.admission.customer_email}
    if not booking.is_ahead(now):
        messages.error(request, _("There is nothing to confirm any more: the meeting is over, or does not take place."))
    elif mail_again(booking=booking, now=now):
        messages.success(request, _("The confirmation is on its way to %(recipient)s again.") % recipient)
    else:
        messages.warning(request, _("A confirmation went to %(recipient)s a moment ago. Wait ten minutes.") % recipient)
    return redirect("meeting", pk=booking.pk)


def lines(bookings: list[Booking], hosts: dict[UUID, list[User]], user: User) -> list[Line]:
    """The lines of a list, with times as the user reads them."""
    clock = _clock(user)
    return [
        Line(
            one,
            full_day_text(timezone.localdate(one.starts_at)),
            f"{time_text(one.starts_at, clock)} – {time_text(one.ends_at, clock)}",
            ", ".join(host.name for host in hosts.get(one.uid, [])),
        )
        for one in bookings
    ]


def mail(delivery: Delivery, user: User) -> Mail:
    """A delivery, as the owner reads it."""
    at = delivery.failed_at or delivery.sent_at or delivery.superseded_at or delivery.due_at
    return Mail(delivery, str(LABELS.get(delivery.kind, delivery.kind)), _moment(at, user))


def _booking(request: MemberRequest, pk: int) -> Booking:
    visible = Booking.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("admission__link", "admission__page", "admission__event_type", "organization"), pk=pk
    )


def _clock(user: User) -> str:
    return user.clock or usual_clock(get_language() or "")


def _moment(instant: datetime, user: User) -> str:
    return f"{full_day_text(timezone.localdate(instant))}, {time_text(instant, _clock(user))}"


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _counted(count: int) -> str:
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)
