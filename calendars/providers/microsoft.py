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
from calendars.providers.graph_events import PROPERTY, event_span, read_events
from calendars.providers.http import Json, mark_of_window
from calendars.providers.rooms import usable_room
from calendars.reading import HostProfile, OwnEntry
from calendars.weeks import Span
from core.dates import to_epoch

MOST_TRIES = 4
CONFLICTS = {HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED}
# The server reads whole days in a zone of its own.
MARGIN = timedelta(days=2)
PAGE = "500"
# Neither titles nor places nor people are asked for.
READ_FIELDS = "id,iCalUId,start,end,isAllDay,showAs,isCancelled,responseStatus,type"
EVENT_FIELDS = "id,start,end,isAllDay,isCancelled,type,body,isOnlineMeeting,onlineMeeting"
# Sent once: an event that has a room would lose it if these were sent again.
ROOM = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
OWN_PROPERTY = f"singleValueExtendedProperties($filter=id eq {in_quotes(PROPERTY)})"


def list_calendars(access: Access) -> Sequence[RemoteCalendar]:
    query = {"$select": "id,name,canEdit,isDefaultCalendar", "$top": "50"}
    try:
        found = list(all_pages(access, "me/calendars", query))
    except errors.Gone as error:
        # An account without a mailbox, or whose organization does not let us in.
        raise errors.NoCalendars from error
    found.sort(key=lambda calendar: calendar.get("isDefaultCalendar") is not True)
    if not found:
        raise errors.NoCalendars
    return [_remote_calendar(row) for row in found]


def _remote_calendar(row: Json) -> RemoteCalendar:
    return RemoteCalendar(_require_id(row)["id"], str(row.get("name") or ""), "", row.get("canEdit") is True)


def read_calendar(
    access: Access, calendar: RemoteCalendar, cursor: Cursor, profile: HostProfile, window: Span
) -> Outcome:
    first, last = (datetime.fromtimestamp(instant, UTC) for instant in window)
    query = {
        "startDateTime": f"{first - MARGIN:%Y-%m-%dT%H:%M:%SZ}",
        "endDateTime": f"{last + MARGIN:%Y-%m-%dT%H:%M:%SZ}",
        "$select": READ_FIELDS,
        "$expand": OWN_PROPERTY,
        "$top": PAGE,
    }
    found = read_events(all_pages(access, f"{_path(calendar)}/calendarView", query), profile, window)
    # Graph has no mark that tells whether a calendar view has changed.
    content = repr((found.busy, sorted(found.own.items()), found.warnings))
    now = {"window": mark_of_window(profile, window), "sha256": sha256(content.encode()).hexdigest()}
    return Outcome(None if now == cursor else found, now)


def put_entry(access: Access, calendar: RemoteCalendar, place: EntryPlace | None, entry: Entry) -> EntryPlace:
    existing, deleted_id = _find_existing(access, calendar, place, entry.uid)
    for _try in range(MOST_TRIES):
        if existing is None:
            existing = _create(access, calendar, entry, deleted_id)
            # A repeated request returns the event of the first attempt, which may have been moved since.
            if _is_at(existing, entry):
                return _place(existing)
        reply = _change(access, calendar, entry, existing)
        if reply.status == HTTPStatus.OK:
            return _place(reply.json)
        if reply.status == HTTPStatus.NOT_FOUND:
            deleted_id, existing = str(existing["id"]), None
        elif reply.status in CONFLICTS:
            # It was changed at the same moment.
            existing = _get(access, calendar, str(existing["id"]))
        else:
            break
    raise errors.CalendarRefusal


def remove_entry(
    access: Access, calendar: RemoteCalendar, place: EntryPlace | None, uid: str, _others: Collection[str] = ()
) -> None:
    if place and _delete(access, calendar, place.remote):
        return
    try:
        existing = _find(access, calendar, uid)
    except errors.Gone:
        # The whole calendar is gone.
        return
    if existing is not None:
        _delete(access, calendar, str(existing["id"]))


def look_at_entry(access: Access, calendar: RemoteCalendar, place: EntryPlace, _uid: str) -> OwnEntry | None:
    existing = _get(access, calendar, place.remote)
    return None if existing is None else OwnEntry(*_span(existing), not existing.get("isCancelled"))


def _path(calendar: RemoteCalendar) -> str:
    return f"me/calendars/{in_path(calendar.remote)}"


def _event(calendar: RemoteCalendar, remote: str) -> str:
    """Return the path of an event in its calendar, which may be shared by somebody else."""
    return f"{_path(calendar)}/events/{in_path(remote)}"


def _get(access: Access, calendar: RemoteCalendar, remote: str) -> Json | None:
    """Return an event, or None if it is gone. A deleted event gets another id."""
    reply = ask_graph(access, "GET", _event(calendar, remote), {"$select": EVENT_FIELDS})
    if reply.status == 404:
        return None
    if reply.status != 200:
        raise errors.CalendarRefusal
    return _require_id(reply.json)


