"""`make bench`: the budgets of speed, as ratios to floors that are measured in the same run."""

import gc
import json
import os
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from statistics import median
from typing import Any

from tests.bench import engine, world

os.environ.update({"PRIVATE_NETWORKS": "127.0.0.0/8", "PRIVATE_PLAIN_HTTP": "true"})
world.prepare()

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from accounts.actions import make_api_token  # noqa: E402
from accounts.actions.api_tokens import MOST_ALLOWED  # noqa: E402
from accounts.models import ApiToken, Scope, User  # noqa: E402
from core.tokens import new_handle  # noqa: E402
from deliveries.models import Delivery, Endpoint, Medium  # noqa: E402
from links.actions import mint  # noqa: E402
from links.models import Link  # noqa: E402
from pages.actions import open_account  # noqa: E402
from pages.models import EventType, Page, WeeklyHours  # noqa: E402
from tests.bench import costs, driver, elsewhere, lists, readers, webhooks  # noqa: E402
from tests.bench.bulk import MANY, Bulk  # noqa: E402
from tests.bench.calendars import DEAD_DELAY, age_readings, calendar_server  # noqa: E402
from tests.bench.cpu import cpu_seconds  # noqa: E402
from tests.bench.growth import BOOKINGS, LINKS, database_size, grow  # noqa: E402
from tests.bench.report import report_at_least, report_at_most, report_row  # noqa: E402
from tests.bench.server import Call, latency, perform, rate, seconds, serving  # noqa: E402
from tests.bench.teams import Team  # noqa: E402

HOSTS = 40
ROUNDS = 5
# The works that need hosts and the web server.
SERVED = {"costs", "p1", "p1-driver", "p3", "p4", "p5", "p6", "p7", "p8", "p10", "p12", "cb2"}
# The works about connected calendars.
CALENDARS = {"cb1": elsewhere.cb1, "cb3": readers.cb3, "cb4": elsewhere.cb4, "cb5": readers.cb5}
BURST = 120
STEP = 15 * 60
MEMORY_REQUESTS = int(os.environ.get("BENCH_MEMORY_REQUESTS", "3000"))


class Bench:
    """Hosts who are open around the clock. Each slot and each link is given out once."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.users = [self.host(number) for number in range(HOSTS)]
        self.base = int(self.now.timestamp()) // 86_400 * 86_400 + 2 * 86_400
        self.taken = 0

    def host(self, number: int) -> User:
        user = open_account(
            signups="open",
            organization_name=f"Bench {number}",
            name=f"Host {number}",
            email=f"host{number}@bench.example",
            password=None,
            time_zone="UTC",
        )
        WeeklyHours.objects.filter(schedule__owner=user).delete()
        schedule = user.schedules.get()
        WeeklyHours.objects.bulk_create(
            WeeklyHours(schedule=schedule, weekday=day, opens=0, closes=1440) for day in range(1, 8)
        )
        EventType.objects.filter(owner=user).update(duration=15, horizon_days=60, notice=0)
        return user

    def next_slot(self) -> tuple[User, int]:
        """Return a host and a start that were not given out before."""
        turn, host = divmod(self.taken, HOSTS)
        self.taken += 1
        return self.users[host], self.base + turn * STEP

    def link(self, user: User) -> Link:
        return mint(actor=user, page=user.pages.get(), now=self.now)

    def booking_call(self, port: int) -> Call:
        """Return the POST of a booking form. The form is opened now, so that only the POST is measured."""
        user, start = self.next_slot()
        kind = user.event_types.get().pk
        path = f"/l/{self.link(user).token()}/book/?event={kind}&start={start}&zone=UTC"
        page = perform(port, Call("GET", path))
        fields = {
            unescape(name): unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        }
        return Call("POST", path, fields | {"name": "Priya Shah", "email": "priya@example.com"}, status=303)

    def floor_call(self) -> Call:
        user, start = self.next_slot()
        page = user.pages.get()
        fields = {
            "link": self.link(user).pk,
            "organization": user.organization_id,
            "host": user.pk,
            "page": page.pk,
            "event_type": user.event_types.get().pk,
            "start": start,
        }
        return Call("POST", "/floor/booking/", {name: str(value) for name, value in fields.items()}, status=303)


def interleaved(ours: Callable[[], float], floor: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the medians of both. They are measured alternately, so that a busy machine affects both alike."""
    ours(), floor()
    pairs = [(ours(), floor()) for _ in range(rounds)]
    return median(first for first, _ in pairs), median(other for _, other in pairs)


