"""Requests to calendar servers, sent by `core.guarded_http`, and the errors that all their answers may mean."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any
from urllib.parse import urljoin

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars import errors
from calendars.bounded import read_in_child
from calendars.providers import Access
from calendars.reading import BusyTime, HostProfile
from calendars.streams import StreamFault, Unusable
from calendars.weeks import Span
from core.guarded_http import (
    AddressRefused,
    AnswerTooLarge,
    FetchOptions,
    Limits,
    NoAnswer,
    Reply,
    Request,
    fetch,
    read_target,
    share_domain,
)
from core.text import LazyText

# A JSON object as a server sent it. What is in it has not been checked.
Json = Mapping[str, Any]
MOST_REDIRECTS = 3
# Seconds to wait for a server that is busy: if it does not say how long, and at most.
DEFAULT_WAIT, LONGEST_WAIT = 300, 3_600
# The calendars of iCloud are on other hosts than the one that people type.
ICLOUD = "icloud.com"
REFUSALS = {
    StreamFault.NOT_A_CALENDAR: errors.NotACalendar,
    StreamFault.NOT_WHOLE: errors.CalendarCut,
    StreamFault.TOO_MUCH: errors.CalendarTooLarge,
}


def ask_server(
    access: Access,
    method: str,
    url: str,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    *,
    redirects: int = MOST_REDIRECTS,
) -> Reply:
    """Return the answer. Raise CalendarRefusal if there is none, or one that refuses access or reports an outage."""
    request = Request(method, url, headers or {}, _identity(access), body)
    try:
        home, target = read_target(access.url), read_target(url)
        trusted_domain = ICLOUD if f".{home.host}".endswith(f".{ICLOUD}") else ""
        if home.origin != target.origin and not share_domain(home, target, trusted_domain):
            raise AddressRefused("An address elsewhere.")
        limits = Limits()
        limits = replace(limits, whole=min(limits.whole, access.until - monotonic()))
        reply = fetch(request, FetchOptions(access.networks, redirects, trusted_domain, limits))
    except AddressRefused as error:
        raise errors.Blocked from error
    except AnswerTooLarge as error:
        raise errors.CalendarTooLarge from error
    except NoAnswer as error:
        raise errors.ServerAway(_away(error)) from error
    if reply.status == 401 and access.tokens:
        raise errors.TokenOver
    _check_status(reply)
    return reply


def _away(error: NoAnswer) -> LazyText:
    """Return a lazy sentence with the reason, which is in English. It may be read in another thread and language."""
    reason = str(error)
    return format_lazy(_("That server could not be reached: {reason}"), reason=reason[:1].lower() + reason[1:])


def _identity(access: Access) -> dict[str, str]:
    if access.tokens:
        return {"Authorization": f"Bearer {access.tokens.access}"}
    if not access.user and not access.password:
        return {}
    text = b64encode(f"{access.user}:{access.password}".encode()).decode()
    return {"Authorization": f"Basic {text}"}


def _check_status(reply: Reply) -> None:
    if reply.status == 401:
        raise errors.Unauthorized
    if reply.status in {429, 503}:
        raise server_busy(reply)
    if reply.status >= 500:
        raise errors.ServerAway


def server_busy(reply: Reply) -> errors.ServerBusy:
    """Return the refusal of a busy server, with how long it asks to wait."""
    return errors.ServerBusy(seconds_to_wait(reply.headers.get("retry-after", ""), reply.headers.get("date", "")))


def read_json(reply: Reply) -> Json:
    """Return an answer, which must be a JSON object. Raise CalendarCut for anything else."""
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise errors.CalendarCut from error
    if not isinstance(answer, dict):
        raise errors.CalendarCut
    return answer


def rows_of(answer: Json, name: str) -> list[dict[str, Any]]:
    """Return the objects of a list in an answer. Raise CalendarCut if there is no such list, or something else in it.

    Nothing may be skipped: its time would be offered as free.
    """
    found = answer.get(name)
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise errors.CalendarCut
    return found


def object_in(answer: Json, name: str) -> Json:
    """Return the object that an answer has under the name, or an empty one."""
    found = answer.get(name)
    return found if isinstance(found, dict) else {}


def absolute_address(base: str, address: str) -> str:
    """Return the address that a server wrote, relative to its own, as an absolute one. Raise CalendarRefusal."""
    try:
        return urljoin(base, address)
    except ValueError as error:
        raise errors.Blocked from error


def seconds_to_wait(retry_after: str, date: str) -> int:
    """Return how many seconds a server asks to wait: a number, or an instant by its own clock."""
    if retry_after.strip().isdecimal() and retry_after.isascii():
        return min(int(retry_after.strip()[:9]), LONGEST_WAIT)
    try:
        wait = _instant(retry_after) - _instant(date)
    except ValueError:
        return DEFAULT_WAIT
    return min(max(int(wait / timedelta(seconds=1)), 0), LONGEST_WAIT)


def read_files(files: list[bytes], profile: HostProfile, window: Span) -> BusyTime:
    """Return what the files of one calendar say. Raise CalendarRefusal."""
    try:
        return read_in_child(files, profile, window)
    except Unusable as error:
        raise REFUSALS[error.args[0]] from error


def mark_of_window(profile: HostProfile, window: Span) -> str:
    """Return a text that changes with anything that a reading depends on, besides the calendar's content."""
    addresses, counts = " ".join(sorted(profile.addresses)), " ".join(sorted(profile.counts))
    return f"{window[0]} {window[1]} {profile.zone} {addresses} {counts}"


def _instant(text: str) -> datetime:
    found = parsedate_to_datetime(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
