"""CB3 and CB5: the readers of calendars at their work, beside servers that answer slowly, or never.

The worker is a process as in production. What it takes is CPU seconds, which a busy machine hardly changes.
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
from tests.bench.answerer import DEAD, PLACES
from tests.bench.report import at_most
from tests.bench.world import ROOT
from tests.builders import submission
from tests.calendars.contract.servers import free_port, started
from tests.deliveries.sink import smtp_sink

CALDAV, GOOGLE, MICROSOFT = KINDS = ("caldav", "google", "microsoft")
HERE = Networks((ip_network("127.0.0.0/8"),), plain_http=True)
CALENDARS, EVERY = 2_000, timedelta(minutes=5)
# Of so many, one has changed each time.
CHANGES = 20
SECONDS = 60
# Beside a provider that is away: calendars of others, its own, meetings to be written there, and mails a second.
OTHERS, AWAY, ENTRIES, MAILS = 200, 300, 40, 5
TURNS, SECONDS_OF_A_TURN = 2, 30
WAIT, WAIT_FOR_LAST = 120, 5


def cb3(now: datetime) -> None:
    for kind in KINDS:
        port = free_port()
        with answering(port):
            calendars = connected(now, f"cb3{kind}", kind, [place_of(number, port) for number in range(CALENDARS)])
            read_for_a_while(calendars, kind, port)


def read_for_a_while(calendars: Sequence[Calendar], kind: str, port: int) -> None:
    with worker(port, "read_calendars") as process:
        due = spread(calendars, EVERY / CALENDARS)
        begin = cpu_of(process.pid)
        time.sleep(SECONDS)
        cpu, memory = (cpu_of(process.pid) - begin) / SECONDS, memory_of(process.pid)
        lags = lags_of({pk: at for pk, at in due.items() if at < read_clock()})
        Calendar.objects.filter(pk__in=due).update(due_at=None)
    name = f"CB3 {CALENDARS:,} calendars, {kind}"
    at_most(f"{name}, {len(lags)} read in {SECONDS} s, lag p95 in seconds", p(95, lags), 30, 5)
    at_most(f"{name}, the readers' CPU, of one core", cpu, 0.4, 0.2)
    at_most(f"{name}, the readers' memory, MB", memory, 200, 150)


def cb5(now: datetime) -> None:
    port = free_port()
    with answering(port):
        alive = connected(now, "cb5", CALDAV, [place_of(number, port) for number in range(OTHERS)])
        for kind in KINDS:
            places = [f"http://{DEAD}:{port}/dead/{number}/" for number in range(AWAY)]
            dead = connected(now, f"dead{kind}", kind, places, is_dead=True)
            tell_of_dead(alive, dead, kind, port, now)


def tell_of_dead(alive: Sequence[Calendar], dead: Sequence[Calendar], kind: str, port: int, now: datetime) -> None:
    turns = [(beside(alive, [], port, now), beside(alive, dead, port, now)) for _turn in range(TURNS)]
    name = f"CB5 beside {AWAY} calendars of a provider that is away, {kind}"
    for number, what in enumerate(("mail p99", "others' lag p95")):
        # The best of each: what else the machine does makes all of them worse.
        usual, found = (min(turn[side][number] for turn in turns) for side in range(2))
        at_most(f"{name}, {what}, {usual:.2f} to {found:.2f} s", found / usual, 1.1, 1)


def place_of(number: int, port: int) -> str:
    kind = "changed" if number % CHANGES == 0 else "same"
    return f"http://{PLACES[number % len(PLACES)]}:{port}/{kind}/{number}/"


def connected(now: datetime, name: str, kind: str, places: Sequence[str], *, is_dead: bool = False) -> list[Calendar]:
    """One host for each place, whose calendar there was read before, as its mark says."""
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
        for n in range(len(places))
    )
    ways = Connection.objects.bulk_create(
        Connection(organization=organization, user=user, kind=kind, account=user.email, url=place, connected_at=now)
        for user, place in zip(users, places, strict=True)
    )
    calendars = []
    for way, whole in zip(ways, places, strict=True):
        access, place = way_to(kind, whole)
        way.secret = seal_access(way, access)
        calendars.append(
            Calendar(
                organization=organization,
                connection=way,
                host=way.user,
                remote=place,
                name="Work",
                writable=True,
                checked=True,
                read_at=now,
                known_until=now + timedelta(days=60),
            )
        )
    Connection.objects.bulk_update(ways, ["secret"], batch_size=500)
    first = next(one for one in calendars if "changed" not in one.remote)
    profile, window = host_profile(first, now), window_ahead(first.host_id, now)
    known = {"window": mark_of_window(profile, window)}
    if not is_dead:
        reached = replace(way_to(kind, first.connection.url)[0], networks=HERE)
        known = provider_of(first.connection).read_calendar(reached, remote_calendar(first), {}, profile, window).cursor
    for one in calendars:
        # Of all others only the addresses differ.
        one.cursor = known | {"window": known["window"].replace(first.host.email, one.host.email)}
    return Calendar.objects.bulk_create(calendars)


def way_to(kind: str, place: str) -> tuple[Access, str]:
    """The access of a connection of the kind, and the calendar's address there."""
    if kind == CALDAV:
        return Access(place, "ana", "word"), place
    # All accounts of a vendor are at one address.
    parts = urlsplit(place)
    path = "/dead/" if parts.path.startswith("/dead/") else f"/{kind}/"
    base = f"{parts.scheme}://{DEAD if 'dead' in path else PLACES[0]}:{parts.port}{path}"
    return Access(base, tokens=Tokens("word", 2**40, "again")), parts.path.strip("/").replace("/", "-")


