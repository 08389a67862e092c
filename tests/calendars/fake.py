"""A fake calendar server for the tests, without a network."""

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
    """Two calendars with their busy time. `asked` lists the readings that were requested."""

    password: str = "word"
    calendars: list[RemoteCalendar] = field(default_factory=lambda: [WORK, HOLIDAYS])
    busy: dict[str, list[Span]] = field(default_factory=dict)
    failing: dict[str, CalendarRefusal] = field(default_factory=dict)
    asked: list[tuple[str, HostProfile, Span]] = field(default_factory=list)
    # The entries, by their addresses, and how many answers to writing them are lost.
    entries: dict[str, Entry] = field(default_factory=dict)
    lost: int = 0
    # Further addresses of shared calendars, each with the address that their owner uses.
    shared: dict[str, str] = field(default_factory=dict)
    # The UIDs of entries that readings lack, and how many entries were looked up by themselves.
    hidden: set[str] = field(default_factory=set)
    looks: int = 0

    def list_calendars(self, access: Access) -> Sequence[RemoteCalendar]:
        self._check_password(access)
        return self.calendars

    def read_calendar(
        self, access: Access, calendar: RemoteCalendar, _cursor: Cursor, profile: HostProfile, window: Span
    ) -> Outcome:
        self._check_password(access)
        self.asked.append((calendar.remote, profile, window))
        if calendar.remote in self.failing:
            raise self.failing[calendar.remote]
        own: dict[str, OwnEntry] = {}
        for address, entry in self.entries.items():
            is_shown = address.startswith(calendar.remote) and entry.uid not in self.hidden
            if is_shown and entry.uid in profile.own:
                own[entry.uid] = as_own(entry)
        return Outcome(BusyTime(tuple(self.busy.get(calendar.remote, ())), own, ()), {"ctag": "1"})

    def look_at_entry(self, access: Access, calendar: RemoteCalendar, place: EntryPlace, _uid: str) -> OwnEntry | None:
        self._check_entry_request(access, calendar)
        self.looks += 1
        return as_own(self.entries[place.remote]) if place.remote in self.entries else None

    def put_entry(
        self, access: Access, calendar: RemoteCalendar, _place: EntryPlace | None, entry: Entry
    ) -> EntryPlace:
        self._check_entry_request(access, calendar)
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
        self._check_entry_request(access, calendar)
        existing = self.entries.get(self._address(calendar, uid))
        if existing is not None and existing.host not in others:
            del self.entries[self._address(calendar, uid)]
        self._lose()

    def _address(self, calendar: RemoteCalendar, uid: str) -> str:
        return f"{self.shared.get(calendar.remote, calendar.remote)}{uid}.ics"

    def _check_entry_request(self, access: Access, calendar: RemoteCalendar) -> None:
        assert not connection.in_atomic_block
        self._check_password(access)
        if calendar.remote in self.failing:
            raise self.failing[calendar.remote]

    def _lose(self) -> None:
        if self.lost:
            self.lost -= 1
            raise ServerAway

    def _check_password(self, access: Access) -> None:
        if access.password != self.password:
            raise Unauthorized


def keep_no_room(_meeting: UUID, _host: int, _address: str) -> None:
    """Keep no room, for tests whose entries make none."""


def as_own(entry: Entry) -> OwnEntry:
    return OwnEntry(to_epoch(entry.starts_at), to_epoch(entry.ends_at), exists=True)
