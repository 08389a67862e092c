"""The rules by which Google's API refuses and answers, apart from what it keeps."""

import json
import re
from copy import deepcopy
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr

from tests.calendars.fakes.http import Answer, Refused

Json = dict[str, Any]
DOCUMENT = json.loads((Path(__file__).parent / "google.json").read_text())
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
READ_ONLY = {"etag", "htmlLink", "created", "updated", "creator", "kind", "hangoutLink", "recurringEventId"}
# Instances of a series that are listed at most.
MOST = 1_000


def refused(status: int, reason: str, **headers: str) -> Refused:
    said = {"errors": [{"domain": "global", "reason": reason, "message": reason}], "code": status, "message": reason}
    return Refused(Answer(status, {"error": said}, {name.replace("_", "-"): text for name, text in headers.items()}))


def judge_fields(schema: str, body: Any) -> None:
    known = DOCUMENT["schemas"][schema]
    if not isinstance(body, dict):
        raise refused(400, "parseError")
    for name, value in body.items():
        if name not in known or name in READ_ONLY:
            raise refused(400, "invalid")
        if value is not None:
            judge_value(known[name], value)


def judge_value(rule: Json, value: Any) -> None:
    kinds = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict, "number": float}
    if "$ref" in rule:
        judge_fields(rule["$ref"], value)
        return
    if not isinstance(value, kinds[rule["type"]]):
        raise refused(400, "invalid")
    if rule["type"] == "array":
        for one in value:
            judge_value(rule["items"], one)
    elif rule["type"] == "object":
        for name, one in value.items():
            inner = rule.get("properties", {}).get(name) or rule.get("additionalProperties")
            if inner is None:
                raise refused(400, "invalid")
            judge_value(inner, one)


def judge_times(event: Json) -> None:
    for end in ("start", "end"):
        said = {name: value for name, value in (event.get(end) or {}).items() if value is not None}
        if ("date" in said) == ("dateTime" in said):
            raise refused(400, "required" if not said else "invalid")
        text = said.get("dateTime")
        if text is None:
            datetime.fromisoformat(said["date"])
        elif not INSTANT.fullmatch(text) or (not is_instant(text) and "timeZone" not in said):
            raise refused(400, "invalid")
        if said.get("timeZone", "UTC") not in available_timezones():
            raise refused(400, "invalid")
        if event.get("recurrence") and "timeZone" not in said and text:
            raise refused(400, "required")
        event[end] = said
    if moment(event["start"], "UTC") > moment(event["end"], "UTC"):
        raise refused(400, "timeRangeEmpty")
    texts = json.dumps(event.get("extendedProperties", {}).get("private", {}))
    if len(texts) > 32_768 or event.get("status", "confirmed") not in {"confirmed", "tentative", "cancelled"}:
        raise refused(400, "invalid")
    if event.get("transparency", "opaque") not in {"opaque", "transparent"}:
        raise refused(400, "invalid")


def is_instant(text: str) -> bool:
    """Whether it is a time by RFC 3339 with its offset, as parameters have to be."""
    found = INSTANT.fullmatch(text)
    return bool(found and found[2])


def read_instant(text: str, zone: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


def moment(said: Json, zone: str) -> datetime:
    return read_instant(said.get("dateTime") or said["date"], said.get("timeZone", zone))


def instances(event: Json) -> list[Json]:
    """The events of a series; of others, the event."""
    if event["status"] == "cancelled" or not event.get("recurrence"):
        return [event]
    first = moment(event["start"], "UTC")
    length = moment(event["end"], "UTC") - first
    made = []
    for start in islice(rrulestr(event["recurrence"][0].removeprefix("RRULE:"), dtstart=first), MOST):
        times = {
            name: {"dateTime": at.isoformat(), "timeZone": "UTC"}
            for name, at in (("start", start), ("end", start + length))
        }
        alone = {name: value for name, value in event.items() if name != "recurrence"}
        made.append(alone | times | {"id": f"{event['id']}_{len(made)}", "recurringEventId": event["id"]})
    return made


def merged(event: Json, patch: Json) -> Json:
    """By the rules of patches: what is null is removed, arrays are replaced, objects are merged."""
    for name, value in patch.items():
        if value is None:
            event.pop(name, None)
        elif isinstance(value, dict):
            event[name] = merged(event.get(name) or {}, value)
        else:
            event[name] = value
    return event


def chosen(said: Json, fields: str | None) -> Json:
    """The answer, of which `fields` has chosen some: of events only what is asked for."""
    if not fields or "items(" not in fields:
        return deepcopy(said)
    inner = fields.partition("items(")[2]
    depth, end = 1, 0
    for end, letter in enumerate(inner):  # noqa: B007
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if not depth:
            break
    names = {re.split(r"[(/]", one)[0] for one in re.sub(r"\([^)]*\)", "", inner[:end]).split(",")}
    events = [{name: value for name, value in one.items() if name in names} for one in said["items"]]
    return deepcopy(said | {"items": events})
