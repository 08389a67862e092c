"""A week of meetings as a picture: one's own, or for admins that of a colleague."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import READ, MemberRequest, owner_view
from bookings.host_week import read_window
from core.dates import read_date, short_day_text
from core.months import first_column
from owner.meetings.forms.filters import AgendaFilter
from owner.meetings.views.lists import counted_tabs
from owner.meetings.week import draw_week
from owner.week_grid import midnight

WEEK = timedelta(days=7)
# How far from today the weeks reach, in either direction.
MOST_WEEKS = 520


@owner_view(READ)
def meeting_week(request: MemberRequest) -> HttpResponse:
    """Show a week of one host, in the reader's time zone."""
    now, user, today = timezone.now(), request.user, timezone.localdate()
    form = AgendaFilter(request.GET, user=user)
    form.name_empty_choice("host", _("Your week"))
    host = form.cleaned_data.get("host") or user
    chosen = _asked_day(request.GET.get("day", ""), today)
    first = chosen - timedelta(days=(chosen.isoweekday() - first_column(user.organization.first_day)) % 7)
    window = read_window(host, (midnight(first), midnight(first + WEEK)), now)
    query = form.query(show=None)
    context = {
        "form": form,
        "host": host,
        "own": host == user,
        "tabs": counted_tabs(user, now, query),
        "tab": form.tab,
        "kept": query,
        "week": draw_week(first, chosen, window, now, user.shown_clock),
        "title": f"{short_day_text(first)} – {short_day_text(first + timedelta(days=6))}",
        "chosen": chosen,
        # Time that is over cannot be blocked.
        "ahead": chosen if chosen > today else None,
        "previous": form.query(show=None, day=chosen - WEEK),
        "next": form.query(show=None, day=chosen + WEEK),
    }
    return render(request, "owner/meetings/week.html", context)


def _asked_day(text: str, today: date) -> date:
    """Return the day that is asked for, no further from today than weeks reach; today if the text is not a date."""
    reach = timedelta(weeks=MOST_WEEKS)
    return min(max(read_date(text) or today, today - reach), today + reach)
