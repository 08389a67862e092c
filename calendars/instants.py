"""Times as calendar files write them, and the instants that they mean.

A local time is one instant if its zone is known, and a range of instants if it is not. A time that the clocks skip is
read with the offset before the change. Of a time that comes twice, the first counts.

This module knows no ORM, request or clock.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from calendars.recurring import TooOften, expand, read_rule
from calendars.streams import Component, split_line
from calendars.weeks import Span
from core.zone_set import load_zone

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (local times have no zone)
DAY, YEAR = timedelta(days=1), timedelta(days=366)
# As in the standard, and as programs write it: with separators, without seconds, with an offset.
TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)
LENGTH = re.compile(r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?")
OFFSET = re.compile(r"([+-]?)(\d\d):?(\d\d):?(\d\d)?")


class BadTime(ValueError):
    """The time, length or zone cannot be read."""


class AmbiguousZone(tzinfo):
    """One of several zones; it is not known which. Its offset is the easternmost's, where a local time comes first."""

    def __init__(self, *zones: tzinfo) -> None:
        self.zones: list[tzinfo] = []
        for zone in zones:
            self.zones += zone.zones if isinstance(zone, AmbiguousZone) else [zone]

    def utcoffset(self, at: datetime | None) -> timedelta:
        return max(timedelta(seconds=seconds_east(zone, at or EPOCH)) for zone in self.zones)

    def westernmost(self, local: datetime) -> tzinfo:
        """Return the zone where the local time comes last."""
        return min(self.zones, key=lambda zone: seconds_east(zone, local))

    def tzname(self, _at: datetime | None) -> str:
        return "one of several"

    def dst(self, _at: datetime | None) -> None:
        return None


# A zone that is not known: offsets on Earth are from -12 to +14 hours.
UNKNOWN = AmbiguousZone(timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)))


@dataclass(frozen=True, slots=True)
class Moment:
    """A local time, or the beginning of a local day, and its zone."""

    local: datetime
    whole_day: bool
    zone: tzinfo

    @property
    def first(self) -> int:
        """The earliest instant that it may be."""
        return seconds_of(self.local) - seconds_east(self.zone, self.local)

    @property
    def last(self) -> int:
        """The latest instant that it may be."""
        westernmost = self.zone.westernmost(self.local) if isinstance(self.zone, AmbiguousZone) else self.zone
        return seconds_of(self.local) - seconds_east(westernmost, self.local)


@dataclass(frozen=True, slots=True)
class Length:
    """A length in days, which clock changes make longer or shorter, and exact seconds."""

    days: int
    seconds: int

    def end(self, start: Moment) -> int:
        """Return the latest instant at which something of this length ends."""
        return Moment(start.local + self.days * DAY, start.whole_day, start.zone).last + self.seconds


@dataclass(slots=True)
class Zones:
    """The zones that the lines of one calendar may name. `floating` is for times without one.

    `definitions` are the VTIMEZONE components of the file, by their names in lower case.
    """

    floating: tzinfo
    window: Span
    definitions: Mapping[str, Sequence[Component]]
    found: dict[str, tzinfo] = field(default_factory=dict)

    def named(self, name: str) -> tzinfo:
        """Return the zone of the name: an IANA zone that names a place, else the one that the file defines."""
        if name not in self.found:
            # For a definition that names itself.
            self.found[name] = UNKNOWN
            self.found[name] = self._find(name)
        return self.found[name]

    def ambiguous(self, name: str, written: tzinfo) -> tzinfo:
        """Return the zone of a time that names one and is written in another: programs read it in either."""
        key, named = f"{name} {written}", self.named(name)
        if named is UNKNOWN:
            return written
        return self.found.setdefault(key, AmbiguousZone(named, written))

    def _find(self, name: str) -> tzinfo:
        iana_zone = _iana_zone(name)
        if iana_zone and "/" in name:
            return iana_zone
        components = self.definitions.get(name.strip().casefold())
        if components:
            zones: list[tzinfo] = [FileZone.of(component, self.window) or UNKNOWN for component in components]
            if iana_zone:
                # IANA's short names, such as EST, are fixed offsets. Files mean zones with summer time by them.
                zones.append(iana_zone)
            if UNKNOWN in zones:
                return UNKNOWN
            return zones[0] if len(zones) == 1 else AmbiguousZone(*zones)
        candidates = (_iana_zone(candidate) for candidate in (name, *_candidates(name)))
        return next((zone for zone in candidates if zone), UNKNOWN)


class FileZone(tzinfo):
    """A zone as a file defines it, by its onsets: the local time of a change, the offset before, the offset after."""

    def __init__(self, onsets: list[tuple[datetime, int, int]]) -> None:
        self.onsets = sorted(onsets)

    @classmethod
    def of(cls, component: Component, window: Span) -> "FileZone | None":
        """Return the zone, with its changes near the window, or None if it cannot be read."""
        # The last change before the window may be years back, if a file has old rules.
        after = EPOCH + timedelta(seconds=window[0]) - 3 * YEAR
        before = EPOCH + timedelta(seconds=window[1]) + YEAR
        onsets: list[tuple[datetime, int, int]] = []
        try:
            for part in component.parts:
                onsets += _onsets(part, after, before)
        except (ValueError, ArithmeticError, TooOften):
            return None
        return cls(onsets) if onsets else None

    def utcoffset(self, at: datetime | None) -> timedelta:
        local = (at or EPOCH).replace(tzinfo=None)
        offset = self.onsets[0][1]
        for onset, before, after in self.onsets:
            # In a skipped hour, the offset before the change counts.
            if local < onset + timedelta(seconds=max(0, after - before)):
                break
            offset = after
        return timedelta(seconds=offset)

    def tzname(self, _at: datetime | None) -> str:
        return "as the file has it"

    def dst(self, _at: datetime | None) -> None:
        return None


