"""What a calendar says: when somebody is busy, and what became of the meetings that we wrote into it.

Never less busy than the truth: what cannot be read as it stands is busy as far as it may reach, and a warning says so.

This module knows no ORM, request or clock.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from calendars.events import USUAL, CalendarEvent, Doubt, Presence, Taken, read_dates, taken_from
from calendars.instants import DAY, EPOCH, UNKNOWN, Length, Zones, seconds_of
from calendars.recurring import OutOfTime
from calendars.series import series_spans
from calendars.streams import Component, read_calendars, split_line
from calendars.weeks import Span, clip_spans, merge_spans
from core.zone_set import load_zone

DATE = re.compile(r":\s*(\d{8})(?:T\d{6}Z?)?\s*$")
DIGITS = re.compile(r":\s*(\d{8})")
MARGIN = timedelta(days=3)
MOST_WARNINGS = 20


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose calendar it is: their zone, their addresses and the UIDs of their meetings with us, in lower case.

    `counts` is what counts as busy of that which need not.
    """

    zone: str
    addresses: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    counts: frozenset[Presence] = USUAL


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """A meeting of ours as it stands in the calendar."""

    starts: int
    ends: int
    standing: bool


@dataclass(frozen=True, slots=True)
class BusyTime:
    """`busy` is merged and inside the window. A warning has the instant from which on something is doubtful."""

    busy: tuple[Span, ...]
    own: Mapping[str, OwnEntry]
    warnings: tuple[tuple[Doubt, int], ...]


@dataclass(slots=True)
class _Found:
    """What was found so far."""

    whose: Whose
    window: Span
    spans: list[Span] = field(default_factory=list)
    own: dict[str, OwnEntry] = field(default_factory=dict)
    warnings: set[tuple[Doubt, int]] = field(default_factory=set)

    def take(self, taken: Iterable[Taken]) -> None:
        """Add what one event takes. Warn of each of its doubts once, from where it begins."""
        doubts: dict[Doubt, int] = {}
        for one in taken:
            for starts, ends in clip_spans([one.span], self.window):
                self.spans.append((starts, ends))
                if one.doubt:
                    doubts[one.doubt] = min(starts, doubts.get(one.doubt, starts))
        self.warnings |= set(doubts.items())


