"""Google's events: when they are, whether they take time, and which are entries of ours.

This module knows no ORM, request or clock.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time

from calendars import errors
from calendars.events import Presence
from calendars.providers import Entry
from calendars.providers.http import Json, object_in
from calendars.providers.rooms import usable_room
from calendars.reading import BusyTime, HostProfile, OwnEntry
from calendars.weeks import Span, clip_spans, merge_spans
from core.dates import to_epoch
from core.zone_set import load_zone
from core.zones import is_zone

# Ids that Google makes itself do not begin with this.
PREFIX = "a1"
# Kinds of events that say where somebody is, not that they are busy.
FREE_KINDS = {"workingLocation", "birthday"}
# Between a local time read as UTC and the earliest and latest instants that it may be, in seconds.
FARTHEST = (-14 * 3_600, 12 * 3_600)


def google_busy(events: Sequence[Json], profile: HostProfile, zone: str, window: Span) -> BusyTime:
    spans, own = list[Span](), dict[str, OwnEntry]()
    for event in events:
        uid = _own_uid(event, profile)
        if event.get("status") == "cancelled":
            continue
        if uid:
            starts, ends = google_span(event, zone)
            # Our entry itself wins over an event that a mail program made of an invitation.
            if is_ours(event, uid) or uid not in own:
                own[uid] = OwnEntry(starts, ends, exists=True)
        elif _takes_time(event, profile.counts):
            spans.append(google_span(event, zone))
    return BusyTime(tuple(merge_spans(clip_spans(spans, window))), own, ())


def _takes_time(event: Json, counts: Collection[Presence]) -> bool:
    answers = {attendee.get("responseStatus") for attendee in event.get("attendees") or () if attendee.get("self")}
    kind = event.get("eventType")
    if "declined" in answers or event.get("transparency") == "transparent" or kind in FREE_KINDS:
        return False
    if kind == "outOfOffice":
        return Presence.AWAY in counts
    is_tentative = event.get("status") == "tentative" or "tentative" in answers
    return not is_tentative or Presence.TENTATIVE in counts


def _own_uid(event: Json, profile: HostProfile) -> str:
    """Return the UID of the meeting that the event is an entry of, else an empty text.

    Events of a series are no entries, nor are copies that somebody has made of one: their ids differ.
    """
    if event.get("recurringEventId"):
        return ""
    uid = _property(event).lower()
    if uid in profile.own and is_ours(event, uid):
        return uid
    invited = str(event.get("iCalUID") or "").lower()
    return invited if invited in profile.own else ""


def is_ours(event: Json, uid: str) -> bool:
    return str(event.get("id") or "").startswith(first_id(uid))


def _property(event: Json) -> str:
    return str(object_in(object_in(event, "extendedProperties"), "private").get("admitOne") or "")


def google_span(event: Json, zone: str) -> Span:
    """Return when the event is. Days are the calendar's own. Raise CalendarCut for one that has no time."""
    try:
        edges = *_instants(event["start"], zone), *_instants(event["end"], zone)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise errors.CalendarCut from error
    # An event that ends before it begins takes the time between.
    return min(edges), max(edges)


def _instants(when: Json, zone: str) -> list[int]:
    """Return the instant, or the earliest and the latest that it may be."""
    text = when.get("dateTime")
    if not text:
        return [to_epoch(datetime.combine(datetime.fromisoformat(when["date"]), time(), load_zone(zone)))]
    moment = datetime.fromisoformat(text)
    if moment.tzinfo:
        return [to_epoch(moment)]
    zone_name = str(when.get("timeZone") or zone)
    if is_zone(zone_name):
        return [to_epoch(moment.replace(tzinfo=load_zone(zone_name)))]
    return [to_epoch(moment.replace(tzinfo=UTC)) + seconds for seconds in FARTHEST]


def first_id(uid: str) -> str:
    """Return the id of the first entry of the meeting, of letters and digits that Google allows (base32hex)."""
    return PREFIX + uid.replace("-", "").lower()


def room_request(entry: Entry, existing: Json, remote: str) -> Json:
    """Return the fields that ask for a room, unless none is wanted, or the event has one or is getting one.

    Google ignores a request with the same id as the last one, so a repeat makes no other room. `remote` is the event's
    id.
    """
    if not entry.wants_room or room_of(existing) or awaits_room(existing):
        return {}
    request = {"requestId": f"{remote}-{entry.sequence}", "conferenceSolutionKey": {"type": "hangoutsMeet"}}
    return {"conferenceData": {"createRequest": request}}


def room_of(event: Json) -> str:
    """Return the address of the event's room, if it has one."""
    points = (event.get("conferenceData") or {}).get("entryPoints") or ()
    rooms = [usable_room(point.get("uri")) for point in points if point.get("entryPointType") == "video"]
    return next((room for room in rooms if room), usable_room(event.get("hangoutLink")))


def awaits_room(event: Json) -> bool:
    """Return whether the event's room is still being made."""
    request = (event.get("conferenceData") or {}).get("createRequest") or {}
    return not room_of(event) and (request.get("status") or {}).get("statusCode") == "pending"
