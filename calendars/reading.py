"""What a calendar says: when its host is busy, and how the meetings that we wrote into it are now.

The result is never less busy than the truth: an event that cannot be read is busy for as long as it may last, with a
warning.

This module knows no ORM, request or clock.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from calendars.events import (
    DEFAULT_COUNTS,
    BusySpan,
    CalendarEvent,
    Presence,
    ReadingWarning,
    busy_span_from,
    read_dates,
)
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
class HostProfile:
    """What a reading must know of the calendar's host: zone, addresses, and the UIDs of their meetings, in lower case.

    `counts` says what counts as busy.
    """

    zone: str
    addresses: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    counts: frozenset[Presence] = DEFAULT_COUNTS


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """Our entry of a meeting, as it is in the calendar. It does not `exist` if it was cancelled there."""

    starts: int
    ends: int
    exists: bool


@dataclass(frozen=True, slots=True)
class BusyTime:
    """`busy` is merged and inside the window. A warning has the instant of the first event that it is about."""

    busy: tuple[Span, ...]
    own: Mapping[str, OwnEntry]
    warnings: tuple[tuple[ReadingWarning, int], ...]


@dataclass(slots=True)
class _Findings:
    """The busy time, entries and warnings that were found so far."""

    profile: HostProfile
    window: Span
    spans: list[Span] = field(default_factory=list)
    own: dict[str, OwnEntry] = field(default_factory=dict)
    warnings: set[tuple[ReadingWarning, int]] = field(default_factory=set)

    def add(self, busy_spans: Iterable[BusySpan]) -> None:
        """Add the busy time of one event. Each kind of warning is added once, from where it begins."""
        warnings: dict[ReadingWarning, int] = {}
        for busy_span in busy_spans:
            for starts, ends in clip_spans([busy_span.span], self.window):
                self.spans.append((starts, ends))
                if busy_span.warning:
                    warnings[busy_span.warning] = min(starts, warnings.get(busy_span.warning, starts))
        self.warnings |= set(warnings.items())


def read_busy(
    streams: Sequence[bytes],
    profile: HostProfile,
    window: Span,
    limited: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> BusyTime:
    """Return what the files of one calendar say about the window.

    `limited` surrounds the work on each event, and may end it with OutOfTime. Raise streams.Unusable.
    """
    found = _Findings(profile, window)
    near = _near_dates(window)
    for uid, versions in _events_of(streams, found).items():
        if _keep_own_entry(uid, versions, found):
            continue
        if len(versions) == 1 and _is_far(versions[0], near):
            continue
        with limited():
            found.add(_busy_spans(versions, found))
    return BusyTime(tuple(merge_spans(found.spans)), found.own, tuple(sorted(found.warnings)[:MOST_WARNINGS]))


def _events_of(streams: Sequence[bytes], found: _Findings) -> dict[str, list[CalendarEvent]]:
    """Return all events by their UIDs. Add lists of busy time (VFREEBUSY) to what was found."""
    events: dict[str, list[CalendarEvent]] = {}
    calendars = [calendar for stream in streams for calendar in read_calendars(stream)]
    for calendar in calendars:
        zones = _zones_of(calendar, found.profile, found.window)
        for index, part in enumerate(calendar.parts):
            if part.kind == "VEVENT":
                # Each event without a UID is one of its own.
                uid = "".join(part.values("UID")) or f" {id(calendar)} {index}"
                events.setdefault(uid.strip() or uid, []).append(CalendarEvent(part, zones))
            elif part.kind == "VFREEBUSY":
                found.add(_periods(part, zones, found))
    return events


def _busy_spans(versions: Sequence[CalendarEvent], found: _Findings) -> list[BusySpan]:
    """Return the time of one event, with its overrides. One that cannot be read is busy from its start on."""
    try:
        current = _newest(versions)
        busy = {id(event) for event in current if event.takes_time(found.profile.addresses, found.profile.counts)}
        spans = list(_spans_of(current, busy, found.window)) if busy else []
        is_incomplete = any(event.is_incomplete for event in current)
    except OutOfTime:
        return [BusySpan((_earliest_start(versions, found.window), found.window[1]), ReadingWarning.TOO_OFTEN)]
    except (ValueError, ArithmeticError, LookupError):
        return [BusySpan((_earliest_start(versions, found.window), found.window[1]), ReadingWarning.UNREADABLE)]
    if is_incomplete:
        spans = [replace(span, warning=span.warning or ReadingWarning.UNREADABLE) for span in spans]
    return spans


def _spans_of(current: Sequence[CalendarEvent], busy: set[int], window: Span) -> Iterator[BusySpan]:
    """Yield the busy time of the events of one UID. `busy` has the ids of the objects that take time."""
    overrides = [event for event in current if event.is_override]
    for event in current:
        if not event.is_override and (event.repeats or overrides):
            yield from series_spans(event, overrides, window, busy)
        elif id(event) in busy:
            yield event.busy_span


def _newest(versions: Sequence[CalendarEvent]) -> list[CalendarEvent]:
    """Return the newest versions of an event and of each of its overrides. Several have the same SEQUENCE."""
    if len(versions) == 1:
        return list(versions)
    groups: dict[tuple[int, bool] | None, list[CalendarEvent]] = {}
    for event in versions:
        key = (event.replaces.first, event.is_this_and_future) if event.is_override else None
        groups.setdefault(key, []).append(event)
    newest: list[CalendarEvent] = []
    for group in groups.values():
        highest = max(event.sequence or 0 for event in group)
        # An event whose SEQUENCE cannot be read may be the newest.
        newest += [event for event in group if event.sequence is None or event.sequence == highest]
    return newest


def _keep_own_entry(uid: str, versions: Sequence[CalendarEvent], found: _Findings) -> bool:
    """Keep the event if it is an entry of ours. Return whether it is. Our meetings never repeat."""
    if uid.lower() not in found.profile.own or any(event.repeats or event.is_override for event in versions):
        return False
    newest = _newest(versions)[-1]
    with suppress(ValueError):
        exists = newest.component.word("STATUS") != "CANCELLED"
        found.own[uid.lower()] = OwnEntry(*newest.busy_span.span, exists)
    return True


def _is_far(event: CalendarEvent, near: tuple[str, str]) -> bool:
    """Return whether the event is far from the window, by the digits of its dates alone."""
    lines = event.component.lines
    if event.repeats or event.is_override or "DURATION" in lines or len(lines.get("DTSTART", ())) != 1:
        return False
    digits = []
    for line in (*lines["DTSTART"], *lines.get("DTEND", ())):
        date = DATE.search(line)
        if date is None:
            return False
        digits.append(date[1])
    return min(digits) > near[1] or max(digits) < near[0]


def _near_dates(window: Span) -> tuple[str, str]:
    first, last = (EPOCH + timedelta(seconds=instant) for instant in window)
    return f"{first - MARGIN:%Y%m%d}", f"{last + MARGIN:%Y%m%d}"


def _earliest_start(versions: Sequence[CalendarEvent], window: Span) -> int:
    """Return the earliest instant at which an unreadable event may begin. Without any start it takes no time."""
    starts = []
    for event in versions:
        try:
            starts.append(event.start.first)
        except ValueError:
            starts += [_start_from_digits(line, window) for line in event.component.lines.get("DTSTART", ())]
    return min(starts, default=window[1])


def _start_from_digits(line: str, window: Span) -> int:
    try:
        return min(seconds_of(datetime.fromisoformat(date) - DAY) for date in DIGITS.findall(line))
    except ValueError:
        return window[0]


def _zones_of(calendar: Component, profile: HostProfile, window: Span) -> Zones:
    definitions: dict[str, list[Component]] = {}
    for part in calendar.parts:
        if part.kind == "VTIMEZONE":
            for name in part.values("TZID"):
                definitions.setdefault(name.strip().casefold(), []).append(part)
    zones = Zones(load_zone(profile.zone), window, definitions)
    for name in calendar.values("X-WR-TIMEZONE")[:1]:
        zone = zones.named(name)
        if zone is not UNKNOWN:
            zones.floating = zone
    return zones


def _periods(part: Component, zones: Zones, found: _Findings) -> Iterator[BusySpan]:
    """Yield the busy time of a list (VFREEBUSY)."""
    free = {"FREE"} if Presence.TENTATIVE in found.profile.counts else {"FREE", "BUSY-TENTATIVE"}
    for line in part.lines.get("FREEBUSY", ()):
        parameters, value = split_line(line)
        if parameters.get("FBTYPE", "").upper() in free:
            continue
        try:
            for start, length in read_dates(value, parameters, zones):
                yield busy_span_from(start, length or Length(0, 0))
        except (ValueError, ArithmeticError):
            yield BusySpan(found.window, ReadingWarning.UNREADABLE)
