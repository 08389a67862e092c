"""Pushes: vendors call an address of ours when a calendar has changed. This module asks them to.

A call says only that something has changed; the calendar is then read as usual. If a vendor cannot reach this
installation, or refuses, its calendars are read as often as those of other kinds.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings

from calendars.errors import CalendarRefusal
from calendars.models import Calendar, Connection
from calendars.providers import Access, Push, RemoteCalendar, google_push, microsoft_push
from calendars.services import remote_calendar
from core.dates import to_epoch
from core.tokens import HANDLE_BYTES, Purpose, make_token, verify_token

# How long before its end a channel is renewed, and how long after a refusal the vendor is asked again.
RENEWED_BEFORE, AGAIN_AFTER = timedelta(days=1), timedelta(days=1)
# The life of a channel if the vendor does not tell its end.
DEFAULT_LIFE = timedelta(days=2)

log = logging.getLogger(__name__)


class Pusher(Protocol):
    """Functions that open and close channels at a vendor. None uses the database; all may raise CalendarRefusal."""

    def watch_calendar(self, access: Access, calendar: RemoteCalendar, address: str, now: int) -> Push:
        """Open a channel: the vendor calls the address after each change, for as long as it allows."""

    def unwatch_calendar(self, access: Access, push: Mapping[str, str]) -> None:
        """Close the channel."""


PUSHERS: dict[Connection.Kind, Pusher] = {
    Connection.Kind.GOOGLE: google_push,
    Connection.Kind.MICROSOFT: microsoft_push,
}


@dataclass(frozen=True, slots=True)
class Watch:
    """A calendar for which a channel is to be opened, and the former channel, which it replaces."""

    pusher: Pusher
    calendar: RemoteCalendar
    address: str
    former: Mapping[str, str]

    def begin(self, access: Access, now: int) -> Push:
        """Open the channel and return it. If the vendor refuses, return when to ask again."""
        try:
            push = self.pusher.watch_calendar(access, self.calendar, self.address, now)
        except CalendarRefusal as refusal:
            log.info("A calendar's changes are not told: %s", type(refusal).__name__)
            return Push({"again": str(now + int(AGAIN_AFTER.total_seconds()))}, 0)
        _ignore_refusal(lambda: self.end(access))
        return push if push.until else Push(push.ids, now + int(DEFAULT_LIFE.total_seconds()))

    def end(self, access: Access) -> None:
        """Close the former channel."""
        if "channel" in self.former:
            self.pusher.unwatch_calendar(access, self.former)


def watch_to_begin(calendar: Calendar, now: datetime) -> Watch | None:
    """Return the channel that should be opened for the calendar now, or None."""
    pusher = PUSHERS.get(Connection.Kind(calendar.connection.kind))
    if pusher is None or not settings.BASE_URL.startswith("https://"):
        return None
    is_on = calendar.push_until is not None and calendar.push_until > now + RENEWED_BEFORE
    is_refused = int(calendar.push.get("again", 0)) > to_epoch(now)
    if is_on or is_refused:
        return None
    return Watch(pusher, remote_calendar(calendar), push_address(calendar), calendar.push)


def stop_watching(calendar: Calendar, access: Access) -> None:
    """Close the calendar's channel, if it has one. The vendor's answer does not matter."""
    pusher = PUSHERS.get(Connection.Kind(calendar.connection.kind))
    if pusher is not None:
        _ignore_refusal(lambda: Watch(pusher, remote_calendar(calendar), "", calendar.push).end(access))


def push_address(calendar: Calendar) -> str:
    """Return the address that its vendor calls. It is a secret, and each calendar has another one."""
    kid = next(iter(settings.LINK_KEYS))
    token = make_token(Purpose.PUSH, kid, calendar.pk.to_bytes(HANDLE_BYTES), settings.LINK_KEYS)
    return _address(token)


def calendar_of_push(token: str) -> int | None:
    """Return the id of the calendar that has changed, by the token in the address; None for a forged one. No query."""
    verified = verify_token(Purpose.PUSH, token, settings.LINK_KEYS)
    return None if verified is None else int.from_bytes(verified.handle)


def caller_of(body: bytes, token: str) -> Connection.Kind | None:
    """Return which vendor has called. Google sends no body; Microsoft sends JSON with the client state it was given.

    Return None if the client state is wrong.
    """
    if not body.lstrip().startswith(b"{"):
        return Connection.Kind.GOOGLE
    known = microsoft_push.knows_client_state(body, _address(token))
    return Connection.Kind.MICROSOFT if known else None


def _address(token: str) -> str:
    return f"{settings.BASE_URL}/hooks/{token}/"


def _ignore_refusal(action: Callable[[], None]) -> None:
    """Call the function. The vendor may refuse."""
    try:
        action()
    except CalendarRefusal as refusal:
        log.info("A channel was not ended: %s", type(refusal).__name__)
