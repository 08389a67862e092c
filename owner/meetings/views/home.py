"""Home: what needs the user, their next meetings, and what became of their links."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import FORM, MemberRequest, owner_view
from bookings.log_filters import LogFilters
from bookings.meetings import meetings
from bookings.states import Tab
from core.dates import day_text
from links.actions import dismiss_checklist
from links.models import Link
from links.queries import first_steps
from links.queries.numbers import numbers_by_day
from owner.chart import draw_chart
from owner.meetings.agenda import agenda
from owner.meetings.first_steps import steps_of
from owner.meetings.needs import needs_of
from owner.meetings.views.entry import edit_words, edited_entries
from pages.models import HostTime

NEXT, REQUESTS = 8, 5
SPANS = (7, 30)
# How many of the meetings that the user moved or deleted in their calendar are named on home.
MOST_EDITED = 5


@owner_view(FORM, strangers="welcome")
def home(request: MemberRequest) -> HttpResponse:
    """Show what needs the user, the next meetings they hold, and the numbers of their links.

    A POST dismisses the first steps, which vanish once done.
    """
    now, user = timezone.now(), request.user
    if request.method == "POST":
        dismiss_checklist(actor=user, now=now)
        return redirect("home")
    steps = first_steps(user) if user.checklist_dismissed_at is None else None
    if steps and all(steps.all):
        steps = None
    checklist = steps_of(steps, user) if steps else []
    own, today = LogFilters(host=user), timezone.localdate(now)
    upcoming = meetings(user=user, now=now, filters=own, limit=NEXT)
    requests = meetings(user=user, now=now, tab=Tab.REQUESTS, filters=own, limit=REQUESTS)
    span = 30 if request.GET.get("days") == "30" else SPANS[0]
    numbers = numbers_by_day(Link.objects.filter(owner=user), last=today, days=span, time_zone=user.time_zone)
    edited = edited_entries(user, now)
    context = {
        "edited": edited[:MOST_EDITED],
        "edited_count": len(edited),
        "deleted": any(meeting.start is None for meeting in edited),
        "today": day_text(today),
        "steps": steps,
        "steps_done": [step for step in checklist if step.is_done],
        "steps_left": [step for step in checklist if not step.is_done],
        "needs": needs_of(user, requests, now),
        "days": agenda(upcoming, user, now, edited=edit_words(edited)),
        # Whoever has held a meeting needs no first steps.
        "is_new": not upcoming.bookings and not HostTime.objects.has_ever_held(user),
        "chart": draw_chart(numbers),
        "span": span,
        "spans": SPANS,
    }
    return render(request, "owner/meetings/home.html", context)
