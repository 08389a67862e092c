"""The list of schedules, and the editor of one."""

from collections.abc import Iterable
from itertools import groupby

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from accounts.access import MemberRequest, member_only
from accounts.models import Organization
from accounts.typed import form_data, status
from accounts.zones import zone
from pages import actions
from pages.forms.hours import HoursEditor
from pages.forms.schedules import ScheduleForm
from pages.models import Schedule, WeeklyHours
from pages.views.gone import gone_is_not_found
from pages.wall_clock import clock_text

MONDAY, SUNDAY = 1, 7


@member_only
def schedules(request: MemberRequest) -> HttpResponse:
    """One's own schedules; an admin's list is the organization's."""
    found = (
        Schedule.objects.editable_by(request.user)
        .select_related("owner")
        .prefetch_related("weekly")
        .annotate(page_count=Count("pages", filter=Q(pages__archived_at=None)))
        .order_by("owner__name", "name", "pk")
    )
    rows = [(schedule, summary(schedule.weekly.all())) for schedule in found]
    return render(request, "pages/schedules.html", {"rows": rows})


def summary(weekly: Iterable[WeeklyHours]) -> list[str]:
    """A week in a few words: neighbouring days with the same hours share a line."""
    hours: dict[int, str] = {
        weekday: ", ".join(f"{clock_text(row.opens)}–{clock_text(row.closes)}" for row in rows)
        for weekday, rows in groupby(weekly, key=lambda row: row.weekday)
    }
    found: list[str] = []
    for text, days in groupby(range(MONDAY, SUNDAY + 1), key=lambda day: hours.get(day, "")):
        first, *rest = days
        names = [str(WEEKDAYS_ABBR[day - 1]) for day in (first, *rest[-1:])]
        if text:
            found.append(f"{'–'.join(names)} {text}")
    return found


@member_only
def new_schedule(request: MemberRequest) -> HttpResponse:
    """A further schedule, Monday to Friday from 9 to 17 to start with."""
    return _edit(request, Schedule(time_zone=request.user.time_zone))


@member_only
def schedule(request: MemberRequest, pk: int) -> HttpResponse:
    """The hours of one schedule."""
    return _edit(request, get_object_or_404(Schedule.objects.editable_by(request.user), pk=pk))


def _edit(request: MemberRequest, schedule: Schedule) -> HttpResponse:
    is_new, shown_name, now = schedule.pk is None, schedule.name, timezone.now()
    today = now.astimezone(zone(schedule.time_zone)).date()
    data = form_data(request)
    if data is not None:
        hours = HoursEditor.typed(data)
    else:
        hours = HoursEditor.usual() if is_new else HoursEditor.of(schedule, today)
    sent = request.method == "POST" and not hours.apply(request.POST)
    if data is not None and not sent:
        # A row was added, removed or copied: shown again as typed, and nothing is judged yet.
        typed = {name: data.get(name, "") for name in ScheduleForm.base_fields}
        form = ScheduleForm(initial=typed, instance=schedule)
    else:
        form = ScheduleForm(data, instance=schedule)
    if sent and form.is_valid() & hours.check(today):
        with gone_is_not_found():
            actions.save_schedule(
                actor=request.user,
                schedule=form.save(commit=False),
                weekly=hours.weekly,
                dates=hours.overrides,
                today=today,
                now=now,
            )
        messages.success(request, _("Saved. Meetings already booked keep their times."))
        return redirect("schedules")
    context = {
        "form": form,
        "schedule": None if is_new else schedule,
        "shown_name": shown_name,
        "days": hours.days(_first_day(request.user.organization)),
        "dates": hours.dates,
        "hours_errors": hours.errors(),
        "today": today,
    }
    return render(request, "pages/schedule.html", context, status=status(request) if sent else 200)


def _first_day(organization: Organization) -> int:
    """The ISO weekday with which the organization's weeks begin."""
    first_day = organization.first_day
    return MONDAY if first_day is None else first_day or SUNDAY
