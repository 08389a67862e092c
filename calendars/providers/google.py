"""Google's calendars, by version 3 of its Calendar API.

The sync token only tells whether anything has changed. If something has, or if Google no longer knows the token, the
whole window is read again. Titles, places and people are not asked for.

The id of an entry is made of the meeting's UID. Google does not allow an id twice, so after an entry was deleted, a
number is added to the id of the next one.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from calendars import errors
from calendars.entries import with_notes
from calendars.providers import LONGEST_PLACE, Access, Cursor, Entry, EntryPlace, Outcome, RemoteCalendar
from calendars.providers.google_events import (
    awaits_room,
    first_id,
    google_busy,
    google_span,
    is_ours,
    room_of,
    room_request,
)
from calendars.providers.http import Json, ask_server, mark_of_window, object_in, read_json, rows_of, server_busy
from calendars.reading import HostProfile, OwnEntry
from calendars.weeks import Span
from core.guarded_http import Reply
from core.zones import is_zone

MOST_TRIES, MOST_GENERATIONS, MOST_PAGES = 3, 20, 40
PAGE = "2500"
LIST_FIELDS = "items(id,summary,summaryOverride,timeZone,accessRole,primary,deleted),nextPageToken"
READ_FIELDS = (
    "items(id,iCalUID,status,transparency,start,end,eventType,recurringEventId,attendees(self,responseStatus),"
    "extendedProperties/private),nextPageToken,nextSyncToken,timeZone"
)
SYNC_FIELDS = "items(id),nextPageToken,nextSyncToken"
# What a page of events has besides them.
PAGE_MARKS = {"nextPageToken", "nextSyncToken", "timeZone"}
EVENT_FIELDS = (
    "id,iCalUID,etag,status,start,end,description,recurrence,extendedProperties/private,conferenceData,hangoutLink"
)
NO_MAILS = {"sendUpdates": "none"}
# Without `conferenceDataVersion`, Google ignores what a request says about rooms, and keeps an existing room.
WITH_ROOM = {**NO_MAILS, "conferenceDataVersion": "1"}
BUSY_REASONS = {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded", "limitExceeded"}
SCOPE_REASONS = {"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
CLIENT_REASONS = {"accessNotConfigured", "SERVICE_DISABLED"}


def list_calendars(access: Access) -> Sequence[RemoteCalendar]:
    query = {"minAccessRole": "reader", "maxResults": "250", "fields": LIST_FIELDS}
    pages = _pages(access, "users/me/calendarList", query)
    found = [item for page in pages for item in _items(page) if not item.get("deleted")]
    if not found:
        raise errors.NoCalendars
    # The account's main calendar first.
    found.sort(key=lambda item: not item.get("primary"))
    return [_calendar(item) for item in found if len(str(item.get("id"))) <= LONGEST_PLACE]


def read_calendar(
    access: Access, calendar: RemoteCalendar, cursor: Cursor, profile: HostProfile, window: Span
) -> Outcome:
    mark, events = mark_of_window(profile, window), f"{calendar_path(calendar)}/events"
    query = {"singleEvents": "true", "maxResults": PAGE}
    if cursor.get("window") == mark and cursor.get("sync"):
        token = _token_if_unchanged(access, events, {**query, "syncToken": cursor["sync"], "fields": SYNC_FIELDS})
        if token:
            return Outcome(None, {"window": mark, "sync": token})
    first, last = (f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%dT%H:%M:%SZ}" for instant in window)
    pages = list(_pages(access, events, {**query, "timeMin": first, "timeMax": last, "fields": READ_FIELDS}))
    found = [item for page in pages for item in _items(page)]
    zone = str(pages[0].get("timeZone") or "")
    busy = google_busy(found, profile, zone if is_zone(zone) else profile.zone, window)
    return Outcome(busy, {"window": mark, "sync": str(pages[-1].get("nextSyncToken") or "")})


def put_entry(access: Access, calendar: RemoteCalendar, place: EntryPlace | None, entry: Entry) -> EntryPlace:
    tries = 0
    for remote in _entry_ids(entry.uid, place):
        existing = _get(access, calendar, remote) if place else None
        if existing is None:
            reply = _insert(access, calendar, remote, entry)
            if reply.status == HTTPStatus.NOT_FOUND:
                raise errors.Gone
            if reply.status != HTTPStatus.CONFLICT:
                return _entry_place(remote, reply)
            existing = _get(access, calendar, remote)
        while existing is not None and tries < MOST_TRIES:
            tries += 1
            reply = _patch(access, calendar, remote, existing, entry)
            if reply.status not in {404, 410, 412}:
                return _entry_place(remote, reply)
            # It was changed at the same moment, or is gone.
            existing = _get(access, calendar, remote)
        if existing is not None:
            break
    raise errors.ServerAway


def remove_entry(
    access: Access, calendar: RemoteCalendar, place: EntryPlace | None, uid: str, _others: Collection[str] = ()
) -> None:
    # An entry with a later id may have been written, and the answer lost.
    for remote in _entry_ids(uid, place):
        url = f"{calendar_path(calendar)}/events/{remote}"
        reply = ask_google(access, "DELETE", url, NO_MAILS, allowed=(404, 410))
        if reply.status == HTTPStatus.NOT_FOUND:
            return


def look_at_entry(access: Access, calendar: RemoteCalendar, place: EntryPlace, uid: str) -> OwnEntry | None:
    existing = _get(access, calendar, place.remote)
    if existing is None:
        return None
    if not is_ours(existing, uid):
        raise errors.CalendarRefusal
    starts, ends = google_span(existing, calendar.zone if is_zone(calendar.zone) else "UTC")
    return OwnEntry(starts, ends, exists=True)


def _items(page: Json) -> Sequence[Json]:
    """Return the items of a page of a list. Raise CalendarCut for an answer that is not such a page."""
    if "items" not in page and page.keys() & PAGE_MARKS:
        return []
    return rows_of(page, "items")


def _calendar(row: Json) -> RemoteCalendar:
    name, zone = row.get("summaryOverride") or row.get("summary") or "", str(row.get("timeZone") or "")
    writable = row.get("accessRole") in {"owner", "writer"}
    if not isinstance(row.get("id"), str):
        raise errors.CalendarCut
    return RemoteCalendar(row["id"], str(name), zone if is_zone(zone) else "", writable)


def calendar_path(calendar: RemoteCalendar) -> str:
    return f"calendars/{quote(calendar.remote, safe='')}"


def _token_if_unchanged(access: Access, events: str, query: Mapping[str, str]) -> str:
    """Return the next sync token if nothing has changed since the last one, else an empty text."""
    try:
        page = next(_pages(access, events, query))
    except errors.CalendarCut:
        return ""
    if page.get("items") or page.get("nextPageToken"):
        return ""
    return str(page.get("nextSyncToken") or "")


def _pages(access: Access, path: str, query: Mapping[str, str]) -> Iterator[Json]:
    """Yield the pages of a list. Raise CalendarCut if Google no longer knows the token, and CalendarRefusal."""
    token = ""
    for _number in range(MOST_PAGES):
        page_query = {**query, "pageToken": token} if token else query
        reply = ask_google(access, "GET", path, page_query, allowed=(400, 404, 410))
        if reply.status in {400, 410} and "syncToken" in query:
            raise errors.CalendarCut
        if reply.status >= HTTPStatus.BAD_REQUEST:
            raise errors.CalendarRefusal if reply.status == HTTPStatus.BAD_REQUEST else errors.Gone
        page = read_json(reply)
        yield page
        token = str(page.get("nextPageToken") or "")
        if not token:
            return
    raise errors.CalendarTooLarge


def _entry_ids(uid: str, place: EntryPlace | None) -> Iterator[str]:
    """Yield the ids that an entry may have: the known one, and those after it. Raise CalendarRefusal after too many."""
    first = first_id(uid)
    known_number = place.remote.removeprefix(first) if place else ""
    start = int(known_number) if known_number.isdecimal() and known_number.isascii() else 0
    for number in range(start, MOST_GENERATIONS + 1):
        yield f"{first}{number or ''}"
    raise errors.CalendarRefusal


def _get(access: Access, calendar: RemoteCalendar, remote: str) -> Json | None:
    """Return the event, or None if it is gone. Google still returns a deleted one, as cancelled."""
    reply = ask_google(
        access, "GET", f"{calendar_path(calendar)}/events/{remote}", {"fields": EVENT_FIELDS}, allowed=(404, 410)
    )
    if reply.status in {404, 410}:
        return None
    answer = read_json(reply)
    return None if answer.get("status") == "cancelled" else answer


def _insert(access: Access, calendar: RemoteCalendar, remote: str, entry: Entry) -> Reply:
    body = {"id": remote, **_event_body(entry, "", start={}, end={})}
    return _write(
        access, "POST", f"{calendar_path(calendar)}/events", body, room_request(entry, {}, remote), {}, (404, 409)
    )


def _patch(access: Access, calendar: RemoteCalendar, remote: str, existing: Json, entry: Entry) -> Reply:
    """Write our fields into the existing event. The host's reminders, colour, guests and notes stay."""
    # If the host has made it a whole-day event, its dates must go.
    body = _event_body(entry, str(existing.get("description") or ""), start={"date": None}, end={"date": None})
    if existing.get("recurrence"):
        body["recurrence"] = []
    headers = {"If-Match": str(existing["etag"])} if existing.get("etag") else {}
    url = f"{calendar_path(calendar)}/events/{remote}"
    return _write(access, "PATCH", url, body, room_request(entry, existing, remote), headers, (404, 410, 412))