def _find(access: Access, calendar: RemoteCalendar, uid: str) -> Json | None:
    """Return the event of the meeting, or None."""
    condition = f"ep/id eq {in_quotes(PROPERTY)} and ep/value eq {in_quotes(uid)}"
    query = {"$filter": f"singleValueExtendedProperties/Any(ep: {condition})", "$select": EVENT_FIELDS, "$top": "10"}
    found = next(all_pages(access, f"{_path(calendar)}/events", query), None)
    return None if found is None else _require_id(found)


def _require_id(event: Json) -> Json:
    """Return the event. Raise CalendarCut for one without an id."""
    if not isinstance(event.get("id"), str):
        raise errors.CalendarCut
    return event


def _find_existing(
    access: Access, calendar: RemoteCalendar, place: EntryPlace | None, uid: str
) -> tuple[Json | None, str]:
    """Return the event of the meeting, if there is one, and the id that was found to be gone."""
    if place is None:
        return _find(access, calendar, uid), ""
    existing = _get(access, calendar, place.remote)
    return (existing, "") if existing else (_find(access, calendar, uid), place.remote)


def _create(access: Access, calendar: RemoteCalendar, entry: Entry, deleted_id: str) -> Json:
    """Make the event and return it. Raise Gone, or CalendarRefusal.

    A repeated request returns the same event, by its transaction id. After an event was deleted that id is another.
    """
    transaction_id = f"{entry.uid}-{entry.sequence}"
    if deleted_id:
        transaction_id = str(uuid5(UUID(entry.uid), f"{transaction_id} {deleted_id}"))
    body = _event_body(entry, "") | {
        "transactionId": transaction_id,
        "singleValueExtendedProperties": [{"id": PROPERTY, "value": entry.uid}],
    }
    reply = _write(access, "POST", f"{_path(calendar)}/events", body, ROOM if entry.wants_room else {})
    if reply.status in {HTTPStatus.OK, HTTPStatus.CREATED}:
        return _require_id(reply.json)
    # An earlier attempt may have made it, and the answer was lost.
    found = _find(access, calendar, entry.uid) if reply.status in CONFLICTS else None
    if found is None:
        raise errors.Gone if reply.status == HTTPStatus.NOT_FOUND else errors.CalendarRefusal
    return found


def _change(access: Access, calendar: RemoteCalendar, entry: Entry, existing: Json) -> GraphReply:
    """Write the entry into the existing event. What the host added stays."""
    existing_body = existing.get("body")
    content = str(existing_body.get("content") or "") if isinstance(existing_body, dict) else ""
    description = content.replace("\r\n", "\n")
    body = _event_body(entry, description)
    if existing.get("type") not in {None, "singleInstance"}:
        body |= {"recurrence": None}
    has_room = existing.get("isOnlineMeeting") is True
    if has_room and with_notes(entry, description) == description.rstrip():
        # The existing body holds the room's own text, as HTML. If it is overwritten, the room is gone.
        del body["body"]
    etag = str(existing.get("@odata.etag") or "")
    room = ROOM if entry.wants_room and not has_room else {}
    return _write(access, "PATCH", _event(calendar, str(existing["id"])), body, room, etag)


def _write(
    access: Access, method: str, path: str, body: Mapping[str, object], room: Mapping[str, object], etag: str = ""
) -> GraphReply:
    """Write the event and ask for its room. A server without rooms may refuse that: then write it without."""
    reply = ask_graph(access, method, path, body={**body, **room}, etag=etag)
    if room and reply.status == HTTPStatus.BAD_REQUEST:
        return ask_graph(access, method, path, body=body, etag=etag)
    return reply


def _delete(access: Access, calendar: RemoteCalendar, remote: str) -> bool:
    """Delete the event. Return whether it existed."""
    reply = ask_graph(access, "DELETE", _event(calendar, remote))
    if reply.status not in {200, 202, 204, 404, 410}:
        raise errors.CalendarRefusal
    return reply.status < 300


def _event_body(entry: Entry, description: str) -> dict[str, object]:
    """Return our fields of an event, without attendees: the server would send them invitations of its own."""
    return {
        "subject": entry.summary,
        "body": {"contentType": "text", "content": with_notes(entry, description)},
        "start": _time(entry.starts_at),
        "end": _time(entry.ends_at),
        "isAllDay": False,
        "location": {"displayName": entry.location},
        "showAs": "busy",
    }


def _time(instant: datetime) -> dict[str, str]:
    return {"dateTime": f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def _span(event: Json) -> Span:
    return event_span(event, Zones(UTC, (0, 0), {})).span


def _is_at(event: Json, entry: Entry) -> bool:
    return bool(event.get("id")) and _span(event) == (to_epoch(entry.starts_at), to_epoch(entry.ends_at))


def _place(event: Json) -> EntryPlace:
    remote = str(event.get("id") or "")
    if not remote or len(remote) > LONGEST_PLACE:
        raise errors.CalendarRefusal
    meeting = event.get("onlineMeeting")
    room = usable_room(meeting.get("joinUrl") if isinstance(meeting, dict) else "")
    awaits_room = event.get("isOnlineMeeting") is True and not room
    return EntryPlace(remote, str(event.get("@odata.etag") or ""), room, awaits_room)
