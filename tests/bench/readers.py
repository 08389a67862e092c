"""CB3 and CB5: reading calendars from servers that respond slowly or never.

The worker is a process as in production. It is measured by CPU seconds, which a busy machine hardly changes.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit
from uuid import uuid4

from accounts.models import User
from bookings.actions import book
from bookings.notifications import ENTRY
from bookings.readings import host_profile, window_ahead
from calendars.models import Calendar, Connection, HostEntry
from calendars.providers import Access, Tokens
from calendars.providers.http import mark_of_window
from calendars.secrets import seal_access
from calendars.services import provider_of, remote_calendar
from core.database import read_clock
from core.guarded_http import Networks
from deliveries.models import Beat, Delivery, Medium
from pages.actions import open_account
from pages.models import HostTime
from tests.bench.report import report_at_most
from tests.bench.slow_servers import ADDRESSES, DEAD_ADDRESS
from tests.bench.world import ROOT
from tests.builders import submission
from tests.calendars.contract.servers import free_port, started
from tests.deliveries.sink import smtp_sink

CALDAV, GOOGLE, MICROSOFT = KINDS = ("caldav", "google", "microsoft")
LOOPBACK = Networks((ip_network("127.0.0.0/8"),), plain_http=True)
CALENDARS, INTERVAL = 2_000, timedelta(minutes=5)
# One of so many calendars has changed each time it is read.
CHANGES = 20
SECONDS = 60
# When a provider is down: calendars of other servers, its calendars, meetings to write there, and mails a second.
ALIVE_CALENDARS, DEAD_CALENDARS, ENTRIES, MAILS = 200, 300, 40, 5
TURNS, SECONDS_OF_A_TURN = 2, 30
WAIT, WAIT_FOR_LAST = 120, 5


def cb3(now: datetime) -> None:
    for kind in KINDS:
        port = free_port()
        with slow_servers(port):
            calendars = add_calendars(
                now, f"cb3{kind}", kind, [calendar_address(number, port) for number in range(CALENDARS)]
            )
            read_for_a_while(calendars, kind, port)


def read_for_a_while(calendars: Sequence[Calendar], kind: str, port: int) -> None:
    with running_worker(port, "read_calendars") as process:
        due = make_due(calendars, INTERVAL / CALENDARS)
        begin = cpu_of(process.pid)
        time.sleep(SECONDS)
        cpu, memory = (cpu_of(process.pid) - begin) / SECONDS, memory_of(process.pid)
        lags = read_lags({pk: at for pk, at in due.items() if at < read_clock()})
        Calendar.objects.filter(pk__in=due).update(due_at=None)
    name = f"CB3 {CALENDARS:,} calendars, {kind}"
    report_at_most(f"{name}, {len(lags)} read in {SECONDS} s, lag p95 in seconds", percentile(95, lags), 30, 5)
    report_at_most(f"{name}, the readers' CPU, of one core", cpu, 0.4, 0.2)
    report_at_most(f"{name}, the readers' memory, MB", memory, 200, 150)


def cb5(now: datetime) -> None:
    port = free_port()
    with slow_servers(port):
        alive = add_calendars(now, "cb5", CALDAV, [calendar_address(number, port) for number in range(ALIVE_CALENDARS)])
        for kind in KINDS:
            addresses = [f"http://{DEAD_ADDRESS}:{port}/dead/{number}/" for number in range(DEAD_CALENDARS)]
            dead = add_calendars(now, f"dead{kind}", kind, addresses, is_dead=True)
            report_dead(alive, dead, kind, port, now)


def report_dead(alive: Sequence[Calendar], dead: Sequence[Calendar], kind: str, port: int, now: datetime) -> None:
    turns = [(measure_delays(alive, [], port, now), measure_delays(alive, dead, port, now)) for _turn in range(TURNS)]
    name = f"CB5 beside {DEAD_CALENDARS} calendars of a provider that is away, {kind}"
    for number, what in enumerate(("mail p99", "others' lag p95")):
        # The best turn counts, since other work on the machine only makes a turn worse.
        usual, found = (min(turn[side][number] for turn in turns) for side in range(2))
        report_at_most(f"{name}, {what}, {usual:.2f} to {found:.2f} s", found / usual, 1.1, 1)


def calendar_address(number: int, port: int) -> str:
    kind = "changed" if number % CHANGES == 0 else "same"
    return f"http://{ADDRESSES[number % len(ADDRESSES)]}:{port}/{kind}/{number}/"


def add_calendars(
    now: datetime, name: str, kind: str, addresses: Sequence[str], *, is_dead: bool = False
) -> list[Calendar]:
    """Add a host for each address, whose calendar there was read before. Return the calendars."""
    admin = open_account(
        signups="open",
        organization_name=name,
        name="Admin",
        email=f"admin@{name}.example",
        password=None,
        time_zone="UTC",
    )
    organization = admin.organization
    users = User.objects.bulk_create(
        User(organization=organization, name=f"Host {n}", email=f"h{n}@{name}.example", time_zone="UTC", password="!")
        for n in range(len(addresses))
    )
    connections = Connection.objects.bulk_create(
        Connection(organization=organization, user=user, kind=kind, account=user.email, url=address, connected_at=now)
        for user, address in zip(users, addresses, strict=True)
    )
    calendars = []
    for connection, whole in zip(connections, addresses, strict=True):
        access, address = access_to(kind, whole)
        connection.secret = seal_access(connection, access)
        calendars.append(
            Calendar(
                organization=organization,
                connection=connection,
                host=connection.user,
                remote=address,
                name="Work",
                writable=True,
                checked=True,
                read_at=now,
                known_until=now + timedelta(days=60),
            )
        )
    Connection.objects.bulk_update(connections, ["secret"], batch_size=500)
    first = next(one for one in calendars if "changed" not in one.remote)
    profile, window = host_profile(first, now), window_ahead(first.host_id, now)
    known = {"window": mark_of_window(profile, window)}
    if not is_dead:
        reached = replace(access_to(kind, first.connection.url)[0], networks=LOOPBACK)
        known = provider_of(first.connection).read_calendar(reached, remote_calendar(first), {}, profile, window).cursor
    for one in calendars:
        # The calendars differ only by their hosts' email addresses.
        one.cursor = known | {"window": known["window"].replace(first.host.email, one.host.email)}
    return Calendar.objects.bulk_create(calendars)


def access_to(kind: str, address: str) -> tuple[Access, str]:
    """Return the access of a connection of this kind, and the calendar's address on its server."""
    if kind == CALDAV:
        return Access(address, "ana", "word"), address
    # All accounts of a vendor are at one address.
    parts = urlsplit(address)
    path = "/dead/" if parts.path.startswith("/dead/") else f"/{kind}/"
    base = f"{parts.scheme}://{DEAD_ADDRESS if 'dead' in path else ADDRESSES[0]}:{parts.port}{path}"
    return Access(base, tokens=Tokens("word", 2**40, "again")), parts.path.strip("/").replace("/", "-")