def read_moment(line: str, zones: Zones) -> Moment:
    """Return the time that the line of a property writes. Raise BadTime."""
    parameters, value = split_line(line)
    try:
        return moment_of(value, parameters, zones)
    except BadTime:
        # A zone's name with a colon in it, and without quotes.
        head, _colon, value = line.rpartition(":")
        name = re.search(r"TZID=([^;]*)", head, re.IGNORECASE)
        return moment_of(value, {"TZID": name[1]} if name else {}, zones)


def moment_of(value: str, parameters: Mapping[str, str], zones: Zones, floating: tzinfo | None = None) -> Moment:
    """Return the time that a value writes. Raise BadTime."""
    found = TIME.fullmatch(value.strip())
    if not found:
        raise BadTime(value[:40])
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        local = datetime(year, month, day) + timedelta(days=hour == 24)  # noqa: DTZ001
        local = local.replace(hour=hour % 24, minute=minute, second=min(second, 59))
    except (ValueError, OverflowError) as error:
        raise BadTime(value[:40]) from error
    default_zone = floating or zones.floating
    if not found[4]:
        return Moment(local, True, default_zone)
    zone_name = parameters.get("TZID", "")
    if found[7]:
        zone = UTC if found[7] in "Zz" else timezone(_offset(found[7]))
        return Moment(local, False, zones.ambiguous(zone_name, zone) if zone_name else zone)
    return Moment(local, False, zones.named(zone_name) if zone_name else default_zone)


def read_length(text: str) -> Length:
    """Return the length that the text writes. Raise BadTime."""
    found = LENGTH.fullmatch(text.strip().upper())
    if not found or not any(found.groups()[1:]):
        raise BadTime(text[:40])
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    return Length(sign * (weeks * 7 + days), sign * (hours * 3_600 + minutes * 60 + seconds))


def seconds_of(local: datetime) -> int:
    """Return the seconds since 1970 on the local clock."""
    return (local - EPOCH) // timedelta(seconds=1)


def seconds_east(zone: tzinfo, local: datetime) -> int:
    """Return the offset from UTC in seconds that a local time has."""
    return (zone.utcoffset(local.replace(tzinfo=zone)) or timedelta()) // timedelta(seconds=1)


def local_of(instant: int, zone: tzinfo) -> datetime:
    """Return the local time of an instant."""
    utc = EPOCH + timedelta(seconds=instant)
    guess = utc + timedelta(seconds=seconds_east(zone, utc))
    return utc + timedelta(seconds=seconds_east(zone, guess))


@cache
def _iana_names() -> dict[str, str]:
    """Return the names of IANA's zones by the same in lower case. Three of the files are not zones."""
    return {name.casefold(): name for name in available_timezones() - {"localtime", "posixrules", "Factory"}}


def _iana_zone(name: str) -> tzinfo | None:
    found = _iana_names().get(name.strip().casefold())
    return load_zone(found) if found else None


def _candidates(name: str) -> Iterator[str]:
    """Yield IANA names that a name may mean: that of a Windows zone, or an IANA name after a prefix."""
    yield WINDOWS_TO_OLSON.get(name.strip(), "")
    parts = [part for part in name.split("/") if part]
    for number in (3, 2, 1):
        if number <= len(parts):
            yield "/".join(parts[-number:])


def _onsets(part: Component, after: datetime, before: datetime) -> list[tuple[datetime, int, int]]:
    (start,), (old,), (new,) = part.values("DTSTART"), part.values("TZOFFSETFROM"), part.values("TZOFFSETTO")
    first = _local_time(start)
    times = [first]
    for line in part.values("RDATE"):
        times += [_local_time(text) for text in line.split(",")]
    for line in part.values("RRULE"):
        rule = read_rule(line)
        # A rule that ended long ago may have made the last change.
        last = min(before, _local_time(rule.until) + DAY) if rule.until else before
        times += expand(rule, first, min(after, last - 2 * YEAR), last)
    offset_before, offset_after = _offset(old) // timedelta(seconds=1), _offset(new) // timedelta(seconds=1)
    return [(time, offset_before, offset_after) for time in times]


def _local_time(text: str) -> datetime:
    return moment_of(text, {}, Zones(UTC, (0, 0), {})).local


def _offset(text: str) -> timedelta:
    found = OFFSET.fullmatch(text.strip())
    if not found:
        raise BadTime(text[:40])
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if offset >= DAY:
        raise BadTime(text[:40])
    return -offset if found[1] == "-" else offset
