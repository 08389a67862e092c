"""The fake of Microsoft Graph, for the contract tests. The host's own program saves files, as with CalDAV."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from icalendar import Alarm, Calendar, Event

from calendars.providers import Access, EntryPlace, Tokens, microsoft
from calendars.providers.graph_events import PROPERTY
from tests.calendars.contract.worlds import World
from tests.calendars.fakes.graph import GraphFake
from tests.calendars.fakes.graph_types import instant
from tests.calendars.fakes.http import serve_fake
from tests.calendars.fakes.vendor import HERE

WORD = "word"


class GraphWorld(World):
    """Events have the names of files. The names of ours are made of the UIDs of their meetings."""

    def __init__(self, fake: GraphFake) -> None:
        access = Access(fake.base, networks=HERE, tokens=Tokens(WORD, 2**40, "again"))
        super().__init__("graph", microsoft, access, fake.add_calendar("Work"), guarded=True)
        self.fake = fake

    @property
    def nowhere(self) -> str:
        return "AAMkNone="

    def address(self, uid: str) -> str:
        return self._key(f"{uid}.ics")

    def save(self, name: str, text: str) -> None:
        key, fields = self._key(name), fields_of(text)
        if key:
            self.fake.events[key] |= fields
            self.fake.touch(key)
        else:
            self.fake.add_event(self.folder, **fields, name=name)

    def delete(self, name: str) -> None:
        key = self._key(name)
        assert key
        self.fake.delete_event(key)

    def stored(self, place: EntryPlace) -> str:
        return text_of(self.fake.events[place.remote]).replace("\r\n ", "")

    def texts(self) -> list[str]:
        return [text_of(row) for row in self.fake.events.values() if row["calendar"] == self.folder]

    def names(self) -> set[str]:
        return {_name(row) for row in self.fake.events.values() if row["calendar"] == self.folder}

    def _key(self, name: str) -> str:
        return next((key for key, row in self.fake.events.items() if _name(row) == name), "")


@contextmanager
def graph(_folder: Path) -> Iterator[GraphWorld]:
    fake = GraphFake(accepts=lambda token: token == WORD)
    with serve_fake(fake.answer) as base:
        fake.base = f"{base}/v1.0/"
        yield GraphWorld(fake)


def fields_of(text: str) -> dict[str, Any]:
    """Return the fields of the event in a file."""
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    starts = event.start
    fields: dict[str, Any] = {
        "isAllDay": not isinstance(starts, datetime),
        "start": _time(starts),
        "end": _time(event.end),
        "subject": str(event.get("SUMMARY", "")),
        "body": {"contentType": "text", "content": str(event.get("DESCRIPTION", "")).replace("\n", "\r\n")},
        "showAs": "free" if event.get("TRANSP") == "TRANSPARENT" else "busy",
        "isCancelled": event.get("STATUS") == "CANCELLED",
        "categories": [str(event["COLOR"])] if "COLOR" in event else [],
        "reminderMinutesBeforeStart": 15 if event.walk("VALARM") else 0,
        "recurrence": None,
    }
    if rule := event.get("RRULE"):
        last = rule["UNTIL"][0] if "UNTIL" in rule else starts + timedelta(weeks=rule["COUNT"][0] - 1)
        fields["recurrence"] = {"pattern": {"type": "weekly"}, "range": {"endDate": f"{last:%Y-%m-%d}"}}
    if "X-ADMIT-ONE" in event:
        fields["singleValueExtendedProperties"] = [{"id": PROPERTY, "value": str(event["X-ADMIT-ONE"])}]
    return fields


def text_of(row: dict[str, Any]) -> str:
    """Return a file with the event."""
    calendar, event = Calendar(PRODID="x", VERSION="2.0"), Event(UID=_uid(row) or row["id"])
    event.start, event.end = instant(row["start"]), instant(row["end"])
    event.add("DTSTAMP", datetime(2027, 1, 1, tzinfo=UTC))
    event.add("SUMMARY", row["subject"])
    event.add("DESCRIPTION", row["body"]["content"].replace("\r\n", "\n"))
    event.add("TRANSP", "TRANSPARENT" if row["showAs"] == "free" else "OPAQUE")
    for name in ("attendees", "organizer"):
        if row.get(name):
            event.add(name, "mailto:x@x.example")
    if _uid(row):
        event.add("X-ADMIT-ONE", _uid(row))
    for colour in row.get("categories", ()):
        event.add("COLOR", colour)
    if row.get("reminderMinutesBeforeStart"):
        event.add_component(Alarm(ACTION="DISPLAY", DESCRIPTION="x", TRIGGER="-PT15M"))
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def _time(at: date) -> dict[str, str]:
    if isinstance(at, datetime):
        at = at.astimezone(UTC)
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def _uid(row: dict[str, Any]) -> str:
    return next((str(entry["value"]) for entry in row["singleValueExtendedProperties"]), "")


def _name(row: dict[str, Any]) -> str:
    return str(row.get("name") or f"{_uid(row) or row['id']}.ics")