def p1(bench: Bench, port: int) -> None:
    ours, floor = interleaved(
        lambda: rate(port, [bench.booking_call(port) for _ in range(BURST)]),
        lambda: rate(port, [bench.floor_call() for _ in range(BURST)]),
    )
    report_at_least("P1 booking POST, 8 clients, requests/s", ours / floor, 0.4, 0.75)
    ours, floor = interleaved(
        lambda: latency(port, [bench.booking_call(port) for _ in range(40)]),
        lambda: latency(port, [bench.floor_call() for _ in range(40)]),
    )
    report_at_most("P1 booking POST, one client, p50", ours / floor, 3, 2)


def p3(bench: Bench, port: int) -> None:
    user = bench.users[0]
    token = bench.link(user).token()
    begin, end = bench.base, bench.base + 30 * 86_400
    month = datetime.fromtimestamp(begin, UTC).strftime("%Y-%m")
    ours_call = Call("GET", f"/l/{token}/?zone=UTC&month={month}", headers={"HX-Request": "true"})
    floor_call = Call("GET", f"/floor/times/?host={user.pk}&from={begin}&to={end}")
    ours, floor = interleaved(lambda: latency(port, [ours_call] * 60), lambda: latency(port, [floor_call] * 60))
    report_at_most("P3 times of 1 host, one client, p50", ours / floor, 5, 3)
    team = Team(bench.now)
    for count, budget, goal in ((10, 3, 2), (100, 2, 1.5), (500, 2, 1.5)):
        call = Call("GET", team.address(count), headers={"HX-Request": "true"})
        least = Call("GET", team.floor(count))
        repeats = 60 if count < 100 else 12
        ours, floor = interleaved(
            lambda call=call, repeats=repeats: latency(port, [call] * repeats),
            lambda call=least, repeats=repeats: latency(port, [call] * repeats),
        )
        report_at_most(f"P3 times of {count} hosts, one client, p50", ours / floor, budget, goal)


def p4(bench: Bench) -> None:
    user = bench.users[0]
    page: Page = user.pages.get()

    def floor() -> float:
        def work() -> None:
            with transaction.atomic():
                Link.objects.create(
                    organization_id=user.organization_id,
                    page=page,
                    max_uses=1,
                    handle=new_handle(),
                    owner=user,
                    created_by=user,
                    created_at=bench.now,
                )

        return median(seconds(work) for _ in range(100))

    ours, least = interleaved(
        lambda: median(seconds(lambda: mint(actor=user, page=page, now=bench.now)) for _ in range(100)), floor
    )
    report_at_most("P4 minting one link", ours / least, 3, 1.5)
    bulk = Bulk(user, page, bench.now)
    ours, least = interleaved(lambda: seconds(bulk.make), lambda: seconds(bulk.floor))
    report_at_most(f"P4 making {MANY:,} with recipients", ours / least, 3, 1.5)


def p5(bench: Bench, port: int) -> None:
    token = bench.link(bench.users[1]).token()
    ours, floor = interleaved(
        lambda: rate(port, [Call("GET", f"/l/{token}/?zone=UTC")] * 200),
        lambda: rate(port, [Call("GET", "/floor/month/")] * 400),
    )
    report_at_least("P5 month page, 8 clients, requests/s", ours / floor, 0.5, 0.8)


def p6(bench: Bench, port: int) -> None:
    """Measure the same work before and after the tables have grown. The added rows belong to the same hosts.

    In seconds of the processor, of this process and its PostgreSQL process.
    """
    user = bench.users[2]
    page, address = user.pages.get(), f"/l/{bench.link(user).token()}/?zone=UTC"

    def measure() -> dict[str, float]:
        bookings = [bench.booking_call(port) for _ in range(50)]
        with override_settings(ROOT_URLCONF="scheduler.urls"):
            return {
                "booking POST": median(map(costs.cost, bookings)),
                "times of 1 host": median(costs.cost(Call("GET", address)) for _ in range(50)),
                "minting": median(cpu_seconds(lambda: mint(actor=user, page=page, now=bench.now)) for _ in range(200)),
            }

    measure()
    before = measure()
    took = seconds(lambda: grow(bench.users, bench.now - timedelta(days=30)))
    print(f"P6 has written {LINKS:,} links and {BOOKINGS:,} bookings in {took:.0f} s: {database_size()}", flush=True)
    measure()
    after = measure()
    for name, seconds_now in after.items():
        print(f"P6 {name}: {1000 * before[name]:.2f} ms of the processor before, {1000 * seconds_now:.2f} after")
        work = f"P6 {name}, {LINKS:,} more links, {BOOKINGS:,} bookings"
        report_at_most(work, seconds_now / before[name], 1.2, 1.05)


