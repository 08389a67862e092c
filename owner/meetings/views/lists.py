"""The home page of owners, and the list of meetings."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, READ, MemberRequest, owner_view
from accounts.models import User
from bookings.meetings import MOST_COUNTED, Meetings, count_meetings, meetings
from bookings.models import Booking
from bookings.states import BookingState, Tab
from core.dates import full_day_text, time_text
from core.ids import read_id
from links.actions import dismiss_checklist
from links.queries import first_steps
from owner.meetings.texts import who_did

NEXT = 5


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting of a list, its times and its state in words."""

    booking: Booking
    day: str
    time: str
    hosts: str
    state: BookingState
    word: str
    variant: str
    by: str
    # How many more times the customer suggested, besides the one shown.
    more_times: int


@owner_view(FORM, strangers="welcome")
def home(request: MemberRequest) -> HttpResponse:
    """Show the first steps, the requests and the next meetings. A POST dismisses the first steps, which vanish once
    done.
    """
    now, user = timezone.now(), request.user
    if request.method == "POST":
        dismiss_checklist(actor=user, now=now)
        return redirect("home")
    steps = first_steps(user) if user.checklist_dismissed_at is None else None
    coming = meetings(user=user, now=now, limit=NEXT)
    asked = meetings(user=user, now=now, tab=Tab.REQUESTS, limit=NEXT)
    context = {
        "steps": steps if steps is None or steps.done < len(fields(steps)) else None,
        "lines": lines(coming, user, now),
        "requests": lines(asked, user, now),
        "more_requests": asked.further is not None,
    }
    return render(request, "owner/meetings/home.html", context)


@owner_view(READ)
def meeting_list(request: MemberRequest) -> HttpResponse:
    """Show one tab of the list: upcoming meetings, requests, past meetings or cancelled ones."""
    now, user = timezone.now(), request.user
    asked = request.GET.get("show", "")
    tab = Tab(asked) if asked in set(Tab) else Tab.UPCOMING
    found = meetings(user=user, now=now, tab=tab, after=_number(request, "after"))
    context = {
        "tab": tab,
        "title": _titles()[tab],
        "tabs": counted_tabs(user, now),
        "lines": lines(found, user, now),
        "further": found.further,
    }
    return render(request, "owner/meetings/meetings.html", context)


def counted_tabs(user: User, now: datetime) -> list[tuple[Tab, str, str]]:
    """Return the tabs of the lists, each with its label and how many meetings it has."""
    counts = count_meetings(user=user, now=now)
    return [(one, str(one.label), _counted(counts[one])) for one in Tab]


def lines(found: Meetings, user: User, now: datetime) -> list[MeetingLine]:
    """Return the lines of a list, with times in words for the user."""
    clock, shown = user.shown_clock, []
    for one in found.bookings:
        state = one.state(now)
        shown.append(
            MeetingLine(
                booking=one,
                day=full_day_text(timezone.localdate(one.starts_at)),
                time=f"{time_text(one.starts_at, clock)} – {time_text(one.ends_at, clock)}",
                hosts=", ".join(host.name for host in found.hosts.get(one.uid, [])),
                state=state,
                word=str(state.label),
                variant=state.variant,
                by=who_did(one, state),
                more_times=max(found.suggested[one.pk] - 1, 0),
            )
        )
    return shown


def _titles() -> dict[Tab, str]:
    return {
        Tab.UPCOMING: _("Upcoming meetings"),
        Tab.REQUESTS: _("Requests for a meeting"),
        Tab.PAST: _("Past meetings"),
        Tab.CANCELLED: _("Cancelled meetings"),
    }


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return read_id(text)


def _counted(count: int) -> str:
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)
