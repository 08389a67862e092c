"""The list of time off and blocked time, and the forms that add them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import FORM, POST, READ, MemberRequest, MemberView, owner_view
from accounts.form_recovery import form_data
from accounts.models import User
from core.dates import brief_day_text, time_text
from core.text import LazyText
from core.zones import zone
from owner.pages.forms.time_off import AwayForm, BlockForm, TimeOffForm
from owner.pages.views.gone import gone_is_not_found
from owner.pages.views.holidays import coming_holidays
from owner.pages.views.hours_changed import MOST_COUNTED, MOST_NAMED, NamedMeeting, named_meetings
from pages import actions
from pages.actions.time_off import TimeOffRow
from pages.models import LONGEST_TIME, BlockedTime, HostTime, TimeOff

# The screens besides the list from which time is taken, by URL name. The user returns there.
BACK = {"home": gettext_lazy("Home"), "meetings": gettext_lazy("Meetings"), "meeting-week": gettext_lazy("Week")}


@owner_view(READ)
def time_off(request: MemberRequest) -> HttpResponse:
    """List time off and blocked time that is not over, one's own and for admins the organization's; and holidays."""
    user, now = request.user, timezone.now()
    today = now.astimezone(zone(user.time_zone)).date()
    days = TimeOff.objects.editable_by(user).not_ended(today).select_related("owner").order_by("first_day", "pk")
    blocked = BlockedTime.objects.editable_by(user).not_ended(now).select_related("owner").order_by("starts_at", "pk")
    context = {
        "days": [(row, days_text(row), "") for row in days],
        "blocked": [(row, *_time_texts(row, user)) for row in blocked],
        "holidays": coming_holidays(user, today),
    }
    return render(request, "owner/pages/time_off.html", context)


def days_text(row: TimeOff) -> str:
    """Return the days as text, such as “Mon 24 Dec 2029 – Tue 1 Jan 2030”."""
    first, last = (f"{brief_day_text(day)} {day.year}" for day in (row.first_day, row.last_day))
    return first if first == last else f"{first} – {last}"


def _time_texts(row: BlockedTime, user: User) -> tuple[str, str]:
    """Return the day and the time on its owner's clock."""
    with timezone.override(zone(row.owner.time_zone)):
        day, clock = timezone.localdate(row.starts_at), user.shown_clock
        return f"{brief_day_text(day)} {day.year}", f"{time_text(row.starts_at, clock)}–{time_text(row.ends_at, clock)}"


@dataclass(frozen=True, slots=True)
class AffectedMeetings:
    """The meetings within the time of a form: how many, and some of them by name."""

    count: int
    named: list[NamedMeeting]

    @property
    def more(self) -> int:
        """How many there are besides the named ones."""
        return self.count - len(self.named)


def _affected_meetings(form: AwayForm, user: User) -> AffectedMeetings:
    start, end = form.span
    meetings: list[UUID] = list(
        HostTime.objects.active()
        .filter(host=form.chosen_owner, starts_at__gt=start - LONGEST_TIME, starts_at__lt=end, ends_at__gt=start)
        .order_by("starts_at")
        .values_list("meeting", flat=True)[:MOST_COUNTED]
    )
    with timezone.override(zone(user.time_zone)):
        return AffectedMeetings(len(meetings), named_meetings(meetings[:MOST_NAMED], user))


def _add_view(
    form_class: type[AwayForm], action: Callable[[User, AwayForm, datetime], object], title: LazyText, done: LazyText
) -> MemberView[[]]:
    """Make a view that adds the time of a form. Meetings within it are shown first, and stay."""

    @owner_view(FORM)
    def add(request: MemberRequest) -> HttpResponse:
        data, now, meetings = form_data(request), timezone.now(), None
        form = form_class(data, user=request.user, now=now, query=request.GET)
        back = request.GET.get("back", "")
        after = back if back in BACK else "time-off"
        if request.method == "POST" and form.is_valid():
            meetings = _affected_meetings(form, request.user)
            if form.is_seen or not meetings.count:
                with gone_is_not_found():
                    action(request.user, form, now)
                messages.success(request, str(done))
                return redirect(after)
        status = 422 if request.method == "POST" and meetings is None else 200
        context = {
            "form": form,
            "title": title,
            "within": meetings,
            "after": after,
            "crumb": BACK.get(back, _("Time off")),
        }
        return render(request, "owner/pages/take_time_off.html", context, status=status)

    return add


take_time_off = _add_view(
    TimeOffForm,
    lambda actor, form, now: actions.add_time_off(
        actor=actor,
        owner=form.chosen_owner,
        first=form.cleaned_data["first_day"],
        last=form.cleaned_data["last_day"],
        note=form.cleaned_data["note"],
        now=now,
    ),
    gettext_lazy("Add time off"),
    gettext_lazy("Saved. Nobody can book these days. Meetings already booked keep their times."),
)

block_time = _add_view(
    BlockForm,
    lambda actor, form, now: actions.block_time(
        actor=actor,
        owner=form.chosen_owner,
        starts_at=form.span[0],
        ends_at=form.span[1],
        note=form.cleaned_data["note"],
        now=now,
    ),
    gettext_lazy("Block time"),
    gettext_lazy("Saved. Nobody can book this time. Meetings already booked keep their times."),
)


def _remove_view(own: Callable[[User], QuerySet[TimeOffRow]]) -> MemberView[[int]]:
    """Make a view that removes a row, after which customers can book that time again."""

    @owner_view(POST)
    def remove(request: MemberRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(own(request.user), pk=pk)
        with gone_is_not_found():
            actions.remove_time_off(actor=request.user, row=row, now=timezone.now())
        messages.success(request, _("Removed. This time can be booked again."))
        return redirect("time-off")

    return remove


remove_time_off = _remove_view(TimeOff.objects.editable_by)
remove_blocked_time = _remove_view(BlockedTime.objects.editable_by)
