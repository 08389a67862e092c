"""Requests to Microsoft Graph in JSON, and the errors that its answers mean."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from calendars import errors
from calendars.providers import Access
from calendars.providers.http import Json, ask_server, read_json, rows_of

# Times in UTC, and bodies as text instead of HTML.
PREFERENCES = 'outlook.timezone="UTC", outlook.body-content-type="text"'
# No calendar has more.
MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class GraphReply:
    """An answer of any status, which the caller checks."""

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
    """Return the answer. `path` is below the connection's address, or a whole address from an earlier answer.

    Raise CalendarRefusal if access is refused, or the answer is not JSON.
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
    """Yield the rows of a list, page after page. Raise Gone, or CalendarRefusal if a page cannot be read.

    Nothing of an incomplete list may be kept. 403 means Gone, too: the calendar is no longer shared with this account,
    whose other calendars still work.
    """
    page, page_query = path, dict(query)
    for _number in range(MOST_PAGES):
        reply = ask_graph(access, "GET", page, page_query)
        if reply.status in {403, 404}:
            raise errors.Gone
        if reply.status != 200:
            raise errors.CalendarCut
        yield from rows_of(reply.json, "value")
        page, page_query = str(reply.json.get("@odata.nextLink") or ""), {}
        if not page:
            return
    raise errors.CalendarTooLarge


def in_path(name: str) -> str:
    """Return an id as a part of an address."""
    return quote(name, safe="")


def in_quotes(text: str) -> str:
    """Return a text as a filter writes it."""
    return "'" + text.replace("'", "''") + "'"
