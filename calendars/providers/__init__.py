"""Providers: one module for each kind of calendar server, with the five functions of `Provider`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Protocol

from calendars.reading import BusyTime, HostProfile, OwnEntry
from calendars.weeks import Span
from core.guarded_http import Networks

# Addresses of calendars and entries on their servers.
LONGEST_PLACE = 1_000
# What a provider remembers from one reading to the next. Texts only.
Cursor = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens that open an account without its password.

    `access` works until `until`, in seconds since 1970. `refresh` gets new ones.
    """

    access: str = field(repr=False)
    until: int
    refresh: str = field(repr=False)
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """How a connection is reached. The address of a calendar file is a secret too.

    `until` is the deadline of all requests of one task, a moment of `time.monotonic`.
    """

    url: str = field(repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    networks: Networks = field(default_factory=Networks)
    until: float = inf
    tokens: Tokens | None = None


@dataclass(frozen=True, slots=True)
class RemoteCalendar:
    """A calendar as its server lists it. `remote` is its address there; `zone` may be empty."""

    remote: str = field(repr=False)
    name: str
    zone: str
    writable: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as it is written to a host's calendar. `page` is its address here, and the description's last line.

    `wants_room` asks for a room of a video call; a calendar that makes none makes the entry without. `host` is the id
    of the entry's host: colleagues may share a calendar.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    location: str
    page: str
    stamp: datetime
    wants_room: bool = False
    host: str = ""


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """The address of an entry on its server, and the mark of its version there.

    `room` is the address of the room that its calendar has made for it; `awaits_room` means that it is being made.
    """

    remote: str
    etag: str
    room: str = ""
    awaits_room: bool = False


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry that we have written. `starts` is when it was written to start.

    `known` is its span as it was read last, or None if it is gone. `is_lost` means that the last reading lacked it.
    """

    row: int
    uid: str
    sequence: int
    place: EntryPlace
    starts: int
    known: Span | None
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class HostEdit:
    """What a host has made of an entry: its span now, or None if they have deleted it."""

    entry: WrittenEntry
    now: Span | None


@dataclass(frozen=True, slots=True)
class Push:
    """A channel on which a vendor tells of changes: its ids there, and its end in seconds since 1970."""

    ids: Mapping[str, str]
    until: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a reading. `found` is None if nothing has changed since the cursor; `push` is a new channel."""

    found: BusyTime | None
    cursor: Cursor
    edits: tuple[HostEdit, ...] = ()
    push: Push | None = None


class Provider(Protocol):
    """Functions that speak with a calendar's server. None touches the database; all may raise CalendarRefusal."""

    def list_calendars(self, access: Access) -> Sequence[RemoteCalendar]:
        """Return the calendars that the connection reaches."""

    def read_calendar(
        self, access: Access, calendar: RemoteCalendar, cursor: Cursor, profile: HostProfile, window: Span
    ) -> Outcome:
        """Return when the host is busy, unless nothing has changed."""

    def put_entry(self, access: Access, calendar: RemoteCalendar, place: EntryPlace | None, entry: Entry) -> EntryPlace:
        """Change the existing entry, or make a new one. Repeating it changes nothing."""

    def remove_entry(
        self,
        access: Access,
        calendar: RemoteCalendar,
        place: EntryPlace | None,
        uid: str,
        others: Collection[str] = (),
    ) -> None:
        """Remove the entry, unless it belongs to one of these other hosts. Repeating it changes nothing.

        Without a place it is looked for, since the answer to writing it may have been lost.
        """

    def look_at_entry(self, access: Access, calendar: RemoteCalendar, place: EntryPlace, uid: str) -> OwnEntry | None:
        """Return the entry as it is now, or None if it is certainly gone."""
