"""Recurrence rules (RRULE in RFC 5545, 3.3.10): the local times that a rule gives, within bounds.

`dateutil` expands the rules. This module reads them strictly, lets them start near the window, and stops those that
give too many times. Local times have no zone here.

This module knows no ORM, request or clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Final, Literal

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, FR, HOURLY, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, YEARLY, rrule, weekday

# Steps of one rule, and times that it may give; more is a mistake or an attack.
MOST_STEPS = 20_000
MOST_TIMES = 2_000
# A rule with every month, day, hour, minute and second has about 600 characters.
LONGEST = 4_000
FREQUENCIES: Final[dict[str, Literal[0, 1, 2, 3, 4]]] = {
    "YEARLY": YEARLY,
    "MONTHLY": MONTHLY,
    "WEEKLY": WEEKLY,
    "DAILY": DAILY,
    "HOURLY": HOURLY,
}
TOO_OFTEN = {"MINUTELY": 60, "SECONDLY": 1}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)
# The parts that are lists of numbers: dateutil's name, the least and the largest, and whether they count backwards too.
LISTS = {
    "BYMONTH": ("bymonth", 1, 12, False),
    "BYMONTHDAY": ("bymonthday", 1, 31, True),
    "BYYEARDAY": ("byyearday", 1, 366, True),
    "BYWEEKNO": ("byweekno", 1, 53, True),
    "BYSETPOS": ("bysetpos", 1, 366, True),
    "BYHOUR": ("byhour", 0, 23, False),
    "BYMINUTE": ("byminute", 0, 59, False),
    "BYSECOND": ("bysecond", 0, 60, False),
}
MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# By dateutil's names: numbers, and weekdays.
Lists = dict[str, list[Any]]


class BadRule(ValueError):
    """The rule cannot be read."""


class TooOften(Exception):
    """The rule gives more times than can be expanded."""


class OutOfTime(Exception):
    """The work on an event took too long and was ended."""


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """A rule. `until` is as written, or empty; `count` is 0 where there is none."""

    frequency: str
    interval: int
    count: int
    until: str
    week_start: int
    lists: Lists

    @property
    def longest(self) -> timedelta | None:
        """How long a rule that repeats too often goes on, if its count tells that; else None."""
        step = TOO_OFTEN.get(self.frequency)
        if not step or not self.count or self.lists:
            return None
        return timedelta(seconds=min(step * self.interval * self.count, 10**10))


def read_rule(text: str) -> RecurrenceRule:
    """Return the rule that the text writes. Raise BadRule."""
    if len(text) > LONGEST:
        raise BadRule("It is too long.")
    parts: dict[str, str] = {}
    for part in filter(None, text.strip().upper().split(";")):
        name, _sign, value = part.partition("=")
        if name in parts or not value:
            raise BadRule(name)
        parts[name] = value
    frequency = parts.pop("FREQ", "")
    if frequency not in FREQUENCIES.keys() | TOO_OFTEN.keys():
        raise BadRule(frequency)
    interval = _number(parts.pop("INTERVAL", "1"), 1, 10**6)
    until = parts.pop("UNTIL", "")
    # A rule must not have both UNTIL and COUNT. If it has, UNTIL counts.
    count = 0 if until else _number(parts.pop("COUNT", "0"), 0, 10**9)
    parts.pop("COUNT", None)
    week_start = _day(parts.pop("WKST", "MO"))
    lists: Lists = {}
    if "BYDAY" in parts:
        lists["byweekday"] = [_weekday(text, frequency, parts) for text in parts.pop("BYDAY").split(",")]
    for name, value in parts.items():
        if name not in LISTS:
            raise BadRule(name)
        lists[LISTS[name][0]] = _numbers(name, value)
    return RecurrenceRule(frequency, interval, count, until, week_start, lists)


def expand(rule: RecurrenceRule, start: datetime, after: datetime, before: datetime) -> list[datetime]:
    """Return the local times that the rule gives from `after` to `before`, for a series that begins at `start`.

    Raise TooOften. The start itself is among them only if the rule gives it.
    """
    if rule.frequency in TOO_OFTEN:
        raise TooOften
    lists = _explicit(rule, start)
    if _is_never(lists):
        return []
    begins = start if rule.count else _later_start(rule, start, after)
    found: list[datetime] = []
    ends = {"count": rule.count} if rule.count else {"until": before}
    options: dict[str, Any] = {"interval": rule.interval, "wkst": rule.week_start, **ends, **lists}
    times = rrule(FREQUENCIES[rule.frequency], dtstart=begins, **options)
    for step, time in enumerate(takewhile(lambda time: time <= before, times)):
        if step >= MOST_STEPS or len(found) >= MOST_TIMES:
            raise TooOften
        if time >= after:
            found.append(time)
    return found


def _explicit(rule: RecurrenceRule, start: datetime) -> Lists:
    """Return the rule's lists, with what it takes from its start, so that it can start later."""
    lists: Lists = {"byhour": [start.hour], "byminute": [start.minute], "bysecond": [start.second], **rule.lists}
    if rule.frequency == "HOURLY" and "byhour" not in rule.lists:
        del lists["byhour"]
    if lists.keys() & {"byweekday", "bymonthday", "byyearday"}:
        return lists
    if rule.frequency == "WEEKLY" or "byweekno" in lists:
        lists["byweekday"] = [weekday(start.weekday())]
    elif rule.frequency in {"MONTHLY", "YEARLY"}:
        lists["bymonthday"] = [start.day]
        if rule.frequency == "YEARLY":
            lists.setdefault("bymonth", [start.month])
    return lists


