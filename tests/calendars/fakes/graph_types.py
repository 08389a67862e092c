"""Checks of events and subscriptions by Microsoft Graph's reference, for its fake."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from tests.calendars.fakes.http import Answer, Refused

# resources/datetimetimezone: the names of Windows, and some of the usual ones.
ZONES = {*WINDOWS_TO_OLSON, "UTC", "Etc/GMT", "Europe/Berlin", "Europe/London", "Asia/Tokyo", "America/New_York"}
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?")
PROPERTY_ID = re.compile(
    r"(String|Integer|Boolean|SystemTime) \{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\} (Name [\w-]+|Id 0x\w+)"
)
SHOW_AS = {"free", "tentative", "busy", "oof", "workingElsewhere", "unknown"}
PROVIDERS = {"unknown", "teamsForBusiness", "skypeForBusiness", "skypeForConsumer"}
# resources/event: what can be asked for, and of that what calendarView does not give by name.
PROPERTIES_TEXT = """
allowNewTimeProposals attendees body bodyPreview categories changeKey createdDateTime end hasAttachments
hideAttendees iCalUId id importance isAllDay isCancelled isDraft isOnlineMeeting isOrganizer isReminderOn
lastModifiedDateTime location locations onlineMeeting onlineMeetingProvider onlineMeetingUrl organizer
originalEndTimeZone originalStart originalStartTimeZone recurrence reminderMinutesBeforeStart responseRequested
responseStatus sensitivity seriesMasterId showAs start subject transactionId type webLink
"""
PROPERTIES = set(PROPERTIES_TEXT.split())
UNSELECTABLE = {"createdDateTime", "lastModifiedDateTime"}
CALENDAR_PROPERTIES_TEXT = """
allowedOnlineMeetingProviders canEdit canShare canViewPrivateItems changeKey color defaultOnlineMeetingProvider
hexColor id isDefaultCalendar isRemovable isTallyingResponses name owner
"""
CALENDAR_PROPERTIES = set(CALENDAR_PROPERTIES_TEXT.split())


def refusal(status: int, code: str, message: str = "") -> Refused:
    error = {"code": code, "message": message, "innerError": {"request-id": "0f1e", "client-request-id": "0f1e"}}
    return Refused(Answer(status, {"error": error}))


def bad(message: str) -> Refused:
    return refusal(400, "RequestBodyRead", message)


def _text(value: object) -> bool:
    return isinstance(value, str)


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _one_of(words: set[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in words


def _item_body(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"contentType", "content"}
        and value["contentType"].lower() in {"text", "html"}
        and _text(value["content"])
    )


def _date_time(value: object) -> bool:
    if not isinstance(value, dict) or set(value) != {"dateTime", "timeZone"} or not all(map(_text, value.values())):
        return False
    if not DATE_TIME.fullmatch(value["dateTime"]):
        return False
    if value["timeZone"] not in ZONES:
        raise refusal(400, "TimeZoneNotSupportedException", value["timeZone"])
    return True


def _location(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"displayName"} and _text(value["displayName"])


def _properties(value: object) -> bool:
    return isinstance(value, list) and all(map(_property, value))


def _property(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"id", "value"}
        and PROPERTY_ID.fullmatch(value["id"]) is not None
        and _text(value["value"])
    )


WRITABLE: dict[str, Callable[[object], bool]] = {
    "subject": _text,
    "body": _item_body,
    "start": _date_time,
    "end": _date_time,
    "isAllDay": _flag,
    "location": _location,
    "showAs": _one_of(SHOW_AS),
    "isReminderOn": _flag,
    "reminderMinutesBeforeStart": lambda value: isinstance(value, int),
    "sensitivity": _one_of({"normal", "personal", "private", "confidential"}),
    "importance": _one_of({"low", "normal", "high"}),
    "isOnlineMeeting": _flag,
    "onlineMeetingProvider": _one_of(PROVIDERS),
    "recurrence": lambda value: value is None or isinstance(value, dict),
    "responseRequested": _flag,
    "categories": lambda value: isinstance(value, list) and all(map(_text, value)),
    "singleValueExtendedProperties": _properties,
    "attendees": lambda value: isinstance(value, list),
}
# Only when an event is created.
ONLY_AT_CREATION: dict[str, Callable[[object], bool]] = {"transactionId": _text}
SUBSCRIPTION: dict[str, Callable[[object], bool]] = {
    "changeType": lambda value: _text(value) and set(str(value).split(",")) <= {"created", "updated", "deleted"},
    "notificationUrl": lambda value: _text(value) and str(value).startswith("https://"),
    "lifecycleNotificationUrl": lambda value: _text(value) and str(value).startswith("https://"),
    "resource": _text,
    "expirationDateTime": lambda value: _text(value) and str(value).endswith("Z"),
    "clientState": lambda value: _text(value) and len(str(value)) <= 128,
    "latestSupportedTlsVersion": _one_of({"v1_0", "v1_1", "v1_2", "v1_3"}),
}


def judge_event(body: object, *, is_new: bool) -> Mapping[str, Any]:
    """Return the body of a request, or raise Refused."""
    known = WRITABLE | (ONLY_AT_CREATION if is_new else {})
    if not isinstance(body, dict):
        raise bad("An object was expected.")
    for name, value in body.items():
        if name not in known:
            if name in PROPERTIES:
                raise refusal(400, "ErrorInvalidPropertySet", f"{name} cannot be set.")
            raise bad(f"The property '{name}' does not exist on type 'microsoft.graph.event'.")
        if not known[name](value):
            raise bad(f"Cannot convert the value of '{name}'.")
    if is_new and not {"start", "end"} <= set(body):
        raise refusal(400, "ErrorPropertyValidationFailure", "Start and end are required.")
    return body


def judge_subscription(body: object, now: datetime) -> Mapping[str, Any]:
    needed = {"changeType", "notificationUrl", "resource", "expirationDateTime"}
    if not isinstance(body, dict) or not needed <= set(body) or not set(body) <= set(SUBSCRIPTION):
        raise refusal(400, "InvalidRequest", "Properties are missing or not known.")
    for name, value in body.items():
        if not SUBSCRIPTION[name](value):
            raise refusal(400, "InvalidRequest", name)
    judge_expiry(body["expirationDateTime"], now)
    return body


def judge_expiry(text: str, now: datetime) -> None:
    """Refuse times that are over, or more than 4,230 minutes away (resources/subscription)."""
    until = datetime.fromisoformat(text)
    if not now < until or (until - now).total_seconds() > 4_230 * 60:
        raise refusal(400, "InvalidRequest", "Subscription expiration can only be 4230 minutes in the future.")


def instant(value: Mapping[str, str]) -> datetime:
    """Return the instant that a dateTimeTimeZone means."""
    zone = ZoneInfo(WINDOWS_TO_OLSON.get(value["timeZone"], value["timeZone"]))
    return datetime.fromisoformat(value["dateTime"][:19]).replace(tzinfo=zone).astimezone(UTC)
