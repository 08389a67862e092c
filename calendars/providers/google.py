"""Google's calendars, by version 3 of its Calendar API.

The sync token only tells whether anything has changed. If something has, or if Google no longer knows the token, the
whole window is read anew. Titles, places and people are not asked for.

The id of an entry of ours is made of the meeting's UID. Google never gives an id again, so after an entry was deleted
the next one gets another id: a number is added.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

from calendars import errors
from calendars.entries import with_notes
from calendars.providers import LONGEST_PLACE, Access, Cursor, Entry, EntryPlace, Outcome, RemoteCalendar
from calendars.providers.google_events import (
    asked_room,
    awaits_room,
    first_id,
    google_busy,
    google_span,
    is_ours,
    room_of,
)
from calendars.providers.http import Json, ask_server, mark_of_window, part_of, read_json, rows_of, server_busy
from calendars.reading import OwnEntry, Whose
from calendars.weeks import Span
from core.guarded_http import Reply
from core.zones import is_zone

MOST_TRIES, MOST_GENERATIONS, MOST_PAGES = 3, 20, 40
PAGE = "2500"
LISTED = "items(id,summary,summaryOverride,timeZone,accessRole,primary,deleted),nextPageToken"
READ = (
    "items(id,iCalUID,status,transparency,start,end,eventType,recurringEventId,attendees(self,responseStatus),"
    "extendedProperties/private),nextPageToken,nextSyncToken,timeZone"
)
MARK = "items(id),nextPageToken,nextSyncToken"
# What a page of events has besides them.
PAGE_MARKS = {"nextPageToken", "nextSyncToken", "timeZone"}
STANDING = (
    "id,iCalUID,etag,status,start,end,description,recurrence,extendedProperties/private,conferenceData,hangoutLink"
)
QUIET = {"sendUpdates": "none"}
# Without it, what a request says of rooms is ignored, and what stands there is kept.
WITH_ROOM = {**QUIET, "conferenceDataVersion": "1"}
BUSY_REASONS = {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded", "limitExceeded"}
SCOPE_REASONS = {"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
CLIENT_REASONS = {"accessNotConfigured", "SERVICE_DISABLED"}


def list_calendars(access: Access) -> Sequence[RemoteCalendar]:
    asked = {"minAccessRole": "reader", "maxResults": "250", "fields": LISTED}
    pages = _pages(access, "users/me/calendarList", asked)
    found = [one for page in pages for one in _items(page) if not one.get("deleted")]
    if not found:
        raise errors.NoCalendars
    # The account's own one first.
    found.sort(key=lambda one: not one.get("primary"))
    return [_calendar(one) for one in found if len(str(one.get("id"))) <= LONGEST_PLACE]


def read_calendar(access: Access, calendar: RemoteCalendar, cursor: Cursor, whose: Whose, window: Span) -> Outcome:
    mark, events = mark_of_window(whose, window), f"{place_of(calendar)}/events"
    known = {"singleEvents": "true", "maxResults": PAGE}
    if cursor.get("window") == mark and cursor.get("sync"):
        token = _unchanged(access, events, {**known, "syncToken": cursor["sync"], "fields": MARK})
        if token:
            return Outcome(None, {"window": mark, "sync": token})
    first, last = (f"{datetime.fromtimestamp(one, UTC):%Y-%m-%dT%H:%M:%SZ}" for one in window)
    pages = list(_pages(access, events, {**known, "timeMin": first, "timeMax": last, "fields": READ}))
    found = [one for page in pages for one in _items(page)]
    zone = str(pages[0].get("timeZone") or "")
    busy = google_busy(found, whose, zone if is_zone(zone) else whose.zone, window)
    return Outcome(busy, {"window": mark, "sync": str(pages[-1].get("nextSyncToken") or "")})


def put_entry(access: Access, calendar: RemoteCalendar, place: EntryPlace | None, entry: Entry) -> EntryPlace:
    tries = 0
    for remote in _generations(entry.uid, place):
        standing = _get(access, calendar, remote) if place else None
        if standing is None:
            reply = _insert(access, calendar, remote, entry)
            if reply.status == HTTPStatus.NOT_FOUND:
                raise errors.Gone
            if reply.status != HTTPStatus.CONFLICT:
                return _placed(remote, reply)
            standing = _get(access, calendar, remote)
        while standing is not None and tries < MOST_TRIES:
            tries += 1
            reply = _patch(access, calendar, remote, standing, entry)
            if reply.status not in {404, 410, 412}:
                return _placed(remote, reply)
            # It was changed at the same moment, or is gone.
            standing = _get(access, calendar, remote)
        if standing is not None:
            break
    raise errors.ServerAway


def remove_entry(
    access: Access, calendar: RemoteCalendar, place: EntryPlace | None, uid: str, _others: Collection[str] = ()
) -> None:
    # A later one may have been written, and the answer lost.
    for remote in _generations(uid, place):
        url = f"{place_of(calendar)}/events/{remote}"
        reply = ask_google(access, "DELETE", url, QUIET, allowed=(404, 410))
        if reply.status == HTTPStatus.NOT_FOUND:
            return


def look_at_entry(access: Access, calendar: RemoteCalendar, place: EntryPlace, uid: str) -> OwnEntry | None:
    standing = _get(access, calendar, place.remote)
    if standing is None:
        return None
    if not is_ours(standing, uid):
        raise errors.CalendarRefusal
    starts, ends = google_span(standing, calendar.zone if is_zone(calendar.zone) else "UTC")
    return OwnEntry(starts, ends, standing=True)


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


def place_of(calendar: RemoteCalendar) -> str:
    return f"calendars/{quote(calendar.remote, safe='')}"


def _unchanged(access: Access, events: str, asked: Mapping[str, str]) -> str:
    """Return the next sync token if nothing has changed since the last one, else nothing."""
    try:
        page = next(_pages(access, events, asked))
    except errors.CalendarCut:
        return ""
    return "" if page.get("items") or page.get("nextPageToken") else str(page.get("nextSyncToken") or "")


def _pages(access: Access, path: str, asked: Mapping[str, str]) -> Iterator[Json]:
    """Yield the pages of a list. Raise CalendarCut if Google no longer knows the token, and CalendarRefusal."""
    token = ""
    for _number in range(MOST_PAGES):
        query = {**asked, "pageToken": token} if token else asked
        reply = ask_google(access, "GET", path, query, allowed=(400, 404, 410))
        if reply.status in {400, 410} and "syncToken" in asked:
            raise errors.CalendarCut
        if reply.status >= HTTPStatus.BAD_REQUEST:
            raise errors.CalendarRefusal if reply.status == HTTPStatus.BAD_REQUEST else errors.Gone
        page = read_json(reply)
        yield page
        token = str(page.get("nextPageToken") or "")
        if not token:
            return
    raise errors.CalendarTooLarge


def _generations(uid: str, place: EntryPlace | None) -> Iterator[str]:
    """Yield the ids that an entry may have: the known one, and those after it. Raise CalendarRefusal after too many."""
    first = first_id(uid)
    known = place.remote.removeprefix(first) if place else ""
    for number in count(int(known) if known.isdecimal() and known.isascii() else 0):
        if number > MOST_GENERATIONS:
            raise errors.CalendarRefusal
        yield f"{first}{number or ''}"


def _get(access: Access, calendar: RemoteCalendar, remote: str) -> Json | None:
    """Return the event as it stands, or None if it is gone. Google still lists a deleted one, as cancelled."""
    reply = ask_google(access, "GET", f"{place_of(calendar)}/events/{remote}", {"fields": STANDING}, allowed=(404, 410))
    if reply.status in {404, 410}:
        return None
    answer = read_json(reply)
    return None if answer.get("status") == "cancelled" else answer


def _insert(access: Access, calendar: RemoteCalendar, remote: str, entry: Entry) -> Reply:
    body = {"id": remote, **_written(entry, "", start={}, end={})}
    return _write(access, "POST", f"{place_of(calendar)}/events", body, asked_room(entry, {}, remote), {}, (404, 409))


def _patch(access: Access, calendar: RemoteCalendar, remote: str, standing: Json, entry: Entry) -> Reply:
    """Write what is ours into what stands there. The host's reminders, colour, guests and notes stay."""
    # Days that the host has made of it would stand beside our times.
    body = _written(entry, str(standing.get("description") or ""), start={"date": None}, end={"date": None})
    if standing.get("recurrence"):
        body["recurrence"] = []
    headers = {"If-Match": str(standing["etag"])} if standing.get("etag") else {}
    url = f"{place_of(calendar)}/events/{remote}"
    return _write(access, "PATCH", url, body, asked_room(entry, standing, remote), headers, (404, 410, 412))