def spread(calendars: Sequence[Calendar], pause: timedelta) -> dict[int, datetime]:
    """Make them due one after the other from now on; answers when, by their ids."""
    begins = read_clock()
    for number, one in enumerate(calendars):
        one.due_at, one.read_at = begins + number * pause, begins
        one.lease, one.leased_until, one.attempts = None, None, 0
    Calendar.objects.bulk_update(calendars, ["due_at", "read_at", "lease", "leased_until", "attempts"], batch_size=500)
    return {one.pk: one.due_at for one in calendars if one.due_at}


def lags_of(due: dict[int, datetime]) -> list[float]:
    """How late each was read, or is by now."""
    read, now = dict(Calendar.objects.filter(pk__in=due).values_list("pk", "read_at")), read_clock()
    return [((read[pk] if read[pk] >= at else now) - at).total_seconds() for pk, at in due.items()]


def beside(alive: Sequence[Calendar], dead: Sequence[Calendar], port: int, now: datetime) -> tuple[float, float]:
    """How late mails are sent (p99) and calendars read (p95), while others are due that nobody answers for."""
    with smtp_sink() as sink, worker(port, "deliver", EMAIL_URL=f"smtp://127.0.0.1:{sink.port}"):
        spread(dead, timedelta())
        plan_entries(dead[:ENTRIES], now)
        due = spread(alive, timedelta(seconds=SECONDS_OF_A_TURN) / len(alive))
        mail, thread = a_mail(now), uuid4()
        for number in range(SECONDS_OF_A_TURN * MAILS):
            mail.pk, mail.thread, mail.copy, mail.due_at = None, thread, number, read_clock()
            mail.save(force_insert=True)
            time.sleep(1 / MAILS)
        time.sleep(WAIT_FOR_LAST)
        sent = Delivery.objects.filter(thread=thread).values_list("due_at", "sent_at")
        found = p(99, [((at or read_clock()) - owed).total_seconds() for owed, at in sent]), p(95, lags_of(due))
    Calendar.objects.filter(pk__in=[one.pk for one in [*alive, *dead]]).update(due_at=None)
    Delivery.objects.open().filter(medium=Medium.CALENDAR).delete()
    return found


def a_mail(now: datetime) -> Delivery:
    """A mail about a meeting, which nobody sends."""
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


def plan_entries(calendars: Sequence[Calendar], now: datetime) -> None:
    """Owe the calendars one meeting each."""
    if not calendars:
        return
    meeting = a_mail(now).thread
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
def answering(port: int) -> Iterator[None]:
    with started([sys.executable, "-m", "tests.bench.answerer", str(port)], port):
        yield


@contextmanager
def worker(port: int, command: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The production command, at its work."""
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


def tree(pid: int) -> list[int]:
    """The process and all that came of it."""
    children = [int(child) for tasks in texts([pid], "task/*/children") for child in tasks.split()]
    return [pid, *(one for child in children for one in tree(child))]


def texts(pids: Sequence[int], pattern: str) -> Iterator[str]:
    """What the system says of these processes, but for those that have just ended."""
    for pid in pids:
        for place in Path(f"/proc/{pid}").glob(pattern):
            with suppress(FileNotFoundError, ProcessLookupError):
                yield place.read_text()


def cpu_of(pid: int) -> float:
    """CPU seconds of the process, and of all that came of it, also of those that have ended."""
    ticks = 0
    for text in texts(tree(pid), "stat"):
        ticks += sum(map(int, text.rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> float:
    """MB of the process and of all that came of it, where what they share counts once."""
    found = texts(tree(pid), "smaps_rollup")
    return sum(int(text.partition("\nPss:")[2].split()[0]) for text in found if "\nPss:" in text) / 1_000


def p(percent: int, values: Sequence[float]) -> float:
    return quantiles(values, n=100)[percent - 1]
