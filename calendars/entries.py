"""A meeting of ours as an object of a calendar: written anew, or into what stands there.

It names no organizer and no attendee: a server that finds either sends invitations of its own.
"""

from collections.abc import Iterator

from django.conf import settings
from icalendar import Calendar, Event
from icalendar.cal.component import Component

from calendars.errors import CalendarRefusal
from calendars.providers import Entry

# What says when and how often: ours alone, whatever was made of it.
TIMING = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
OURS = (
    *TIMING,
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "STATUS",
    "TRANSP",
    "SEQUENCE",
    "DTSTAMP",
    "LAST-MODIFIED",
    "URL",
)
# An object of one event, with what its host has attached. In bytes.
LARGEST = 500_000
NEVER = ("ORGANIZER", "ATTENDEE")
# By which an entry is known as one of ours, and as whose.
MARKS = MARK, MARK_OF_HOST = "X-ADMIT-ONE", "X-ADMIT-ONE-HOST"


def write_entry(entry: Entry, standing: bytes = b"") -> bytes:
    """Return the object with the entry. What the host added to the one that stands there is kept.

    Raise CalendarRefusal if what stands there is something else.
    """
    calendar = _read(standing) if standing else _empty()
    event = _own_event(calendar, entry.uid) if standing else Event(UID=entry.uid)
    written = "\n\n".join(_texts(event, "DESCRIPTION"))
    for name in (*OURS, *NEVER, *MARKS):
        event.pop(name, None)
    event.DTSTART, event.DTEND = entry.starts_at, entry.ends_at
    event.add("DTSTAMP", entry.stamp)
    event.add("LAST-MODIFIED", entry.stamp)
    event.add("SEQUENCE", entry.sequence)
    event.add("SUMMARY", entry.summary)
    event.add("DESCRIPTION", with_notes(entry, written))
    if entry.location:
        event.add("LOCATION", entry.location)
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    event.add(MARK, entry.uid)
    if entry.host:
        event.add(MARK_OF_HOST, entry.host)
    calendar.subcomponents = [one for one in calendar.subcomponents if one.name != "VEVENT"] + [event]
    calendar.pop("METHOD", None)
    return bytes(calendar.to_ical())


def uid_of(standing: bytes) -> str:
    """Return the UID of the events in an object, or nothing if it is no object of one event."""
    try:
        names = {uid for one in _events(_read(standing)) for uid in _texts(one, "UID") or [""]}
    except CalendarRefusal:
        return ""
    return names.pop() if len(names) == 1 else ""


def host_of(standing: bytes) -> str:
    """Return whose entry an object is, or nothing if it does not say."""
    try:
        names = {host for one in _events(_read(standing)) for host in _texts(one, MARK_OF_HOST)}
    except CalendarRefusal:
        return ""
    return names.pop() if len(names) == 1 else ""


def with_notes(entry: Entry, written: str) -> str:
    """Return our text, with the host's notes below it. Our text ends with the address of the meeting's page."""
    _ours, ours, notes = written.rpartition(entry.page)
    if written and not ours:
        notes = f"\n\n{written.strip()}"
    return f"{entry.description.rstrip()}\n{entry.page}{notes.rstrip()}"


def _read(standing: bytes) -> Calendar:
    if len(standing) > LARGEST:
        raise CalendarRefusal
    try:
        found = Calendar.from_ical(standing)
    except Exception as error:
        # Of what is no calendar, the library raises whatever it stumbles over.
        raise CalendarRefusal from error
    if not isinstance(found, Calendar):
        raise CalendarRefusal
    return found


def _events(calendar: Calendar) -> Iterator[Component]:
    return (one for one in calendar.subcomponents if one.name == "VEVENT")


def _texts(component: Component, name: str) -> list[str]:
    """Return the values of a property, of which there should be one, but may be several."""
    found = component.get(name, [])
    return [str(one) for one in (found if isinstance(found, list) else [found])]


def _own_event(calendar: Calendar, uid: str) -> Event:
    """Return the event itself, without the instances that somebody may have made of it."""
    found = sorted(_events(calendar), key=lambda one: "RECURRENCE-ID" in one)
    if not found or any({name.lower() for name in _texts(one, "UID")} != {uid.lower()} for one in found):
        raise CalendarRefusal
    event = found[0]
    if not isinstance(event, Event):
        raise CalendarRefusal
    return event


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", f"-//{settings.PRODUCT_NAME}//Host entry//EN")
    calendar.add("VERSION", "2.0")
    return calendar
