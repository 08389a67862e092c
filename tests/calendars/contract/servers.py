"""Calendar servers of other people, started by the tests, and the host who uses them with another program."""

import re
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_network
from pathlib import Path
from types import ModuleType

import urllib3

from calendars.models import Connection
from calendars.oauth import VENDORS
from calendars.providers import Access, EntryPlace, RemoteCalendar, Tokens, caldav, google, ics
from core.outside import Networks
from tests.calendars.contract.translated import event_of, text_of
from tests.calendars.fakes.google import Google, Kept
from tests.calendars.fakes.http import answering
from tests.calendars.fakes.tokens import Grant
from tests.core.servers import Server, serving

HERE = Networks((ip_network("127.0.0.0/8"),), plain_http=True)
PATIENCE = 60


@dataclass
class World:
    """A server with a calendar, reached as the application does, and as the host's own program does."""

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
        """Where a calendar could be, and is none."""
        return self.folder.replace("/calendar/", "/none/").replace("/work/", "/none/")

    def address(self, uid: str) -> str:
        """Where the entry of a meeting stands."""
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

    def names(self) -> set[str]:
        """The objects that are there."""
        body = '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'
        _status, text = self.ask("PROPFIND", self.folder, body, Depth="1", **{"Content-Type": "application/xml"})
        return {one.rpartition("/")[2] for one in re.findall(r"href>([^<]+\.ics)<", text)}


class HostFeed(World):
    """A file at an address, which its publisher writes anew."""

    def __init__(self, server: Server) -> None:
        url = f"http://127.0.0.1:{server.port}/secret.ics"
        super().__init__("ics", ics, Access(url, "ana", "word", HERE), "", guarded=True)
        self.files: dict[str, str] = {}
        server.talk = self.answer

    def save(self, name: str, text: str) -> None:
        self.files[name] = text

    def delete(self, name: str) -> None:
        del self.files[name]

    def names(self) -> set[str]:
        return {*self.files}

    @property
    def text(self) -> bytes:
        text = "".join(self.files.values())
        parts = re.findall(r"BEGIN:VEVENT.*?END:VEVENT\r\n", text, re.DOTALL)
        return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{''.join(parts)}END:VCALENDAR\r\n".encode()

    def answer(self, client: socket.socket, head: bytes) -> None:
        etag = f'"{sha256(self.text).hexdigest()}"'
        known = b64encode(b"ana:word")
        if known not in head:
            status, body = "401 Unauthorized", b""
        elif b"GET /secret.ics " not in head:
            status, body = "404 Not Found", b""
        elif etag.encode() in head:
            status, body = "304 Not Modified", b""
        else:
            status, body = "200 OK", self.text
        lines = (f"HTTP/1.1 {status}", f"ETag: {etag}", f"Content-Length: {len(body)}", "Connection: close", "", "")
        client.sendall("\r\n".join(lines).encode() + body)


@contextmanager
def feed(_folder: Path) -> Iterator[World]:
    with serving(lambda _client, _head: None) as server:
        yield HostFeed(server)


@contextmanager
def radicale(folder: Path) -> Iterator[World]:
    (folder / "people").write_text("ana:word\n")
    port = free_port()
    arguments = [
        *("-m", "radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}"),
        *("--storage-filesystem-folder", str(folder / "store"), "--auth-type", "htpasswd", "--auth-delay", "0"),
        *("--auth-htpasswd-filename", str(folder / "people"), "--auth-htpasswd-encryption", "plain"),
    ]
    with started([sys.executable, *arguments], port):
        base = f"http://127.0.0.1:{port}/"
        world = World("radicale", caldav, Access(base, "ana", "word", HERE), f"{base}ana/work/", guarded=True)
        body = (
            '<c:mkcalendar xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><set><prop>'
            "<displayname>Work</displayname></prop></set></c:mkcalendar>"
        )
        assert world.ask("MKCALENDAR", world.folder, body, **{"Content-Type": "application/xml"})[0] == 201
        yield world


@contextmanager
def xandikos(folder: Path) -> Iterator[World]:
    port = free_port()
    arguments = ["serve", "-d", str(folder / "store"), "--defaults", "--state-dir", str(folder / "state")]
    arguments += ["-l", "127.0.0.1", "-p", str(port), "--no-detect-systemd"]
    with started([str(Path(sys.executable).parent / "xandikos"), *arguments], port):
        base = f"http://127.0.0.1:{port}/"
        yield World("xandikos", caldav, Access(base, networks=HERE), f"{base}user/calendars/calendar/", guarded=False)


class GoogleWorld(World):
    """Google's calendar, as the fake keeps it; files of other programs are written there as its events."""

    def __init__(self, base: str, served: Google, token: str) -> None:
        access = Access(f"{base}/api/", networks=HERE, tokens=Tokens(token, 2**40, "1//none"))
        super().__init__("google", google, access, "ana@gmail.example", guarded=False)
        self.served, self.ids = served, dict[str, str]()

    @property
    def kept(self) -> Kept:
        return self.served.calendars[self.folder]

    @property
    def nowhere(self) -> str:
        return "nobody@gmail.example"

    def address(self, uid: str) -> str:
        return f"a1{uid.replace('-', '')}"

    def save(self, name: str, text: str) -> None:
        made = event_of(text)
        name_there = self._standing().get(name) or self.ids.setdefault(name, f"host{len(self.ids):04}")
        self.served.keep(self.kept, self.kept.events.get(name_there, {}) | made | {"id": name_there})

    def delete(self, name: str) -> None:
        self.served.keep(self.kept, self.kept.events[self._standing()[name]] | {"status": "cancelled"})

    def stored(self, place: EntryPlace) -> str:
        return text_of(self.kept.events[place.remote])

    def names(self) -> set[str]:
        return {*self._standing()}

    def _standing(self) -> dict[str, str]:
        events = self.kept.events
        return {self._name(one): one for one, event in events.items() if event["status"] != "cancelled"}

    def _name(self, known: str) -> str:
        uid = self.kept.events[known].get("extendedProperties", {}).get("private", {}).get("admitOne")
        return f"{uid}.ics" if uid else next(name for name, one in self.ids.items() if one == known)


@contextmanager
def faked_google(_folder: Path) -> Iterator[World]:
    served = Google()
    grant = Grant("ana@gmail.example", " ".join(VENDORS[Connection.Kind.GOOGLE].scopes))
    served.tokens.access["ya29.contract"] = grant, float(2**40)
    with answering(served.answer) as base:
        yield GoogleWorld(base, served, "ya29.contract")


SERVERS = {"ics": feed, "radicale": radicale, "xandikos": xandikos, "google": faked_google}
# Those that a kind of test is about, by the name of its fixture.
WHICH = {
    "world": [*SERVERS],
    "writable": ["radicale", "xandikos", "google"],
    "dav": ["radicale", "xandikos"],
    "guarded": ["ics", "radicale"],
    "file": ["ics"],
}


@contextmanager
def started(command: list[str], port: int) -> Iterator[None]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        while not listens(port):
            assert server.poll() is None, "The server ended."
            assert time.monotonic() < deadline, "The server did not start."
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
