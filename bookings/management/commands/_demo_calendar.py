"""The demo's connected calendar: Ana's, on a server that runs beside the demo (`make run DEMO_CALENDAR=1`)."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.core.management.base import CommandError

from accounts.models import User
from bookings.actions.edits import note_reading
from bookings.asking import first_readings
from calendars.actions.choosing import choose
from calendars.actions.connecting import connect_account
from calendars.models import Connection
from calendars.secrets import access_to
from calendars.services import caldav_account
from core.outside import Request, Way, fetch
from core.zones import zone

# Days from today, from when to when, and what it is; nothing of the last is ever read.
EVENTS = [(1, "10:00", "11:30", "Dentist"), (1, "15:00", "16:00", "Board"), (2, "09:00", "12:30", "Workshop")]
EVENTS += [(3, "13:00", "17:00", "Train to Lisbon"), (4, "09:00", "10:00", "School"), (8, "09:00", "17:00", "Fair")]
MAKE = (
    '<c:mkcalendar xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><set><prop><displayname>Work</displayname>'
    "</prop></set></c:mkcalendar>"
)


def populate(ana: User, server: Sequence[str], now: datetime) -> None:
    """Fill a calendar on the server (its address, user and password), connect it, and check it. Once is enough."""
    url, user, password = server
    if Connection.objects.live_of(ana).filter(url=url).exists():
        return
    access = access_to(url, user, password)
    known = {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}
    folder = f"{url}{user}/work/"

    def send(method: str, address: str, kind: str, body: str) -> None:
        headers = {"Content-Type": f"{kind}; charset=utf-8"}
        fetch(Request(method, address, headers, known, body.encode()), Way(access.networks))

    send("MKCALENDAR", folder, "application/xml", MAKE)
    for number, (days, starts, ends, title) in enumerate(EVENTS):
        send("PUT", f"{folder}{number}.ics", "text/calendar", event(ana, number, now, (days, starts, ends, title)))
    connection = connect_account(
        user=ana, kind=Connection.Kind.CALDAV, account=caldav_account(url, user), access=access, now=now
    )
    calendars = list(connection.calendars.filter(name="Work"))
    readings, refusals = first_readings(connection, calendars)
    for _calendar, refusal in refusals:
        raise CommandError(f"The demo's calendar cannot be read: {refusal}")
    choose(
        connection=connection,
        checked=list(readings),
        readings=readings,
        target=None,
        on_change=note_reading,
        now=now,
    )


def event(ana: User, number: int, now: datetime, entry: tuple[int, str, str, str]) -> str:
    """Return the file of one event, in Ana's time zone."""
    days, starts, ends, title = entry
    day = now.astimezone(zone(ana.time_zone)).date() + timedelta(days=days)
    times = [
        f"{name};TZID={ana.time_zone}:{datetime.combine(day, time.fromisoformat(text)):%Y%m%dT%H%M%S}"
        for name, text in (("DTSTART", starts), ("DTEND", ends))
    ]
    stamp = f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Demo//EN", "BEGIN:VEVENT", f"UID:demo-{number}", stamp]
    return "\r\n".join([*lines, *times, f"SUMMARY:{title}", "END:VEVENT", "END:VCALENDAR", ""])
