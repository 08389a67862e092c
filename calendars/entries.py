"""Entries: our meetings as objects of a calendar, new ones or changes of existing ones.

They name no organizer and no attendee: a server that finds either sends invitations of its own.
"""

from collections.abc import Iterator, Sequence

from django.conf import settings
from icalendar import Calendar, Event
from icalendar.cal.component import Component

from calendars.errors import CalendarRefusal
from calendars.providers import Entry

# Properties that are always replaced by ours.
OUR_PROPERTIES = (
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "EXRULE",
    "RECURRENCE-ID",
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
REMOVED_PROPERTIES = ("ORGANIZER", "ATTENDEE")
# They identify our entries, and the host of each.
MARKS = MARK, MARK_OF_HOST = "X-ADMIT-ONE", "X-ADMIT-ONE-HOST"


def write_entry(entry: Entry, existing: bytes = b"") -> bytes:
    """Return the object of the entry. What the host added to the existing one is kept.

    Raise CalendarRefusal if the existing object is something else.
    """
    calendar = _read(existing) if existing else _empty()
    event = _own_event(calendar, entry.uid) if existing else Event(UID=entry.uid)
    description = "\n\n".join(_texts(event, "DESCRIPTION"))
    for name in (*OUR_PROPERTIES, *REMOVED_PROPERTIES, *MARKS):
        event.pop(name, None)
    event.DTSTART, event.DTEND = entry.starts_at, entry.ends_at
    event.add("DTSTAMP", entry.stamp)
    event.add("LAST-MODIFIED", entry.stamp)
    event.add("SEQUENCE", entry.sequence)
    event.add("SUMMARY", entry.summary)
    event.add("DESCRIPTION", with_notes(entry, description))
    if entry.location:
        event.add("LOCATION", entry.location)
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    event.add(MARK, entry.uid)
    if entry.host:
        event.add(MARK_OF_HOST, entry.host)
    others = [component for component in calendar.subcomponents if component.name != "VEVENT"]
    calendar.subcomponents = [*others, event]
    calendar.pop("METHOD", None)
    return bytes(calendar.to_ical())


def entry_uid(existing: bytes) -> str:
    """Return the UID of the events in an object; empty if it has none, or several."""
    return _only_text(existing, "UID", missing=[""])


def entry_host(existing: bytes) -> str:
    """Return the id of an entry's host; empty if the object has none, or several."""
    return _only_text(existing, MARK_OF_HOST)


def _only_text(existing: bytes, name: str, missing: Sequence[str] = ()) -> str:
    """Return the value of a property that all events of an object share; empty if they differ.

    Events without the property count as having the `missing` values.
    """
    try:
        events = list(_events(_read(existing)))
    except CalendarRefusal:
        return ""
    values = {value for event in events for value in _texts(event, name) or missing}
    return values.pop() if len(values) == 1 else ""


def with_notes(entry: Entry, description: str) -> str:
    """Return our text, followed by the host's notes in the existing description.

    Our text ends with the address of the meeting's page; what follows it is the host's.
    """
    _our_text, page, notes = description.rpartition(entry.page)
    if description and not page:
        notes = f"\n\n{description.strip()}"
    return f"{entry.description.rstrip()}\n{entry.page}{notes.rstrip()}"


def _read(existing: bytes) -> Calendar:
    if len(existing) > LARGEST:
        raise CalendarRefusal
    try:
        found = Calendar.from_ical(existing)
    except Exception as error:
        # The library raises errors of many kinds for what is not a calendar.
        raise CalendarRefusal from error
    if not isinstance(found, Calendar):
        raise CalendarRefusal
    return found


def _events(calendar: Calendar) -> Iterator[Component]:
    return (component for component in calendar.subcomponents if component.name == "VEVENT")


def _texts(component: Component, name: str) -> list[str]:
    """Return the values of a property. There should be one, but there may be several."""
    found = component.get(name, [])
    values = found if isinstance(found, list) else [found]
    return [str(value) for value in values]


def _own_event(calendar: Calendar, uid: str) -> Event:
    """Return the event itself, not the overrides that somebody may have added. All must have this UID."""
    events = sorted(_events(calendar), key=lambda event: "RECURRENCE-ID" in event)
    for event in events:
        if {name.lower() for name in _texts(event, "UID")} != {uid.lower()}:
            raise CalendarRefusal
    if not events or not isinstance(events[0], Event):
        raise CalendarRefusal
    return events[0]


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", f"-//{settings.PRODUCT_NAME}//Host entry//EN")
    calendar.add("VERSION", "2.0")
    return calendar
