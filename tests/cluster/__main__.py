"""Try each fault while customers book: no acknowledged booking is lost, none is made twice, nobody sees an error."""

import argparse
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, pairwise
from typing import Any
from uuid import uuid4

from tests.cluster.machines import (
    DATABASE_URL,
    DATABASES,
    FRONT,
    NETWORK,
    SECRET,
    WEBS,
    Cluster,
    missing_requirements,
    running,
    wait,
)

if why := missing_requirements():
    print(f"Skipped: {why}. docs/cluster.md says what it takes.")
    sys.exit(0)

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tests.concurrency.settings",
    "DEVELOPMENT": "true",
    "DATABASE_URL": DATABASE_URL.format(address=f"{NETWORK}{WEBS[0]}:5000"),
}

import django

django.setup()

import psycopg  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bookings.models import Admission, Booking  # noqa: E402
from customer import form_token  # noqa: E402
from deliveries.actions import LEASE  # noqa: E402
from deliveries.models import Delivery  # noqa: E402
from tests.concurrency import customers  # noqa: E402
from tests.concurrency.invariants import broken_promises  # noqa: E402
from tests.concurrency.load import PAUSE, Customer  # noqa: E402
from tests.concurrency.stages import Stage, customer_of, open_stage  # noqa: E402
from tests.deliveries.sink import Sink, smtp_sink  # noqa: E402

CLIENTS = 4
# Seconds of bookings before a fault, and after all customers book again. No round lasts longer than LONGEST.
BEFORE, AFTER, LONGEST = 2.0, 3.0, 90.0
# Seconds for which a part is down.
AWAY = 5.0
# Longer than the lifetime of the leader's key, so another machine leads when the frozen one resumes.
FROZEN = 30.0


class Site:
    """The forms that customers send, and how they request pages from the front."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.forms: list[tuple[str, dict[str, str]]] = []

    def ask(self, method: str, path: str, fields: dict[str, str] | None) -> customers.Reply:
        return customers.ask(FRONT[1], method, path, fields, host=FRONT[0])

    def prepare(self, number: int) -> None:
        """Prepare that many forms, alternately of one-time links and of the public page."""
        self.forms.clear()
        page, event = self.stage.page, self.stage.event_type.pk
        public = f"/p/{self.stage.owner.organization.slug}/{page.slug}/"
        for place, start in enumerate(self.stage.slots(number)):
            if place % 2:
                link = self.stage.link()
                self.forms.append(
                    (customers.link_path(link), customers.fill_in(link=link, event_type=event, start=start))
                )
            else:
                form = {
                    "path": customers.form_path(public, event, start),
                    "token": form_token.make("book", f"page {page.pk}", uuid4()),
                    "start": str(int(start.timestamp())),
                    "name": "Priya Shah",
                    "email": customer_of(start),
                }
                self.forms.append((public, form))


def kill_leader(cluster: Cluster) -> None:
    """Kill the leader, and start it again."""
    name = f"patroni {cluster.leader()}"
    cluster.kill(name)
    wait(cluster.leader, "a machine leads")
    time.sleep(AWAY)
    cluster.start(name)


def switch_over(cluster: Cluster) -> None:
    cluster.switch_over()


def freeze_leader(cluster: Cluster) -> None:
    """Stop the leader's processes until another machine leads, and then let them continue."""
    leader = cluster.leader()
    cluster.signal(f"patroni {leader}", signal.SIGSTOP)
    began = time.monotonic()
    wait(lambda: cluster.leader() not in {0, leader}, "another machine leads")
    time.sleep(max(AWAY, FROZEN - (time.monotonic() - began)))
    cluster.signal(f"patroni {leader}", signal.SIGCONT)


def lose_part(kind: str) -> Callable[[Cluster], None]:
    """Return the fault of killing one part of a kind and starting it again."""

    def fault(cluster: Cluster) -> None:
        name = f"{kind} {(DATABASES if kind == 'etcd' else WEBS)[0]}"
        cluster.kill(name)
        time.sleep(AWAY)
        cluster.start(name)
        if kind == "web":
            wait(lambda: cluster.answers(WEBS[0], 8000, "/health/ready/") == 200, "the web server is back")

    return fault


FAULTS = {
    "kill -9 of the leader": kill_leader,
    "switchover": switch_over,
    "leader frozen, failover, awake": freeze_leader,
    "a web server lost": lose_part("web"),
    "a worker lost": lose_part("worker"),
    "a PgBouncer lost": lose_part("pgbouncer"),
    "an etcd lost": lose_part("etcd"),
}
# A worker that dies while it sends cannot record that the mail was accepted, so one mail may be sent twice.
MAY_REPEAT = {"a worker lost": 1}


