"""Subscriptions of Microsoft Graph, by which it tells that something has changed in a calendar."""

import json
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from secrets import compare_digest

from calendars import errors
from calendars.providers import Access, Push, RemoteCalendar
from calendars.providers.graph import ask_graph, in_path
from core.dates import from_epoch, to_epoch

# Microsoft lets a subscription to events live for 4,230 minutes at most.
LIFE = timedelta(minutes=4_200)
CHANGES = "created,updated,deleted"


def watch_calendar(access: Access, calendar: RemoteCalendar, address: str, now: int) -> Push:
    until = from_epoch(now) + LIFE
    body = {
        "changeType": CHANGES,
        "notificationUrl": address,
        "resource": f"me/calendars/{in_path(calendar.remote)}/events",
        "expirationDateTime": f"{until:%Y-%m-%dT%H:%M:%S}Z",
        "clientState": client_state(address),
    }
    reply = ask_graph(access, "POST", "subscriptions", body=body)
    name = str(reply.json.get("id") or "")
    if reply.status != 201 or not name:
        raise errors.CalendarRefusal
    return Push({"channel": name}, to_epoch(until))


def unwatch_calendar(access: Access, push: Mapping[str, str]) -> None:
    reply = ask_graph(access, "DELETE", f"subscriptions/{in_path(push['channel'])}")
    if reply.status not in {204, 404}:
        raise errors.CalendarRefusal


def knows_client_state(body: bytes, address: str) -> bool:
    """Return whether all notifications in a call to the address carry the client state that Microsoft was given."""
    try:
        notifications = json.loads(body)["value"]
        states = [str(notification["clientState"]).encode() for notification in notifications]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    expected = client_state(address).encode()
    return bool(states) and all(compare_digest(state, expected) for state in states)


def client_state(address: str) -> str:
    """Return the text that Microsoft repeats in each call to the address, which proves that the call is from there."""
    return sha256(address.encode()).hexdigest()
