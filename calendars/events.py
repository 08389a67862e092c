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

# A start, and its length if that differs from the event's.
Start = tuple[Moment, Length | None]


class Presence(StrEnum):
    """Ways of being partly busy. The calendar's owner chooses which of them count as busy."""

    TENTATIVE = "tentative"
    AWAY = "away"
    ELSEWHERE = "elsewhere"


DEFAULT_COUNTS = frozenset({Presence.TENTATIVE, Presence.AWAY})
MICROSOFT = {"TENTATIVE": Presence.TENTATIVE, "OOF": Presence.AWAY, "WORKINGELSEWHERE": Presence.ELSEWHERE}


class ReadingWarning(StrEnum):
    """Why an event may be shown as longer than it is. The values are stored."""

    TOO_OFTEN = "too often"
    UNKNOWN_ZONE = "unknown zone"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class BusySpan:
    """A span of busy time, with a warning if the event may be shorter."""

    span: Span
    warning: ReadingWarning | None = None


class CalendarEvent:
    """An event, or an override of one instance. Its attributes raise BadTime for what cannot be read."""

    def __init__(self, component: Component, zones: Zones) -> None:
        self.component, self.zones = component, zones
        # Whether a part could not be read that can only make it less busy.
        self.is_incomplete = "EXRULE" in component.lines

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
        start = read_moment(line, self.zones)
        parameters, _value = split_line(line)
        if parameters.get("VALUE", "").upper() != "DATE":
            return start
        # Some programs write dates with a time.
        return Moment(start.local.replace(hour=0, minute=0, second=0), True, self.zones.floating)

    @cached_property
    def replaces(self) -> Moment:
        return read_moment(self._only("RECURRENCE-ID"), self.zones)

    @cached_property
    def is_this_and_future(self) -> bool:
        parameters, _value = split_line(self._only("RECURRENCE-ID"))
        override_range = parameters.get("RANGE", "").upper()
        if override_range not in {"", "THISANDFUTURE"}:
            raise BadTime(override_range)
        return bool(override_range)

    @cached_property
    def rules(self) -> list[RecurrenceRule]:
        return [read_rule(split_line(line)[1]) for line in self.component.lines.get("RRULE", ())]

    @cached_property
    def length(self) -> Length:
        """The length of each instance of a series: that of the first, by local clocks or in seconds, the longer one."""
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
    def busy_span(self) -> BusySpan:
        """The time of the event itself, without its repetitions. Raise BadTime for an override that repeats."""
        if self.is_override and self.repeats:
            raise BadTime("RRULE")
        if self.start.whole_day or "DTEND" not in self.component.lines:
            return busy_span_from(self.start, self.length)
        start, end = self.start, self._end
        if start.first == end.first:
            return BusySpan((start.first, start.first))
        span = min(start.first, end.first), max(start.last, end.last)
        return BusySpan(span, ReadingWarning.UNKNOWN_ZONE if UNKNOWN in (start.zone, end.zone) else None)

    @property
    def _end(self) -> Moment:
        end = read_moment(self._only("DTEND"), self.zones)
        if end.whole_day and not self.start.whole_day and end.local <= self.start.local:
            # It ends on the day on which it began: at the end of that day.
            return Moment(end.local + DAY, True, end.zone)
        return end

    def takes_time(self, addresses: Collection[str], counts: Collection[Presence]) -> bool:
        """Return whether the event makes the person with these addresses busy. `counts` says what counts as busy."""
        status, answers = self.component.word("STATUS"), self._answers(addresses)
        if status == "CANCELLED" or answers == {"DECLINED"}:
            return False
        busy_status = self.component.word("X-MICROSOFT-CDO-BUSYSTATUS")
        if busy_status in {"FREE", "BUSY"}:
            return busy_status == "BUSY"
        if busy_status in MICROSOFT:
            return MICROSOFT[busy_status] in counts
        if self.component.word("TRANSP") == "TRANSPARENT":
            return False
        is_tentative = status == "TENTATIVE" or answers == {"TENTATIVE"}
        return not is_tentative or Presence.TENTATIVE in counts

    def _answers(self, addresses: Collection[str]) -> set[str]:
        """Return the answers that the attendee with one of these addresses has given."""
        answers = set()
        for line in self.component.lines.get("ATTENDEE", ()):
            parameters, value = split_line(line)
            address = value.casefold().removeprefix("mailto:").strip()
            if address in addresses or parameters.get("EMAIL", "").casefold() in addresses:
                answers.add(parameters.get("PARTSTAT", "").upper())
        return answers

    def _only(self, name: str) -> str:
        lines = self.component.lines.get(name, [])
        if len(lines) != 1:
            raise BadTime(name)
        return lines[0]


def busy_span_from(start: Moment, length: Length) -> BusySpan:
    """Return the busy time from a start, of this length. A negative length ends at the start."""
    edges = start.first, start.last, length.end(start)
    if length == Length(0, 0):
        return BusySpan((start.first, start.first))
    return BusySpan((min(edges), max(edges)), ReadingWarning.UNKNOWN_ZONE if start.zone is UNKNOWN else None)


def read_dates(value: str, parameters: Mapping[str, str], zones: Zones) -> Iterator[Start]:
    """Yield the times of a list, each with its length if it has one. Raise BadTime."""
    for part in value.split(","):
        text, slash, end = part.partition("/")
        moment = moment_of(text, parameters, zones)
        yield moment, _period_length(moment, end, zones) if slash else None


def _period_length(start: Moment, end: str, zones: Zones) -> Length:
    if end.strip().upper().startswith(("P", "+P")):
        return read_length(end)
    return Length(0, abs(moment_of(end, {}, zones, start.zone).last - start.last))
