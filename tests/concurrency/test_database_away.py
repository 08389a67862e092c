"""The database goes away under load: nothing acknowledged is lost, nobody reads an error, no mail goes out twice (Q5).

A PostgreSQL of its own, so that it can be stopped; the production web server, two workers, a real mail server.
"""

import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from itertools import count
from uuid import uuid4

import pytest
from django.db import connection

from bookings.models import Admission, Booking
from customer import form_token
from deliveries.actions import LEASE
from deliveries.models import Delivery
from tests import databases
from tests.concurrency import customers
from tests.concurrency.invariants import broken_promises
from tests.concurrency.load import PAUSE, Customer
from tests.concurrency.server import ROOT, WORKERS, Server, environment
from tests.concurrency.stages import customer_of, open_stage
from tests.deliveries.sink import smtp_sink
from tests.own_postgres import own_postgres

CLIENTS = 8
OWNER = "app"
# Seconds under load before the fault and after it.
BEFORE, AFTER = 1.0, 2.0


class Site:
    """Everything, on a PostgreSQL of its own."""

    def __init__(self, postgres, server, workers, sink, logs):
        self.postgres, self.server, self.workers, self.sink, self.logs = postgres, server, workers, sink, logs
        self.stage, self.forms, self.crowd = open_stage(), [], []

    def prepare(self, number):
        """So many forms of one-time links and of the public page, by turns, made while there is a database."""
        page, event = self.stage.page, self.stage.event_type.pk
        public = f"/p/{self.stage.owner.organization.slug}/{page.slug}/"
        for start in self.stage.slots(number // 2):
            link = self.stage.link()
            self.forms.append((customers.link_path(link), customers.fill_in(link=link, event_type=event, start=start)))
        for start in self.stage.slots(number // 2):
            form = {
                "path": customers.form_path(public, event, start),
                "token": form_token.make("book", f"page {page.pk}", uuid4()),
                "start": str(int(start.timestamp())),
                "name": "Priya Shah",
                "email": customer_of(start),
            }
            self.forms.append((public, form))

    def ask(self, method, path, fields):
        return customers.ask(self.server.port, method, path, fields)

    def hold(self, seconds):
        """A fault lasts so long, and until somebody has met it: a machine may be slow."""
        time.sleep(seconds)
        deadline = time.monotonic() + 30
        while not any(status == 503 for customer in self.crowd for _method, status in list(customer.answers)):
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def lines(self):
        """How many lines each log has."""
        return Counter({name: len(path.read_text().splitlines()) for name, path in self.logs.items()})

    def drained(self):
        """Waits until every mail has been sent; answers how often each was received, by what names it."""
        deadline = time.monotonic() + LEASE.total_seconds() + 30
        while Delivery.objects.open().exists():
            assert time.monotonic() < deadline, list(Delivery.objects.open().values())
            time.sleep(0.1)
        return Counter(received.message["Message-ID"] for received in self.sink.received)


@pytest.fixture(scope="module")
def _site(_template, _failpoints_file, django_db_blocker, tmp_path_factory):
    logs = {name: tmp_path_factory.mktemp("logs") / name for name in ("web", "worker 1", "worker 2")}
    with django_db_blocker.unblock(), ExitStack() as stack:
        sink = stack.enter_context(smtp_sink())
        # So slow that a worker is mostly inside a message.
        sink.slow = 0.04
        postgres = stack.enter_context(own_postgres())
        postgres.copy(connection.get_connection_params() | {"dbname": _template}, OWNER)
        url = f"postgres://{OWNER}@/{postgres.data}/{_template}"
        files = {name: stack.enter_context(path.open("wb")) for name, path in logs.items()}
        server = stack.enter_context(Server(_template, url, files["web"]))
        workers = []
        for name in ("worker 1", "worker 2"):
            command = [sys.executable, "manage.py", "deliver", "--poll", "0.2"]
            settings = environment(_template, url) | {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}
            workers.append(subprocess.Popen(command, cwd=ROOT, env=settings, stderr=files[name]))
            stack.callback(workers[-1].wait)
            stack.callback(workers[-1].kill)
        with databases.using_database(_template, str(postgres.data)):
            yield Site(postgres, server, workers, sink, logs)


@pytest.fixture
def site(_site, django_db_blocker):
    with django_db_blocker.unblock():
        yield _site


def everybody(direct, database):
    """Cuts all connections of the application, and of this process."""
    direct.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])
    connection.close()


def stopped(site, seconds):
    site.postgres.stop()
    site.hold(seconds)
    site.postgres.start()


