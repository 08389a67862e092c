"""Events of calendar files as Google has them, and back: as far as the contract goes."""

from datetime import UTC
from typing import Any

from icalendar import Alarm, Calendar, Event

RED = "11"


def event_of(text: str) -> dict[str, Any]:
    """The event of a file, as Google's."""
    (event,) = Calendar.from_ical(text).events
    made: dict[str, Any] = {
        "iCalUID": str(event["UID"]),
        "status": "confirmed",
        "summary": str(event.get("SUMMARY", "")),
        "description": str(event.get("DESCRIPTION", "")),
        "transparency": str(event.get("TRANSP", "OPAQUE")).lower(),
    }
    for name, at in (("start", event.start), ("end", event.end)):
        made[name] = {"dateTime": at.astimezone(UTC).isoformat(), "timeZone": "UTC"}
    if "RRULE" in event:
        made["recurrence"] = [f"RRULE:{event['RRULE'].to_ical().decode()}"]
    if "COLOR" in event:
        made["colorId"] = RED
    if event.alarms.times:
        made["reminders"] = {"useDefault": False, "overrides": [{"method": "popup", "minutes": 15}]}
    return made


def text_of(said: dict[str, Any]) -> str:
    """Google's event, as a file."""
    private = said.get("extendedProperties", {}).get("private", {})
    event = Event(UID=private.get("admitOne") or said["iCalUID"])
    event.add("SUMMARY", said["summary"])
    event.add("DESCRIPTION", said["description"])
    for name, end in (("DTSTART", "start"), ("DTEND", "end")):
        event[name] = said[end]["dateTime"].replace("-", "").replace(":", "").replace("+0000", "Z")
    event.add("TRANSP", said.get("transparency", "opaque").upper())
    event.add("SEQUENCE", int(private.get("admitOneSequence", 0)))
    if "admitOne" in private:
        event.add("X-ADMIT-ONE", private["admitOne"])
    for guest in said.get("attendees", ()):
        event.add("ATTENDEE", guest["email"])
    if said.get("colorId") == RED:
        event.add("COLOR", "red")
    for _one in said.get("reminders", {}).get("overrides", ()):
        event.add_component(Alarm(ACTION="DISPLAY"))
    if said.get("recurrence"):
        event["RRULE"] = said["recurrence"][0].removeprefix("RRULE:")
    calendar = Calendar(PRODID="x", VERSION="2.0")
    calendar.add_component(event)
    return str(calendar.to_ical().decode().replace("\r\n ", "").replace("\r\n", "\n"))