def _later_start(rule: RecurrenceRule, start: datetime, after: datetime) -> datetime:
    """Return a later start that gives the same times from `after` on.

    It is whole intervals later than the start, and one interval earlier than necessary.
    """
    if rule.frequency in {"YEARLY", "MONTHLY"}:
        months = (after.year - start.year) * 12 + after.month - start.month
        unit = rule.interval * (12 if rule.frequency == "YEARLY" else 1)
        skipped = months // unit - 1
        if skipped < 1:
            return start
        near = start.replace(day=1) + relativedelta(months=skipped * unit)
        return near.replace(month=1) if rule.frequency == "YEARLY" else near
    units = {"WEEKLY": timedelta(weeks=1), "DAILY": timedelta(days=1), "HOURLY": timedelta(hours=1)}
    interval = units[rule.frequency] * rule.interval
    return start + interval * max(0, (after - start) // interval - 1)


def _is_never(lists: Lists) -> bool:
    """Return whether no month of the rule has any of its days. dateutil would look for them until the year 9999."""
    days: list[int] = list(lists.get("bymonthday", ()))
    months: list[int] = list(lists.get("bymonth", range(1, 13)))
    return bool(days) and all(abs(day) > MONTH_LENGTHS[month - 1] for day in days for month in months)


def _numbers(name: str, text: str) -> list[int]:
    _name, least, most, backwards = LISTS[name]
    numbers = {_number(part, -most if backwards else least, most) for part in text.split(",")}
    if backwards and 0 in numbers:
        raise BadRule(name)
    if name == "BYSECOND" and 60 in numbers:
        # A leap second is read as the second before it.
        numbers = numbers - {60} | {59}
    return sorted(numbers)


def _number(text: str, least: int, most: int) -> int:
    digits = text.removeprefix("+").removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 10 and least <= int(text) <= most):
        raise BadRule(text)
    return int(text)


def _day(text: str) -> int:
    if text not in DAYS:
        raise BadRule(text)
    return DAYS.index(text)


def _weekday(text: str, frequency: str, parts: dict[str, str]) -> weekday:
    day, nth = WEEKDAYS[_day(text[-2:])], text[:-2]
    if not nth:
        return day
    if frequency not in {"MONTHLY", "YEARLY"} or "BYWEEKNO" in parts:
        raise BadRule(text)
    number = _number(nth, -53, 53)
    if number == 0:
        raise BadRule(text)
    return day(number)