def read_busy(
    streams: Sequence[bytes],
    whose: Whose,
    window: Span,
    limited: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> BusyTime:
    """Return what the files of one calendar say about the window.

    `limited` surrounds the work on each event, and may end it with OutOfTime. Raise streams.Unusable.
    """
    found = _Found(whose, window)
    near = _near(window)
    for uid, versions in _events_of(streams, found).items():
        if _is_ours(uid, versions, found) or (len(versions) == 1 and _is_far(versions[0], near)):
            continue
        with limited():
            found.take(_taken(versions, found))
    return BusyTime(tuple(merge_spans(found.spans)), found.own, tuple(sorted(found.warnings)[:MOST_WARNINGS]))


def _events_of(streams: Sequence[bytes], found: _Found) -> dict[str, list[CalendarEvent]]:
    """Return all events by their UIDs. Add lists of busy time (VFREEBUSY) to what was found."""
    events: dict[str, list[CalendarEvent]] = {}
    for calendar in (one for stream in streams for one in read_calendars(stream)):
        zones = _zones_of(calendar, found.whose, found.window)
        for place, part in enumerate(calendar.parts):
            if part.kind == "VEVENT":
                # Two without a UID are two.
                uid = "".join(part.values("UID")) or f" {id(calendar)} {place}"
                events.setdefault(uid.strip() or uid, []).append(CalendarEvent(part, zones))
            elif part.kind == "VFREEBUSY":
                found.take(_periods(part, zones, found))
    return events


def _taken(versions: Sequence[CalendarEvent], found: _Found) -> list[Taken]:
    """Return the time of one event, with its overrides. What fails is solid from its beginning."""
    try:
        current = _newest(versions)
        busy = {id(one) for one in current if one.takes_time(found.whose.addresses, found.whose.counts)}
        taken = list(_spans_of(current, busy, found.window)) if busy else []
        doubtful = any(one.doubtful for one in current)
    except OutOfTime:
        return [Taken((_beginning(versions, found.window), found.window[1]), Doubt.TOO_OFTEN)]
    except (ValueError, ArithmeticError, LookupError):
        return [Taken((_beginning(versions, found.window), found.window[1]), Doubt.UNREADABLE)]
    return [replace(one, doubt=one.doubt or Doubt.UNREADABLE) for one in taken] if doubtful else taken


def _spans_of(current: Sequence[CalendarEvent], busy: set[int], window: Span) -> Iterator[Taken]:
    overrides = [one for one in current if one.is_override]
    for one in current:
        if not one.is_override and (one.repeats or overrides):
            yield from series_spans(one, overrides, window, busy)
        elif id(one) in busy:
            yield one.taken


def _newest(versions: Sequence[CalendarEvent]) -> list[CalendarEvent]:
    """Return the events of one UID with the highest number of each; all of them where it is the same."""
    if len(versions) == 1:
        return list(versions)
    groups: dict[tuple[int, bool] | None, list[CalendarEvent]] = {}
    for one in versions:
        groups.setdefault((one.replaces.first, one.replaces_the_future) if one.is_override else None, []).append(one)
    newest: list[CalendarEvent] = []
    for group in groups.values():
        highest = max(one.sequence or 0 for one in group)
        # One whose number cannot be read may be the newest.
        newest += [one for one in group if one.sequence is None or one.sequence == highest]
    return newest


def _is_ours(uid: str, versions: Sequence[CalendarEvent], found: _Found) -> bool:
    """Return whether the event is a meeting of ours, and keep how it stands. Our meetings never repeat."""
    if uid.lower() not in found.whose.own or any(one.repeats or one.is_override for one in versions):
        return False
    newest = _newest(versions)[-1]
    with suppress(ValueError):
        standing = newest.component.word("STATUS") != "CANCELLED"
        found.own[uid.lower()] = OwnEntry(*newest.taken.span, standing)
    return True


def _is_far(event: CalendarEvent, near: tuple[str, str]) -> bool:
    """Return whether the event is far from the window, by the digits of its dates alone."""
    lines = event.component.lines
    if event.repeats or event.is_override or len(lines.get("DTSTART", ())) != 1:
        return False
    dates = [DATE.search(line) for line in (*lines["DTSTART"], *lines.get("DTEND", ()))]
    if not all(dates):
        return False
    digits = [one[1] for one in dates if one]
    return "DURATION" not in lines and (min(digits) > near[1] or max(digits) < near[0])


def _near(window: Span) -> tuple[str, str]:
    first, last = (EPOCH + timedelta(seconds=one) for one in window)
    return f"{first - MARGIN:%Y%m%d}", f"{last + MARGIN:%Y%m%d}"


def _beginning(versions: Sequence[CalendarEvent], window: Span) -> int:
    """Return the earliest instant at which what cannot be read may begin. Without any start it takes no time."""
    begins = []
    for one in versions:
        try:
            begins.append(one.start.first)
        except ValueError:
            begins += [_by_digits(line, window) for line in one.component.lines.get("DTSTART", ())]
    return min(begins, default=window[1])


def _by_digits(line: str, window: Span) -> int:
    try:
        return min(seconds_of(datetime.fromisoformat(date) - DAY) for date in DIGITS.findall(line))
    except ValueError:
        return window[0]


def _zones_of(calendar: Component, whose: Whose, window: Span) -> Zones:
    written: dict[str, list[Component]] = {}
    for part in calendar.parts:
        for name in part.values("TZID") if part.kind == "VTIMEZONE" else ():
            written.setdefault(name.strip().casefold(), []).append(part)
    zones = Zones(load_zone(whose.zone), window, written)
    for name in calendar.values("X-WR-TIMEZONE")[:1]:
        if (named := zones.named(name)) is not UNKNOWN:
            zones.floating = named
    return zones


def _periods(part: Component, zones: Zones, found: _Found) -> Iterator[Taken]:
    """What a list of busy time says (VFREEBUSY)."""
    free = {"FREE"} if Presence.TENTATIVE in found.whose.counts else {"FREE", "BUSY-TENTATIVE"}
    for parameters, value in map(split_line, part.lines.get("FREEBUSY", ())):
        if parameters.get("FBTYPE", "").upper() in free:
            continue
        try:
            for start, length in read_dates(value, parameters, zones):
                yield taken_from(start, length or Length(0, 0))
        except (ValueError, ArithmeticError):
            yield Taken(found.window, Doubt.UNREADABLE)
