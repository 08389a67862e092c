"""CB2: the booking POST where the host's calendar is asked once more before, at a server 200 ms away."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256

from accounts.models import User
from bookings.readings import host_profile, window_ahead
from calendars.models import Calendar, Connection
from calendars.providers import Access, Tokens
from calendars.providers.http import mark_of_window
from calendars.secrets import seal_access
from core.database import read_clock
from tests.core.servers import Server, answering, serving

AWAY, DEAD = 0.2, 60.0
CTAG = "1"
# What each kind remembers of a reading, and what Microsoft's is of a calendar without events.
MARKS = {"caldav": "ctag", "google": "sync", "microsoft": "sha256"}
NOTHING = sha256(repr(((), [], ())).encode()).hexdigest()


class CalendarServer:
    """Calendars of one kind that have not changed, and how long their server takes to say so."""

    def __init__(self, server: Server, kind: str) -> None:
        self.server, self.kind, self.seconds = server, kind, AWAY
        server.talk = self.answer

    def answer(self, client: socket.socket, head: bytes) -> None:
        time.sleep(self.seconds)
        if self.kind != Connection.Kind.CALDAV:
            # Google's answer about changes, and Microsoft's about a window.
            text = b'{"items": [], "value": [], "nextSyncToken": "1"}'
            answering("200 OK", text, "Content-Type: application/json")(client, head)
            return
        body = (
            '<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/'
            'ns/"><d:response><d:href>/work/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/>'
            f"</d:resourcetype><s:getctag>{CTAG}</s:getctag></d:prop><d:status>HTTP/1.1 200 OK</d:status>"
            "</d:propstat></d:response></d:multistatus>"
        ).encode()
        answering("207 Multi-Status", body, "Content-Type: text/xml")(client, head)

    def connect(self, user: User) -> None:
        """Give the host a calendar there, which was read and has nothing in it."""
        url = f"http://127.0.0.1:{self.server.port}/"
        way = Connection.objects.create(
            organization=user.organization,
            user=user,
            kind=self.kind,
            account=user.email,
            url=url,
            connected_at=read_clock(),
        )
        access = Access(url, user.email, "word")
        if self.kind != Connection.Kind.CALDAV:
            access = Access(url, tokens=Tokens("word", 2**40, "again"))
        way.secret = seal_access(way, access)
        way.save()
        now = read_clock()
        calendar = Calendar(
            organization=user.organization, connection=way, host=user, remote=f"{url}work/", name="Work", checked=True
        )
        window = window_ahead(user.pk, now)
        calendar.read_at, calendar.known_until = now, now + timedelta(days=365)
        marks = {"ctag": CTAG, "sync": "1", "sha256": NOTHING}
        known = [name for name in marks if name == MARKS[self.kind]]
        mark = mark_of_window(host_profile(calendar, now), window)
        calendar.cursor = {"window": mark} | {name: marks[name] for name in known}
        calendar.save()


@contextmanager
def calendar_server(kind: str) -> Iterator[CalendarServer]:
    """Serve calendars of the kind. Nobody has any when it ends."""
    with serving(lambda _client, _head: None) as server:
        yield CalendarServer(server, kind)
    Calendar.objects.update(checked=False, due_at=None)


def grow_old(age: timedelta) -> None:
    """Let all calendars have been read so long ago."""
    Calendar.objects.update(read_at=read_clock() - age, lease=None, leased_until=None)
