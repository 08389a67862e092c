"""The list of schedules, and the editor of one."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import FORM, READ, MemberRequest, owner_view
from accounts.form_recovery import form_data
from core.cldr import COMMAS, list_text
from core.ids import read_id
from core.zones import is_zone, zone
from owner.finding import find, own_first
from owner.pages.forms.hours import HoursEditor
from owner.pages.forms.recurrences import units, weekdays
from owner.pages.forms.schedules import ScheduleForm
from owner.pages.views.archive import Archiving, archive_view
from owner.pages.views.edit import edit
from owner.pages.views.hours_changed import moves
from owner.pages.views.schedule_preview import preview
from pages import actions
from pages.models import Recurrence, Schedule, WeeklyHours
from pages.texts import rhythm_text
from pages.wall_clock import clock_text

MONDAY, SUNDAY = 1, 7


@owner_view(READ)
def schedules(request: MemberRequest) -> HttpResponse:
    """List the user's own schedules; for admins, the organization's."""
    today = timezone.localdate()
    editable = (
        Schedule.objects.editable_by(request.user)
        .select_related("owner")
        .prefetch_related("weekly", Prefetch("recurrences", Recurrence.objects.not_ended(today)))
        .annotate(page_count=Count("pages", filter=Q(pages__archived_at=None)))
        .order_by(own_first(request.user), "owner__name", "name", "pk")
    )
    found = find(editable, request.GET, request.user, "name", "owner__name", "owner__email")
    rows = []
    for schedule in found.rows:
        rhythms = [rhythm_text(row.rhythm, today) for row in schedule.recurrences.all()]
        rows.append((schedule, summary(schedule.weekly.all()), rhythms))
    return render(request, "owner/pages/schedules.html", {"rows": rows, "found": found})


def summary(weekly: Iterable[WeeklyHours]) -> list[str]:
    """Return the hours of a week in short lines. Adjacent days with equal hours share a line."""
    hours: dict[int, str] = {
        weekday: list_text([f"{clock_text(row.opens)}–{clock_text(row.closes)}" for row in rows], COMMAS)
        for weekday, rows in groupby(weekly, key=lambda row: row.weekday)
    }
    lines: list[str] = []
    for text, days in groupby(range(MONDAY, SUNDAY + 1), key=lambda day: hours.get(day, "")):
        first, *rest = days
        names = [str(WEEKDAYS_ABBR[day - 1]) for day in (first, *rest[-1:])]
        if text:
            lines.append(f"{'–'.join(names)} {text}")
    return lines


@owner_view(FORM)
def new_schedule(request: MemberRequest) -> HttpResponse:
    """Create a schedule. It starts with Monday to Friday, 9 to 17, or with the hours of the schedule to copy."""
    pk = read_id(request.GET.get("copy", ""))
    source = Schedule.objects.editable_by(request.user).filter(pk=pk).first() if pk else None
    if source is None:
        return _edit(request, Schedule(time_zone=request.user.time_zone))
    name = (_("Copy of %(name)s") % {"name": source.name})[:100]
    return _edit(request, Schedule(name=name, time_zone=source.time_zone), source)


@owner_view(FORM)
def schedule(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit the hours of one schedule."""
    return _edit(request, get_object_or_404(Schedule.objects.editable_by(request.user), pk=pk))


def _edit(request: MemberRequest, schedule: Schedule, source: Schedule | None = None) -> HttpResponse:
    data, now = form_data(request), timezone.now()
    is_new, shown_name, saved_zone = schedule.pk is None, schedule.name, schedule.time_zone
    zone_name = _typed_zone(data) or saved_zone
    editor = _editor(data, source if is_new else schedule, now.astimezone(zone(zone_name)).date())

    def context(form: ScheduleForm) -> dict[str, object]:
        schedule_preview = preview(
            request=request,
            schedule=schedule,
            saved_zone="" if is_new else saved_zone,
            editor=editor,
            zone_name=zone_name,
            now=now,
        )
        return _rows(request, editor) | {
            "schedule": None if is_new else schedule,
            "shown_name": "" if is_new else shown_name,
            "preview": schedule_preview,
        }

    return edit(
        request,
        data,
        template="owner/pages/schedule.html",
        make=lambda data, initial: ScheduleForm(data, instance=schedule, initial=initial),
        editor=editor,
        save=lambda form: _save(request, form.save(commit=False), editor, now),
        done=lambda: _after_save(request, schedule, editor, now),
        context=context,
    )


def _typed_zone(data: QueryDict | None) -> str:
    typed = "" if data is None else data.get("time_zone", "")
    return typed if is_zone(typed) else ""


def _editor(data: QueryDict | None, source: Schedule | None, today: date) -> HoursEditor:
    if data is not None:
        return HoursEditor.typed(data, today)
    return HoursEditor.usual(today) if source is None else HoursEditor.of(source, today)


def _rows(request: MemberRequest, editor: HoursEditor) -> dict[str, object]:
    """Return the rows of the editor for the template."""
    first_day = request.user.organization.first_day
    return {
        "hours": editor,
        "days": editor.days(MONDAY if first_day is None else first_day or SUNDAY),
        "units": units(),
        "weekdays": weekdays(),
        "today": editor.today,
    }


def _save(request: MemberRequest, schedule: Schedule, editor: HoursEditor, now: datetime) -> None:
    actions.save_schedule(
        actor=request.user,
        schedule=schedule,
        weekly=editor.weekly,
        dates=editor.dates.overrides,
        recurrences=editor.repeats.rhythms,
        today=editor.today,
        now=now,
    )


def _after_save(request: MemberRequest, schedule: Schedule, editor: HoursEditor, now: datetime) -> HttpResponse:
    hours, _problems = editor.draft(schedule.time_zone)
    outside = moves(schedule, hours, request.user, now).outside
    if outside:
        text = ngettext(
            "Saved. %(count)d upcoming meeting is now outside these hours. It does not change.",
            "Saved. %(count)d upcoming meetings are now outside these hours. They do not change.",
            outside,
        )
        link = format_html('<a href="#moves">{}</a>', _("See which"))
        messages.success(request, format_html("{} {}", text % {"count": outside}, link))
    else:
        messages.success(request, _("Saved. Meetings already booked keep their times."))
    return redirect("schedule", pk=schedule.pk)


archive_schedule = archive_view(
    Archiving(
        own=Schedule.objects.editable_by,
        action=lambda actor, schedule, now: actions.archive_schedule(actor=actor, schedule=schedule, now=now),
        template="owner/pages/archive_schedule.html",
        context=lambda user, schedule, now: {
            "in_use": schedule.pages.current().order_by("name", "pk"),
            "keep": reverse("schedules"),
        },
        list="schedules",
    )
)
