"""A series of a calendar file, with what overrides it: the spans that it takes.

This module knows no ORM, request or clock.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calendars.events import CalendarEvent, Doubt, Start, Taken, read_dates, taken_from
from calendars.instants import DAY, BadTime, Length, Moment, OneOfZones, local_of, moment_of
from calendars.recurring import MOST_TIMES, RecurrenceRule, TooOften, expand
from calendars.streams import split_line
from calendars.weeks import Span

# Local times are looked for this far around the window, whatever the zone.
AROUND = timedelta(days=2)
MINUS_INFINITY = -(2**62)


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """From an instant on all instances of a series are as `event` is, and moved as it is."""

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
) -> Iterator[Taken]:
    """Return the spans of a series, without the instances that are overridden.

    `busy` has the ids of the events that take time.
    """
    changes = [SeriesChange.of(one, master) for one in overrides if one.replaces_the_future]
    changes.append(SeriesChange(master, MINUS_INFINITY, timedelta()))
    if busy.isdisjoint(id(one.event) for one in changes):
        return
    starts: list[Start] = [(master.start, None)]
    try:
        starts += [(one, None) for one in _by_rules(master, *_bounds(master, changes, window))]
    except TooOften:
        yield Taken(_solid(master, window), Doubt.TOO_OFTEN)
    single = [one.replaces for one in overrides if not one.replaces_the_future]
    replaced = {one.first for one in single if _is_comparable(one, master.start)}
    for start, length in _left(master, [*starts, *_added(master)], replaced):
        since = max(one.since for one in changes if one.since <= start.first)
        for change in (one for one in changes if one.since == since and id(one.event) in busy):
            own_length = length if change.event is master else None
            yield taken_from(change.moved(start), own_length or change.event.length)


def _bounds(master: CalendarEvent, changes: Sequence[SeriesChange], window: Span) -> tuple[datetime, datetime]:
    """Return between which local times an instance must start to touch the window."""
    lengths = [one.event.length for one in changes]
    reach = max(abs(one.shift) for one in changes) + AROUND
    reach += max(abs(one.days) for one in lengths) * DAY + timedelta(seconds=max(abs(one.seconds) for one in lengths))
    return local_of(window[0], master.start.zone) - reach, local_of(window[1], master.start.zone) + reach


def _by_rules(master: CalendarEvent, after: datetime, before: datetime) -> list[Moment]:
    found: list[Moment] = []
    for rule in master.rules:
        found += _by_rule(master, rule, after, before)
        if len(found) > MOST_TIMES:
            raise TooOften
    return found


def _added(master: CalendarEvent) -> Iterator[Start]:
    for parameters, value in map(split_line, master.component.lines.get("RDATE", ())):
        for moment, length in read_dates(value, parameters, master.zones):
            whole_day = moment.whole_day and not master.start.whole_day
            yield moment, length or (Length(1, 0) if whole_day else None)


def _left(master: CalendarEvent, starts: Iterable[Start], replaced: Collection[int]) -> Iterator[Start]:
    """Return the starts without those that are replaced, or left out by the series."""
    instants, days = _exceptions(master)
    instants |= set(replaced)
    for moment, length in starts:
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


def _solid(master: CalendarEvent, window: Span) -> Span:
    """Return from when to when a series is that repeats too often, as far as it tells."""
    ends = [_last_start(master, rule, window) for rule in master.rules]
    # Meetings begin at whole minutes: seconds of the last one matter to none.
    length = abs(master.length.days) * 86_400 + abs(master.length.seconds)
    return master.start.first, max(ends, default=window[1]) + length // 60 * 60


def _last_start(master: CalendarEvent, rule: RecurrenceRule, window: Span) -> int:
    if rule.until:
        until = moment_of(rule.until, {}, master.zones, master.start.zone)
        return until.last + (86_400 if until.whole_day else 0)
    return master.start.last + rule.longest // timedelta(seconds=1) if rule.longest else window[1]


def _exceptions(master: CalendarEvent) -> tuple[set[int], set[date]]:
    """Return the instants and the local dates that a series leaves out."""
    instants: set[int] = set()
    days: set[date] = set()
    for parameters, value in map(split_line, master.component.lines.get("EXDATE", ())):
        try:
            for one, length in list(read_dates(value, parameters, master.zones)):
                if one.whole_day:
                    days.add(one.local.date())
                elif length is None and _is_comparable(one, master.start):
                    instants.add(one.first)
        except BadTime:
            master.doubtful = True
    return instants, days


def _is_comparable(one: Moment, other: Moment) -> bool:
    """Return whether both stand for one instant each, or for as many of the same zone."""
    return one.zone is other.zone or not any(isinstance(it.zone, OneOfZones) for it in (one, other))
