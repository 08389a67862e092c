"""The free times to which a host can move a meeting: a month, and the times of one of its days."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.http import QueryDict
from django.utils import dates, formats, timezone
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.models import Booking
from core.dates import day_text, from_epoch, month_text, part_of_day, short_day_text, time_text, to_epoch
from core.months import Cell, month_after, month_before, month_of, weekdays, weeks
from core.zones import zone
from owner.meetings.texts import clock_of
from pages.availability import by_day
from pages.offers import Offer
from pages.queries import horizon_end, list_starts

# More times than this are listed under parts of the day.
UNGROUPED = 8


@dataclass(frozen=True, slots=True)
class PickerTime:
    """A free start, in words: the host's, and where the customer is, if that is another."""

    start: int
    text: str
    theirs: str


def picker(booking: Booking, offer: Offer, asked: QueryDict, user: User, now: datetime) -> dict[str, Any]:
    """The month and the day that the address asks for; else those of the meeting, or the next with a free time."""
    first, end = to_epoch(now) + 1, horizon_end(offer, now)
    here = timezone.localdate(booking.starts_at)
    day = _date(asked.get("day", ""))
    month = _date(asked.get("month", "") + "-01") or month_of(day or here)
    edges = [month_of(_local(edge, user)) for edge in (first, max(first, end - 1))]
    month = min(max(month, edges[0]), edges[1])
    days = _free(
        booking, offer, (max(first, _midnight(month, user)), min(end, _midnight(month_after(month), user))), now
    )
    elsewhere = None
    if not days:
        rest = _free(booking, offer, (first, end), now)
        elsewhere = min((one for one in rest if one > month), default=min(rest, default=None))
    if day not in days:
        day = min((one for one in days if one >= here), default=min(days, default=None))
    return {
        "month": month_text(month),
        "weekdays": [(dates.WEEKDAYS[one], dates.WEEKDAYS_ABBR[one]) for one in weekdays(_first_weekday(user))],
        "weeks": _weeks(month, day, days, user, now),
        "previous": month_before(month) if month > edges[0] else None,
        "next": month_after(month) if month < edges[1] else None,
        "elsewhere": elsewhere,
        "elsewhere_text": short_day_text(elsewhere) if elsewhere else "",
        "day": day_text(day) if day else "",
        "groups": _groups(days[day], booking, user) if day else [],
    }


def _free(booking: Booking, offer: Offer, window: tuple[int, int], now: datetime) -> dict[date, list[int]]:
    """The free starts of each day, less the one that the meeting has."""
    if window[0] >= window[1]:
        return {}
    own = to_epoch(booking.starts_at)
    found = [start for start in list_starts(offer, window, now) if start != own]
    return by_day(found, timezone.get_current_timezone_name())


def _weeks(
    month: date, chosen: date | None, days: dict[date, list[int]], user: User, now: datetime
) -> list[list[dict[str, Any] | None]]:
    counts = {day: len(times) for day, times in days.items()}
    today = timezone.localdate(now)

    def cell(one: Cell | None) -> dict[str, Any] | None:
        if one is None:
            return None
        return {"day": one.day, "free": one.count, "text": day_text(one.day), "chosen": one.day == chosen,
                "today": one.day == today}  # fmt: skip

    return [[cell(one) for one in week] for week in weeks(month, _first_weekday(user), counts)]


def _groups(times: list[int], booking: Booking, user: User) -> list[tuple[str, list[PickerTime]]]:
    """The day's times, under parts of the day where there are many."""
    found: dict[str, list[PickerTime]] = {}
    clock, away = clock_of(user), zone(booking.admission.customer_zone)
    for start in times:
        moment = from_epoch(start)
        local = timezone.localtime(moment)
        part = part_of_day(local.hour) if len(times) > UNGROUPED else ""
        with timezone.override(away):
            there, theirs = timezone.localdate(moment), time_text(moment, clock)
        if there != local.date():
            theirs = _("%(day)s, %(time)s") % {"day": short_day_text(there), "time": theirs}
        text = time_text(moment, clock)
        found.setdefault(part, []).append(PickerTime(start, text, "" if theirs == text else theirs))
    return list(found.items())


def _first_weekday(user: User) -> int:
    forced = user.organization.first_day
    return int(formats.get_format("FIRST_DAY_OF_WEEK")) if forced is None else forced


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    # Far from both ends of the calendar, where there is no month before or after.
    return found if 1970 < found.year < 9000 else None


def _local(epoch: int, user: User) -> date:
    return datetime.fromtimestamp(epoch, zone(user.time_zone)).date()


def _midnight(day: date, user: User) -> int:
    return to_epoch(datetime.combine(day, time.min, zone(user.time_zone)))
