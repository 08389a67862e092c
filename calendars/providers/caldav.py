"""Calendars on CalDAV servers (RFC 4791): iCloud, Nextcloud, Fastmail, Radicale and others."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from xml.sax.saxutils import escape

from calendars import errors
from calendars.entries import entry_host, entry_uid, write_entry
from calendars.providers import LONGEST_PLACE, Access, Cursor, Entry, EntryPlace, Outcome, RemoteCalendar
from calendars.providers.dav import CALDAV, DAV, NAMESPACES, Resource, condition_of, propfind, report
from calendars.providers.http import absolute_address, ask_server, mark_of_window, read_files
from calendars.reading import HostProfile, OwnEntry
from calendars.weeks import Span
from core.guarded_http import Reply
from core.zones import is_zone

MOST_TRIES = 3
# Servers read dates and floating times in a zone of their own.
MARGIN = timedelta(days=2)
MARKS = {"ctag": "s:getctag", "token": "d:sync-token"}
LISTED = ("d:resourcetype", "d:displayname", "c:supported-calendar-component-set", "d:current-user-privilege-set")
WRITING = {f"{DAV}{name}" for name in ("all", "write", "write-content", "bind")}
ZONE = re.compile(r"^TZID:(.*\S)", re.MULTILINE | re.IGNORECASE)


def list_calendars(access: Access) -> Sequence[RemoteCalendar]:
    found = propfind(access, _home(access), 1, *LISTED, "c:calendar-timezone")
    calendars = [resource for resource in found if _is_calendar(resource) and _takes_events(resource)]
    if not calendars:
        raise errors.NoCalendars
    return [
        RemoteCalendar(resource.url, resource.text("d:displayname"), _zone(resource), _is_writable(resource))
        for resource in calendars
    ]


def read_calendar(
    access: Access, calendar: RemoteCalendar, cursor: Cursor, profile: HostProfile, window: Span
) -> Outcome:
    found = propfind(access, calendar.remote, 0, "d:resourcetype", "c:calendar-timezone", *MARKS.values())
    if not found or not _is_calendar(found[0]):
        raise errors.Gone
    # Read before the events: what changes in between is read again.
    now = {"window": mark_of_window(profile, window)}
    now |= {name: found[0].text(prop) for name, prop in MARKS.items()}
    if _is_known(now, cursor):
        return Outcome(None, now)
    resources = report(access, calendar.remote, _query(_range(window)))
    files = [_data(resource) for resource in resources if resource.status == 200]
    return Outcome(read_files(files, replace(profile, zone=_zone(found[0]) or profile.zone), window), now)


def put_entry(access: Access, calendar: RemoteCalendar, place: EntryPlace | None, entry: Entry) -> EntryPlace:
    url = place.remote if place else _default_address(calendar, entry.uid)
    existing, refused = _get(access, url) if place else None, ""
    reply = None
    for _try in range(MOST_TRIES):
        condition = _condition(existing, refused)
        reply = _put(access, url, existing, entry, condition)
        if reply.status in {200, 201, 204}:
            etag = reply.headers.get("etag", "") or _etag(_get(access, url))
            return EntryPlace(url, etag)
        refused = condition.get("If-Match", "") if reply.status == 412 else ""
        if condition_of(reply) == "no-uid-conflict":
            url = _find(access, calendar, entry.uid) or url
        elif reply.status not in {404, 409, 412}:
            break
        # It existed already, was changed at the same moment, or is gone.
        existing = _get(access, url)
    raise errors.Gone if reply and reply.status in {404, 409} else errors.CalendarRefusal


def remove_entry(
    access: Access, calendar: RemoteCalendar, place: EntryPlace | None, uid: str, others: Collection[str] = ()
) -> None:
    url = place.remote if place else _find(access, calendar, uid)
    condition: dict[str, str] = {}
    for _try in range(MOST_TRIES):
        if others and url:
            # A shared calendar has another address for each of its users, so only the entry tells whose it is.
            existing = _get(access, url)
            if existing is None or entry_host(existing.body) in others:
                return
            condition = _condition(existing, condition.get("If-Match", ""))
        if not url or _delete(access, url, condition):
            return
    raise errors.CalendarRefusal


def look_at_entry(access: Access, _calendar: RemoteCalendar, place: EntryPlace, uid: str) -> OwnEntry | None:
    existing = _get(access, place.remote)
    if existing is None:
        return None
    found = read_files([existing.body], HostProfile("UTC", own=frozenset({uid.lower()})), (0, 1)).own
    if uid.lower() not in found:
        raise errors.CalendarRefusal
    return found[uid.lower()]


def _home(access: Access) -> str:
    """Return the address that lists the calendars, or the typed address if it is itself a calendar."""
    for url in (access.url, absolute_address(access.url, "/.well-known/caldav"), absolute_address(access.url, "/")):
        found = propfind(access, url, 0, "d:resourcetype", "d:current-user-principal", "c:calendar-home-set")
        if not found:
            continue
        if _is_calendar(found[0]):
            return found[0].url
        home, principal = found[0].href("c:calendar-home-set"), found[0].href("d:current-user-principal")
        if not home and principal:
            found = propfind(access, principal, 0, "c:calendar-home-set")
            home = found[0].href("c:calendar-home-set") if found else ""
        if home:
            return home
    raise errors.NoCalendars


def _is_known(now: Cursor, cursor: Cursor) -> bool:
    """Return whether nothing has changed since the same window was read, by the first mark that the server has."""
    mark = next((name for name in MARKS if now[name]), "")
    return mark != "" and cursor.get(mark) == now[mark] and cursor.get("window") == now["window"]


def _is_calendar(resource: Resource) -> bool:
    return resource.status == 200 and f"{CALDAV}calendar" in resource.names("d:resourcetype")


def _takes_events(resource: Resource) -> bool:
    """Return whether the calendar may have events. It may if the server does not say."""
    supported = resource.properties.get(f"{CALDAV}supported-calendar-component-set")
    if supported is None or len(supported) == 0:
        return True
    return any(component.get("name", "").upper() == "VEVENT" for component in supported)


def _is_writable(resource: Resource) -> bool:
    privileges = resource.names("d:current-user-privilege-set")
    return not privileges or bool(privileges & WRITING)


def _zone(resource: Resource) -> str:
    found = ZONE.search(resource.text("c:calendar-timezone"))
    return found[1] if found and is_zone(found[1]) else ""


def _default_address(calendar: RemoteCalendar, uid: str) -> str:
    return absolute_address(_folder(calendar), f"{quote(uid, safe='')}.ics")


def _folder(calendar: RemoteCalendar) -> str:
    return calendar.remote.rstrip("/") + "/"


def _data(resource: Resource) -> bytes:
    text = resource.text("c:calendar-data")
    if not text:
        # An object without its data may be any event.
        raise errors.CalendarCut
    return text.encode()


def _query(condition: str) -> str:
    """Return the body of a query for whole objects. Some servers return nothing if asked for parts of them."""
    return (
        f"<c:calendar-query {NAMESPACES}><d:prop><d:getetag/><c:calendar-data/></d:prop><c:filter>"
        f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">{condition}</c:comp-filter></c:comp-filter>'
        "</c:filter></c:calendar-query>"
    )


def _range(window: Span) -> str:
    first, last = (datetime.fromtimestamp(instant, UTC) for instant in window)
    return f'<c:time-range start="{first - MARGIN:%Y%m%dT%H%M%SZ}" end="{last + MARGIN:%Y%m%dT%H%M%SZ}"/>'


def _find(access: Access, calendar: RemoteCalendar, uid: str) -> str:
    """Return the address of the object with the UID, or nothing."""
    match = f'<c:prop-filter name="UID"><c:text-match collation="i;octet">{escape(uid)}</c:text-match></c:prop-filter>'
    found = report(access, calendar.remote, _query(match))
    url = next((resource.url for resource in found if entry_uid(_data(resource)).lower() == uid.lower()), "")
    if len(url) > LONGEST_PLACE:
        raise errors.CalendarRefusal
    return url


def _get(access: Access, url: str) -> Reply | None:
    reply = ask_server(access, "GET", url)
    if reply.status in {404, 410}:
        return None
    if reply.status != 200:
        raise errors.CalendarRefusal
    return reply


def _delete(access: Access, url: str, condition: dict[str, str]) -> bool:
    """Delete an object. Return whether it is gone; it is not if it was changed at the same moment."""
    reply = ask_server(access, "DELETE", url, condition, redirects=0)
    if reply.status == 412 and condition:
        return False
    if reply.status not in {200, 202, 204, 404, 410}:
        raise errors.CalendarRefusal
    return True


def _etag(reply: Reply | None) -> str:
    return reply.headers.get("etag", "") if reply else ""


def _condition(existing: Reply | None, refused: str) -> dict[str, str]:
    """Return the header by which the server refuses to overwrite a change that we have not read.

    Proxies that compress answers change ETags, to `W/"1"` or `"1-gzip"`, and the server then refuses these. So if an
    ETag was refused and is still the current one, there was no other change, and the header is left out.
    """
    if existing is None:
        return {"If-None-Match": "*"}
    etag = _etag(existing)
    return {} if etag in {"", refused} else {"If-Match": etag}


def _put(access: Access, url: str, existing: Reply | None, entry: Entry, condition: dict[str, str]) -> Reply:
    headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
    return ask_server(access, "PUT", url, headers, write_entry(entry, existing.body if existing else b""), redirects=0)
