"""The addresses at which vendors tell that a calendar has changed, and when they are asked to.

They tell nothing more; what has changed is read as usual. Where they cannot reach this installation, or refuse,
calendars are read as often as those of other kinds.
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
from calendars.services import there
from core.dates import to_epoch
from core.tokens import HANDLE_BYTES, Purpose, make_token, verify_token

# How long before its end a channel is renewed, and how long after a refusal nobody asks again.
RENEWED_BEFORE, AGAIN_AFTER = timedelta(days=1), timedelta(days=1)
# How long a channel counts whose end is not said.
USUAL = timedelta(days=2)

log = logging.getLogger(__name__)


class Pusher(Protocol):
    """Functions that ask a vendor to tell of changes. None touches the database; all may raise CalendarRefusal."""

    def watch_calendar(self, access: Access, calendar: RemoteCalendar, address: str, now: int) -> Push:
        """Have the vendor tell the address of changes, for as long from now on as it allows."""

    def unwatch_calendar(self, access: Access, push: Mapping[str, str]) -> None:
        """Have the vendor tell of no more changes."""


PUSHERS: dict[Connection.Kind, Pusher] = {
    Connection.Kind.GOOGLE: google_push,
    Connection.Kind.MICROSOFT: microsoft_push,
}


@dataclass(frozen=True, slots=True)
class Watch:
    """A calendar that its vendor is to tell of, and the channel that this takes the place of."""

    pusher: Pusher
    calendar: RemoteCalendar
    address: str
    former: Mapping[str, str]

    def begin(self, access: Access, now: int) -> Push:
        """Return the new channel, or when to ask again."""
        try:
            push = self.pusher.watch_calendar(access, self.calendar, self.address, now)
        except CalendarRefusal as refusal:
            log.info("A calendar's changes are not told: %s", type(refusal).__name__)
            return Push({"again": str(now + int(AGAIN_AFTER.total_seconds()))}, 0)
        _quietly(lambda: self.end(access))
        return push if push.until else Push(push.ids, now + int(USUAL.total_seconds()))

    def end(self, access: Access) -> None:
        """End the former channel."""
        if "channel" in self.former:
            self.pusher.unwatch_calendar(access, self.former)


def watch_of(calendar: Calendar, now: datetime) -> Watch | None:
    """Return what its vendor is to be asked now, if anything."""
    pusher = PUSHERS.get(Connection.Kind(calendar.connection.kind))
    if pusher is None or not settings.BASE_URL.startswith("https://"):
        return None
    is_on = calendar.push_until is not None and calendar.push_until > now + RENEWED_BEFORE
    is_refused = int(calendar.push.get("again", 0)) > to_epoch(now)
    return None if is_on or is_refused else Watch(pusher, there(calendar), push_address(calendar), calendar.push)


def stop_watching(calendar: Calendar, access: Access) -> None:
    """Ask the vendor to tell of the calendar no more, if it does. What it answers changes nothing."""
    if pusher := PUSHERS.get(Connection.Kind(calendar.connection.kind)):
        _quietly(lambda: Watch(pusher, there(calendar), "", calendar.push).end(access))


def push_address(calendar: Calendar) -> str:
    """Return the address that its vendor is given. It is a secret between them and us, and holds for one calendar."""
    kid = next(iter(settings.LINK_KEYS))
    token = make_token(Purpose.PUSH, kid, calendar.pk.to_bytes(HANDLE_BYTES), settings.LINK_KEYS)
    return _address(token)


def calendar_of_push(token: str) -> int | None:
    """Return the calendar that a vendor tells of; None if the address is forged. No query."""
    genuine = verify_token(Purpose.PUSH, token, settings.LINK_KEYS)
    return None if genuine is None else int.from_bytes(genuine.handle)


def caller_of(body: bytes, token: str) -> Connection.Kind | None:
    """Return which vendor tells of a change: Google says nothing, Microsoft an object with a word that only it knows.

    None if the word is another one.
    """
    if not body.lstrip().startswith(b"{"):
        return Connection.Kind.GOOGLE
    known = microsoft_push.knows_client_state(body, _address(token))
    return Connection.Kind.MICROSOFT if known else None


def _address(token: str) -> str:
    return f"{settings.BASE_URL}/hooks/{token}/"


def _quietly(action: Callable[[], None]) -> None:
    """Do what is only polite."""
    try:
        action()
    except CalendarRefusal as refusal:
        log.info("A channel was not ended: %s", type(refusal).__name__)
