"""Google's Calendar API as its own documents describe it: what they refuse is refused.

Paths, parameters, scopes and fields are judged by Google's discovery document (`google.json`), the rest by its pages
on errors, synchronization, event ids and push notifications. It proves that our requests are well-formed by these,
and that we survive the faults that it plays. Whether Google is as it says, only a real account tells.
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
    chosen,
    instances,
    is_instant,
    judge_fields,
    judge_times,
    merged,
    moment,
    read_instant,
    refused,
)
from tests.calendars.fakes.http import Answer, Asked
from tests.calendars.fakes.tokens import TokenServer

ID = re.compile(r"[a-v0-9]{5,1024}")
ALONE = (
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
class Kept:
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
    """`faults` are answers that the next requests get instead; `lost` are requests whose answer is lost, once done."""

    tokens: TokenServer = field(default_factory=TokenServer)
    calendars: dict[str, Kept] = field(default_factory=lambda: {"ana@gmail.example": Kept()})
    faults: list[Answer] = field(default_factory=list)
    lost: int = 0
    page: int = 2_500
    # Sync tokens older than this change have expired.
    forgotten: int = 0
    channels: dict[str, Json] = field(default_factory=dict)
    rooms: Rooms = field(default_factory=Rooms)
    heard: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def answer(self, asked: Asked) -> Answer:
        with self.lock:
            if self.faults:
                return self.faults.pop(0)
            said = self._answer(asked)
            if self.lost and asked.method != "GET":
                self.lost -= 1
                return Answer(lost=True)
            return said

    def _answer(self, asked: Asked) -> Answer:
        name, values = self._operation(asked)
        self.heard.append((name, json.dumps(asked.query)))
        grant = self.tokens.grant_of(asked.bearer)
        if grant is None:
            raise refused(401, "authError")
        if not set(grant.scopes.split()) & set(DOCUMENT["methods"][name]["scopes"]):
            raise refused(403, "insufficientPermissions")
        self._judge_query(name, asked.query)
        body = self._judge_body(name, asked)
        return getattr(self, "_" + name.removeprefix("calendar.").replace(".", "_"))(asked, values, body)

    def _operation(self, asked: Asked) -> tuple[str, dict[str, str]]:
        for name, method in DOCUMENT["methods"].items():
            path = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(f"/api/{method['path']}"))
            found = re.fullmatch(path, asked.path)
            if found and method["httpMethod"] == asked.method:
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

    def _judge_body(self, name: str, asked: Asked) -> Json:
        wanted = DOCUMENT["methods"][name]["request"]
        if wanted is None:
            if asked.body:
                raise refused(400, "badRequest")
            return {}
        if not asked.headers.get("content-type", "").startswith("application/json"):
            raise refused(415, "unsupportedMediaType")
        try:
            body = json.loads(asked.body)
        except ValueError:
            raise refused(400, "parseError") from None
        judge_fields(wanted, body)
        return dict(body)

    def _calendar(self, values: dict[str, str]) -> Kept:
        if values["calendarId"] not in self.calendars:
            raise refused(404, "notFound")
        return self.calendars[values["calendarId"]]

    def _calendarList_list(self, asked: Asked, _values: Json, _body: Json) -> Answer:
        roles = ["freeBusyReader", "reader", "writer", "owner"]
        least = roles.index(asked.query.get("minAccessRole", "freeBusyReader"))
        items = [self._listed(name) for name, one in self.calendars.items() if roles.index(one.role) >= least]
        return Answer(200, {"items": items})

    def _calendarList_get(self, asked: Asked, values: Json, _body: Json) -> Answer:
        grant = self.tokens.grant_of(asked.bearer)
        name = grant.account if grant and values["calendarId"] == "primary" else values["calendarId"]
        if name not in self.calendars:
            raise refused(404, "notFound")
        return Answer(200, self._listed(name))

    def _listed(self, name: str) -> Json:
        one = self.calendars[name]
        said = {"id": name, "summary": one.name, "timeZone": one.zone, "accessRole": one.role}
        return said | ({"primary": True} if one.primary else {})

    def _events_list(self, asked: Asked, values: Json, _body: Json) -> Answer:
        kept, query = self._calendar(values), asked.query
        since = 0
        if "syncToken" in query:
            if any(name in query for name in ALONE):
                raise refused(400, "invalidParameter")
            token = re.fullmatch(r"sync-(\d+)", query["syncToken"])
            if token is None:
                raise refused(400, "invalid")
            since = int(token[1])
            if since < self.forgotten:
                raise refused(410, "fullSyncRequired")
        changed = [one for name, one in kept.events.items() if kept.changes[name] > since]
        if "syncToken" not in query:
            changed = [one for one in changed if one["status"] != "cancelled"]
        if query.get("singleEvents") == "true":
            changed = [instance for one in changed for instance in instances(one)]
        if "timeMin" in query:
            after, before = read_instant(query["timeMin"], kept.zone), read_instant(query["timeMax"], kept.zone)
            if after >= before:
                raise refused(400, "timeRangeEmpty")
            spans = [(one, *(moment(one[end], kept.zone) for end in ("start", "end"))) for one in changed]
            changed = [one for one, starts, ends in spans if ends > after and starts < before]
        first, size = int(query.get("pageToken", "0")), min(self.page, int(query.get("maxResults", "250")))
        said: Json = {"timeZone": kept.zone, "items": changed[first : first + size]}
        more = first + size < len(changed)
        said["nextPageToken" if more else "nextSyncToken"] = str(first + size) if more else f"sync-{kept.change}"
        return Answer(200, chosen(said, query.get("fields")))

    def _events_get(self, asked: Asked, values: Json, _body: Json) -> Answer:
        event = self._calendar(values).events.get(values["eventId"])
        if event is None:
            raise refused(404, "notFound")
        return Answer(200, chosen({"event": event}, None)["event"])

    def _events_insert(self, asked: Asked, values: Json, body: Json) -> Answer:
        kept = self._writable(values)
        name = body.setdefault("id", f"google{next(NUMBERS)}")
        if not ID.fullmatch(name):
            raise refused(400, "invalid")
        if name in kept.events:
            raise refused(409, "duplicate")
        judge_times(body)
        self.rooms.make(asked.query, body, {})
        return Answer(200, self.keep(kept, {"status": "confirmed", "iCalUID": f"{name}@google.com"} | body))

    def _events_patch(self, asked: Asked, values: Json, body: Json) -> Answer:
        kept = self._writable(values)
        event = kept.events.get(values["eventId"])
        if event is None:
            raise refused(404, "notFound")
        if asked.headers.get("if-match", event["etag"]) != event["etag"]:
            raise refused(412, "conditionNotMet")
        if "id" in body:
            raise refused(400, "invalid")
        self.rooms.make(asked.query, body, event)
        patched = merged(deepcopy(event), body)
        judge_times(patched)
        return Answer(200, self.keep(kept, patched))

    def _events_delete(self, _asked: Asked, values: Json, _body: Json) -> Answer:
        kept = self._writable(values)
        event = kept.events.get(values["eventId"])
        if event is None:
            raise refused(404, "notFound")
        if event["status"] == "cancelled":
            raise refused(410, "deleted")
        self.keep(kept, event | {"status": "cancelled"})
        return Answer(204)

    def _events_watch(self, _asked: Asked, values: Json, body: Json) -> Answer:
        self._calendar(values)
        if body.get("type") != "web_hook" or not 0 < len(body.get("id", "")) <= 64 or len(body.get("token", "")) > 256:
            raise refused(400, "invalid")
        if not body.get("address", "").startswith("https://"):
            raise refused(400, "push.webhookUrlNotHttps")
        if body["id"] in self.channels:
            raise refused(400, "channelIdNotUnique")
        until = int((datetime.now(UTC) + timedelta(days=7)).timestamp() * 1_000)
        said = {"id": body["id"], "resourceId": f"resource-{values['calendarId']}"}
        said["expiration"] = str(min(until, int(body.get("expiration", until))))
        self.channels[body["id"]] = said | {"address": body["address"], "token": body.get("token")}
        return Answer(200, said)

    def _channels_stop(self, _asked: Asked, _values: Json, body: Json) -> Answer:
        known = self.channels.get(body.get("id", ""))
        if known is None or known["resourceId"] != body.get("resourceId"):
            raise refused(404, "notFound")
        del self.channels[body["id"]]
        return Answer(204)

    def _writable(self, values: Json) -> Kept:
        kept = self._calendar(values)
        if kept.role not in {"owner", "writer"}:
            raise refused(403, "requiredAccessLevel")
        return kept

    def keep(self, kept: Kept, event: Json) -> Json:
        """Keep an event as somebody has made it. Each change has another number."""
        with self.lock:
            kept.change += 1
            event["etag"] = f'"{kept.change}"'
            kept.events[event["id"]], kept.changes[event["id"]] = event, kept.change
            return event
