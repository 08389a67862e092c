"""Microsoft Graph's calendars on this machine, as strict as its reference says: what it does not know, it refuses.

The rules are those of the pages calendar-list-calendarview, calendar-post-events, event-update, event-delete,
singlevaluelegacyextendedproperty-get, subscription and throttling of its documents. What they leave open is a switch.
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
from tests.calendars.fakes.http import Answer, Asked

EXPAND = re.compile(r"singleValueExtendedProperties\(\$filter=id eq '((?:[^']|'')+)'\)")
FILTER = re.compile(
    r"singleValueExtendedProperties/Any\(ep: ep/id eq '((?:[^']|'')+)' and ep/value eq '((?:[^']|'')+)'\)"
)
PREFER = re.compile(r'outlook\.timezone="([^"]+)"')
WEEK = timedelta(days=7)


@dataclass
class GraphFake:
    """One mailbox. `base` is the address of its API, which links to further pages need."""

    base: str = ""
    accepts: Callable[[str], bool] = lambda token: bool(token)
    calendars: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    subscriptions: dict[str, dict[str, Any]] = field(default_factory=dict)
    # What the service remembers of events that were made, also of deleted ones.
    made: dict[str, str] = field(default_factory=dict)
    # Who was sent an invitation.
    invited: list[str] = field(default_factory=list)
    heard: list[Asked] = field(default_factory=list)
    # Answers that get lost after the deed, and answers that come instead of it, one after the other.
    losing: list[str] = field(default_factory=list)
    instead: list[Answer] = field(default_factory=list)
    largest_page: int = 1_000
    expired_pages: bool = False
    # Asks an address for the words that are sent there, as the service does before it makes a subscription.
    echo: Callable[[str, str], str] = lambda _address, words: words
    # Not said by the documents: whether a repeated transactionId is answered as a conflict.
    conflicts: bool = False
    # What becomes of a wish for a room: made, made later, never made, or refused with its event.
    rooms: str = "made"
    rooms_made: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    lock: RLock = field(default_factory=RLock)

    def answer(self, asked: Asked) -> Answer:
        with self.lock:
            self.heard.append(asked)
            if not self.accepts(asked.bearer):
                raise refusal(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.")
            if self.instead:
                return self.instead.pop(0)
            answer = self._answer(asked)
            answer.lost = bool(self.losing) and asked.method == self.losing[0]
            if answer.lost:
                self.losing.pop(0)
            return answer

    def add_calendar(self, name: str, *, editable: bool = True) -> str:
        key = f"AAMkCal{next(self.numbers)}AAA="
        self.calendars[key] = {"id": key, "name": name, "canEdit": editable, "isDefaultCalendar": not self.calendars}
        return key

    def add_event(self, calendar: str, **fields: Any) -> str:
        """What the host puts there by another program."""
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
        """It goes to the deleted items, where it has another id."""
        del self.events[key]

    def _answer(self, asked: Asked) -> Answer:
        door = urlsplit(self.base).path
        parts = asked.path.removeprefix(door).split("/") if asked.path.startswith(door) else []
        match asked.method, parts:
            case "GET", ["me"]:
                return Answer(200, {"mail": "ana@acme.example", "userPrincipalName": "ana@acme.example"})
            case "GET", ["me", "calendars"]:
                return self._list_calendars(asked)
            case "GET", ["me", "calendars", key, "calendarView"]:
                return self._view(asked, self._calendar(key))
            case "GET", ["me", "calendars", key, "events"]:
                return self._events(asked, self._calendar(key))
            case "POST", ["me", "calendars", key, "events"]:
                return self._create(asked, self._calendar(key))
            case (("GET" | "PATCH" | "DELETE"), ["me", "calendars", key, "events", *rest]):
                # An id may hold a slash, which a path writes as %2F.
                return self._event(asked, self._calendar(key), "/".join(rest))
            case "POST", ["subscriptions"]:
                return self._subscribe(asked)
            case (("PATCH" | "DELETE"), ["subscriptions", key]):
                return self._subscription(asked, key)
        raise refusal(400, "BadRequest", "Resource not found for the segment.")

    def _calendar(self, key: str) -> dict[str, Any]:
        if key not in self.calendars:
            raise refusal(404, "ErrorItemNotFound", "The specified object was not found in the store.")
        return self.calendars[key]

    def _list_calendars(self, asked: Asked) -> Answer:
        _known(asked, {"$select", "$top"})
        chosen = _selected(asked, CALENDAR_PROPERTIES)
        return Answer(200, {"value": [{one: row[one] for one in chosen} for row in self.calendars.values()]})

    def _view(self, asked: Asked, calendar: Mapping[str, Any]) -> Answer:
        _known(asked, {"startDateTime", "endDateTime", "$select", "$expand", "$top", "$skiptoken"})
        if self.expired_pages and "$skiptoken" in asked.query:
            raise refusal(410, "SyncStateNotFound", "The sync state generation is not found.")
        first, last = (_iso(asked.query.get(name, "")) for name in ("startDateTime", "endDateTime"))
        top = int(asked.query.get("$top", 10))
        if not 1 <= top <= 1_000:
            raise refusal(400, "ErrorInvalidUrlQuery", "The value of $top is out of range.")
        chosen = _selected(asked, PROPERTIES - UNSELECTABLE)
        property_id = _expanded(asked)
        found = [
            (row, starts, ends)
            for row in self.events.values()
            if row["calendar"] == calendar["id"]
            for starts, ends in _instances(row)
            if starts < last and ends > first
        ]
        begin, size = int(asked.query.get("$skiptoken", 0)), min(top, self.largest_page)
        said: dict[str, Any] = {
            "value": [self._said(asked, row, chosen, property_id, span) for row, *span in found[begin : begin + size]]
        }
        if len(found) > begin + size:
            query = {**asked.query, "$skiptoken": str(begin + size)}
            path = f"me/calendars/{quote(calendar['id'], safe='')}/calendarView"
            said["@odata.nextLink"] = f"{self.base}{path}?{urlencode(query)}"
        return Answer(200, said)

    def _events(self, asked: Asked, calendar: Mapping[str, Any]) -> Answer:
        _known(asked, {"$filter", "$select", "$top"})
        wanted = FILTER.fullmatch(asked.query.get("$filter", ""))
        if not wanted or not PROPERTY_ID.fullmatch(wanted[1]):
            raise refusal(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
        chosen = _selected(asked, PROPERTIES)
        found = [
            row
            for row in self.events.values()
            if row["calendar"] == calendar["id"]
            and any(
                one["id"] == wanted[1] and one["value"].lower() == wanted[2].replace("''", "'").lower()
                for one in row["singleValueExtendedProperties"]
            )
        ]
        return Answer(200, {"value": [self._said(asked, row, chosen) for row in found]})

    def _create(self, asked: Asked, calendar: Mapping[str, Any]) -> Answer:
        _known(asked, set())
        body = judge_event(_json(asked), is_new=True)
        if not calendar["canEdit"]:
            raise refusal(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        if self.rooms == "refused" and body.get("isOnlineMeeting"):
            raise refusal(400, "ErrorInvalidRequest", "Your request can't be completed.")
        known = self.made.get(body.get("transactionId", ""))
        if known in self.events:
            if self.conflicts:
                raise refusal(409, "ErrorDuplicateTransactionId", "Your request can't be completed.")
            return Answer(201, self._said(asked, self.events[known], sorted(PROPERTIES)))
        _judge_times(body)
        self.invited += [one["emailAddress"]["address"] for one in body.get("attendees", ())]
        key = self.add_event(calendar["id"], **body)
        if "transactionId" in body:
            self.made[body["transactionId"]] = key
        self._open_room(self.events[key], body)
        return Answer(201, self._said(asked, self.events[key], sorted(PROPERTIES)))

    def _event(self, asked: Asked, calendar: Mapping[str, Any], key: str) -> Answer:
        if key not in self.events or self.events[key]["calendar"] != calendar["id"]:
            raise refusal(404, "ErrorItemNotFound", "The specified object was not found in the store.")
        row = self.events[key]
        if asked.method == "GET":
            _known(asked, {"$select", "$expand"})
            return Answer(200, self._said(asked, row, _selected(asked, PROPERTIES), _expanded(asked)))
        _known(asked, set())
        if not self.calendars[row["calendar"]]["canEdit"]:
            raise refusal(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
        if asked.headers.get("if-match", _etag(row)) not in {_etag(row), "*"}:
            raise refusal(412, "ErrorIrresolvableConflict", "The change key does not match the current one.")
        if asked.method == "DELETE":
            self.delete_event(key)
            return Answer(204)
        body = judge_event(_json(asked), is_new=False)
        if self.rooms == "refused" and body.get("isOnlineMeeting"):
            raise refusal(400, "ErrorInvalidRequest", "Your request can't be completed.")
        _judge_times({**row, **body})
        self.invited += [one["emailAddress"]["address"] for one in body.get("attendees", ())]
        self._open_room(row, body)
        self.touch(key)
        return Answer(200, self._said(asked, row, sorted(PROPERTIES)))

    def _open_room(self, row: dict[str, Any], body: dict[str, Any]) -> None:
        """Make the room of an event that asks for one. Its words stand below the event's own: with them, it goes.

        One that is asked for again is another one.
        """
        row.update(body)
        words = (row.get("onlineMeeting") or {}).get("joinUrl", "")
        if words and "body" in body and words not in body["body"]["content"]:
            row["onlineMeeting"], row["isOnlineMeeting"] = None, False
        if body.get("isOnlineMeeting"):
            row["isOnlineMeeting"], row["onlineMeeting"] = self.rooms != "never", None
            if self.rooms == "made":
                self.finish_room(row)

    def finish_room(self, row: dict[str, Any]) -> None:
        self.rooms_made += 1
        address = f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{self.rooms_made}"
        row["onlineMeeting"] = {"joinUrl": address}
        words = {"content": f"{row['body']['content']}\r\n____\r\nMicrosoft Teams\r\n{address}"}
        row["body"] = {**row["body"], **words}

    def _said(
        self, asked: Asked, row: Mapping[str, Any], chosen: list[str], property_id: str = "", span: Any = None
    ) -> dict[str, Any]:
        zone = PREFER.search(asked.headers.get("prefer", ""))
        assert zone is None or zone[1] == "UTC", "Only UTC is spoken here."
        starts, ends = span or (instant(row["start"]), instant(row["end"]))
        whole = {
            **row,
            "type": "singleInstance" if not row["recurrence"] else "occurrence" if span else "seriesMaster",
            "start": _date_time(row, "start", starts),
            "end": _date_time(row, "end", ends),
        }
        said = {name: whole.get(name) for name in chosen} | {"@odata.etag": _etag(row), "id": row["id"]}
        if property_id:
            found = [one for one in row["singleValueExtendedProperties"] if one["id"] == property_id]
            said |= {"singleValueExtendedProperties": found} if found else {}
        return said

    def _subscribe(self, asked: Asked) -> Answer:
        body = judge_subscription(_json(asked), datetime.now(UTC))
        if not re.fullmatch(r"/?me/calendars/[^/]+/events", body["resource"]):
            raise refusal(400, "ExtensionError", "The resource cannot be subscribed to.")
        if body["resource"].split("/")[-2] not in {quote(one, safe="") for one in self.calendars}:
            raise refusal(404, "ResourceNotFound", "The resource was not found.")
        words = f"Validation: Testing client application reachability <{next(self.numbers)}> for subscription"
        if self.echo(body["notificationUrl"], words) != words:
            raise refusal(400, "InvalidRequest", "Subscription validation request failed.")
        key = f"7f105c7d-2dc5-4530-97cd-{next(self.numbers):012d}"
        self.subscriptions[key] = {**body, "id": key}
        return Answer(201, self.subscriptions[key])

    def _subscription(self, asked: Asked, key: str) -> Answer:
        if key not in self.subscriptions:
            raise refusal(404, "ResourceNotFound", "The subscription was not found.")
        if asked.method == "DELETE":
            del self.subscriptions[key]
            return Answer(204)
        body = _json(asked)
        if not isinstance(body, dict) or set(body) != {"expirationDateTime"}:
            raise refusal(400, "InvalidRequest", "Only the expiration can be changed.")
        judge_expiry(body["expirationDateTime"], datetime.now(UTC))
        self.subscriptions[key] |= body
        return Answer(200, self.subscriptions[key])


def _known(asked: Asked, names: set[str]) -> None:
    if set(asked.query) - names:
        raise refusal(400, "ErrorInvalidUrlQuery", f"{sorted(set(asked.query) - names)} is not supported.")


def _selected(asked: Asked, known: set[str]) -> list[str]:
    names = asked.query["$select"].split(",") if "$select" in asked.query else sorted(known)
    if set(names) - known:
        raise refusal(400, "BadRequest", f"Could not find a property named {sorted(set(names) - known)}.")
    return names


def _expanded(asked: Asked) -> str:
    if "$expand" not in asked.query:
        return ""
    found = EXPAND.fullmatch(asked.query["$expand"])
    if not found or not PROPERTY_ID.fullmatch(found[1]):
        raise refusal(400, "ErrorInvalidUrlQuery", "The expansion is not supported.")
    return found[1]


def _iso(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise refusal(400, "ErrorInvalidParameter", "startDateTime and endDateTime are required.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _json(asked: Asked) -> object:
    if not asked.headers.get("content-type", "").startswith("application/json"):
        raise refusal(415, "UnsupportedMediaType", "A JSON content type is needed.")
    try:
        return json.loads(asked.body)
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
    """A whole day begins at midnight, whatever zone is asked for."""
    if row["isAllDay"]:
        at = datetime.fromisoformat(row[name]["dateTime"][:10]) + (at - instant(row[name]))
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def _etag(row: Mapping[str, Any]) -> str:
    return f'W/"{row["changeKey"]}"'
