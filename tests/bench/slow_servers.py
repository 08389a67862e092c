"""Calendar servers of the bench, in one process: `python -m tests.bench.slow_servers`.

Requests for `/dead/` are read and get no response. `/google/` and `/microsoft/` are these vendors' APIs, every other
path is a calendar on a CalDAV server. Each response comes after DELAY and says that nothing has changed; calendars with
"changed" in their path have always changed.
"""

import asyncio
import json
import re
import sys
from datetime import UTC, datetime, timedelta
from itertools import count

# The addresses of the servers.
ADDRESSES = [f"127.0.1.{number}" for number in range(1, 201)]
DEAD_ADDRESS = "127.0.2.1"
# Seconds until a response comes.
DELAY = 0.2
TAG = "1"
EVENTS = 40
NAMESPACES = 'xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"'
COLLECTION = (
    f"<multistatus {NAMESPACES}><response><href>/</href><propstat><prop><resourcetype><collection/><c:calendar/>"
    "</resourcetype><s:getctag>{}</s:getctag></prop><status>HTTP/1.1 200 OK</status></propstat></response>"
    "</multistatus>"
)
tags = count(2)


def report_of_events() -> str:
    """Return the response of a CalDAV server that lists the events of a calendar."""
    found = []
    for number in range(EVENTS):
        day = f"2026{1 + number % 12:02}{1 + number % 28:02}"
        text = (
            f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:{number}\nDTSTART:{day}T090000Z\n"
            f"DTEND:{day}T100000Z\nRRULE:FREQ=MONTHLY\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n"
        )
        found.append(
            f"<response><href>/{number}.ics</href><propstat><prop><c:calendar-data>{text}</c:calendar-data></prop>"
            "<status>HTTP/1.1 200 OK</status></propstat></response>"
        )
    return f"<multistatus {NAMESPACES}>{''.join(found)}</multistatus>"


EVENT_REPORT = report_of_events()


def google(is_changed: bool, path: str) -> str:
    """Return Google's response: the changes since a token, or all events."""
    if "syncToken=" in path:
        return json.dumps({"items": [{"id": "changed"}] if is_changed else [], "nextSyncToken": TAG})
    found = [
        {"id": f"a{number}", "iCalUID": f"{number}", "status": "confirmed", "start": first, "end": last}
        for number, (first, last) in enumerate(event_times("Z"))
    ]
    return json.dumps({"items": found, "nextSyncToken": TAG, "timeZone": "UTC"})


def microsoft(is_changed: bool) -> str:
    """Return Microsoft's response, which always has all events."""
    found = [
        {"id": f"a{number}", "iCalUId": f"{number}", "start": first, "end": last, "showAs": "busy", "isAllDay": False}
        for number, (first, last) in enumerate(event_times(""))
    ]
    return json.dumps({"value": found[next(tags) % len(found) if is_changed else 0 :]})


def event_times(suffix: str) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Return when the events begin and end, one on each of the next days."""
    today = datetime.now(UTC)
    days = [f"{today + timedelta(days=1 + number):%Y-%m-%d}" for number in range(EVENTS)]
    return [
        (
            {"dateTime": f"{day}T09:00:00{suffix}", "timeZone": "UTC"},
            {"dateTime": f"{day}T10:00:00{suffix}", "timeZone": "UTC"},
        )
        for day in days
    ]


def response(method: str, path: str) -> tuple[str, str]:
    """Return the status and the body of the response."""
    is_changed = "changed" in path
    if path.startswith("/google/"):
        return "200 OK", google(is_changed, path)
    if path.startswith("/microsoft/"):
        return "200 OK", microsoft(is_changed)
    body = EVENT_REPORT if method == "REPORT" else COLLECTION.format(next(tags) if is_changed else TAG)
    return "201 Created\r\nETag: x" if method == "PUT" else "207 Multi-Status", body


async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
        await reader.readexactly(int(length[1]) if length else 0)
        method, path = head.decode().split(" ", 2)[:2]
        if path.startswith("/dead/"):
            await reader.read()
            return
        await asyncio.sleep(DELAY)
        status, text = response(method, path)
        body = text.encode()
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main(port: int) -> None:
    server = await asyncio.start_server(handle, ["127.0.0.1", *ADDRESSES, DEAD_ADDRESS], port, backlog=1_000)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