def make_due(calendars: Sequence[Calendar], pause: timedelta) -> dict[int, datetime]:
    """Make the calendars due one after the other from now on. Return when, by their ids."""
    begins = read_clock()
    for number, one in enumerate(calendars):
        one.due_at, one.read_at = begins + number * pause, begins
        one.lease, one.leased_until, one.attempts = None, None, 0
    Calendar.objects.bulk_update(calendars, ["due_at", "read_at", "lease", "leased_until", "attempts"], batch_size=500)
    return {one.pk: one.due_at for one in calendars if one.due_at}


def read_lags(due: dict[int, datetime]) -> list[float]:
    """Return how many seconds after it was due each calendar was read, or is late by now."""
    read, now = dict(Calendar.objects.filter(pk__in=due).values_list("pk", "read_at")), read_clock()
    return [((read[pk] if read[pk] >= at else now) - at).total_seconds() for pk, at in due.items()]


def measure_delays(
    alive: Sequence[Calendar], dead: Sequence[Calendar], port: int, now: datetime
) -> tuple[float, float]:
    """Return how late mails are sent (p99) and calendars read (p95), while calendars of a dead server are due."""
    with smtp_sink() as sink, running_worker(port, "deliver", EMAIL_URL=f"smtp://127.0.0.1:{sink.port}"):
        make_due(dead, timedelta())
        enqueue_entries(dead[:ENTRIES], now)
        due = make_due(alive, timedelta(seconds=SECONDS_OF_A_TURN) / len(alive))
        mail, thread = sample_mail(now), uuid4()
        for number in range(SECONDS_OF_A_TURN * MAILS):
            mail.pk, mail.thread, mail.copy, mail.due_at = None, thread, number, read_clock()
            mail.save(force_insert=True)
            time.sleep(1 / MAILS)
        time.sleep(WAIT_FOR_LAST)
        sent = Delivery.objects.filter(thread=thread).values_list("due_at", "sent_at")
        found = (
            percentile(99, [((sent_at or read_clock()) - due_at).total_seconds() for due_at, sent_at in sent]),
            percentile(95, read_lags(due)),
        )
    Calendar.objects.filter(pk__in=[one.pk for one in [*alive, *dead]]).update(due_at=None)
    Delivery.objects.open().filter(medium=Medium.CALENDAR).delete()
    return found


