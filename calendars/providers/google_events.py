"""What Google's events say, which are ours, and by which ids.

This module knows no ORM, request or clock.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time

from calendars import errors
from calendars.events import Presence
from calendars.providers import Entry
from calendars.providers.http import Json, part_of
from calendars.providers.rooms import usable_room
from calendars.reading import BusyTime, OwnEntry, Whose
from calendars.weeks import Span, clip_spans, merge_spans
from core.dates import to_epoch
from core.zone_set import load_zone
from core.zones import is_zone

# What other ids of Google's do not begin with.
PREFIX = "a1"
# Kinds of events that say where somebody is, not that they are busy.
FREE_KINDS = {"workingLocation", "birthday"}
# How far a local time is from UTC's at most, in seconds.
FARTHEST = (-14 * 3_600, 12 * 3_600)


def google_busy(events: Sequence[Json], whose: Whose, zone: str, window: Span) -> BusyTime:
    spans, own = list[Span](), dict[str, OwnEntry]()
    for event in events:
        uid = _own_uid(event, whose)
        cancelled = event.get("status") == "cancelled"
        if uid and not cancelled:
            starts, ends = google_span(event, zone)
            # What we wrote itself, rather than what a mail program made of an invitation.
            if is_ours(event, uid) or uid not in own:
                own[uid] = OwnEntry(starts, ends, standing=True)
        elif not cancelled and _takes_time(event, whose.counts):
            spans.append(google_span(event, zone))
    busy = merge_spans(clip_spans([one for one in spans if one[0] < one[1]], window))
    return BusyTime(tuple(busy), own, ())


def _takes_time(event: Json, counts: Collection[Presence]) -> bool:
    answers = {one.get("responseStatus") for one in event.get("attendees") or () if one.get("self")}
    kind = event.get("eventType")
    if "declined" in answers or event.get("transparency") == "transparent" or kind in FREE_KINDS:
        return False
    if kind == "outOfOffice":
        return Presence.AWAY in counts
    return Presence.TENTATIVE in counts or not (event.get("status") == "tentative" or "tentative" in answers)


def _own_uid(event: Json, whose: Whose) -> str:
    """Return the UID of the meeting of ours that the event is, or nothing.

    One of a series is none, nor one that somebody has copied with all that it has: its id is another.
    """
    if event.get("recurringEventId"):
        return ""
    uid = _property(event).lower()
    if uid in whose.own and is_ours(event, uid):
        return uid
    invited = str(event.get("iCalUID") or "").lower()
    return invited if invited in whose.own else ""


def is_ours(event: Json, uid: str) -> bool:
    return str(event.get("id") or "").startswith(first_id(uid))


def _property(event: Json) -> str:
    return str(part_of(part_of(event, "extendedProperties"), "private").get("admitOne") or "")


def google_span(event: Json, zone: str) -> Span:
    """Return when the event is. Days are the calendar's own. Raise CalendarCut for one that has no time."""
    try:
        edges = *_instants(event["start"], zone), *_instants(event["end"], zone)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise errors.CalendarCut from error
    # What ends before it begins takes the time between.
    return min(edges), max(edges)


def _instants(when: Json, zone: str) -> tuple[int, ...]:
    """Return the instant, or the earliest and the latest that it may be."""
    if text := when.get("dateTime"):
        at = datetime.fromisoformat(text)
        named = str(when.get("timeZone") or zone)
        if not at.tzinfo and not is_zone(named):
            return tuple(to_epoch(at.replace(tzinfo=UTC)) + reach for reach in FARTHEST)
        return (to_epoch(at if at.tzinfo else at.replace(tzinfo=load_zone(named))),)
    return (to_epoch(datetime.combine(datetime.fromisoformat(when["date"]), time(), load_zone(zone))),)


def first_id(uid: str) -> str:
    """Return the id of the first entry of the meeting, of letters and digits that Google allows (base32hex)."""
    return PREFIX + uid.replace("-", "").lower()


def asked_room(entry: Entry, standing: Json, remote: str) -> Json:
    """Return what asks for a room, unless none is wanted, or one stands there or is being made.

    Google ignores a request whose id it has seen last, so a repeat makes no other room. `remote` is the event's id.
    """
    if not entry.wants_room or room_of(standing) or awaits_room(standing):
        return {}
    request = {"requestId": f"{remote}-{entry.sequence}", "conferenceSolutionKey": {"type": "hangoutsMeet"}}
    return {"conferenceData": {"createRequest": request}}


def room_of(event: Json) -> str:
    """Return the address of the event's room, if it has one."""
    ways = (event.get("conferenceData") or {}).get("entryPoints") or ()
    found = [usable_room(one.get("uri")) for one in ways if one.get("entryPointType") == "video"]
    return next(filter(None, found), usable_room(event.get("hangoutLink")))


def awaits_room(event: Json) -> bool:
    """Say whether the event's room is still being made."""
    request = (event.get("conferenceData") or {}).get("createRequest") or {}
    return not room_of(event) and (request.get("status") or {}).get("statusCode") == "pending"
