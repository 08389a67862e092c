"""Dates that recur: a weekday every few weeks, or the first, second … or last weekday of every few months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekdays


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Hours that recur every `every` weeks or months from `since` to `until`, both included.

    Without `opens` and `closes`, which are minutes of the day, the dates are closed. `weekday` is 1 for Monday to 7.
    `nth` says which such weekday of the month it is, 1 to 5 or -1 for the last; None repeats by weeks. Counting starts
    with the ISO week, or the month, of `since`.
    """

    weekday: int
    since: date
    until: date | None = None
    every: int = 1
    nth: int | None = None
    opens: int | None = None
    closes: int | None = None

    @property
    def hours(self) -> tuple[int, int] | None:
        """The range that opens on the dates; None if the rhythm closes them."""
        return None if self.opens is None or self.closes is None else (self.opens, self.closes)

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the dates from `first` to `last`, both included.

        The cost does not grow with the distance from `since`.
        """
        first = max(first, self.since)
        last = last if self.until is None else min(last, self.until)
        if first > last:
            return
        day = weekdays[self.weekday - 1]
        periods = rrule(
            WEEKLY if self.nth is None else MONTHLY,
            dtstart=self._first_day_of_period(first),
            interval=self.every,
            wkst=weekdays[0],
            byweekday=day if self.nth is None else day(self.nth),
            until=last,
        )
        for period in periods:
            # The week or month that counts may begin before the first date.
            if period.date() >= first:
                yield period.date()

    def _first_day_of_period(self, day: date) -> date:
        """Return the first day of the last week or month that counts, at or before that of `day`."""
        if self.nth is None:
            monday = day - timedelta(days=day.weekday())
            weeks = (monday - self.since + timedelta(days=self.since.weekday())).days // 7
            return monday - timedelta(weeks=weeks % self.every)
        months = _months(day) - (_months(day) - _months(self.since)) % self.every
        return date(months // 12, months % 12 + 1, 1)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1
