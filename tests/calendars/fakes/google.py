"""A fake of Google's Calendar API, which refuses what Google's documents say it refuses.

Paths, parameters, scopes and fields are checked against Google's discovery document (`google.json`), the rest by its
pages on errors, synchronization, event ids and push notifications. Whether Google does what these say, only a test
with a real account can show.
"""

import json
import re
import threading
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from tests.calendars.fakes.google_rooms import Rooms
from tests.calendars.fakes.google_rules import (
    DOCUMENT,
    Json,
    apply_patch,
    instances,
    is_instant,
    judge_fields,
    judge_times,
    moment,
    read_instant,
    refused,
    select_fields,
)
from tests.calendars.fakes.http import Answer, Request
from tests.calendars.fakes.tokens import TokenServer

ID = re.compile(r"[a-v0-9]{5,1024}")
NOT_WITH_SYNC_TOKEN = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)
NUMBERS = count(1)


@dataclass
class FakeCalendar:
    """A calendar with its events, and the number of the last change of each."""

    name: str = "Work"
    zone: str = "Europe/Berlin"
    role: str = "owner"
    primary: bool = True
    events: dict[str, Json] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    change: int = 1


@dataclass
class Google:
    """`faults` are the answers to the next requests. `lost` is how many of the next writes are done but not answered.

    `operations` has the name and the query of each request.
    """

    tokens: TokenServer = field(default_factory=TokenServer)
    calendars: dict[str, FakeCalendar] = field(default_factory=lambda: {"ana@gmail.example": FakeCalendar()})
    faults: list[Answer] = field(default_factory=list)
    lost: int = 0
    page: int = 2_500
    # Sync tokens older than this change have expired.
    oldest_change: int = 0
    channels: dict[str, Json] = field(default_factory=dict)
    rooms: Rooms = field(default_factory=Rooms)
    operations: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def answer(self, request: Request) -> Answer:
        with self.lock:
            if self.faults:
                return self.faults.pop(0)
            answer = self._answer(request)
            if self.lost and request.method != "GET":
                self.lost -= 1
                return Answer(lost=True)
            return answer

    def _answer(self, request: Request) -> Answer:
        name, values = self._operation(request)
        self.operations.append((name, json.dumps(request.query)))
        grant = self.tokens.grant_of(request.bearer)
        if grant is None:
            raise refused(401, "authError")
        if not set(grant.scopes.split()) & set(DOCUMENT["methods"][name]["scopes"]):
            raise refused(403, "insufficientPermissions")
        self._judge_query(name, request.query)
        body = self._judge_body(name, request)
        return getattr(self, "_" + name.removeprefix("calendar.").replace(".", "_"))(request, values, body)

    def _operation(self, request: Request) -> tuple[str, dict[str, str]]:
        for name, method in DOCUMENT["methods"].items():
            path = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(f"/api/{method['path']}"))
            found = re.fullmatch(path, request.path)
            if found and method["httpMethod"] == request.method:
                return name, found.groupdict()
        raise refused(404, "notFound")

    def _judge_query(self, name: str, query: dict[str, str]) -> None:
        known = {**DOCUMENT["common"], **DOCUMENT["methods"][name]["parameters"]}
        for parameter, value in query.items():
            rule = known.get(parameter)
            if rule is None or rule["location"] != "query":
                raise refused(400, "invalidParameter")
            if rule["type"] == "boolean" and value not in {"true", "false"}:
                raise refused(400, "invalidParameter")
            if rule["type"] == "integer" and not value.isdecimal():
                raise refused(400, "invalidParameter")
            if "enum" in rule and value not in rule["enum"]:
                raise refused(400, "invalidParameter")
            if rule.get("format") == "date-time" and not is_instant(value):
                raise refused(400, "invalidParameter")

    def _judge_body(self, name: str, request: Request) -> Json:
        schema = DOCUMENT["methods"][name]["request"]
        if schema is None:
            if request.body:
                raise refused(400, "badRequest")
            return {}
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise refused(415, "unsupportedMediaType")
        try:
            body = json.loads(request.body)
        except ValueError:
            raise refused(400, "parseError") from None
        judge_fields(schema, body)
        return dict(body)

    def _calendar(self, values: dict[str, str]) -> FakeCalendar:
        if values["calendarId"] not in self.calendars:
            raise refused(404, "notFound")
        return self.calendars[values["calendarId"]]

    def _calendarList_list(self, request: Request, _values: Json, _body: Json) -> Answer:
        roles = ["freeBusyReader", "reader", "writer", "owner"]
        least = roles.index(request.query.get("minAccessRole", "freeBusyReader"))
        items = [self._listed(name) for name, calendar in self.calendars.items() if roles.index(calendar.role) >= least]
        return Answer(200, {"items": items})

    def _calendarList_get(self, request: Request, values: Json, _body: Json) -> Answer:
        grant = self.tokens.grant_of(request.bearer)
        name = grant.account if grant and values["calendarId"] == "primary" else values["calendarId"]
        if name not in self.calendars:
            raise refused(404, "notFound")
        return Answer(200, self._listed(name))

    def _listed(self, name: str) -> Json:
        calendar = self.calendars[name]
        row = {"id": name, "summary": calendar.name, "timeZone": calendar.zone, "accessRole": calendar.role}
        return row | ({"primary": True} if calendar.primary else {})

    def _events_list(self, request: Request, values: Json, _body: Json) -> Answer:
        calendar, query = self._calendar(values), request.query
        since = 0
        if "syncToken" in query:
            if any(name in query for name in NOT_WITH_SYNC_TOKEN):
                raise refused(400, "invalidParameter")
            token = re.fullmatch(r"sync-(\d+)", query["syncToken"])
            if token is None:
                raise refused(400, "invalid")
            since = int(token[1])
            if since < self.oldest_change:
                raise refused(410, "fullSyncRequired")
        changed = [event for name, event in calendar.events.items() if calendar.changes[name] > since]
        if "syncToken" not in query:
            changed = [event for event in changed if event["status"] != "cancelled"]
        if query.get("singleEvents") == "true":
            changed = [instance for event in changed for instance in instances(event)]
        if "timeMin" in query:
            after, before = read_instant(query["timeMin"], calendar.zone), read_instant(query["timeMax"], calendar.zone)
            if after >= before:
                raise refused(400, "timeRangeEmpty")
            zone = calendar.zone
            changed = [event for event in changed if moment(event["end"], zone) > after]
            changed = [event for event in changed if moment(event["start"], zone) < before]
        first, size = int(query.get("pageToken", "0")), min(self.page, int(query.get("maxResults", "250")))
        page: Json = {"timeZone": calendar.zone, "items": changed[first : first + size]}
        if first + size < len(changed):
            page["nextPageToken"] = str(first + size)
        else:
            page["nextSyncToken"] = f"sync-{calendar.change}"
        return Answer(200, select_fields(page, query.get("fields")))

    def _events_get(self, request: Request, values: Json, _body: Json) -> Answer:
        event = self._calendar(values).events.get(values["eventId"])
        if event is None:
            raise refused(404, "notFound")
        return Answer(200, deepcopy(event))

    def _events_insert(self, request: Request, values: Json, body: Json) -> Answer:
        calendar = self._writable(values)
        name = body.setdefault("id", f"google{next(NUMBERS)}")
        if not ID.fullmatch(name):
            raise refused(400, "invalid")
        if name in calendar.events:
            raise refused(409, "duplicate")
        judge_times(body)
        self.rooms.request(request.query, body, {})
        return Answer(200, self.save(calendar, {"status": "confirmed", "iCalUID": f"{name}@google.com"} | body))

    def _events_patch(self, request: Request, values: Json, body: Json) -> Answer:
        calendar = self._writable(values)
        event = calendar.events.get(values["eventId"])
        if event is None:
            raise refused(404, "notFound")
        if request.headers.get("if-match", event["etag"]) != event["etag"]:
            raise refused(412, "conditionNotMet")
        if "id" in body:
            raise refused(400, "invalid")
        self.rooms.request(request.query, body, event)
        patched = apply_patch(deepcopy(event), body)
        judge_times(patched)
        return Answer(200, self.save(calendar, patched))

    def _events_delete(self, _request: Request, values: Json, _body: Json) -> Answer:
        calendar = self._writable(values)
        event = calendar.events.get(values["eventId"])
        if event is None:
            raise refused(404, "notFound")
        if event["status"] == "cancelled":
            raise refused(410, "deleted")
        self.save(calendar, event | {"status": "cancelled"})
        return Answer(204)

    def _events_watch(self, _request: Request, values: Json, body: Json) -> Answer:
        self._calendar(values)
        if body.get("type") != "web_hook" or not 0 < len(body.get("id", "")) <= 64 or len(body.get("token", "")) > 256:
            raise refused(400, "invalid")
        if not body.get("address", "").startswith("https://"):
            raise refused(400, "push.webhookUrlNotHttps")
        if body["id"] in self.channels:
            raise refused(400, "channelIdNotUnique")
        until = int((datetime.now(UTC) + timedelta(days=7)).timestamp() * 1_000)
        channel = {"id": body["id"], "resourceId": f"resource-{values['calendarId']}"}
        channel["expiration"] = str(min(until, int(body.get("expiration", until))))
        self.channels[body["id"]] = channel | {"address": body["address"], "token": body.get("token")}
        return Answer(200, channel)

    def _channels_stop(self, _request: Request, _values: Json, body: Json) -> Answer:
        known = self.channels.get(body.get("id", ""))
        if known is None or known["resourceId"] != body.get("resourceId"):
            raise refused(404, "notFound")
        del self.channels[body["id"]]
        return Answer(204)

    def _writable(self, values: Json) -> FakeCalendar:
        calendar = self._calendar(values)
        if calendar.role not in {"owner", "writer"}:
            raise refused(403, "requiredAccessLevel")
        return calendar

    def save(self, calendar: FakeCalendar, event: Json) -> Json:
        """Save an event as it is now. Each change has a number of its own."""
        with self.lock:
            calendar.change += 1
            event["etag"] = f'"{calendar.change}"'
            calendar.events[event["id"]], calendar.changes[event["id"]] = event, calendar.change
            return event
