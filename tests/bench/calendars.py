"""CB2: the booking POST when the host's calendar is read once more before, at a server 200 ms away."""

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

DELAY, DEAD_DELAY = 0.2, 60.0
CTAG = "1"
# The mark by which each kind sees that nothing has changed, and Microsoft's for a calendar without events.
MARKS = {"caldav": "ctag", "google": "sync", "microsoft": "sha256"}
EMPTY_SHA256 = sha256(repr(((), [], ())).encode()).hexdigest()


class CalendarServer:
    """A server of one kind whose calendars have not changed. It waits `delay` seconds before each response."""

    def __init__(self, server: Server, kind: str) -> None:
        self.server, self.kind, self.delay = server, kind, DELAY
        server.talk = self.answer

    def answer(self, client: socket.socket, head: bytes) -> None:
        time.sleep(self.delay)
        if self.kind != Connection.Kind.CALDAV:
            # Google's response about changes, and Microsoft's about a window.
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
        """Connect a calendar there for the host, which was read and is empty."""
        url = f"http://127.0.0.1:{self.server.port}/"
        connection = Connection.objects.create(
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
        connection.secret = seal_access(connection, access)
        connection.save()
        now = read_clock()
        calendar = Calendar(
            organization=user.organization,
            connection=connection,
            host=user,
            remote=f"{url}work/",
            name="Work",
            checked=True,
        )
        window = window_ahead(user.pk, now)
        calendar.read_at, calendar.known_until = now, now + timedelta(days=365)
        marks = {"ctag": CTAG, "sync": "1", "sha256": EMPTY_SHA256}
        known = [name for name in marks if name == MARKS[self.kind]]
        mark = mark_of_window(host_profile(calendar, now), window)
        calendar.cursor = {"window": mark} | {name: marks[name] for name in known}
        calendar.save()


@contextmanager
def calendar_server(kind: str) -> Iterator[CalendarServer]:
    """Serve calendars of the kind. At the end, no calendar is checked any more."""
    with serving(lambda _client, _head: None) as server:
        yield CalendarServer(server, kind)
    Calendar.objects.update(checked=False, due_at=None)


def age_readings(age: timedelta) -> None:
    """Set the time at which all calendars were last read to `age` ago."""
    Calendar.objects.update(read_at=read_clock() - age, lease=None, leased_until=None)