def p7(bench: Bench, port: int) -> None:
    token = bench.link(bench.users[3]).token()
    calls = [Call("GET", f"/l/{token}/?zone=UTC")] * 100
    rate(port, calls)
    before = count_sessions()
    rate(port, calls)
    report_at_most("P7 database connections opened by 100 requests", count_sessions() - before, 0, 0)


def count_sessions() -> int:
    time.sleep(1.2)  # the statistics of a backend arrive within a second
    with connection.cursor() as cursor:
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def p8(bench: Bench, port: int) -> None:
    token = bench.link(bench.users[4]).token()
    calls = [Call("GET", f"/l/{token}/?zone=UTC")]
    rate(port, calls * 1_000)
    before = worker_memory(port)
    rate(port, calls * MEMORY_REQUESTS)
    after = worker_memory(port)
    print(f"P8 {before:,} kB after 1,000 requests, {after:,} kB after {MEMORY_REQUESTS:,} more", flush=True)
    report_at_most(f"P8 memory of the web workers after {MEMORY_REQUESTS:,} more requests", after / before, 1.05, 1.05)


def worker_memory(port: int) -> int:
    """Return the resident memory of the processes of the server at this port, in kB."""
    total = 0
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/cmdline") as command, open(f"/proc/{entry}/status") as status:
                if f":{port}\0tests.bench.wsgi" in command.read():
                    total += int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])  # type: ignore[index]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


def p10(bench: Bench) -> None:
    """Compare the seconds of the processor in this process, which a busy machine changes little."""
    user = bench.users[5]
    for _link in range(50):
        bench.link(user)
    chosen = {"scopes": list(Scope), "name": "Bench", "life": timedelta(days=1), "now": bench.now}
    headers = {"Authorization": f"Bearer {make_api_token(actor=user, **chosen).text()}"}
    client = Client(SERVER_NAME="localhost", headers=headers)
    fields = {"page": user.pages.get().pk, "label": "CRM", "metadata": {"deal": "4711"}}

    def cpu_of_request(path: str, method: str, status: int) -> float:
        begin = time.process_time()
        response = client.generic(method, path, json.dumps(fields), content_type="application/json")
        took = time.process_time() - begin
        if response.status_code != status:
            raise SystemExit(f"{method} {path}: {response.status_code}")
        return took

    for name, method, status in (("GET of 50 links", "GET", 200), ("POST of a link", "POST", 201)):
        ApiToken.objects.update(allowance=MOST_ALLOWED)
        with override_settings(ROOT_URLCONF="tests.bench.floors"):
            ours, floor = interleaved(
                lambda method=method, status=status: cpu_of_request("/api/v1/links", method, status),
                lambda method=method, status=status: cpu_of_request("/floor/links/", method, status),
                rounds=40,
            )
        report_at_most(f"P10 API, {name}, against a plain view, processor", ours / floor, 1.2, 1.15)


def p12(bench: Bench, port: int) -> None:
    # Hosts take turns, so webhooks are notified of every other booking.
    webhooks.add_webhooks(bench.users[::2])
    calls = [bench.booking_call(port) for _ in range(6 * HOSTS)]
    each = [costs.cost(call) for call in calls]
    assert Delivery.objects.filter(medium=Medium.WEBHOOK).count() == len(calls) // 2 * webhooks.ENDPOINTS * 2
    ours, floor = median(each[::2]), median(each[1::2])
    name = f"P12 booking POST with {webhooks.ENDPOINTS} webhooks against none, processor"
    report_at_most(name, ours / floor, 1.05, 1.03)
    with webhooks.hanging_webhooks(bench.users[0]) as delay:
        ours, floor = interleaved(lambda: delay(True), lambda: delay(False), rounds=3)
    report_at_most(f"P12 mails' p95 delay with {webhooks.HANGING} webhooks that hang", ours / floor, 1.1, 1.05)
    # Later works are measured without webhooks.
    Endpoint.objects.update(disabled_at=bench.now, why=Endpoint.Why.BY_HAND)


