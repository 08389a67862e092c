"""A fake of Microsoft Graph's calendars. It refuses what Graph's reference does not have.

The rules are those of the pages calendar-list-calendarview, calendar-post-events, event-update, event-delete,
singlevaluelegacyextendedproperty-get, subscription and throttling of its documents. Tests choose what they leave open.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import RLock
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tests.calendars.fakes.graph_types import (
    CALENDAR_PROPERTIES,
    PROPERTIES,
    PROPERTY_ID,
    UNSELECTABLE,
    bad,
    instant,
    judge_event,
    judge_expiry,
    judge_subscription,
    refusal,
)
from tests.calendars.fakes.http import Answer, Request

EXPAND = re.compile(r"singleValueExtendedProperties\(\$filter=id eq '((?:[^']|'')+)'\)")
FILTER = re.compile(
    r"singleValueExtendedProperties/Any\(ep: ep/id eq '((?:[^']|'')+)' and ep/value eq '((?:[^']|'')+)'\)"
)
PREFER = re.compile(r'outlook\.timezone="([^"]+)"')
WEEK = timedelta(days=7)


@dataclass
class GraphFake:
    """One mailbox. `base` is the address of its API, for links to further pages."""

    base: str = ""
    accepts: Callable[[str], bool] = lambda token: bool(token)
    calendars: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    subscriptions: dict[str, dict[str, Any]] = field(default_factory=dict)
    # The ids of events by their transactionIds, also of deleted events.
    transactions: dict[str, str] = field(default_factory=dict)
    # The addresses that got an invitation.
    invited: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    # The methods of the next requests that are carried out but not answered, and the answers to the next requests.
    lost_methods: list[str] = field(default_factory=list)
    faults: list[Answer] = field(default_factory=list)
    largest_page: int = 1_000
    expired_pages: bool = False
    # Sends a text to an address, which must return it, as the service does before it makes a subscription.
    echo: Callable[[str, str], str] = lambda _address, text: text
    # Whether a repeated transactionId is refused. The documents do not say.
    conflicts: bool = False
    # What happens if an event asks for a room: it is made, made later, never made, or refused with the event.
    rooms: str = "made"
    rooms_made: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    lock: RLock = field(default_factory=RLock)

    def answer(self, request: Request) -> Answer:
        with self.lock:
            self.requests.append(request)
            if not self.accepts(request.bearer):
                raise refusal(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.")
            if self.faults:
                return self.faults.pop(0)
            answer = self._answer(request)
            answer.lost = bool(self.lost_methods) and request.method == self.lost_methods[0]
            if answer.lost:
                self.lost_methods.pop(0)
            return answer

    def add_calendar(self, name: str, *, editable: bool = True) -> str:
        key = f"AAMkCal{next(self.numbers)}AAA="
        self.calendars[key] = {"id": key, "name": name, "canEdit": editable, "isDefaultCalendar": not self.calendars}
        return key

    def add_event(self, calendar: str, **fields: Any) -> str:
        """Add an event, as the host does in another program. Return its id."""
        key = f"AAMkEvt/{next(self.numbers)}+AA=="
        self.events[key] = {
            "id": key,
            "calendar": calendar,
            "iCalUId": f"040000008200E00074C5B7101A82E0080000{next(self.numbers):08X}",
            "subject": "Dentist",
            "body": {"contentType": "text", "content": ""},
            "location": {"displayName": ""},
            "isAllDay": False,
            "isCancelled": False,
            "isReminderOn": True,
            "showAs": "busy",
            "sensitivity": "normal",
            "recurrence": None,
            "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
            "singleValueExtendedProperties": [],
            **fields,
        }
        return self.touch(key)

    def touch(self, key: str) -> str:
        self.events[key]["changeKey"] = f"ck{next(self.numbers)}="
        return key

    def delete_event(self, key: str) -> None:
        """Delete an event. Graph keeps deleted ones under another id."""
        del self.events[key]

    def _answer(self, request: Request) -> Answer:
        root = urlsplit(self.base).path
        parts = request.path.removeprefix(root).split("/") if request.path.startswith(root) else []
        match request.method, parts:
            case "GET", ["me"]:
                return Answer(200, {"mail": "ana@acme.example", "userPrincipalName": "ana@acme.example"})
            case "GET", ["me", "calendars"]:
                return self._list_calendars(request)
            case "GET", ["me", "calendars", key, "calendarView"]:
                return self._view(request, self._calendar(key))
            case "GET", ["me", "calendars", key, "events"]:
                return self._events(request, self._calendar(key))
            case "POST", ["me", "calendars", key, "events"]:
                return self._create(request, self._calendar(key))
            case (("GET" | "PATCH" | "DELETE"), ["me", "calendars", key, "events", *rest]):
                # An id may contain a slash, which is %2F in a path.
                return self._event(request, self._calendar(key), "/".join(rest))
            case "POST", ["subscriptions"]:
                return self._subscribe(request)
            case (("PATCH" | "DELETE"), ["subscriptions", key]):
                return self._subscription(request, key)
        raise refusal(400, "BadRequest", "Resource not found for the segment.")

    def _calendar(self, key: str) -> dict[str, Any]:
        if key not in self.calendars:
            raise refusal(404, "ErrorItemNotFound", "The specified object was not found in the store.")
        return self.calendars[key]

    def _list_calendars(self, request: Request) -> Answer:
        _check_parameters(request, {"$select", "$top"})
        names = _selected(request, CALENDAR_PROPERTIES)
        return Answer(200, {"value": [{name: row[name] for name in names} for row in self.calendars.values()]})

    def _view(self, request: Request, calendar: Mapping[str, Any]) -> Answer:
        _check_parameters(request, {"startDateTime", "endDateTime", "$select", "$expand", "$top", "$skiptoken"})
        if self.expired_pages and "$skiptoken" in request.query:
            raise refusal(410, "SyncStateNotFound", "The sync state generation is not found.")
        first, last = (_iso(request.query.get(name, "")) for name in ("startDateTime", "endDateTime"))
        top = int(request.query.get("$top", 10))
        if not 1 <= top <= 1_000:
            raise refusal(400, "ErrorInvalidUrlQuery", "The value of $top is out of range.")
        names = _selected(request, PROPERTIES - UNSELECTABLE)
        property_id = _expanded(request)
        found = [
            (row, starts, ends)
            for row in self.events.values()
            if row["calendar"] == calendar["id"]
            for starts, ends in _instances(row)
            if starts < last and ends > first
        ]
        begin, size = int(request.query.get("$skiptoken", 0)), min(top, self.largest_page)
        rows = found[begin : begin + size]
        page: dict[str, Any] = {
            "value": [self._represent(request, row, names, property_id, span) for row, *span in rows]
        }
        if len(found) > begin + size:
            query = {**request.query, "$skiptoken": str(begin + size)}
            path = f"me/calendars/{quote(calendar['id'], safe='')}/calendarView"
            page["@odata.nextLink"] = f"{self.base}{path}?{urlencode(query)}"
        return Answer(200, page)

    def _events(self, request: Request, calendar: Mapping[str, Any]) -> Answer:
        _check_parameters(request, {"$filter", "$select", "$top"})
        match = FILTER.fullmatch(request.query.get("$filter", ""))
        if not match or not PROPERTY_ID.fullmatch(match[1]):
            raise refusal(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
        names = _selected(request, PROPERTIES)
        wanted = (match[1], match[2].replace("''", "'").lower())
        found = []
        for row in self.events.values():
            properties = [(entry["id"], entry["value"].lower()) for entry in row["singleValueExtendedProperties"]]
            if row["calendar"] == calendar["id"] and wanted in properties:
                found.append(self._represent(request, row, names))
        return Answer(200, {"value": found})

    def _create(self, request: Request, calendar: Mapping[str, Any]) -> Answer:
        _check_parameters(request, set())
        body = judge_event(_json(request), is_new=True)
        if not calendar["canEdit"]:
            raise refusal(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        if self.rooms == "refused" and body.get("isOnlineMeeting"):
            raise refusal(400, "ErrorInvalidRequest", "Your request can't be completed.")
        known = self.transactions.get(body.get("transactionId", ""))
        if known in self.events:
            if self.conflicts:
                raise refusal(409, "ErrorDuplicateTransactionId", "Your request can't be completed.")
            return Answer(201, self._represent(request, self.events[known], sorted(PROPERTIES)))
        _judge_times(body)
        self.invited += [attendee["emailAddress"]["address"] for attendee in body.get("attendees", ())]
        key = self.add_event(calendar["id"], **body)
        if "transactionId" in body:
            self.transactions[body["transactionId"]] = key
        self._open_room(self.events[key], body)
        return Answer(201, self._represent(request, self.events[key], sorted(PROPERTIES)))

    def _event(self, request: Request, calendar: Mapping[str, Any], key: str) -> Answer:
        if key not in self.events or self.events[key]["calendar"] != calendar["id"]:
            raise refusal(404, "ErrorItemNotFound", "The specified object was not found in the store.")
        row = self.events[key]
        if request.method == "GET":
            _check_parameters(request, {"$select", "$expand"})
            return Answer(200, self._represent(request, row, _selected(request, PROPERTIES), _expanded(request)))
        _check_parameters(request, set())
        if not self.calendars[row["calendar"]]["canEdit"]:
            raise refusal(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        if request.headers.get("if-match", _etag(row)) not in {_etag(row), "*"}:
            raise refusal(412, "ErrorIrresolvableConflict", "The change key does not match the current one.")
        if request.method == "DELETE":
            self.delete_event(key)
            return Answer(204)
        body = judge_event(_json(request), is_new=False)
        if self.rooms == "refused" and body.get("isOnlineMeeting"):
            raise refusal(400, "ErrorInvalidRequest", "Your request can't be completed.")
        _judge_times({**row, **body})
        self.invited += [attendee["emailAddress"]["address"] for attendee in body.get("attendees", ())]
        self._open_room(row, body)
        self.touch(key)
        return Answer(200, self._represent(request, row, sorted(PROPERTIES)))

    def _open_room(self, row: dict[str, Any], body: dict[str, Any]) -> None:
        """Update the event, and make the room that it asks for. Each request makes a new room.

        The room's address is added to the text of the event. If a text without it is written, the room is removed.
        """
        row.update(body)
        address = (row.get("onlineMeeting") or {}).get("joinUrl", "")
        if address and "body" in body and address not in body["body"]["content"]:
            row["onlineMeeting"], row["isOnlineMeeting"] = None, False
        if body.get("isOnlineMeeting"):
            row["isOnlineMeeting"], row["onlineMeeting"] = self.rooms != "never", None
            if self.rooms == "made":
                self.finish_room(row)

    def finish_room(self, row: dict[str, Any]) -> None:
        self.rooms_made += 1
        address = f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{self.rooms_made}"
        row["onlineMeeting"] = {"joinUrl": address}
        content = f"{row['body']['content']}\r\n____\r\nMicrosoft Teams\r\n{address}"
        row["body"] = {**row["body"], "content": content}

    def _represent(
        self, request: Request, row: Mapping[str, Any], names: list[str], property_id: str = "", span: Any = None
    ) -> dict[str, Any]:
        zone = PREFER.search(request.headers.get("prefer", ""))
        assert zone is None or zone[1] == "UTC", "Only UTC is supported."
        starts, ends = span or (instant(row["start"]), instant(row["end"]))
        kind = "singleInstance"
        if row["recurrence"]:
            kind = "occurrence" if span else "seriesMaster"
        whole = {
            **row,
            "type": kind,
            "start": _date_time(row, "start", starts),
            "end": _date_time(row, "end", ends),
        }
        event = {name: whole.get(name) for name in names} | {"@odata.etag": _etag(row), "id": row["id"]}
        if property_id:
            found = [entry for entry in row["singleValueExtendedProperties"] if entry["id"] == property_id]
            event |= {"singleValueExtendedProperties": found} if found else {}
        return event

    def _subscribe(self, request: Request) -> Answer:
        body = judge_subscription(_json(request), datetime.now(UTC))
        if not re.fullmatch(r"/?me/calendars/[^/]+/events", body["resource"]):
            raise refusal(400, "ExtensionError", "The resource cannot be subscribed to.")
        if body["resource"].split("/")[-2] not in {quote(key, safe="") for key in self.calendars}:
            raise refusal(404, "ResourceNotFound", "The resource was not found.")
        text = f"Validation: Testing client application reachability <{next(self.numbers)}> for subscription"
        if self.echo(body["notificationUrl"], text) != text:
            raise refusal(400, "InvalidRequest", "Subscription validation request failed.")
        key = f"7f105c7d-2dc5-4530-97cd-{next(self.numbers):012d}"
        self.subscriptions[key] = {**body, "id": key}
        return Answer(201, self.subscriptions[key])

    def _subscription(self, request: Request, key: str) -> Answer:
        if key not in self.subscriptions:
            raise refusal(404, "ResourceNotFound", "The subscription was not found.")
        if request.method == "DELETE":
            del self.subscriptions[key]
            return Answer(204)
        body = _json(request)
        if not isinstance(body, dict) or set(body) != {"expirationDateTime"}:
            raise refusal(400, "InvalidRequest", "Only the expiration can be changed.")
        judge_expiry(body["expirationDateTime"], datetime.now(UTC))
        self.subscriptions[key] |= body
        return Answer(200, self.subscriptions[key])


def _check_parameters(request: Request, names: set[str]) -> None:
    if set(request.query) - names:
        raise refusal(400, "ErrorInvalidUrlQuery", f"{sorted(set(request.query) - names)} is not supported.")


def _selected(request: Request, known: set[str]) -> list[str]:
    names = request.query["$select"].split(",") if "$select" in request.query else sorted(known)
    if set(names) - known:
        raise refusal(400, "BadRequest", f"Could not find a property named {sorted(set(names) - known)}.")
    return names


def _expanded(request: Request) -> str:
    if "$expand" not in request.query:
        return ""
    found = EXPAND.fullmatch(request.query["$expand"])
    if not found or not PROPERTY_ID.fullmatch(found[1]):
        raise refusal(400, "ErrorInvalidUrlQuery", "The expansion is not supported.")
    return found[1]


def _iso(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise refusal(400, "ErrorInvalidParameter", "startDateTime and endDateTime are required.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _json(request: Request) -> object:
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise refusal(415, "UnsupportedMediaType", "A JSON content type is needed.")
    try:
        return json.loads(request.body)
    except ValueError:
        raise bad("Unable to read JSON request payload.") from None


def _judge_times(row: Mapping[str, Any]) -> None:
    starts, ends = instant(row["start"]), instant(row["end"])
    if ends < starts:
        raise refusal(400, "ErrorCalendarEndDateIsEarlierThanStartDate", "The end is before the start.")
    if row.get("isAllDay") and (ends - starts < timedelta(days=1) or not row["start"]["dateTime"].startswith("0", 11)):
        raise refusal(400, "ErrorInvalidRequest", "A whole day begins and ends at midnight.")


def _instances(row: Mapping[str, Any]) -> Iterator[tuple[datetime, datetime]]:
    starts, ends = instant(row["start"]), instant(row["end"])
    if not row["recurrence"]:
        yield starts, ends
        return
    last = datetime.fromisoformat(row["recurrence"]["range"]["endDate"]).replace(tzinfo=UTC) + timedelta(days=1)
    while starts < last:
        yield starts, ends
        starts, ends = starts + WEEK, ends + WEEK


def _date_time(row: Mapping[str, Any], name: str, at: datetime) -> dict[str, str]:
    """Return a time as Graph writes it. Whole days begin at midnight in any zone."""
    if row["isAllDay"]:
        at = datetime.fromisoformat(row[name]["dateTime"][:10]) + (at - instant(row[name]))
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def _etag(row: Mapping[str, Any]) -> str:
    return f'W/"{row["changeKey"]}"'
