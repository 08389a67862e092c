"""Where calendars are kept: one module for each kind, each with the five functions of `Provider`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Protocol

from calendars.reading import BusyTime, OwnEntry, Whose
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

    `until`, a moment of `time.monotonic`, ends all requests of one task together.
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
    """A meeting as it is to stand in a host's calendar. `page` is its address here, and the description's last line.

    `wants_room` asks a calendar that can for a room of a video call. One that cannot makes the entry without. `host` is
    whose entry it is: colleagues may share the calendar that it stands in.
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
    """Where an entry stands, and the mark of its version there.

    `room` is the address of the room that its calendar has made for it, which may still be in the making.
    """

    remote: str
    etag: str
    room: str = ""
    awaits_room: bool = False


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry that we have written. `starts` is when, and `known` what is known to stand there; None if it is gone.

    `is_lost` means that the last reading lacked it.
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
    """What a host has made of an entry: where it stands now, or None if they have deleted it."""

    entry: WrittenEntry
    now: Span | None


@dataclass(frozen=True, slots=True)
class Push:
    """A channel on which a vendor tells of changes: its ids there, and its end in seconds since 1970."""

    ids: Mapping[str, str]
    until: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reading gave. `found` is None if nothing has changed since the cursor; `push` is news, if there is any."""

    found: BusyTime | None
    cursor: Cursor
    edits: tuple[HostEdit, ...] = ()
    push: Push | None = None


class Provider(Protocol):
    """Functions that speak with a calendar's server. None touches the database; all may raise CalendarRefusal."""

    def list_calendars(self, access: Access) -> Sequence[RemoteCalendar]:
        """Return the calendars that the connection reaches."""

    def read_calendar(
        self, access: Access, calendar: RemoteCalendar, cursor: Cursor, whose: Whose, window: Span
    ) -> Outcome:
        """Return when somebody is busy, unless nothing has changed."""

    def put_entry(self, access: Access, calendar: RemoteCalendar, place: EntryPlace | None, entry: Entry) -> EntryPlace:
        """Write the entry where it stands, or anew. Repeating it changes nothing."""

    def remove_entry(
        self,
        access: Access,
        calendar: RemoteCalendar,
        place: EntryPlace | None,
        uid: str,
        others: Collection[str] = (),
    ) -> None:
        """Remove the entry, unless it is known to be that of one of these other hosts. Repeating it changes nothing.

        Without a place it is looked for, since the answer to writing it may have been lost.
        """

    def look_at_entry(self, access: Access, calendar: RemoteCalendar, place: EntryPlace, uid: str) -> OwnEntry | None:
        """Return how the entry stands, or None if it is surely gone."""
