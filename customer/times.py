"""Which month, day and times a visit is shown: at most two reads of busy time, whatever is asked."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.dates import from_epoch, to_epoch
from core.months import month_after, month_before, month_of
from core.zones import zone
from customer.visit import Visit
from pages import availability
from pages.availability import Candidate, by_day
from pages.offers import Offer, timing
from pages.queries import free_places, horizon_end, list_starts

# The first look ahead: it holds the first free day of nearly every page, with that day's month.
FIRST_LOOK = timedelta(days=62)

Days = dict[date, list[int]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the picker shows. `days` are the month's free days with their starts, in epoch seconds.

    `elsewhere` is the nearest free day when the month has none.
    """

    month: date
    today: date
    previous: date | None
    next: date | None
    days: Days
    day: date | None = None
    elsewhere: date | None = None
    times: list[int] = field(default_factory=list)


def shown(visit: Visit, offer: Offer) -> Shown:
    """Resolves a visit to a month, a day of it, and that day's times."""
    window = _window(offer, visit.now)
    first, last = _months(visit, window)
    wanted = wanted_month(visit)
    elsewhere = None
    if wanted is None:
        days = _first_days(visit, offer, window)
        month = month_of(min(days)) if days else first
        days = {day: times for day, times in days.items() if month_of(day) == month}
    else:
        month = min(max(wanted, first), last)
        days = _free(visit, offer, _clip(window, _bounds(visit, month)))
        if not days:
            elsewhere = _nearest(_free(visit, offer, window), month)
    day = _wanted_day(visit, days, month)
    return Shown(
        month=month,
        today=visit.local(to_epoch(visit.now)).date(),
        previous=month_before(month) if month > first else None,
        next=month_after(month) if month < last else None,
        days=days,
        day=day,
        elsewhere=elsewhere,
        times=days.get(day, []) if day else [],
    )


def is_free(visit: Visit, offer: Offer, start: int) -> bool:
    """Whether the start is offered now: the judgement that booking it will repeat."""
    return bool(free_places(offer, from_epoch(start), visit.now))


def was_offered(visit: Visit, offer: Offer, start: int) -> bool:
    """Whether the start would be offered if nobody were busy: then it was taken, else it is not on offer at all."""
    idle = [[Candidate(place.person, place.hours, ()) for place in seat.candidates] for seat in offer.seats]
    window = offer.clip((start, start + 1))
    return start in availability.starts(idle, timing(offer.event_type), window, to_epoch(visit.now))


def nearest(visit: Visit, offer: Offer, start: int, count: int) -> list[int]:
    """The free times nearest to one that is not, the nearest first: those of the days around it, or the first."""
    window = _window(offer, visit.now)
    around = int(FIRST_LOOK.total_seconds() // 2)
    found = list_starts(offer, _clip(window, (start - around, start + around)), visit.now)
    if not found:
        found = list_starts(offer, window, visit.now)
    return sorted(found, key=lambda one: (abs(one - start), one))[:count]


def wanted_month(visit: Visit) -> date | None:
    """The month that the address asks for, itself or by the time or day it names."""
    params = visit.params
    if params.month is not None:
        return params.month
    day = _asked_day(visit)
    return None if day is None else month_of(day)


def _asked_day(visit: Visit) -> date | None:
    params = visit.params
    at = params.start if params.start is not None else params.near
    return params.day if at is None else visit.local(at).date()


def _wanted_day(visit: Visit, days: Days, month: date) -> date | None:
    """The asked day of this month, though its times may be gone by now; else the month's first free one."""
    asked = _asked_day(visit)
    if asked is not None and month_of(asked) == month and days:
        return asked
    return min(days, default=None)


def _window(offer: Offer, now: datetime) -> tuple[int, int]:
    """From now to the end of the last day on which the offer can have a start."""
    event_type = offer.event_type
    ends = []
    for where in {place.hours.zone for place in offer.seats[0].candidates}:
        last_day = now.astimezone(zone(where)).date() + timedelta(days=event_type.horizon_days)
        ends.append(to_epoch(datetime.combine(last_day + timedelta(days=1), time.min, zone(where))))
    return offer.clip((to_epoch(now), min(max(ends), horizon_end(offer, now))))


def _months(visit: Visit, window: tuple[int, int]) -> tuple[date, date]:
    first, end = window
    if first >= end:
        first = end = to_epoch(visit.now)
    return month_of(visit.local(first).date()), month_of(visit.local(max(first, end - 1)).date())


def _bounds(visit: Visit, month: date) -> tuple[int, int]:
    edges = (month, month_after(month))
    first, end = (to_epoch(datetime.combine(edge, time.min, zone(visit.zone))) for edge in edges)
    return first, end


def _clip(window: tuple[int, int], bounds: tuple[int, int]) -> tuple[int, int]:
    first = max(window[0], bounds[0])
    return first, max(first, min(window[1], bounds[1]))


def _free(visit: Visit, offer: Offer, window: tuple[int, int]) -> Days:
    return by_day(list_starts(offer, window, visit.now), visit.zone) if window[0] < window[1] else {}


def _first_days(visit: Visit, offer: Offer, window: tuple[int, int]) -> Days:
    """Free days from the first one on, at least to the end of its month."""
    look = window[0] + int(FIRST_LOOK.total_seconds())
    days = _free(visit, offer, _clip(window, (window[0], look)))
    if look >= window[1]:
        return days
    if not days:
        return _free(visit, offer, (look, window[1]))
    end_of_month = _bounds(visit, month_of(min(days)))[1]
    if end_of_month > look:
        for day, times in _free(visit, offer, _clip(window, (look, end_of_month))).items():
            days.setdefault(day, []).extend(times)
    return days


def _nearest(days: Days, month: date) -> date | None:
    """The first free day after the month; where there is none, the first there is."""
    return min((day for day in days if day > month), default=min(days, default=None))
