"""Requests to Microsoft Graph in JSON, and what its answers mean to all of them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from calendars import errors
from calendars.providers import Access
from calendars.providers.http import Json, ask_server, read_json, rows_of

# Times without zones to be looked up, and texts instead of pages.
PREFERENCES = 'outlook.timezone="UTC", outlook.body-content-type="text"'
# No calendar has more.
MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class GraphReply:
    """An answer, good or bad. Whoever asked judges the status."""

    status: int
    json: Json


def ask_graph(
    access: Access,
    method: str,
    path: str,
    query: Mapping[str, str] | None = None,
    body: Mapping[str, object] | None = None,
    etag: str = "",
) -> GraphReply:
    """Return the answer. `path` is one below the connection's address, or a whole address that an answer named.

    Raise CalendarRefusal for what can be none of what was asked for.
    """
    url = path if "://" in path else f"{access.url}{path}"
    if query:
        url = f"{url}?{urlencode(query, quote_via=quote)}"
    headers = {"Accept": "application/json", "Prefer": PREFERENCES}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if etag:
        headers["If-Match"] = etag
    sent = b"" if body is None else json.dumps(body).encode()
    reply = ask_server(access, method, url, headers, sent, redirects=0)
    if reply.status == 403 and method != "GET":
        raise errors.ReadOnlyCalendar
    return GraphReply(reply.status, read_json(reply) if reply.body else {})


def all_pages(access: Access, path: str, query: Mapping[str, str]) -> Iterator[Json]:
    """Return what a list holds, page after page. Raise Gone, or CalendarRefusal if not all of it can be had.

    A page that has expired on the way means the same: nothing is kept of a list that is not whole. A calendar that is
    not shared with us any more is gone; of the account's others that says nothing.
    """
    page, asked = path, dict(query)
    for _number in range(MOST_PAGES):
        reply = ask_graph(access, "GET", page, asked)
        if reply.status in {403, 404}:
            raise errors.Gone
        if reply.status != 200:
            raise errors.CalendarCut
        yield from rows_of(reply.json, "value")
        page, asked = str(reply.json.get("@odata.nextLink") or ""), {}
        if not page:
            return
    raise errors.CalendarTooLarge


def in_path(name: str) -> str:
    """Return an id as a part of an address."""
    return quote(name, safe="")


def in_quotes(text: str) -> str:
    """Return a text as a filter writes it."""
    return "'" + text.replace("'", "''") + "'"
