"""The list of meetings."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import READ, MemberRequest, owner_view
from accounts.models import User
from bookings.meetings import MOST_COUNTED, Meetings, count_meetings, meetings
from bookings.states import Tab
from core.dates import past_day_text
from owner.meetings.agenda import agenda
from owner.meetings.forms.filters import AgendaFilter
from owner.meetings.views.entry import edit_words, edited_entries

TITLES = {
    Tab.UPCOMING: gettext_lazy("Upcoming meetings"),
    Tab.REQUESTS: gettext_lazy("Requests for a meeting"),
    Tab.PAST: gettext_lazy("Past meetings"),
    Tab.CANCELLED: gettext_lazy("Cancelled meetings"),
}

# So many meetings are seen at a glance. Filters of so few would only stand before them.
FEW = 5


@owner_view(READ)
def meeting_list(request: MemberRequest) -> HttpResponse:
    """Show one tab of the list: upcoming meetings, requests, past meetings or cancelled ones. Filters narrow it."""
    now, user = timezone.now(), request.user
    form = AgendaFilter(request.GET, user=user)
    tab, after = form.tab, form.cleaned_data.get("after")
    found = meetings(user=user, now=now, tab=tab, filters=form.filters(), after=after)
    counts, query = count_meetings(user=user, now=now), form.query(show=None)
    edited = edit_words(edited_entries(user, now)) if tab == Tab.UPCOMING else {}
    context = {
        "form": form,
        "tab": tab,
        "title": TITLES[tab],
        "tabs": _tabs(counts, query),
        "filterable": form.narrowed
        or form.dates_set
        or bool(form.errors)
        or (bool(found.bookings) and sum(counts.values()) > FEW),
        "days": agenda(found, user, now, by_day=tab != Tab.REQUESTS, continued=after is not None, edited=edited),
        "found_text": _found_text(found),
        "kept": query,
        "onward": form.query(after=found.further) if found.further else "",
        "searched_to": past_day_text(found.searched_to, now) if found.searched_to else "",
    }
    return render(request, "owner/meetings/meetings.html", context)


def counted_tabs(user: User, now: datetime, query: str = "") -> list[tuple[Tab, str, str, str]]:
    """Return the tabs of the lists with their labels, numbers of meetings, and queries with the current filters."""
    return _tabs(count_meetings(user=user, now=now), query)


def _tabs(counts: Mapping[Tab, int], query: str) -> list[tuple[Tab, str, str, str]]:
    shows = {tab: "" if tab == Tab.UPCOMING else f"show={tab.value}" for tab in Tab}
    return [(tab, str(tab.label), _counted(counts[tab]), "&".join(filter(None, [shows[tab], query]))) for tab in Tab]


def _found_text(found: Meetings) -> str:
    count = len(found.bookings)
    if found.further is not None and found.searched_to is None:
        return _("More than %(count)d meetings") % {"count": count}
    return ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count}


def _counted(count: int) -> str:
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)
