"""A calendar server for the tests, without a network: what it has, and how it fails."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from calendars.errors import CalendarRefusal, ServerAway, Unauthorized
from calendars.providers import Access, Cursor, Entry, EntryPlace, Outcome, RemoteCalendar
from calendars.reading import BusyTime, HostProfile, OwnEntry
from calendars.weeks import Span
from core.dates import to_epoch

WORK = RemoteCalendar("https://dav.example/work/", "Work", "", True)
HOLIDAYS = RemoteCalendar("https://dav.example/holidays/", "Holidays", "", False)


@dataclass
class FakeProvider:
    """Two calendars, and when one is busy in each. What was asked is kept."""

    password: str = "word"
    calendars: list[RemoteCalendar] = field(default_factory=lambda: [WORK, HOLIDAYS])
    busy: dict[str, list[Span]] = field(default_factory=dict)
    failing: dict[str, CalendarRefusal] = field(default_factory=dict)
    asked: list[tuple[str, HostProfile, Span]] = field(default_factory=list)
    # The entries that stand there, by their addresses, and how many answers to writing them get lost.
    entries: dict[str, Entry] = field(default_factory=dict)
    lost: int = 0
    # Other addresses of calendars that are shared, each with that of their owner.
    shared: dict[str, str] = field(default_factory=dict)
    # Entries that readings lack, by their UIDs, and how many were looked for by themselves.
    hidden: set[str] = field(default_factory=set)
    looks: int = 0

    def list_calendars(self, access: Access) -> Sequence[RemoteCalendar]:
        self._judge(access)
        return self.calendars

    def read_calendar(
        self, access: Access, calendar: RemoteCalendar, _cursor: Cursor, profile: HostProfile, window: Span
    ) -> Outcome:
        self._judge(access)
        self.asked.append((calendar.remote, profile, window))
        if calendar.remote in self.failing:
            raise self.failing[calendar.remote]
        ours = {one.uid: one for place, one in self.entries.items() if place.startswith(calendar.remote)}
        own = {uid: as_own(ours[uid]) for uid in ours.keys() - self.hidden if uid in profile.own}
        return Outcome(BusyTime(tuple(self.busy.get(calendar.remote, ())), own, ()), {"ctag": "1"})

    def look_at_entry(self, access: Access, calendar: RemoteCalendar, place: EntryPlace, _uid: str) -> OwnEntry | None:
        self._judge_entry(access, calendar)
        self.looks += 1
        return as_own(self.entries[place.remote]) if place.remote in self.entries else None

    def put_entry(
        self, access: Access, calendar: RemoteCalendar, _place: EntryPlace | None, entry: Entry
    ) -> EntryPlace:
        self._judge_entry(access, calendar)
        self.entries[self._address(calendar, entry.uid)] = entry
        self._lose()
        return EntryPlace(f"{calendar.remote}{entry.uid}.ics", f'"{entry.sequence}"')

    def remove_entry(
        self,
        access: Access,
        calendar: RemoteCalendar,
        _place: EntryPlace | None,
        uid: str,
        others: Collection[str] = (),
    ) -> None:
        self._judge_entry(access, calendar)
        existing = self.entries.get(self._address(calendar, uid))
        if existing is not None and existing.host not in others:
            del self.entries[self._address(calendar, uid)]
        self._lose()

    def _address(self, calendar: RemoteCalendar, uid: str) -> str:
        return f"{self.shared.get(calendar.remote, calendar.remote)}{uid}.ics"

    def _judge_entry(self, access: Access, calendar: RemoteCalendar) -> None:
        assert not connection.in_atomic_block
        self._judge(access)
        if calendar.remote in self.failing:
            raise self.failing[calendar.remote]

    def _lose(self) -> None:
        if self.lost:
            self.lost -= 1
            raise ServerAway

    def _judge(self, access: Access) -> None:
        if access.password != self.password:
            raise Unauthorized


def leave_room(_meeting: UUID, _host: int, _address: str) -> None:
    """Keep no room, for tests whose entries make none."""


def as_own(entry: Entry) -> OwnEntry:
    return OwnEntry(to_epoch(entry.starts_at), to_epoch(entry.ends_at), exists=True)
