"""The demo's connected calendar: Ana's, on a server that runs beside the demo (`make run DEMO_CALENDAR=1`)."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from threading import Event
from time import monotonic, sleep

from django.core.management.base import CommandError
from django.db import transaction

from accounts.models import User
from bookings.actions.edits import handle_reading
from bookings.actions.host_calendars import add_upcoming, mail_invitations
from bookings.actions.rooms import save_room
from bookings.fresh_readings import first_readings, read_checked_calendars
from bookings.host_entries import entry_of
from calendars.actions.choosing import choose
from calendars.actions.connecting import connect_account, disconnect
from calendars.models import Connection, HostEntry
from calendars.providers import Access
from calendars.providers.http import ask_server
from calendars.secrets import access_to
from calendars.services import caldav_account
from calendars.writers import Writers
from core.guarded_http import FetchOptions, Request, fetch
from core.zones import zone
from deliveries.models import Delivery, Medium
from deliveries.senders import send_due

# Days from today, from when to when, and what it is; nothing of the last is ever read.
EVENTS = [(1, "10:00", "11:30", "Dentist"), (1, "15:00", "16:00", "Board"), (2, "09:00", "12:30", "Workshop")]
EVENTS += [(3, "13:00", "17:00", "Train to Lisbon"), (4, "09:00", "10:00", "School"), (8, "09:00", "17:00", "Fair")]
# Seconds until the worker is no longer waited for, and between looks.
PATIENCE, PAUSE = 60, 0.2
DAY, HOUR, STAMP = timedelta(days=1), timedelta(hours=1), "%Y%m%dT%H%M%SZ"
MAKE = (
    '<c:mkcalendar xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><set><prop><displayname>Work</displayname>'
    "</prop></set></c:mkcalendar>"
)


def populate(ana: User, server: Sequence[str], now: datetime) -> None:
    """Fill a calendar on the server (its address, user and password), connect it, and check it. Once is enough.

    If the server has moved to another port since, the connection of then gives way to one that leads there.
    """
    url, user, password = server
    connections = Connection.objects.live_of(ana).filter(kind=Connection.Kind.CALDAV, account=user)
    if connections.filter(url=url).exists():
        return
    for connection in connections.filter(url__startswith=f"{url.rpartition(':')[0]}:"):
        disconnect(connection=connection, now=now, on_unwritten=mail_invitations)
    access = access_to(url, user, password)
    login = {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}
    folder = f"{url}{user}/work/"

    def send(method: str, address: str, kind: str, body: str) -> None:
        headers = {"Content-Type": f"{kind}; charset=utf-8"}
        fetch(Request(method, address, headers, login, body.encode()), FetchOptions(access.networks))

    send("MKCALENDAR", folder, "application/xml", MAKE)
    for number, (days, starts, ends, title) in enumerate(EVENTS):
        send("PUT", f"{folder}{number}.ics", "text/calendar", event_file(ana, number, now, (days, starts, ends, title)))
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
        target=calendars[0],
        on_change=handle_reading,
        now=now,
        adds_upcoming=True,
    )
    _write_meetings(now)
    _move_one(ana, access, now)
    read_checked_calendars(connection)


def _write_meetings(now: datetime) -> None:
    """Add Ana's upcoming meetings to the calendar, as the worker does, which may be at it just now."""
    is_more = True
    while is_more:
        with transaction.atomic(durable=True):
            is_more = add_upcoming(now)
    writers, until = Writers(entry_of, save_room), monotonic() + PATIENCE
    while Delivery.objects.open().filter(medium=Medium.CALENDAR).exists() and monotonic() < until:
        if not send_due(Medium.CALENDAR, writers.send, stop=Event()):
            sleep(PAUSE)


def _move_one(ana: User, access: Access, now: datetime) -> None:
    """Move one of these meetings by an hour in the calendar, as Ana might do there with her own program."""
    written = HostEntry.objects.filter(host=ana, state=HostEntry.State.WRITTEN, starts_at__gt=now + DAY)
    # Not the first, of which the demo has something else to say.
    entry = next(iter(written.order_by("starts_at")[1:2]), None)
    if entry is None:
        return
    file = ask_server(access, "GET", entry.remote).body.decode()
    for at in (entry.ends_at, entry.starts_at):
        file = file.replace(f"{at.astimezone(UTC):{STAMP}}", f"{(at + HOUR).astimezone(UTC):{STAMP}}")
    ask_server(access, "PUT", entry.remote, {"Content-Type": "text/calendar; charset=utf-8"}, file.encode())


def event_file(ana: User, number: int, now: datetime, entry: tuple[int, str, str, str]) -> str:
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
