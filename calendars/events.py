"""One event of a calendar file: when it is, how long, and whether it takes time.

This module knows no ORM, request or clock.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from calendars.instants import (
    DAY,
    UNKNOWN,
    BadTime,
    Length,
    Moment,
    Zones,
    moment_of,
    read_length,
    read_moment,
    seconds_of,
)
from calendars.recurring import RecurrenceRule, read_rule
from calendars.streams import Component, split_line
from calendars.weeks import Span

# A start, and a length if it has one of its own.
Start = tuple[Moment, Length | None]


class Presence(StrEnum):
    """Ways of being half busy. Whether each counts as busy, the calendar's owner says."""

    TENTATIVE = "tentative"
    AWAY = "away"
    ELSEWHERE = "elsewhere"


# What counts unless its owner says otherwise.
USUAL = frozenset({Presence.TENTATIVE, Presence.AWAY})
MICROSOFT = {"TENTATIVE": Presence.TENTATIVE, "OOF": Presence.AWAY, "WORKINGELSEWHERE": Presence.ELSEWHERE}


class Doubt(StrEnum):
    """What could not be read as it stands."""

    TOO_OFTEN = "too often"
    UNKNOWN_ZONE = "unknown zone"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Taken:
    """A span that an event takes, and why it is longer than the event may be."""

    span: Span
    doubt: Doubt | None = None


class CalendarEvent:
    """An event, or an override of one instance. Its attributes raise BadTime for what cannot be read as it stands."""

    def __init__(self, component: Component, zones: Zones) -> None:
        self.component, self.zones = component, zones
        # Whether a part was left out that could only have made it less busy.
        self.doubtful = "EXRULE" in component.lines

    @property
    def is_override(self) -> bool:
        return "RECURRENCE-ID" in self.component.lines

    @property
    def repeats(self) -> bool:
        return bool(self.component.lines.keys() & {"RRULE", "RDATE"})

    @property
    def sequence(self) -> int | None:
        """The number of the version, or None if it cannot be read."""
        values = self.component.values("SEQUENCE") or ["0"]
        return int(values[0]) if len(values) == 1 and re.fullmatch(r"[0-9]{1,9}", values[0]) else None

    @cached_property
    def start(self) -> Moment:
        line = self._only("DTSTART")
        found = read_moment(line, self.zones)
        # Some programs write dates with a time behind them.
        is_date = split_line(line)[0].get("VALUE", "").upper() == "DATE"
        return Moment(found.local.replace(hour=0, minute=0, second=0), True, self.zones.floating) if is_date else found

    @cached_property
    def replaces(self) -> Moment:
        return read_moment(self._only("RECURRENCE-ID"), self.zones)

    @cached_property
    def replaces_the_future(self) -> bool:
        reach = split_line(self._only("RECURRENCE-ID"))[0].get("RANGE", "").upper()
        if reach not in {"", "THISANDFUTURE"}:
            raise BadTime(reach)
        return bool(reach)

    @cached_property
    def rules(self) -> list[RecurrenceRule]:
        return [read_rule(split_line(line)[1]) for line in self.component.lines.get("RRULE", ())]

    @cached_property
    def length(self) -> Length:
        """How long each instance of a series is: as the first, by local clocks or in seconds, whichever is more."""
        lines = self.component.lines
        if "DTEND" in lines:
            end = self._end
            if self.start.whole_day and end.whole_day:
                return Length(max(1, abs(end.local - self.start.local) // DAY), 0)
            if end.zone is not self.start.zone:
                return Length(0, end.last - self.start.first)
            clock = seconds_of(end.local) - seconds_of(self.start.local)
            return Length(0, max(end.first - self.start.first, clock, key=abs))
        length = read_length(split_line(self._only("DURATION"))[1]) if "DURATION" in lines else Length(0, 0)
        if self.start.whole_day:
            return Length(max(1, abs(length.days) - (-abs(length.seconds) // 86_400)), 0)
        return length

    @cached_property
    def taken(self) -> Taken:
        """What the event itself takes, without its repetitions. Raise BadTime for an override that repeats."""
        if self.is_override and self.repeats:
            raise BadTime("RRULE")
        if self.start.whole_day or "DTEND" not in self.component.lines:
            return taken_from(self.start, self.length)
        start, end = self.start, self._end
        if start.first == end.first:
            return Taken((start.first, start.first))
        span = min(start.first, end.first), max(start.last, end.last)
        return Taken(span, Doubt.UNKNOWN_ZONE if UNKNOWN in (start.zone, end.zone) else None)

    @property
    def _end(self) -> Moment:
        end = read_moment(self._only("DTEND"), self.zones)
        if end.whole_day and not self.start.whole_day and end.local <= self.start.local:
            # It ends on the day on which it began: at the end of that day.
            return Moment(end.local + DAY, True, end.zone)
        return end

    def takes_time(self, addresses: Collection[str], counts: Collection[Presence]) -> bool:
        """Return whether the event makes the person with these addresses busy, to whom `counts` counts as busy."""
        status, answers = self.component.word("STATUS"), self._answers(addresses)
        if status == "CANCELLED" or answers == {"DECLINED"}:
            return False
        shown = self.component.word("X-MICROSOFT-CDO-BUSYSTATUS")
        if shown in {"FREE", "BUSY"}:
            return shown == "BUSY"
        if shown in MICROSOFT:
            return MICROSOFT[shown] in counts
        if self.component.word("TRANSP") == "TRANSPARENT":
            return False
        return Presence.TENTATIVE in counts or not (status == "TENTATIVE" or answers == {"TENTATIVE"})

    def _answers(self, addresses: Collection[str]) -> set[str]:
        answers = set()
        for parameters, value in map(split_line, self.component.lines.get("ATTENDEE", ())):
            address = value.casefold().removeprefix("mailto:").strip()
            if {address, parameters.get("EMAIL", "").casefold()} & set(addresses):
                answers.add(parameters.get("PARTSTAT", "").upper())
        return answers

    def _only(self, name: str) -> str:
        lines = self.component.lines.get(name, [])
        if len(lines) != 1:
            raise BadTime(name)
        return lines[0]


def taken_from(start: Moment, length: Length) -> Taken:
    """Return what is taken by something that starts then and is so long; a negative length lies before."""
    edges = start.first, start.last, length.end(start)
    if length == Length(0, 0):
        return Taken((start.first, start.first))
    return Taken((min(edges), max(edges)), Doubt.UNKNOWN_ZONE if start.zone is UNKNOWN else None)


def read_dates(value: str, parameters: Mapping[str, str], zones: Zones) -> Iterator[Start]:
    """The times of a list, and the length of each that has one. Raise BadTime."""
    for one in value.split(","):
        text, slash, end = one.partition("/")
        moment = moment_of(text, parameters, zones)
        yield moment, (_period_length(moment, end, zones) if slash else None)


def _period_length(start: Moment, end: str, zones: Zones) -> Length:
    if end.strip().upper().startswith(("P", "+P")):
        return read_length(end)
    return Length(0, abs(moment_of(end, {}, zones, start.zone).last - start.last))