def sample_mail(now: datetime) -> Delivery:
    """Return a mail about a meeting, to be copied."""
    user = User.objects.get(email="admin@cb5.example")
    event_type, page = user.event_types.get(), user.pages.get()
    known = Delivery.objects.filter(organization=user.organization, kind="customer_confirmation").first()
    if known is None:
        start = (now + timedelta(days=5)).replace(hour=10, minute=0, second=0, microsecond=0)
        while start.weekday() > 4:
            start += timedelta(days=1)
        booking = book(submission=submission(event_type.pk, start), page=page, now=now).booking
        Delivery.objects.filter(thread=booking.uid).update(sent_at=now)
        known = Delivery.objects.get(thread=booking.uid, kind="customer_confirmation")
    known.sent_at = None
    return known


def enqueue_entries(calendars: Sequence[Calendar], now: datetime) -> None:
    """Enqueue one meeting for each calendar."""
    if not calendars:
        return
    meeting = sample_mail(now).thread
    time_of = HostTime.objects.get(meeting=meeting)
    facts = Delivery.objects.get(thread=meeting, kind="host_confirmation").facts | {"present": True}
    for calendar in calendars:
        uid = uuid4()
        HostEntry.objects.create(
            meeting=uid,
            host_id=calendar.host_id,
            calendar=calendar,
            starts_at=time_of.starts_at,
            ends_at=time_of.ends_at,
        )
        Delivery.objects.create(
            organization_id=calendar.organization_id,
            thread=uid,
            kind=ENTRY,
            medium=Medium.CALENDAR,
            recipient=f"host:{calendar.host_id}",
            facts=facts | {"uid": str(uid)},
            due_at=now,
        )


@contextmanager
def slow_servers(port: int) -> Iterator[None]:
    with started([sys.executable, "-m", "tests.bench.slow_servers", str(port)], port):
        yield


@contextmanager
def running_worker(port: int, command: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the command as in production, and yield its process once it reads calendars."""
    Beat.objects.all().delete()
    opened = {"PRIVATE_NETWORKS": "127.0.1.0/24,127.0.2.0/24", "PRIVATE_PLAIN_HTTP": "true"}
    process = subprocess.Popen([sys.executable, "manage.py", command], cwd=ROOT, env=os.environ | opened | more)
    try:
        end = time.monotonic() + WAIT
        while not Beat.objects.filter(kind="calendars").exists():
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(WAIT)


def process_tree(pid: int) -> list[int]:
    """Return the process and all its descendants."""
    children = [int(child) for tasks in proc_files([pid], "task/*/children") for child in tasks.split()]
    return [pid, *(one for child in children for one in process_tree(child))]


def proc_files(pids: Sequence[int], pattern: str) -> Iterator[str]:
    """Yield the files in /proc of these processes, without those that have just ended."""
    for pid in pids:
        for path in Path(f"/proc/{pid}").glob(pattern):
            with suppress(FileNotFoundError, ProcessLookupError):
                yield path.read_text()


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of the process and its descendants, also of those that have ended."""
    ticks = 0
    for text in proc_files(process_tree(pid), "stat"):
        ticks += sum(map(int, text.rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> float:
    """Return the MB of the process and its descendants. Shared memory counts once."""
    found = proc_files(process_tree(pid), "smaps_rollup")
    return sum(int(text.partition("\nPss:")[2].split()[0]) for text in found if "\nPss:" in text) / 1_000


def percentile(percent: int, values: Sequence[float]) -> float:
    return quantiles(values, n=100)[percent - 1]
