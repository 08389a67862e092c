"""Starts the calendar servers of the contract tests."""

import re
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from calendars.providers import Access, caldav, ics
from tests.calendars.contract.faked import faked_google
from tests.calendars.contract.graph_world import graph
from tests.calendars.contract.live import LIVE_GOOGLE, live_google
from tests.calendars.contract.worlds import World
from tests.calendars.fakes.vendor import HERE
from tests.core.servers import Server, serving

PATIENCE = 60


class HostFeed(World):
    """A calendar file at an address. Its publisher changes it."""

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


SERVERS = {
    "ics": feed,
    "radicale": radicale,
    "xandikos": xandikos,
    "google": faked_google,
    "live-google": live_google,
    "graph": graph,
}
# The servers that each fixture uses.
WRITABLE = ["radicale", "xandikos", "google", LIVE_GOOGLE]
SERVERS_OF_FIXTURES = {
    "world": ["ics", *WRITABLE],
    "writable": WRITABLE,
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