def costed_calls(bench: Bench, port: int) -> dict[str, tuple[list[Call], list[Call]]]:
    """Return the calls whose costs are printed, with those of their floors."""
    user, times = bench.users[6], range(costs.ROUNDS)
    begin, end = bench.base, bench.base + 30 * 86_400
    address = f"/l/{bench.link(user).token()}/?zone=UTC"
    month = f"{address}&month={datetime.fromtimestamp(begin, UTC):%Y-%m}"
    work = {"booking POST": ([bench.booking_call(port) for _ in times], [bench.floor_call() for _ in times])}
    work["month page"] = [Call("GET", address)] * len(times), [Call("GET", "/floor/month/")] * len(times)
    shown = Call("GET", month, headers={"HX-Request": "true"})
    floor = Call("GET", f"/floor/times/?host={user.pk}&from={begin}&to={end}")
    work["times of 1 host"] = [shown] * len(times), [floor] * len(times)
    return work


def cb2(bench: Bench, port: int) -> None:
    for kind in readers.KINDS:
        cb2_of_kind(kind, bench, port)


def cb2_of_kind(kind: str, bench: Bench, port: int) -> None:
    """Measure the booking POST with a calendar server of this kind. Every second host has a calendar there."""
    busy = rate(port, [bench.booking_call(port) for _ in range(2 * HOSTS)])
    bench.taken += -bench.taken % HOSTS
    with calendar_server(kind) as server:
        for user in bench.users[::2]:
            server.connect(user)
        name = f"CB2 {kind}"
        calls = [bench.booking_call(port) for _ in range(6 * HOSTS)]
        age_readings(timedelta())
        each = [costs.cost(call) for call in calls]
        ratio = median(each[::2]) / median(each[1::2])
        report_at_most(f"{name}, booking POST beside a calendar that was just read, processor", ratio, 1.05, 1)
        reading, plain = book_twice_each(bench, port, timedelta(minutes=1))
        report_at_most(f"{name}, more seconds, a server 200 ms away, p50", median(reading) - median(plain), 0.3, 0.25)
        server.delay = DEAD_DELAY
        dead, plain = book_twice_each(bench, port, timedelta(minutes=1))
        report_at_most(f"{name}, more seconds, a dead server, most", max(dead) - median(plain), 2.2, 2)
        calls = [bench.booking_call(port) for _ in range(2 * HOSTS)]
        age_readings(timedelta(minutes=1))
        report_at_least(
            f"{name}, bookings beside a dead server, 8 clients, requests/s", rate(port, calls) / busy, 0.2, 0.5
        )


def book_twice_each(bench: Bench, port: int, age: timedelta) -> tuple[list[float], list[float]]:
    """Return the seconds of two bookings of each host: hosts whose calendar was last read `age` ago, and others."""
    took = []
    for _round in range(2):
        calls = [bench.booking_call(port) for _ in range(HOSTS)]
        age_readings(age)
        took += [seconds(lambda call=call: perform(port, call)) for call in calls]
    return took[::2], took[1::2]


def main() -> None:
    chosen = set(sys.argv[1:]) or {*SERVED, "p2", "p9", *CALENDARS}
    print(f"{'work':<78}{'ratio':>8}   budget (goal)", flush=True)
    gc.disable()
    if "p2" in chosen:
        for name, ratio, budget in engine.run():
            report_row(f"P2 {name}", ratio, f"<= 3 ({budget:g})", ratio <= 3)
    areas = {area for area in lists.AREAS if {"p9", f"p9-{area}"} & chosen}
    if areas:
        lists.run(areas)
    for name, measure in CALENDARS.items():
        if name in chosen:
            measure(datetime.now(UTC))
    if not chosen & SERVED:
        return
    bench = Bench()
    if "p4" in chosen:
        p4(bench)
    if "p10" in chosen:
        p10(bench)
    with serving() as port:
        steps: dict[str, Callable[[Any, int], None]] = {
            "p1": p1,
            "p3": p3,
            "p5": p5,
            "p7": p7,
            "p8": p8,
            "p6": p6,
            "p12": p12,
            "cb2": cb2,
            "p1-driver": lambda bench, port: driver.p1_driver(
                [bench.booking_call(port) for _ in range(driver.WARM + driver.ROUNDS)]
            ),
            "costs": lambda bench, port: costs.print_costs(costed_calls(bench, port)),
        }
        for name, step in steps.items():
            if name in chosen:
                step(bench, port)


if __name__ == "__main__":
    main()
