"""Times as calendar files write them, and the instants that they stand for.

A local time stands for one instant where its zone is known, and for a stretch of them where nobody knows the zone. One
that the clocks skip is read with the offset before the change; of one that comes twice, the first counts.

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
# As the standard has it, and as programs write it: with signs between, without seconds, with an offset.
TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)
LENGTH = re.compile(r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?")
OFFSET = re.compile(r"([+-]?)(\d\d):?(\d\d):?(\d\d)?")


class BadTime(ValueError):
    """The time, length or zone cannot be read."""


class OneOfZones(tzinfo):
    """One of several zones, and nobody knows which. Its offset is the easternmost's, where a local time comes first."""

    def __init__(self, *zones: tzinfo) -> None:
        self.zones: Sequence[tzinfo] = [one for zone in zones for one in getattr(zone, "zones", [zone])]

    def utcoffset(self, at: datetime | None) -> timedelta:
        return max(timedelta(seconds=seconds_east(one, at or EPOCH)) for one in self.zones)

    def westernmost(self, local: datetime) -> tzinfo:
        """Return the zone where the local time comes last."""
        return min(self.zones, key=lambda one: seconds_east(one, local))

    def tzname(self, _at: datetime | None) -> str:
        return "one of several"

    def dst(self, _at: datetime | None) -> None:
        return None


# A zone that nobody knows: the offsets that there are reach from -12 to +14 hours.
UNKNOWN = OneOfZones(timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)))


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
        westernmost = self.zone.westernmost(self.local) if isinstance(self.zone, OneOfZones) else self.zone
        return seconds_of(self.local) - seconds_east(westernmost, self.local)


@dataclass(frozen=True, slots=True)
class Length:
    """Days are as long as the clocks make them; seconds are exact."""

    days: int
    seconds: int

    def end(self, start: Moment) -> int:
        """Return the latest instant at which something of this length ends."""
        return Moment(start.local + self.days * DAY, start.whole_day, start.zone).last + self.seconds


@dataclass(slots=True)
class Zones:
    """The zones that the lines of one calendar may name. `floating` is for times without one.

    `written` has what the file itself says of zones, by their names in small letters.
    """

    floating: tzinfo
    window: Span
    written: Mapping[str, Sequence[Component]]
    known: dict[str, tzinfo] = field(default_factory=dict)

    def named(self, name: str) -> tzinfo:
        """Return the zone of the name: ours if it names a place that we know, else the file's own."""
        if name not in self.known:
            # Meanwhile, and if the file's own zone cannot be made out.
            self.known[name] = UNKNOWN
            self.known[name] = self._find(name)
        return self.known[name]

    def either(self, name: str, other: tzinfo) -> tzinfo:
        """Return the zone of a time that names one and is written in another: programs read it in either."""
        key, named = f"{name} {other}", self.named(name)
        if named is UNKNOWN:
            return other
        return self.known.setdefault(key, OneOfZones(named, other))

    def _find(self, name: str) -> tzinfo:
        ours = _ours(name)
        if ours and "/" in name:
            return ours
        if said := self.written.get(name.strip().casefold()):
            zones: list[tzinfo] = [FileZone.of(one, self.window) or UNKNOWN for one in said]
            # Short names, such as EST, are fixed offsets to us, and zones with a summer to those who write them.
            zones += [ours] if ours else []
            return UNKNOWN if UNKNOWN in zones else zones[0] if len(zones) == 1 else OneOfZones(*zones)
        for candidate in (name, *_candidates(name)):
            if found := _ours(candidate):
                return found
        return UNKNOWN


class FileZone(tzinfo):
    """A zone as a file defines it: when which offset begins. Each onset is a local time of before it."""

    def __init__(self, onsets: list[tuple[datetime, int, int]]) -> None:
        self.onsets = sorted(onsets)

    @classmethod
    def of(cls, component: Component, window: Span) -> "FileZone | None":
        """Return the zone near the window, or None if it is not understood."""
        # The change before the window may be years back, where a file has its rules from long ago.
        after, before = (
            EPOCH + timedelta(seconds=one) for one in (window[0] - 3 * 366 * 86_400, window[1] + 366 * 86_400)
        )
        try:
            onsets = [one for part in component.parts for one in _onsets(part, after, before)]
        except (ValueError, ArithmeticError, TooOften):
            return None
        return cls(onsets) if onsets else None

    def utcoffset(self, at: datetime | None) -> timedelta:
        local = (at or EPOCH).replace(tzinfo=None)
        offset = self.onsets[0][1]
        for onset, before, after in self.onsets:
            # In an hour that is skipped the offset of before still counts.
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
    year, month, day, hour, minute, second = (int(one or 0) for one in found.groups()[:6])
    try:
        local = datetime(year, month, day) + timedelta(days=hour == 24)  # noqa: DTZ001
        local = local.replace(hour=hour % 24, minute=minute, second=min(second, 59))
    except (ValueError, OverflowError) as error:
        raise BadTime(value[:40]) from error
    plain = floating or zones.floating
    if not found[4]:
        return Moment(local, True, plain)
    named = parameters.get("TZID", "")
    if found[7]:
        zone = UTC if found[7] in "Zz" else timezone(_offset(found[7]))
        return Moment(local, False, zones.either(named, zone) if named else zone)
    return Moment(local, False, zones.named(named) if named else plain)


def read_length(text: str) -> Length:
    """Return the length that the text writes. Raise BadTime."""
    found = LENGTH.fullmatch(text.strip().upper())
    if not found or not any(found.groups()[1:]):
        raise BadTime(text[:40])
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:])
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
    moved = EPOCH + timedelta(seconds=instant)
    guess = moved + timedelta(seconds=seconds_east(zone, moved))
    return moved + timedelta(seconds=seconds_east(zone, guess))


@cache
def _our_names() -> dict[str, str]:
    """Our zones by their names in small letters. The last three are files, and no zones that one can name."""
    return {one.casefold(): one for one in available_timezones() - {"localtime", "posixrules", "Factory"}}


def _ours(name: str) -> tzinfo | None:
    found = _our_names().get(name.strip().casefold())
    return load_zone(found) if found else None


def _candidates(name: str) -> Iterator[str]:
    """What a name that is not ours may stand for: a name of Windows', or one of ours with something before it."""
    yield WINDOWS_TO_OLSON.get(name.strip(), "")
    parts = [part for part in name.split("/") if part]
    yield from ("/".join(parts[-number:]) for number in (3, 2, 1) if number <= len(parts))


def _onsets(part: Component, after: datetime, before: datetime) -> list[tuple[datetime, int, int]]:
    (start,), (old,), (new,) = (part.values(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
    plain = Zones(UTC, (0, 0), {})
    first = moment_of(start, {}, plain).local
    times = [first, *(moment_of(one, {}, plain).local for line in part.values("RDATE") for one in line.split(","))]
    for rule in map(read_rule, part.values("RRULE")):
        # A rule that ended long ago may have set the clocks for the last time.
        last = min(before, moment_of(rule.until, {}, plain).local + DAY if rule.until else before)
        times += expand(rule, first, min(after, last - 2 * YEAR), last)
    offsets = _offset(old) // timedelta(seconds=1), _offset(new) // timedelta(seconds=1)
    return [(time, *offsets) for time in times]


def _offset(text: str) -> timedelta:
    found = OFFSET.fullmatch(text.strip())
    if not found:
        raise BadTime(text[:40])
    hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if offset >= DAY:
        raise BadTime(text[:40])
    return -offset if found[1] == "-" else offset
