"""Calendar files (RFC 5545) as lines: their components, with the lines that say when somebody is busy.

One pass of a regular expression finds these lines. Nothing else of an event is read or kept. A stream that is not a
calendar, or not a complete one, is refused as a whole.

This module knows no ORM, request or clock.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

MOST_EVENTS = 50_000
# Alarms are inside events, and events inside calendars. Nothing is deeper.
MOST_DEPTH = 8
# Components whose lines are kept. Those of others, such as tasks and alarms, are not needed.
KEPT_KINDS = {"VCALENDAR", "VEVENT", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
NAMES = """
BEGIN END UID SEQUENCE DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID STATUS TRANSP
X-MICROSOFT-CDO-BUSYSTATUS ATTENDEE FREEBUSY X-WR-TIMEZONE TZID TZOFFSETFROM TZOFFSETTO
"""
LINE = re.compile(rf"^({'|'.join(NAMES.split())})[ \t]*([;:][^\n]*)", re.MULTILINE | re.IGNORECASE)
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^":;])*)')


class StreamFault(StrEnum):
    """Why a stream is refused."""

    NOT_A_CALENDAR = "not a calendar"
    NOT_WHOLE = "not whole"
    TOO_MUCH = "too much"


class Unusable(Exception):
    """The stream is refused. The first argument is the fault."""


@dataclass(slots=True)
class Component:
    """A component. `lines` holds, by their names, the parameters and values of its lines, as they are written."""

    kind: str
    lines: dict[str, list[str]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """Return the values of all lines of the name."""
        return [split_line(line)[1] for line in self.lines.get(name, ())]

    def word(self, name: str) -> str:
        """Return the value of the lines of the name, in capitals; empty if there are none, or they differ."""
        words = {value.strip().upper() for value in self.values(name)}
        return words.pop() if len(words) == 1 else ""


def read_calendars(stream: bytes) -> list[Component]:
    """Return the calendars of the stream, with their events and zones as parts. Raise Unusable."""
    text = _unfolded(stream)
    if not re.match(r"\s*BEGIN:VCALENDAR\s*$", text, re.MULTILINE | re.IGNORECASE):
        raise Unusable(StreamFault.NOT_A_CALENDAR)
    calendars: list[Component] = []
    path: list[Component] = []
    events, read_to = 0, 0
    for name, line, position in _lines(text):
        read_to = position
        if name == "BEGIN":
            events += line[1:].strip() == "VEVENT"
            if events > MOST_EVENTS or len(path) >= MOST_DEPTH:
                raise Unusable(StreamFault.TOO_MUCH)
            _begin(Component(line[1:].strip()), path, calendars)
        elif name == "END":
            if not path or path.pop().kind != line[1:].strip():
                raise Unusable(StreamFault.NOT_WHOLE)
        elif path and path[-1].kind in KEPT_KINDS:
            path[-1].lines.setdefault(name, []).append(line)
    if path or text[read_to:].strip():
        raise Unusable(StreamFault.NOT_WHOLE)
    return calendars


def split_line(line: str) -> tuple[dict[str, str], str]:
    """Return the parameters of a line, by their names in capitals, and its value."""
    parameters, position = {}, 0
    while found := PARAMETER.match(line, position):
        parameters[found[1].upper()] = found[2].replace('"', "")
        position = found.end()
    return parameters, line[position:].removeprefix(":").strip()


def _unfolded(stream: bytes) -> str:
    # Lines may be folded inside a character, so they are unfolded before they are decoded.
    text = stream.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return text.replace(b"\n ", b"").replace(b"\n\t", b"").decode(errors="replace")


def _lines(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield each line as its name, the rest, and the position of its end."""
    for found in LINE.finditer(text):
        name, rest = found[1].upper(), found[2]
        if name in {"BEGIN", "END"}:
            rest = rest.strip().upper()
        yield name, rest, found.end()


def _begin(component: Component, path: list[Component], calendars: list[Component]) -> None:
    if not path:
        if component.kind != "VCALENDAR":
            raise Unusable(StreamFault.NOT_A_CALENDAR)
        calendars.append(component)
    elif component.kind in {"VEVENT", "VFREEBUSY"}:
        # Wherever it is written: one too many is better than one too few.
        calendars[-1].parts.append(component)
    elif component.kind in KEPT_KINDS:
        path[-1].parts.append(component)
    path.append(component)
