"""A week of the user: a picture, and the same in words. Of other calendars it shows only busy times."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import READ, MemberRequest, owner_view
from calendars.models import Connection
from calendars.queries import busy_elsewhere
from calendars.weeks import Span, merge_spans
from core.dates import from_epoch, read_date, short_day_text, to_epoch
from core.months import first_column
from owner.calendars import picture
from owner.calendars.cards import account_text, service_of
from owner.calendars.picture import week_picture
from owner.week_grid import midnight
from pages.models import LONGEST_TIME, HostTime
from pages.queries.hours import blocked_in, days_off_of, open_spans

MOST_WEEKS = 105


@owner_view(READ)
def calendar_week(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one week of the connection's calendars beside the user's hours and meetings."""
    connection = get_object_or_404(Connection.objects.live_of(request.user), pk=pk)
    user, today = request.user, timezone.localdate()
    first = _first_day(request, today)
    window = _window(first)
    elsewhere = busy_elsewhere(user, window)
    own = set(connection.calendars.values_list("pk", flat=True))
    shown = week_picture(
        first=first,
        today=today,
        clock=user.shown_clock,
        spans={
            picture.OPEN: open_spans(request.user, window),
            picture.ELSEWHERE: merge_spans(span for pk, spans in elsewhere.items() if pk in own for span in spans),
            picture.BLOCKED: merge_spans(row.span for row in blocked_in(request.user, window)),
            picture.MEETING: _meetings(request, window),
            **_days_off(request, first),
        },
    )
    context = {
        "service": service_of(connection),
        "account": account_text(connection),
        "picture": shown,
        "title": f"{short_day_text(first)} – {short_day_text(first + timedelta(days=6))}",
        "previous": first - timedelta(days=7) if first > today else None,
        "next": first + timedelta(days=7) if first < today + timedelta(weeks=MOST_WEEKS) else None,
    }
    return render(request, "owner/calendars/week.html", context)


def _first_day(request: MemberRequest, today: date) -> date:
    """Return the first day of the week that is asked for, at the earliest of the current one."""
    day = read_date(request.GET.get("day", "")) or today
    day = min(max(day, today), today + timedelta(weeks=MOST_WEEKS))
    first = first_column(request.user.organization.first_day)
    return day - timedelta(days=(day.isoweekday() - first) % 7)


def _window(first: date) -> Span:
    """Return the week from midnight to midnight, in epoch seconds."""
    return midnight(first), midnight(first + timedelta(days=7))


def _meetings(request: MemberRequest, window: Span) -> list[Span]:
    times = HostTime.objects.active().filter(host=request.user)
    first, last = map(from_epoch, window)
    overlapping = times.filter(starts_at__gt=first - LONGEST_TIME, starts_at__lt=last, ends_at__gt=first)
    return merge_spans(
        (to_epoch(starts), to_epoch(ends)) for starts, ends in overlapping.values_list("starts_at", "ends_at")
    )


def _days_off(request: MemberRequest, first: date) -> dict[str, list[Span]]:
    """Return the user's time off and public holidays of the week, as whole days."""
    holidays, days_off = days_off_of(request.user.pk)
    last = first + timedelta(days=6)
    own = [day for days in days_off for day in days.dates(first, last)]
    public = [] if holidays is None else [*holidays.dates(first, last)]
    return {picture.OFF: merge_spans(map(_whole_day, own)), picture.HOLIDAY: merge_spans(map(_whole_day, public))}


def _whole_day(day: date) -> Span:
    return midnight(day), midnight(day + timedelta(days=1))
