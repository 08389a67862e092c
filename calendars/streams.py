"""Calendar files (RFC 5545) as lines: which components there are, and the lines of them that say when somebody is busy.

One pass of a regular expression finds those lines; nothing else of an event is looked at or kept. A stream that is no
calendar, or not a whole one, is refused: nothing may be taken from it.

This module knows no ORM, request or clock.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

MOST_EVENTS = 50_000
# Alarms stand in events, and events in calendars. Nothing stands deeper.
MOST_DEPTH = 8
# What has lines that count. Of others, such as tasks and alarms, nothing does.
KEPT = {"VCALENDAR", "VEVENT", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
NAMES = """
BEGIN END UID SEQUENCE DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID STATUS TRANSP
X-MICROSOFT-CDO-BUSYSTATUS ATTENDEE FREEBUSY X-WR-TIMEZONE TZID TZOFFSETFROM TZOFFSETTO
"""
LINE = re.compile(rf"^({'|'.join(NAMES.split())})[ \t]*([;:][^\n]*)", re.MULTILINE | re.IGNORECASE)
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^":;])*)')


class StreamFault(StrEnum):
    """Why nothing may be taken from a stream."""

    NOT_A_CALENDAR = "not a calendar"
    NOT_WHOLE = "not whole"
    TOO_MUCH = "too much"


class Unusable(Exception):
    """Nothing may be taken from the stream. The first argument is the fault."""


@dataclass(slots=True)
class Component:
    """`lines` has what follows the names of the lines that count: parameters and value, as they stand there."""

    kind: str
    lines: dict[str, list[str]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """Return the values of all lines of the name."""
        return [split_line(line)[1] for line in self.lines.get(name, ())]

    def word(self, name: str) -> str:
        """Return the value of the only line of the name, in capitals; if there is none, or they differ, nothing."""
        words = {value.strip().upper() for value in self.values(name)}
        return words.pop() if len(words) == 1 else ""


def read_calendars(stream: bytes) -> list[Component]:
    """Return the calendars of the stream, with their events and zones as parts. Raise Unusable."""
    text = _unfolded(stream)
    if not re.match(r"\s*BEGIN:VCALENDAR\s*$", text, re.MULTILINE | re.IGNORECASE):
        raise Unusable(StreamFault.NOT_A_CALENDAR)
    calendars: list[Component] = []
    path: list[Component] = []
    events, read = 0, 0
    for name, line, place in _lines(text):
        read = place
        if name == "BEGIN":
            events += line[1:].strip() == "VEVENT"
            if events > MOST_EVENTS or len(path) >= MOST_DEPTH:
                raise Unusable(StreamFault.TOO_MUCH)
            _begin(Component(line[1:].strip()), path, calendars)
        elif name == "END":
            if not path or path.pop().kind != line[1:].strip():
                raise Unusable(StreamFault.NOT_WHOLE)
        elif path and path[-1].kind in KEPT:
            path[-1].lines.setdefault(name, []).append(line)
    if path or text[read:].strip():
        raise Unusable(StreamFault.NOT_WHOLE)
    return calendars


def split_line(line: str) -> tuple[dict[str, str], str]:
    """Return the parameters of a line, by their names in capitals, and its value."""
    parameters, place = {}, 0
    while found := PARAMETER.match(line, place):
        parameters[found[1].upper()] = found[2].replace('"', "")
        place = found.end()
    return parameters, line[place:].removeprefix(":").strip()


def _unfolded(stream: bytes) -> str:
    # Lines are folded anywhere, inside a character too, so before anything is decoded.
    text = stream.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return text.replace(b"\n ", b"").replace(b"\n\t", b"").decode(errors="replace")


def _lines(text: str) -> Iterator[tuple[str, str, int]]:
    for found in LINE.finditer(text):
        name = found[1].upper()
        yield name, found[2].strip().upper() if name in {"BEGIN", "END"} else found[2], found.end()


def _begin(component: Component, path: list[Component], calendars: list[Component]) -> None:
    if not path:
        if component.kind != "VCALENDAR":
            raise Unusable(StreamFault.NOT_A_CALENDAR)
        calendars.append(component)
    elif component.kind in {"VEVENT", "VFREEBUSY"}:
        # Wherever it stands: one too many is better than one too few.
        calendars[-1].parts.append(component)
    elif component.kind in KEPT:
        path[-1].parts.append(component)
    path.append(component)
