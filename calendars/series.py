"""The busy time of a series in a calendar file, with its overrides.

This module knows no ORM, request or clock.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calendars.events import BusySpan, CalendarEvent, ReadingWarning, Start, busy_span_from, read_dates
from calendars.instants import DAY, AmbiguousZone, BadTime, Length, Moment, local_of, moment_of
from calendars.recurring import MOST_TIMES, RecurrenceRule, TooOften, expand
from calendars.streams import split_line
from calendars.weeks import Span

# Local times are expanded this far around the window, since their zone may be any.
AROUND = timedelta(days=2)
MINUS_INFINITY = -(2**62)


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """From `since` on, all instances of a series are like `event`, and moved by `shift`."""

    event: CalendarEvent
    since: int
    shift: timedelta

    @classmethod
    def of(cls, event: CalendarEvent, master: CalendarEvent) -> "SeriesChange":
        since = event.replaces.first
        return cls(event, since, event.start.local - local_of(since, master.start.zone))

    def moved(self, start: Moment) -> Moment:
        if self.since == MINUS_INFINITY:
            return start
        return Moment(start.local + self.shift, self.event.start.whole_day, self.event.start.zone)


def series_spans(
    master: CalendarEvent, overrides: Sequence[CalendarEvent], window: Span, busy: set[int]
) -> Iterator[BusySpan]:
    """Yield the busy time of a series, without the instances that are overridden.

    `busy` has the ids of the events that take time.
    """
    changes = [SeriesChange.of(override, master) for override in overrides if override.is_this_and_future]
    changes.append(SeriesChange(master, MINUS_INFINITY, timedelta()))
    if busy.isdisjoint(id(change.event) for change in changes):
        return
    starts: list[Start] = [(master.start, None)]
    try:
        starts += [(moment, None) for moment in _rule_starts(master, *_bounds(master, changes, window))]
    except TooOften:
        yield BusySpan(_whole_span(master, window), ReadingWarning.TOO_OFTEN)
    replaced = set()
    for override in overrides:
        if not override.is_this_and_future and _is_comparable(override.replaces, master.start):
            replaced.add(override.replaces.first)
    for start, length in _without_exceptions(master, [*starts, *_added_starts(master)], replaced):
        since = max(change.since for change in changes if change.since <= start.first)
        for change in changes:
            if change.since == since and id(change.event) in busy:
                own_length = length if change.event is master else None
                yield busy_span_from(change.moved(start), own_length or change.event.length)


def _bounds(master: CalendarEvent, changes: Sequence[SeriesChange], window: Span) -> tuple[datetime, datetime]:
    """Return the local times between which an instance must start to have time in the window."""
    longest_shift = max(abs(change.shift) for change in changes)
    most_days = max(abs(change.event.length.days) for change in changes)
    most_seconds = max(abs(change.event.length.seconds) for change in changes)
    margin = AROUND + longest_shift + most_days * DAY + timedelta(seconds=most_seconds)
    return local_of(window[0], master.start.zone) - margin, local_of(window[1], master.start.zone) + margin


def _rule_starts(master: CalendarEvent, after: datetime, before: datetime) -> list[Moment]:
    found: list[Moment] = []
    for rule in master.rules:
        found += _starts_of_rule(master, rule, after, before)
        if len(found) > MOST_TIMES:
            raise TooOften
    return found


def _added_starts(master: CalendarEvent) -> Iterator[Start]:
    for line in master.component.lines.get("RDATE", ()):
        parameters, value = split_line(line)
        for moment, length in read_dates(value, parameters, master.zones):
            if length is None and moment.whole_day and not master.start.whole_day:
                length = Length(1, 0)
            yield moment, length


def _without_exceptions(master: CalendarEvent, starts: Iterable[Start], replaced: Collection[int]) -> Iterator[Start]:
    """Yield the starts without those that are replaced, or that the series leaves out."""
    instants, days = _exceptions(master)
    instants |= set(replaced)
    for moment, length in starts:
        # A date leaves out the whole day, of a series with times too: every client does so.
        if moment.first not in instants and moment.local.date() not in days:
            yield moment, length


def _starts_of_rule(master: CalendarEvent, rule: RecurrenceRule, after: datetime, before: datetime) -> list[Moment]:
    start = master.start
    until = moment_of(rule.until, {}, master.zones, start.zone) if rule.until else None
    if start.whole_day:
        for name in ("byhour", "byminute", "bysecond"):
            rule.lists.pop(name, None)
    moments = (Moment(local, start.whole_day, start.zone) for local in expand(rule, start.local, after, before))
    return [moment for moment in moments if until is None or _is_before(moment, until)]


def _is_before(moment: Moment, until: Moment) -> bool:
    """Return whether a moment is not after the end of its series."""
    if moment.whole_day:
        # The date as it is written, or in the series' own zone, whichever is later: programs mean either.
        return moment.local.date() <= max(until.local, local_of(until.last, moment.zone)).date()
    if until.whole_day:
        return moment.local.date() <= until.local.date()
    return moment.first <= until.last


def _whole_span(master: CalendarEvent, window: Span) -> Span:
    """Return the span from the first to the last instance of a series that repeats too often, as far as it tells."""
    ends = [_last_start(master, rule, window) for rule in master.rules]
    # Meetings begin at whole minutes, so seconds at the end do not matter.
    length = abs(master.length.days) * 86_400 + abs(master.length.seconds)
    return master.start.first, max(ends, default=window[1]) + length // 60 * 60


def _last_start(master: CalendarEvent, rule: RecurrenceRule, window: Span) -> int:
    if rule.until:
        until = moment_of(rule.until, {}, master.zones, master.start.zone)
        return until.last + (86_400 if until.whole_day else 0)
    if rule.longest:
        return master.start.last + rule.longest // timedelta(seconds=1)
    return window[1]


def _exceptions(master: CalendarEvent) -> tuple[set[int], set[date]]:
    """Return the instants and the local dates that a series leaves out."""
    instants: set[int] = set()
    days: set[date] = set()
    for line in master.component.lines.get("EXDATE", ()):
        parameters, value = split_line(line)
        try:
            for moment, length in list(read_dates(value, parameters, master.zones)):
                if moment.whole_day:
                    days.add(moment.local.date())
                elif length is None and _is_comparable(moment, master.start):
                    instants.add(moment.first)
        except BadTime:
            master.is_incomplete = True
    return instants, days


def _is_comparable(first: Moment, second: Moment) -> bool:
    """Return whether both are in the same zone, or neither is in an ambiguous one."""
    if first.zone is second.zone:
        return True
    return not isinstance(first.zone, AmbiguousZone) and not isinstance(second.zone, AmbiguousZone)
