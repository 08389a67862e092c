"""Calendars of Microsoft 365 and Outlook.com, by Microsoft Graph."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from uuid import UUID, uuid5

from calendars import errors
from calendars.entries import with_notes
from calendars.instants import Zones
from calendars.providers import LONGEST_PLACE, Access, Cursor, Entry, EntryPlace, Outcome, RemoteCalendar
from calendars.providers.graph import GraphReply, all_pages, ask_graph, in_path, in_quotes
from calendars.providers.graph_events import PROPERTY, read_events, when_taken
from calendars.providers.http import Json, mark_of_window
from calendars.providers.rooms import usable_room
from calendars.reading import OwnEntry, Whose
from calendars.weeks import Span
from core.dates import to_epoch

MOST_TRIES = 4
CONFLICTS = {HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED}
# Whole days are placed by a zone of the server's own.
AROUND = timedelta(days=2)
PAGE = "500"
# Neither titles nor places nor people are asked for.
READ = "id,iCalUId,start,end,isAllDay,showAs,isCancelled,responseStatus,type"
STANDING = "id,start,end,isAllDay,isCancelled,type,body,isOnlineMeeting,onlineMeeting"
# Sent once: an event that has a room loses it if it is asked for again.
ROOM = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
OURS = f"singleValueExtendedProperties($filter=id eq {in_quotes(PROPERTY)})"


def list_calendars(access: Access) -> Sequence[RemoteCalendar]:
    query = {"$select": "id,name,canEdit,isDefaultCalendar", "$top": "50"}
    try:
        found = list(all_pages(access, "me/calendars", query))
    except errors.Gone as error:
        # An account without a mailbox, or whose organization lets us into none.
        raise errors.NoCalendars from error
    found.sort(key=lambda one: one.get("isDefaultCalendar") is not True)
    if not found:
        raise errors.NoCalendars
    return [
        RemoteCalendar(_named(one)["id"], str(one.get("name") or ""), "", one.get("canEdit") is True) for one in found
    ]


def read_calendar(access: Access, calendar: RemoteCalendar, cursor: Cursor, whose: Whose, window: Span) -> Outcome:
    first, last = (datetime.fromtimestamp(one, UTC) for one in window)
    query = {
        "startDateTime": f"{first - AROUND:%Y-%m-%dT%H:%M:%SZ}",
        "endDateTime": f"{last + AROUND:%Y-%m-%dT%H:%M:%SZ}",
        "$select": READ,
        "$expand": OURS,
        "$top": PAGE,
    }
    found = read_events(all_pages(access, f"{_path(calendar)}/calendarView", query), whose, window)
    # The list itself has no mark of change.
    content = repr((found.busy, sorted(found.own.items()), found.warnings))
    now = {"window": mark_of_window(whose, window), "sha256": sha256(content.encode()).hexdigest()}
    return Outcome(None if now == cursor else found, now)


def put_entry(access: Access, calendar: RemoteCalendar, place: EntryPlace | None, entry: Entry) -> EntryPlace:
    standing, gone = _look_for(access, calendar, place, entry.uid)
    for _try in range(MOST_TRIES):
        if standing is None:
            standing = _create(access, calendar, entry, gone)
            # A repeat is answered with what the first attempt made, which may be elsewhere by now.
            if _is_at(standing, entry):
                return _place(standing)
        reply = _change(access, calendar, entry, standing)
        if reply.status == HTTPStatus.OK:
            return _place(reply.json)
        if reply.status == HTTPStatus.NOT_FOUND:
            gone, standing = str(standing["id"]), None
        elif reply.status in CONFLICTS:
            # It was changed at the same moment.
            standing = _get(access, calendar, str(standing["id"]))
        else:
            break
    raise errors.CalendarRefusal


def remove_entry(
    access: Access, calendar: RemoteCalendar, place: EntryPlace | None, uid: str, _others: Collection[str] = ()
) -> None:
    if place and _delete(access, calendar, place.remote):
        return
    try:
        standing = _find(access, calendar, uid)
    except errors.Gone:
        # With its calendar.
        return
    if standing is not None:
        _delete(access, calendar, str(standing["id"]))


def look_at_entry(access: Access, calendar: RemoteCalendar, place: EntryPlace, _uid: str) -> OwnEntry | None:
    standing = _get(access, calendar, place.remote)
    return None if standing is None else OwnEntry(*_span(standing), not standing.get("isCancelled"))


def _path(calendar: RemoteCalendar) -> str:
    return f"me/calendars/{in_path(calendar.remote)}"


def _event(calendar: RemoteCalendar, remote: str) -> str:
    """Return the path of an event. By its calendar, so that it is found in one that somebody else shares, too."""
    return f"{_path(calendar)}/events/{in_path(remote)}"


def _get(access: Access, calendar: RemoteCalendar, remote: str) -> Json | None:
    """Return an event, or None if it is gone. What is deleted has another id from then on."""
    reply = ask_graph(access, "GET", _event(calendar, remote), {"$select": STANDING})
    if reply.status == 404:
        return None
    if reply.status != 200:
        raise errors.CalendarRefusal
    return _named(reply.json)


def _find(access: Access, calendar: RemoteCalendar, uid: str) -> Json | None:
    """Return the event of the meeting, or None."""
    ours = f"ep/id eq {in_quotes(PROPERTY)} and ep/value eq {in_quotes(uid)}"
    query = {"$filter": f"singleValueExtendedProperties/Any(ep: {ours})", "$select": STANDING, "$top": "10"}
    found = next(all_pages(access, f"{_path(calendar)}/events", query), None)
    return None if found is None else _named(found)


def _named(event: Json) -> Json:
    """Return the event, unless it has no id, by which nothing can be done with it. Raise CalendarCut."""
    if not isinstance(event.get("id"), str):
        raise errors.CalendarCut
    return event


def _look_for(access: Access, calendar: RemoteCalendar, place: EntryPlace | None, uid: str) -> tuple[Json | None, str]:
    """Return the event of the meeting, if there is one, and what was found to be gone."""
    if place is None:
        return _find(access, calendar, uid), ""
    standing = _get(access, calendar, place.remote)
    return (standing, "") if standing else (_find(access, calendar, uid), place.remote)


def _create(access: Access, calendar: RemoteCalendar, entry: Entry, gone: str) -> Json:
    """Make the event, and return what stands there. The same again makes no other; after one is gone it does.

    Raise Gone, or CalendarRefusal.
    """
    name = f"{entry.uid}-{entry.sequence}"
    body = _written(entry, "") | {
        "transactionId": str(uuid5(UUID(entry.uid), f"{name} {gone}")) if gone else name,
        "singleValueExtendedProperties": [{"id": PROPERTY, "value": entry.uid}],
    }
    reply = _write(access, "POST", f"{_path(calendar)}/events", body, ROOM if entry.wants_room else {})
    if reply.status in {HTTPStatus.OK, HTTPStatus.CREATED}:
        return _named(reply.json)
    # It may have been made by an attempt whose answer was lost.
    found = _find(access, calendar, entry.uid) if reply.status in CONFLICTS else None
    if found is None:
        raise errors.Gone if reply.status == HTTPStatus.NOT_FOUND else errors.CalendarRefusal
    return found


def _change(access: Access, calendar: RemoteCalendar, entry: Entry, standing: Json) -> GraphReply:
    """Change the event that stands there into the entry. What the host added stays."""
    notes = standing.get("body")
    written = str(notes.get("content") or "") if isinstance(notes, dict) else ""
    plain = written.replace("\r\n", "\n")
    body = _written(entry, plain)
    if standing.get("type") not in {None, "singleInstance"}:
        body |= {"recurrence": None}
    has_room = standing.get("isOnlineMeeting") is True
    if has_room and with_notes(entry, plain) == plain.rstrip():
        # The service keeps the room's own words there, as HTML: without these the room is gone.
        del body["body"]
    etag = str(standing.get("@odata.etag") or "")
    room = ROOM if entry.wants_room and not has_room else {}
    return _write(access, "PATCH", _event(calendar, str(standing["id"])), body, room, etag)


def _write(
    access: Access, method: str, path: str, body: Mapping[str, object], room: Mapping[str, object], etag: str = ""
) -> GraphReply:
    """Write the event and ask for its room. Where there are no rooms both may be refused: then write it without."""
    reply = ask_graph(access, method, path, body={**body, **room}, etag=etag)
    if room and reply.status == HTTPStatus.BAD_REQUEST:
        return ask_graph(access, method, path, body=body, etag=etag)
    return reply


def _delete(access: Access, calendar: RemoteCalendar, remote: str) -> bool:
    """Delete the event. Return whether it was there."""
    reply = ask_graph(access, "DELETE", _event(calendar, remote))
    if reply.status not in {200, 202, 204, 404, 410}:
        raise errors.CalendarRefusal
    return reply.status < 300


def _written(entry: Entry, written: str) -> dict[str, object]:
    """Return what is ours of an event. It has no attendees: to these the server would send invitations of its own."""
    return {
        "subject": entry.summary,
        "body": {"contentType": "text", "content": with_notes(entry, written)},
        "start": _time(entry.starts_at),
        "end": _time(entry.ends_at),
        "isAllDay": False,
        "location": {"displayName": entry.location},
        "showAs": "busy",
    }


def _time(instant: datetime) -> dict[str, str]:
    return {"dateTime": f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def _span(event: Json) -> Span:
    return when_taken(event, Zones(UTC, (0, 0), {})).span


def _is_at(event: Json, entry: Entry) -> bool:
    return bool(event.get("id")) and _span(event) == (to_epoch(entry.starts_at), to_epoch(entry.ends_at))


def _place(event: Json) -> EntryPlace:
    remote = str(event.get("id") or "")
    if not remote or len(remote) > LONGEST_PLACE:
        raise errors.CalendarRefusal
    meeting = event.get("onlineMeeting")
    room = usable_room(meeting.get("joinUrl") if isinstance(meeting, dict) else "")
    awaits = event.get("isOnlineMeeting") is True and not room
    return EntryPlace(remote, str(event.get("@odata.etag") or ""), room, awaits)
