"""Requests to calendar servers, by the one guarded way out, and what their answers mean to all of them."""

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
from calendars.bounded import read_apart
from calendars.providers import Access
from calendars.reading import BusyTime, Whose
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

# An object as a server sends it. Its reader judges what is in it.
Json = Mapping[str, Any]
MOST_REDIRECTS = 3
# Servers may ask for patience, within reason. In seconds.
PATIENCE, LONGEST_PATIENCE = 300, 3_600
# Its calendars are on other hosts than the one in its address.
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
    """Return the answer. Raise CalendarRefusal for one that can be none of what was asked for."""
    request = Request(method, url, headers or {}, _identity(access), body)
    try:
        known, target = read_target(access.url), read_target(url)
        friends = ICLOUD if f".{known.host}".endswith(f".{ICLOUD}") else ""
        if known.origin != target.origin and not share_domain(known, target, friends):
            raise AddressRefused("An address elsewhere.")
        limits = Limits()
        limits = replace(limits, whole=min(limits.whole, access.until - monotonic()))
        reply = fetch(request, FetchOptions(access.networks, redirects, friends, limits))
    except AddressRefused as error:
        raise errors.Blocked from error
    except AnswerTooLarge as error:
        raise errors.CalendarTooLarge from error
    except NoAnswer as error:
        raise errors.ServerAway(_away(error)) from error
    if reply.status == 401 and access.tokens:
        raise errors.TokenOver
    _judge_status(reply)
    return reply


def _away(error: NoAnswer) -> LazyText:
    """Return a sentence with the reason, which is in English. Whoever reads it may do so in another thread."""
    reason = str(error)
    return format_lazy(_("That server could not be reached: {reason}"), reason=reason[:1].lower() + reason[1:])


def _identity(access: Access) -> dict[str, str]:
    if access.tokens:
        return {"Authorization": f"Bearer {access.tokens.access}"}
    if not access.user and not access.password:
        return {}
    text = b64encode(f"{access.user}:{access.password}".encode()).decode()
    return {"Authorization": f"Basic {text}"}


def _judge_status(reply: Reply) -> None:
    if reply.status == 401:
        raise errors.Unauthorized
    if reply.status in {429, 503}:
        raise server_busy(reply)
    if reply.status >= 500:
        raise errors.ServerAway


def server_busy(reply: Reply) -> errors.ServerBusy:
    """Return the refusal of a server that has no time, with how long it asks to wait."""
    return errors.ServerBusy(patience(reply.headers.get("retry-after", ""), reply.headers.get("date", "")))


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

    Nothing is skipped: its time would be offered as free.
    """
    found = answer.get(name)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise errors.CalendarCut
    return found


def part_of(answer: Json, name: str) -> Json:
    """Return the object that an answer has under the name, or an empty one."""
    found = answer.get(name)
    return found if isinstance(found, dict) else {}


def absolute_address(base: str, address: str) -> str:
    """Return the address that a server wrote, as seen from its own. Raise CalendarRefusal."""
    try:
        return urljoin(base, address)
    except ValueError as error:
        raise errors.Blocked from error


def patience(asked: str, date: str) -> int:
    """Return how many seconds a server asks to wait: a number, or an instant by its own clock."""
    if asked.strip().isdecimal() and asked.isascii():
        return min(int(asked.strip()[:9]), LONGEST_PATIENCE)
    try:
        wait = _instant(asked) - _instant(date)
    except ValueError:
        return PATIENCE
    return min(max(int(wait / timedelta(seconds=1)), 0), LONGEST_PATIENCE)


def read_files(files: list[bytes], whose: Whose, window: Span) -> BusyTime:
    """Return what the files of one calendar say. Raise CalendarRefusal."""
    try:
        return read_apart(files, whose, window)
    except Unusable as error:
        raise REFUSALS[error.args[0]] from error


def mark_of_window(whose: Whose, window: Span) -> str:
    """Return a text that tells readings apart which ask for something else."""
    return f"{window[0]} {window[1]} {whose.zone} {' '.join(sorted(whose.addresses))} {' '.join(sorted(whose.counts))}"


def _instant(text: str) -> datetime:
    found = parsedate_to_datetime(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
