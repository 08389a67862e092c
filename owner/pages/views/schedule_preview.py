"""The preview beside the editor of a schedule: the hours as a picture, and booked meetings outside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from accounts.access import MemberRequest
from accounts.models import Organization
from core.zones import offset_text, zone
from owner.pages.forms.hours import HoursEditor
from owner.pages.forms.rows import Problem
from owner.pages.views.hours_changed import Moves, city, moves, zone_move
from owner.pages.views.month import MonthPicture, picture
from pages.models import Schedule
from pages.queries import days_off_of

MONDAY = Organization.FirstDay.MONDAY


@dataclass(frozen=True, slots=True)
class SchedulePreview:
    """The picture of a month, its time zone, the rows that it leaves out, and the effect on booked meetings."""

    picture: MonthPicture
    zone: str
    problems: Sequence[Problem]
    zone_move: str
    moves: Moves | None


def preview(
    *, request: MemberRequest, schedule: Schedule, saved_zone: str, editor: HoursEditor, zone_name: str, now: datetime
) -> SchedulePreview:
    """Return the preview of what is typed, saved or not, in the month that is asked for.

    A new schedule has no meetings to compare.
    """
    user, today = request.user, now.astimezone(zone(zone_name)).date()
    first_day = user.organization.first_day
    hours, problems = editor.draft(zone_name)
    month = request.POST.get("month") or request.POST.get("shown-month", "")
    holidays, days_off = days_off_of(schedule.owner_id if saved_zone else user.pk)
    shown = replace(hours, holidays=holidays, days_off=days_off)
    return SchedulePreview(
        picture=picture(shown, month, today, MONDAY if first_day is None else first_day),
        zone=f"{city(zone_name)} ({offset_text(now.astimezone(zone(zone_name)).utcoffset() or timedelta())})",
        # After validation, the errors are shown at their rows and above the form instead.
        problems=[] if editor.errors() else problems,
        zone_move=zone_move(saved_zone, zone_name, now) if saved_zone else "",
        moves=moves(schedule, hours, user, now) if saved_zone else None,
    )