def _write(
    access: Access, method: str, url: str, body: Json, room: Json, headers: Mapping[str, str], allowed: tuple[int, ...]
) -> Reply:
    """Write the event and ask for its room. A calendar that makes no rooms refuses both: then write it without."""
    if room:
        reply = ask_google(access, method, url, WITH_ROOM, {**body, **room}, headers, allowed=(400, *allowed))
        if reply.status != HTTPStatus.BAD_REQUEST:
            return reply
    return ask_google(access, method, url, QUIET, body, headers, allowed=allowed)


def _written(entry: Entry, standing: str, *, start: Json, end: Json) -> dict[str, Any]:
    return {
        "start": {**start, "dateTime": f"{entry.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "timeZone": "UTC"},
        "end": {**end, "dateTime": f"{entry.ends_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "timeZone": "UTC"},
        "summary": entry.summary,
        "description": with_notes(entry, standing),
        "location": entry.location,
        "status": "confirmed",
        "transparency": "opaque",
        "extendedProperties": {"private": {"admitOne": entry.uid, "admitOneSequence": str(entry.sequence)}},
    }


def _placed(remote: str, reply: Reply) -> EntryPlace:
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
    """Return the answer if it is good, or one of those allowed. Raise CalendarRefusal."""
    sent = {**(headers or {}), "Accept": "application/json"}
    if body is not None:
        sent["Content-Type"] = "application/json"
    data = b"" if body is None else json.dumps(body).encode()
    reply = ask_server(access, method, f"{access.url}{path}?{urlencode(query)}", sent, data, redirects=0)
    if reply.status == HTTPStatus.FORBIDDEN:
        raise _forbidden(reply, method)
    if reply.status >= HTTPStatus.MULTIPLE_CHOICES and reply.status not in allowed:
        raise errors.CalendarRefusal
    return reply


def _forbidden(reply: Reply, method: str) -> errors.CalendarRefusal:
    listed = part_of(read_json(reply), "error").get("errors")
    listed = listed if isinstance(listed, list) else []
    reasons = {str(one.get("reason")) for one in listed if isinstance(one, dict)}
    if reasons & BUSY_REASONS:
        return server_busy(reply)
    if reasons & SCOPE_REASONS:
        return errors.ScopeMissing()
    if reasons & CLIENT_REASONS:
        return errors.ClientRefused()
    return errors.Gone() if method == "GET" else errors.ReadOnlyCalendar()
