"""A server with a calendar, for the contract tests."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from types import ModuleType

import urllib3

from calendars.providers import Access, EntryPlace, RemoteCalendar, ics


@dataclass
class World:
    """A server with a calendar. The application uses it, and so does another program of the host."""

    name: str
    provider: ModuleType
    access: Access
    folder: str
    guarded: bool
    client: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))

    @property
    def calendar(self) -> RemoteCalendar:
        return RemoteCalendar(self.folder, "Work", "", True)

    @property
    def writes(self) -> bool:
        return self.provider is not ics

    @property
    def nowhere(self) -> str:
        """The address of a calendar that does not exist."""
        return self.folder.replace("/calendar/", "/none/").replace("/work/", "/none/")

    def address(self, uid: str) -> str:
        """Return the address of the entry of a meeting."""
        return f"{self.folder}{uid}.ics"

    def ask(self, method: str, url: str, body: str = "", **headers: str) -> tuple[int, str]:
        if self.access.user:
            known = b64encode(f"{self.access.user}:{self.access.password}".encode()).decode()
            headers["Authorization"] = f"Basic {known}"
        headers.setdefault("Content-Type", "text/calendar; charset=utf-8")
        reply = self.client.request(method, url, body=body.encode(), headers=headers)
        return reply.status, reply.data.decode()

    def save(self, name: str, text: str) -> None:
        status, answer = self.ask("PUT", f"{self.folder}{name}", text)
        assert status in {200, 201, 204}, answer

    def delete(self, name: str) -> None:
        assert self.ask("DELETE", f"{self.folder}{name}")[0] in {200, 204}

    def stored(self, place: EntryPlace) -> str:
        status, text = self.ask("GET", place.remote)
        assert status == 200
        return text.replace("\r\n ", "").replace("\n ", "")

    def texts(self) -> list[str]:
        """Return all objects of the calendar."""
        return [self.stored(EntryPlace(f"{self.folder}{name}", "")) for name in self.names()]

    def names(self) -> set[str]:
        """Return the names of the objects of the calendar."""
        body = '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'
        _status, text = self.ask("PROPFIND", self.folder, body, Depth="1", **{"Content-Type": "application/xml"})
        return {address.rpartition("/")[2] for address in re.findall(r"href>([^<]+\.ics)<", text)}
