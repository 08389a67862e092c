"""CB2: the booking POST where the host's calendar is asked once more before, by a server 200 ms away."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from accounts.models import User
from bookings.readings import whose_calendar, window_ahead
from calendars.models import Calendar, Connection
from calendars.providers import Access
from calendars.providers.http import mark_of_window
from calendars.secrets import seal_access
from deliveries.queries import clock
from tests.core.servers import Server, saying, serving

AWAY, DEAD = 0.2, 60.0
CTAG = "1"


class CalendarServer:
    """A calendar that has not changed, and how long its server takes to say so."""

    def __init__(self, server: Server) -> None:
        self.server, self.seconds = server, AWAY
        server.talk = self.answer

    def answer(self, client: socket.socket, head: bytes) -> None:
        time.sleep(self.seconds)
        body = (
            '<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/'
            'ns/"><d:response><d:href>/work/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/>'
            f"</d:resourcetype><s:getctag>{CTAG}</s:getctag></d:prop><d:status>HTTP/1.1 200 OK</d:status>"
            "</d:propstat></d:response></d:multistatus>"
        ).encode()
        saying("207 Multi-Status", body, "Content-Type: text/xml")(client, head)

    def connect(self, user: User) -> None:
        """Give the host a calendar there, which was read and has nothing in it."""
        url = f"http://127.0.0.1:{self.server.port}/"
        way = Connection.objects.create(
            organization=user.organization,
            user=user,
            kind=Connection.Kind.CALDAV,
            account=user.email,
            url=url,
            connected_at=clock(),
        )
        way.secret = seal_access(way, Access(url, user.email, "word"))
        way.save()
        now = clock()
        calendar = Calendar(
            organization=user.organization, connection=way, host=user, remote=f"{url}work/", name="Work", checked=True
        )
        window = window_ahead(user.pk, now)
        calendar.read_at, calendar.known_until = now, now + timedelta(days=365)
        calendar.cursor = {"ctag": CTAG, "window": mark_of_window(whose_calendar(calendar, now), window)}
        calendar.save()


@contextmanager
def calendar_server() -> Iterator[CalendarServer]:
    with serving(lambda _client, _head: None) as server:
        yield CalendarServer(server)


def grow_old(age: timedelta) -> None:
    """Let all calendars have been read so long ago."""
    Calendar.objects.update(read_at=clock() - age, lease=None, leased_until=None)