def crashed(site, seconds):
    """As by a power cut: what was under way is found in the log of PostgreSQL, or is not."""
    site.postgres.stop("immediate")
    site.hold(seconds)
    site.postgres.start()


def read_only(site, seconds):
    """The first half of a switchover; who is connected stays so."""
    with site.postgres.direct() as direct:
        direct.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        direct.execute("SELECT pg_reload_conf()")
        site.hold(seconds)
        direct.execute("ALTER SYSTEM RESET default_transaction_read_only")
        direct.execute("SELECT pg_reload_conf()")


def demoted(site, seconds):
    """It comes back as a standby, and is promoted after a while."""
    site.postgres.stop()
    (site.postgres.data / "standby.signal").touch()
    site.postgres.start()
    site.hold(seconds)
    with site.postgres.direct() as direct:
        direct.execute("SELECT pg_promote()")


def cut(site, seconds):
    """Every connection is cut, again and again."""
    end = time.monotonic() + seconds
    with site.postgres.direct() as direct:
        while time.monotonic() < end:
            everybody(direct, site.server.database)
            time.sleep(0.1)


def crowded(site, seconds):
    """No connection is free."""
    with site.postgres.direct() as direct:
        direct.execute(f"ALTER ROLE {OWNER} CONNECTION LIMIT 0")
        everybody(direct, site.server.database)
        site.hold(seconds)
        direct.execute(f"ALTER ROLE {OWNER} CONNECTION LIMIT -1")


@contextmanager
def under_load(site):
    """Eight customers book, before, during and after."""
    numbers = count()
    site.crowd = crowd = [Customer(site, numbers) for _ in range(CLIENTS)]
    for customer in crowd:
        customer.start()
    time.sleep(BEFORE)
    yield crowd
    time.sleep(AFTER)
    for customer in crowd:
        customer.stopping.set()
    for customer in crowd:
        customer.join(60)
    assert [customer.error for customer in crowd if customer.error or customer.is_alive()] == []


def one_round(site, fault, seconds):
    """What was answered, how many mails went out twice, and how many lines were logged."""
    site.forms.clear()
    site.sink.received.clear()
    # While it is away, nobody's turn comes.
    site.prepare(int(CLIENTS * (BEFORE + AFTER + 5 + min(seconds, 5)) / PAUSE))
    lines, begun, earlier = site.lines(), time.monotonic(), set(Admission.objects.values_list("pk", flat=True))
    with under_load(site) as crowd:
        fault(site, seconds)
    connection.close()
    lasted = time.monotonic() - begun
    accepted = {location for customer in crowd for location in customer.accepted.values()}
    made = Booking.objects.exclude(admission__in=earlier)
    assert {f"/b/{booking.token()}/" for booking in made} == accepted
    assert len(accepted) == sum(len(customer.accepted) for customer in crowd)
    copies = site.drained()
    owed = Delivery.objects.filter(thread__in=made.values("uid"))
    assert set(copies) == {delivery.facts["message_id"] for delivery in owed}
    assert [worker.poll() for worker in site.workers] == [None, None]
    assert broken_promises() == {}
    written = site.lines() - lines
    # Each process says at most one line a second.
    assert written["web"] <= WORKERS * (lasted + 1)
    assert max(written["worker 1"], written["worker 2"]) <= lasted + 1
    answers = sum((customer.answers for customer in crowd), Counter())
    return answers, copies.total() - len(copies), written


FAULTS = {
    "stopped": (stopped, 25),
    "crashed": (crashed, 2),
    "read-only": (read_only, 30),
    "demoted": (demoted, 20),
    "cut": (cut, 5),
    "crowded": (crowded, 5),
}


def rounds(site, names, number, figure, most=99.0):
    for name in names:
        fault, seconds = FAULTS[name]
        total, twice, lines = Counter(), 0, Counter()
        for _ in range(number):
            answers, repeated, written = one_round(site, fault, min(seconds, most))
            total, twice, lines = total + answers, twice + repeated, lines + written
        told = ", ".join(f"{method} {status}: {times}" for (method, status), times in sorted(total.items()))
        figure(
            f"{name} for {min(seconds, most)} s, rounds: {number}; {told}; lost: 0; mails twice: {twice};"
            f" lines logged: {dict(lines)}"
        )
        assert twice == 0


@pytest.mark.timeout(300)
@pytest.mark.feature("Q5")
def test_the_database_goes_away_for_a_moment(site, figure):
    rounds(site, ["crashed", "read-only", "cut"], 1, figure, most=1)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.feature("Q5")
def test_the_database_goes_away_five_rounds(site, figure, name):
    rounds(site, [name], 5, figure)