def _write(
    access: Access, method: str, url: str, body: Json, room: Json, headers: Mapping[str, str], allowed: tuple[int, ...]
) -> Reply:
    """Write the event and ask for its room. A calendar that makes no rooms refuses that: then write it without."""
    if room:
        reply = ask_google(access, method, url, WITH_ROOM, {**body, **room}, headers, allowed=(400, *allowed))
        if reply.status != HTTPStatus.BAD_REQUEST:
            return reply
    return ask_google(access, method, url, NO_MAILS, body, headers, allowed=allowed)


def _event_body(entry: Entry, existing: str, *, start: Json, end: Json) -> dict[str, Any]:
    return {
        "start": {**start, "dateTime": f"{entry.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "timeZone": "UTC"},
        "end": {**end, "dateTime": f"{entry.ends_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "timeZone": "UTC"},
        "summary": entry.summary,
        "description": with_notes(entry, existing),
        "location": entry.location,
        "status": "confirmed",
        "transparency": "opaque",
        "extendedProperties": {"private": {"admitOne": entry.uid, "admitOneSequence": str(entry.sequence)}},
    }


def _entry_place(remote: str, reply: Reply) -> EntryPlace:
    answer = read_json(reply)
    return EntryPlace(remote, str(answer.get("etag") or ""), room_of(answer), awaits_room(answer))


def ask_google(
    access: Access,
    method: str,
    path: str,
    query: Mapping[str, str],
    body: Json | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    allowed: tuple[int, ...] = (),
) -> Reply:
    """Return the answer if it is a success or one of the `allowed` statuses. Raise CalendarRefusal."""
    all_headers = {**(headers or {}), "Accept": "application/json"}
    if body is not None:
        all_headers["Content-Type"] = "application/json"
    data = b"" if body is None else json.dumps(body).encode()
    reply = ask_server(access, method, f"{access.url}{path}?{urlencode(query)}", all_headers, data, redirects=0)
    if reply.status == HTTPStatus.FORBIDDEN:
        raise _forbidden(reply, method)
    if reply.status >= HTTPStatus.MULTIPLE_CHOICES and reply.status not in allowed:
        raise errors.CalendarRefusal
    return reply


def _forbidden(reply: Reply, method: str) -> errors.CalendarRefusal:
    details = object_in(read_json(reply), "error").get("errors")
    if not isinstance(details, list):
        details = []
    reasons = {str(detail.get("reason")) for detail in details if isinstance(detail, dict)}
    if reasons & BUSY_REASONS:
        return server_busy(reply)
    if reasons & SCOPE_REASONS:
        return errors.ScopeMissing()
    if reasons & CLIENT_REASONS:
        return errors.ClientRefused()
    return errors.Gone() if method == "GET" else errors.ReadOnlyCalendar()