def prepare() -> None:
    """Make the user, the database and its tables, on whichever machine leads."""
    address = f"host={NETWORK}{WEBS[0]} port=5000 user=postgres password={SECRET} dbname=postgres"

    def is_there() -> bool:
        try:
            with psycopg.connect(address, connect_timeout=2) as direct:
                return direct.execute("SELECT NOT pg_is_in_recovery()").fetchone() == (True,)
        except psycopg.OperationalError:
            return False

    # HAProxy takes every machine for the leader until its first check.
    time.sleep(2 * AFTER)
    wait(is_there, "HAProxy leads to the leader")
    with psycopg.connect(address, autocommit=True) as direct:
        direct.execute(f"CREATE ROLE admit_one LOGIN PASSWORD '{SECRET}'")
        direct.execute("CREATE DATABASE admit_one OWNER admit_one")
    call_command("migrate", verbosity=0)


@contextmanager
def under_load(site: Site) -> Iterator[list[Customer]]:
    """Let customers book before, during and after. Return once all of them have booked again."""
    numbers = count()
    crowd = [Customer(site, numbers) for _ in range(CLIENTS)]
    for customer in crowd:
        customer.start()

    def all_booked_since(moment: float) -> bool:
        return all(customer.error or (customer.moments and customer.moments[-1] > moment) for customer in crowd)

    wait(lambda: all_booked_since(0.0), "bookings begin")
    time.sleep(BEFORE)
    yield crowd
    ended = time.monotonic()
    wait(lambda: all_booked_since(ended), "bookings go on")
    time.sleep(AFTER)
    for customer in crowd:
        customer.stopping.set()
    for customer in crowd:
        customer.join(60)


def run_round(cluster: Cluster, site: Site, fault: Callable[[Cluster], None]) -> dict[str, Any]:
    """Cause one fault, and return what was found."""
    site.prepare(int(CLIENTS * LONGEST / (PAUSE + 0.5)))
    earlier = set(Admission.objects.values_list("pk", flat=True))
    with under_load(site) as crowd:
        fault(cluster)
    connection.close()
    errors = [repr(customer.error) for customer in crowd if customer.error or customer.is_alive()]
    accepted = [location for customer in crowd for location in customer.accepted.values()]
    made = Counter(f"/b/{booking.token()}/" for booking in Booking.objects.exclude(admission__in=earlier))
    moments = sorted(moment for customer in crowd for moment in customer.moments)
    return {
        "acknowledged": len(accepted),
        "lost": len(set(accepted) - set(made)),
        "doubles": len(accepted) - len(set(accepted)) + sum(made.values()) - len(made),
        "unacknowledged": len(set(made) - set(accepted)),
        "pause": max((after - before for before, after in pairwise(moments)), default=0.0),
        "answers": sum((customer.answers for customer in crowd), Counter()),
        "errors": errors,
        "broken": broken_promises(),
        "workers": all(cluster.runs(f"worker {number}") for number in WEBS),
    }


def count_repeats(sink: Sink) -> int:
    """Wait until all mails are sent, and return how many were sent more than once."""
    wait(lambda: not Delivery.objects.open().exists(), "all mails are sent", LEASE.total_seconds() + 60)
    copies = Counter(mail.message["Message-ID"] for mail in sink.received)
    sent = set(Delivery.objects.exclude(sent_at=None).values_list("facts__message_id", flat=True))
    assert sent <= set(copies), "a mail marked as sent has not arrived"
    return copies.total() - len(copies)


def has_passed(found: dict[str, Any]) -> bool:
    nothing = [found[name] for name in ("lost", "doubles", "unacknowledged", "errors", "broken")]
    return not any(nothing) and bool(found["workers"])


def round_text(found: dict[str, Any]) -> str:
    """Return the result of a round as text, with everything that is wrong."""
    answers = ", ".join(f"{method} {status}: {times}" for (method, status), times in sorted(found["answers"].items()))
    wrong = [f"\n  {key}: {found[key]}" for key in ("errors", "broken", "unacknowledged") if found[key]]
    return (
        f"{found['acknowledged']} acknowledged, lost {found['lost']}, doubles {found['doubles']}, longest pause"
        f" {found['pause']:.1f} s, workers alive: {found['workers']}; {answers}{''.join(wrong)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="make cluster", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", default="", help="a part of the fault's name")
    chosen = parser.parse_args()
    passed, began = True, time.monotonic()
    with smtp_sink() as sink, running(sink.port, prepare) as cluster:
        sink.slow = 0.02
        site = Site(open_stage())
        print(f"The cluster is ready after {time.monotonic() - began:.0f} s.", flush=True)
        for name, fault in FAULTS.items():
            if chosen.only not in name:
                continue
            repeats = count_repeats(sink)
            for number in range(1, chosen.rounds + 1):
                wait(cluster.is_whole, "the cluster is whole again")
                whole = time.monotonic()
                found = run_round(cluster, site, fault)
                took = f"whole after {whole - began:.0f} s, round {number} took {time.monotonic() - whole:.0f} s"
                print(f"{name}, {took}: {round_text(found)}", flush=True)
                passed = passed and has_passed(found)
            twice = count_repeats(sink) - repeats
            print(f"  mails twice: {twice}; all are out after {time.monotonic() - began:.0f} s", flush=True)
            passed = passed and twice <= MAY_REPEAT.get(name, 0) * chosen.rounds
    print(f"{'Passed' if passed else 'FAILED'}, after {time.monotonic() - began:.0f} s.")
    sys.exit(not passed)


if __name__ == "__main__":
    main()
