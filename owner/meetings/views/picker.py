"""The free times for a meeting that a host moves, or books for a customer: a month, and the times of one day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from bookings.models import Booking
from bookings.picker import Picker, PickerMonth
from bookings.picker_table import group_by_part_of_day, month_context
from core.dates import Instant, from_epoch, local_text, short_day_text, to_epoch
from core.months import month_of
from core.zones import zone
from pages.offers import Offer


@dataclass(frozen=True, slots=True)
class PickerTime:
    """A free start in words: for the host, and for the customer if that text differs."""

    start: Instant
    text: str
    theirs: str


def picker(
    offer: Offer, query: QueryDict, user: User, now: datetime, *, moving: Booking | None = None, stem: str = "?"
) -> dict[str, object]:
    """Return the month and day that the address asks for, else the meeting's, or the next with a free time.

    `stem` is an address to which the month or the day is appended.
    """
    current_day, day = None if moving is None else timezone.localdate(moving.starts_at), _date(query.get("day", ""))
    month = _month(offer, query, user, now, moving, day or current_day)
    if day not in month.days:
        day = month.first_day(current_day)
    customer_zone = user.time_zone if moving is None else moving.admission.customer_zone
    groups = _groups(month.days[day], customer_zone, user) if day else []
    return {
        **month_context(month, stem, first_day=user.organization.first_day, day=day),
        "elsewhere": f"{stem}day={month.nearest_day:%Y-%m-%d}" if month.nearest_day else "",
        "elsewhere_text": short_day_text(month.nearest_day) if month.nearest_day else "",
        "chosen": day,
        "groups": groups,
        # Whether a second clock is shown: in many zones it would say the same.
        "two_clocks": any(time.theirs for _part, times in groups for time in times),
    }


def _month(
    offer: Offer, query: QueryDict, user: User, now: datetime, moving: Booking | None, near: date | None
) -> PickerMonth:
    """Return the month that is asked for, else that of the day `near`, else the first with a free time."""
    month = _date(query.get("month", "") + "-01") or (month_of(near) if near else None)
    # A meeting can only be moved to a time in the future, and not to the one it has.
    future_offer = offer.within(to_epoch(now) + 1, None)
    current_start = None if moving is None else to_epoch(moving.starts_at)
    return Picker(future_offer, now, user.time_zone, excluded_start=current_start).month(month)


def _groups(starts: list[Instant], customer_zone: str, user: User) -> list[tuple[str, list[PickerTime]]]:
    """Return the day's times, under parts of the day when there are many."""
    clock, own_zone, other_zone = user.shown_clock, zone(user.time_zone), zone(customer_zone)

    def in_words(start: Instant, text: str) -> PickerTime:
        local = from_epoch(start).astimezone(other_zone)
        theirs = local_text(local, clock)
        if local.date() != from_epoch(start).astimezone(own_zone).date():
            theirs = _("%(day)s, %(time)s") % {"day": short_day_text(local.date()), "time": theirs}
        return PickerTime(start, text, "" if theirs == text else theirs)

    parts = group_by_part_of_day(starts, user.time_zone, clock)
    return [(part, [in_words(*time) for time in times]) for part, times in parts.items()]


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Away from both ends of Python's calendar, so that the months before and after exist.
    return day if 1970 < day.year < 9000 else None
