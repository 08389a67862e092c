"""Google's push channels, by which it tells that something has changed in a calendar."""

from collections.abc import Mapping
from uuid import uuid4

from calendars.providers import Access, Push, RemoteCalendar
from calendars.providers.google import ask_google, calendar_path
from calendars.providers.http import read_json

# Google chooses when a channel ends, usually after a week, and tells it in its answer.
TYPE = "web_hook"


def watch_calendar(access: Access, calendar: RemoteCalendar, address: str, _now: int) -> Push:
    body = {"id": str(uuid4()), "type": TYPE, "address": address}
    answer = read_json(ask_google(access, "POST", f"{calendar_path(calendar)}/events/watch", {}, body))
    until = str(answer.get("expiration") or "0")
    ids = {"channel": body["id"], "resource": str(answer.get("resourceId") or "")}
    return Push(ids, int(until) // 1_000 if until.isdecimal() else 0)


def unwatch_calendar(access: Access, push: Mapping[str, str]) -> None:
    body = {"id": push["channel"], "resourceId": push.get("resource", "")}
    ask_google(access, "POST", "channels/stop", {}, body, allowed=(404,))
