"""Calendar files at an address, which can only be read."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from hashlib import sha256

from calendars import errors
from calendars.providers import Access, Cursor, Entry, EntryPlace, Outcome, RemoteCalendar
from calendars.providers.http import ask_server, mark_of_window, read_files
from calendars.reading import HostProfile, OwnEntry
from calendars.weeks import Span
from core.guarded_http import Reply


def list_calendars(access: Access) -> Sequence[RemoteCalendar]:
    reply = _get(access, {})
    try:
        read_files([reply.body], HostProfile("UTC"), (0, 1))
    except errors.NotACalendar as error:
        if reply.body.lstrip().startswith(b"<"):
            raise errors.WebPage from error
        raise
    return [RemoteCalendar("", "", "", False)]


def read_calendar(
    access: Access, _calendar: RemoteCalendar, cursor: Cursor, profile: HostProfile, window: Span
) -> Outcome:
    mark = mark_of_window(profile, window)
    same = cursor.get("window") == mark
    names = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
    reply = _get(access, {header: cursor[name] for header, name in names.items() if same and cursor.get(name)})
    if reply.status == 304:
        return Outcome(None, cursor)
    now = {name: reply.headers.get(name, "") for name in names.values()}
    now |= {"sha256": sha256(reply.body).hexdigest(), "window": mark}
    if same and now["sha256"] == cursor.get("sha256"):
        return Outcome(None, now)
    return Outcome(read_files([reply.body], profile, window), now)


def put_entry(_access: Access, _calendar: RemoteCalendar, _place: EntryPlace | None, _entry: Entry) -> EntryPlace:
    raise errors.ReadOnlyCalendar


def remove_entry(
    _access: Access, _calendar: RemoteCalendar, _place: EntryPlace | None, _uid: str, _others: Collection[str] = ()
) -> None:
    raise errors.ReadOnlyCalendar


def look_at_entry(_access: Access, _calendar: RemoteCalendar, _place: EntryPlace, _uid: str) -> OwnEntry | None:
    raise errors.ReadOnlyCalendar


def _get(access: Access, conditions: dict[str, str]) -> Reply:
    url = access.url
    if url.lower().startswith("webcal"):
        url = "https" + url[url.index(":") :] if ":" in url else url
    try:
        reply = ask_server(replace(access, url=url), "GET", url, conditions)
    except errors.Unauthorized as error:
        raise errors.FileRefused from error
    if reply.status in {404, 410}:
        raise errors.Gone
    if reply.status == 403:
        raise errors.FileRefused
    if reply.status != 200 and not (reply.status == 304 and conditions):
        raise errors.CalendarRefusal
    return reply
