"""One event of a calendar file, with what overrides it: the spans that it takes.

This module knows no ORM, request or clock.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from calendars.instants import (
    DAY,
    UNKNOWN,
    BadTime,
    Length,
    Moment,
    Zones,
    local_of,
    moment_of,
    read_length,
    read_moment,
    seconds_of,
)
from calendars.recurring import MOST_STEPS, MOST_TIMES, RecurrenceRule, TooOften, expand, read_rule
from calendars.streams import Component, split_line
from calendars.weeks import Span

# Local times are looked for this far around the window, whatever the zone.
AROUND = timedelta(days=2)
# A start, and a length if it has one of its own.
Start = tuple[Moment, Length | None]
MICROSOFT_FREE = {"FREE", "WORKINGELSEWHERE"}
MICROSOFT_BUSY = {"BUSY", "OOF", "TENTATIVE"}


class Endless(Exception):
    """The event repeats too often to be read one by one: it counts as solid in this span, as far as the file tells."""

    def __init__(self, solid: Span) -> None:
        super().__init__(solid)
        self.solid = solid


@dataclass(frozen=True, slots=True)
class Taken:
    """A span that an event takes, and whether it is so long because nobody knows its zone."""

    span: Span
    guessed: bool = False


class CalendarEvent:
    """An event, or an override of one instance. Raises BadTime where something cannot be read as it stands."""

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
        return read_moment(self._only("DTSTART"), self.zones)

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
    def length(self) -> Length:
        """How long each of a series is: as long as the first by the clock and by the sun, whichever is more."""
        lines = self.component.lines
        if "DTEND" in lines:
            end = self._end
            if self.start.whole_day and end.whole_day:
                return Length(max(1, abs(end.local - self.start.local) // DAY), 0)
            exact, clock = end.first - self.start.first, seconds_of(end.local) - seconds_of(self.start.local)
            return Length(0, max(abs(exact), abs(clock) if end.zone is self.start.zone else 0))
        length = read_length(split_line(self._only("DURATION"))[1]) if "DURATION" in lines else Length(0, 0)
        if self.start.whole_day:
            return Length(max(1, abs(length.days) - (-abs(length.seconds) // 86_400)), 0)
        return length

    @cached_property
    def span(self) -> Span:
        """The span of the event itself, without what repeats."""
        start, end = self.start, self.start.last
        if self.start.whole_day or "DTEND" not in self.component.lines:
            end = self.length.end(self.start)
            if self.length == Length(0, 0):
                return start.first, start.first
        elif self._end.first == start.first:
            return start.first, start.first
        else:
            end = self._end.last
        return min(start.first, end), max(start.first, end)

    @property
    def _end(self) -> Moment:
        end = read_moment(self._only("DTEND"), self.zones)
        if end.whole_day and not self.start.whole_day and end.local <= self.start.local:
            # Ends on the day on which it began, as it says: at the end of that day.
            return Moment(end.local + DAY, True, end.zone)
        return end

    def takes_time(self, addresses: Collection[str]) -> bool:
        """Return whether the event makes the person with these addresses busy."""
        if self.component.word("STATUS") == "CANCELLED" or self._is_declined(addresses):
            return False
        status = self.component.word("X-MICROSOFT-CDO-BUSYSTATUS")
        if status in MICROSOFT_FREE | MICROSOFT_BUSY:
            return status in MICROSOFT_BUSY
        return self.component.word("TRANSP") != "TRANSPARENT"

    def _is_declined(self, addresses: Collection[str]) -> bool:
        answers = set()
        for parameters, value in map(split_line, self.component.lines.get("ATTENDEE", ())):
            address = value.casefold().removeprefix("mailto:").strip()
            if {address, parameters.get("EMAIL", "").casefold()} & set(addresses):
                answers.add(parameters.get("PARTSTAT", "").upper())
        return answers == {"DECLINED"}

    def _only(self, name: str) -> str:
        lines = self.component.lines.get(name, [])
        if len(lines) != 1:
            raise BadTime(name)
        return lines[0]


def series_spans(
    master: CalendarEvent, future: Sequence[CalendarEvent], replaced: set[int], window: Span, busy: set[int]
) -> list[Taken]:
    """Return the spans of a series, without the instants that are `replaced`.

    From an event of `future` on, all are as it is. `busy` has the ids of the events that take time. Raise Endless.
    """
    longest = max((event.length for event in (master, *future)), key=lambda length: (length.days, length.seconds))
    shifts = [event.start.local - local_of(event.replaces.first, master.start.zone) for event in future]
    reach = max([abs(shift) for shift in shifts], default=timedelta())
    after = local_of(window[0], master.start.zone) - reach - AROUND - abs(longest.days) * DAY
    after -= timedelta(seconds=abs(longest.seconds))
    before = local_of(window[1], master.start.zone) + reach + AROUND
    found = []
    for start, length in _starts(master, after, before, window):
        if start.first in replaced:
            continue
        ruling, moment = master, start
        for event, shift in zip(future, shifts, strict=True):
            if event.replaces.first <= start.first:
                ruling = event
                moment = Moment(start.local + shift, event.start.whole_day, event.start.zone)
        if id(ruling) in busy:
            end = (length if length and ruling is master else ruling.length).end(moment)
            found.append(Taken((moment.first, end), moment.zone is UNKNOWN))
    return found


def _starts(master: CalendarEvent, after: datetime, before: datetime, window: Span) -> Iterator[Start]:
    """The starts of a series, and their lengths where they have one of their own."""
    start, lines = master.start, master.component.lines
    rules = [read_rule(split_line(line)[1]) for line in lines.get("RRULE", ())]
    found: dict[tuple[int, bool], Start] = {(start.first, start.whole_day): (start, None)}
    try:
        moments = [one for rule in rules for one in _by_rule(master, rule, after, before)]
    except TooOften:
        raise Endless(_solid(master, rules, window)) from None
    dates = map(split_line, lines.get("RDATE", ()))
    dated = [one for parameters, value in dates for one in read_dates(value, parameters, master.zones)]
    if len(dated) > MOST_STEPS:
        raise Endless((min(start.first, *(one.first for one, _length in dated)), window[1]))
    for moment, length in [*((one, None) for one in moments), *dated]:
        known = found.get((moment.first, moment.whole_day))
        if known is None or (length and (known[1] or master.length).end(moment) < length.end(moment)):
            found[moment.first, moment.whole_day] = moment, length
    if len(found) > MOST_TIMES + len(dated):
        raise Endless(_solid(master, rules, window))
    instants, days = _exceptions(master)
    for moment, length in found.values():
        # A date hides the whole day of a timed series too, as every client has it.
        if moment.first not in instants and moment.local.date() not in days:
            yield moment, length


def _by_rule(master: CalendarEvent, rule: RecurrenceRule, after: datetime, before: datetime) -> list[Moment]:
    start = master.start
    until = moment_of(rule.until, {}, master.zones, start.zone) if rule.until else None
    if start.whole_day:
        for name in ("byhour", "byminute", "bysecond"):
            rule.lists.pop(name, None)
    moments = (Moment(local, start.whole_day, start.zone) for local in expand(rule, start.local, after, before))
    return [one for one in moments if until is None or _is_before(one, until)]


def _is_before(moment: Moment, until: Moment) -> bool:
    """Return whether a moment of a series belongs to it, which ends at `until`."""
    if moment.whole_day:
        # As written, or on the series' own clock, whichever is later: programs mean either.
        return moment.local.date() <= max(until.local, local_of(until.last, moment.zone)).date()
    if until.whole_day:
        return moment.local.date() <= until.local.date()
    return moment.first <= until.last


def _solid(master: CalendarEvent, rules: Sequence[RecurrenceRule], window: Span) -> Span:
    """Return from when to when a series is that repeats too often, as far as it tells."""
    ends = []
    for rule in rules:
        if rule.until:
            until = moment_of(rule.until, {}, master.zones, master.start.zone)
            ends.append(until.last + (86_400 if until.whole_day else 0))
        else:
            longest = rule.longest
            ends.append(master.start.last + longest // timedelta(seconds=1) if longest else window[1])
    # The last one may begin then. Meetings begin at whole minutes: seconds of it matter to none.
    length = abs(master.length.days) * 86_400 + abs(master.length.seconds)
    return master.start.first, max(ends, default=window[1]) + length // 60 * 60


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


def _exceptions(master: CalendarEvent) -> tuple[set[int], set[date]]:
    """Return the instants and the local dates that a series leaves out."""
    found: list[Moment] = []
    for parameters, value in map(split_line, master.component.lines.get("EXDATE", ())):
        try:
            found += [one for one, _length in read_dates(value, parameters, master.zones)]
        except BadTime:
            master.doubtful = True
    certain = [one for one in found if (one.zone is UNKNOWN) == (master.start.zone is UNKNOWN) or one.whole_day]
    return {one.first for one in certain if not one.whole_day}, {one.local.date() for one in certain if one.whole_day}
