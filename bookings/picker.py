"""What a picker of times shows: a month, its free days and their starts.

Also says whether a start is free, was taken or was never offered. Customers who book, and customers and hosts who move
a meeting, see the same picker. It depends on an offer, a time zone and an instant, and not on who looks. A month costs
at most two reads of busy time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.dates import Instant, from_epoch, to_epoch
from core.months import month_after, month_before, month_of
from core.zones import zone
from pages import availability
from pages.availability import Candidate, by_day
from pages.offers import Offer, timing_of
from pages.queries import free_candidate_pages, list_starts

# How far the first search looks, in seconds: far enough for the first free day and its month on nearly every page.
FIRST_SEARCH = int(timedelta(days=62).total_seconds())
NO_TIME, WEEK = timedelta(), timedelta(days=7)

Days = dict[date, list[Instant]]
Window = tuple[Instant, Instant]


@dataclass(frozen=True, slots=True)
class PickerMonth:
    """A month with its free days and their starts.

    `days_after_month` are the free days of the week after the month, for the month of today only. `nearest_day` is the
    nearest free day if the month has none. `previous` and `next` are None where the offer has nothing before or after
    the month.
    """

    month: date
    today: date
    previous: date | None
    next: date | None
    days: Days
    days_after_month: Days
    nearest_day: date | None = None

    def first_day(self, since: date | None = None) -> date | None:
        """Return the first free day on or after `since`; if there is none, the first of all; None without any."""
        later = (day for day in self.days if since is not None and day >= since)
        return min(later, default=min(self.days, default=None))


@dataclass(frozen=True, slots=True)
class Picker:
    """The free times of an offer, grouped by the days of a zone. `excluded_start` is a start to leave out."""

    offer: Offer
    now: datetime
    zone: str
    excluded_start: Instant | None = None

    def month(self, wanted: date | None) -> PickerMonth:
        """Return the wanted month, or the nearest that can have times; for None, the month of the first free day."""
        window = self._window()
        first, last = self._first_and_last(window)
        today = self.now.astimezone(zone(self.zone)).date()
        if wanted is None:
            found = self._first_days(window)
            month = month_of(min(found, default=first))
        else:
            month = month_of(min(max(wanted, first), last))
            found = self._free(_clip(window, self._bounds(month, WEEK if month == month_of(today) else NO_TIME)))
        after = month_after(month)
        days = _between(found, month, after)
        searched = wanted is None or days
        return PickerMonth(
            month=month,
            today=today,
            previous=month_before(month) if month > first else None,
            next=after if after <= last else None,
            days=days,
            days_after_month=_between(found, after, after + WEEK),
            nearest_day=None if searched else _nearest_day(self._free(window), month),
        )

    def nearest(self, start: Instant, count: int) -> list[Instant]:
        """Return up to `count` free starts nearest to a given one, nearest first.

        Only the days around it are searched; if they have none, the whole window is.
        """
        window = self._window()
        found = self._starts(_clip(window, (start - FIRST_SEARCH // 2, start + FIRST_SEARCH // 2)))
        found = found or self._starts(window)
        return sorted(found, key=lambda one: (abs(one - start), one))[:count]

    def _window(self) -> Window:
        """Return the time from now to the end of the last day on which the offer can have a start."""
        reach, ends = timedelta(days=self.offer.event_type.horizon_days + 1), []
        for where in {place.hours.zone for place in self.offer.seats[0].candidates}:
            after = self.now.astimezone(zone(where)).date() + reach
            ends.append(to_epoch(datetime.combine(after, time.min, zone(where))))
        return self.offer.clip((to_epoch(self.now), max(ends)))

    def _first_and_last(self, window: Window) -> tuple[date, date]:
        """Return the days of the window's ends; if nothing is left of it, today twice."""
        first, end = window
        if first >= end:
            first = end = to_epoch(self.now)
        return self._day(first), self._day(max(first, end - 1))

    def _bounds(self, month: date, longer: timedelta = NO_TIME) -> Window:
        here, after = zone(self.zone), month_after(month) + longer
        first, end = (to_epoch(datetime.combine(edge, time.min, here)) for edge in (month, after))
        return first, end

    def _day(self, instant: Instant) -> date:
        return datetime.fromtimestamp(instant, zone(self.zone)).date()

    def _starts(self, window: Window) -> list[Instant]:
        if window[0] >= window[1]:
            return []
        return [start for start in list_starts(self.offer, window, self.now) if start != self.excluded_start]

    def _free(self, window: Window) -> Days:
        return by_day(self._starts(window), self.zone)

    def _first_days(self, window: Window) -> Days:
        """Return the free days from the first one on, at least to the end of its month."""
        search_end = window[0] + FIRST_SEARCH
        days = self._free(_clip(window, (window[0], search_end)))
        if search_end >= window[1]:
            return days
        if not days:
            return self._free((search_end, window[1]))
        end_of_month = self._bounds(month_of(min(days)))[1]
        if end_of_month > search_end:
            for day, times in self._free(_clip(window, (search_end, end_of_month))).items():
                days.setdefault(day, []).extend(times)
        return days


def is_free(offer: Offer, start: Instant, now: datetime) -> bool:
    """Say whether the start is offered now, checked as booking it will be."""
    return bool(free_candidate_pages(offer, from_epoch(start), now))


def is_ever_offered(offer: Offer, start: Instant, now: datetime) -> bool:
    """Say whether the start would be offered if nobody were busy. If so, it was taken; if not, it is not offered."""
    without_busy_time = [
        [Candidate(place.person, place.hours, ()) for place in seat.candidates] for seat in offer.seats
    ]
    return start in availability.starts(
        without_busy_time, timing_of(offer.event_type), offer.clip((start, start + 1)), to_epoch(now)
    )


def _clip(window: Window, bounds: Window) -> Window:
    first = max(window[0], bounds[0])
    return first, max(first, min(window[1], bounds[1]))


def _between(days: Days, first: date, end: date) -> Days:
    return {day: times for day, times in days.items() if first <= day < end}


def _nearest_day(days: Days, month: date) -> date | None:
    """Return the first free day after the month; if there is none, the first free day of all; None without any."""
    return min((day for day in days if day > month), default=min(days, default=None))
