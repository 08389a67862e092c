"""Translates events of files into Google's, and back, as far as the contract tests need it."""

from datetime import UTC
from typing import Any

from icalendar import Alarm, Calendar, Event

RED = "11"


def event_of(text: str) -> dict[str, Any]:
    """Return the event in a file, as Google has it."""
    (event,) = Calendar.from_ical(text).events
    fields: dict[str, Any] = {
        "iCalUID": str(event["UID"]),
        "status": "confirmed",
        "summary": str(event.get("SUMMARY", "")),
        "description": str(event.get("DESCRIPTION", "")),
        "transparency": str(event.get("TRANSP", "OPAQUE")).lower(),
    }
    for name, at in (("start", event.start), ("end", event.end)):
        fields[name] = {"dateTime": at.astimezone(UTC).isoformat(), "timeZone": "UTC"}
    if "RRULE" in event:
        fields["recurrence"] = [f"RRULE:{event['RRULE'].to_ical().decode()}"]
    if "COLOR" in event:
        fields["colorId"] = RED
    if event.alarms.times:
        fields["reminders"] = {"useDefault": False, "overrides": [{"method": "popup", "minutes": 15}]}
    return fields


def text_of(fields: dict[str, Any]) -> str:
    """Return a file with Google's event."""
    private = fields.get("extendedProperties", {}).get("private", {})
    event = Event(UID=private.get("admitOne") or fields["iCalUID"])
    event.add("SUMMARY", fields["summary"])
    event.add("DESCRIPTION", fields["description"])
    for name, key in (("DTSTART", "start"), ("DTEND", "end")):
        event[name] = fields[key]["dateTime"].replace("-", "").replace(":", "").replace("+0000", "Z")
    event.add("TRANSP", fields.get("transparency", "opaque").upper())
    event.add("SEQUENCE", int(private.get("admitOneSequence", 0)))
    if "admitOne" in private:
        event.add("X-ADMIT-ONE", private["admitOne"])
    for guest in fields.get("attendees", ()):
        event.add("ATTENDEE", guest["email"])
    if fields.get("colorId") == RED:
        event.add("COLOR", "red")
    for _reminder in fields.get("reminders", {}).get("overrides", ()):
        event.add_component(Alarm(ACTION="DISPLAY"))
    if fields.get("recurrence"):
        event["RRULE"] = fields["recurrence"][0].removeprefix("RRULE:")
    calendar = Calendar(PRODID="x", VERSION="2.0")
    calendar.add_component(event)
    return str(calendar.to_ical().decode().replace("\r\n ", "").replace("\r\n", "\n"))
