"""The figures at /metrics: few, guarded, cheap, the same from each process, and without a name in them."""

import os
import re
from datetime import timedelta
from http.client import HTTPConnection
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from accounts.errors import Refusal
from bookings import counts, errors
from deliveries.actions import beat
from deliveries.models import Delivery, Medium
from deliveries.queries import MediumCounts, outbox_by_medium
from links.errors import DeadLink
from links.liveness import DeadReason
from scheduler import metrics
from scheduler.gunicorn import on_exit
from tests.concurrency.server import Server
from tests.outages import database_error

pytestmark = pytest.mark.page
TOKEN = "t0ken" * 8
LINE = re.compile(r"^(admit_one_\w+)(\{[^}]*\})? (\S+)$", re.MULTILINE)
STORED = {
    "admit_one_database_up",
    "admit_one_deliveries_due",
    "admit_one_deliveries_oldest_seconds",
    "admit_one_deliveries_tried",
    "admit_one_deliveries_failed",
    "admit_one_worker_seen_seconds",
    "admit_one_calendars_unread_seconds",
    "admit_one_lock_waits",
    "admit_one_lock_wait_seconds",
    "admit_one_deadlocks_total",
}
COUNTED = {f"{name}_total" for name in metrics.COUNTED}


@pytest.fixture(autouse=True)
def _with_token(settings):
    settings.METRICS_TOKEN = TOKEN


def ask(token=TOKEN):
    return Client().get("/metrics", headers={"authorization": f"Bearer {token}"})


def read(response):
    """The figures by name and labels."""
    assert response.status_code == 200
    return {name + labels: float(value) for name, labels, value in LINE.findall(response.content.decode())}


@pytest.mark.parametrize(("name", "kept"), [("admit-one-metrics-x", False), ("metrics", True)])
def test_end_removes_only_our_folder(tmp_path, monkeypatch, name, kept):
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(folder))
    on_exit(SimpleNamespace(reexec_pid=0, master_pid=0))
    assert folder.exists() is kept


@pytest.mark.parametrize(
    ("reexec_pid", "master_pid", "kept"),
    [(4711, 0, True), (0, os.getppid(), True), (0, os.getppid() + 1, False)],
    ids=["the new server runs", "the old server runs", "the old server has ended"],
)
def test_server_that_takes_over_keeps_counting(tmp_path, monkeypatch, reexec_pid, master_pid, kept):
    folder = tmp_path / "admit-one-metrics-x"
    folder.mkdir()
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(folder))
    on_exit(SimpleNamespace(reexec_pid=reexec_pid, master_pid=master_pid))
    assert folder.exists() is kept


@pytest.mark.django_db
def test_address_exists_only_with_the_setting(settings):
    settings.METRICS_TOKEN = ""
    assert (ask().status_code, ask(token="").status_code) == (404, 404)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_figures_are_shown_to_the_token_only(header, caplog):
    # Without the mark `django_db`, any query fails this test.
    response = Client().get("/metrics", headers={"authorization": header})
    assert (response.status_code, response.content, response["WWW-Authenticate"]) == (401, b"", "Bearer")
    assert (dict(response.cookies), response["Cache-Control"], caplog.records) == ({}, "no-store", [])


@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
def test_figures_are_only_read(method):
    response = Client().generic(method, "/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db
def test_any_host_is_answered_in_few_queries(django_assert_num_queries):
    beat(process="one:1", kind="deliver")
    client = Client(headers={"host": "10.0.0.7:8000", "authorization": f"Bearer {TOKEN}"})
    production = override_settings(ALLOWED_HOSTS=["meet.example.com"], SECURE_SSL_REDIRECT=True)
    with production, django_assert_num_queries(7):
        response = client.get("/metrics")
    assert dict(response.cookies) == {}
    found = read(response)
    assert {name.partition("{")[0] for name in found} - COUNTED == STORED
    assert found["admit_one_database_up"] == 1


@pytest.mark.django_db
def test_figures_name_nobody(ana):
    body = ask().content.decode()
    assert [word for word in (ana.name, ana.email, ana.organization.name) if word in body] == []


@pytest.mark.django_db(transaction=True)
def test_outage_leaves_one_figure_of_the_database():
    def refuse(execute, sql, *rest):
        raise database_error(OperationalError, "57P03")

    with connection.execute_wrapper(refuse):
        found = read(ask())
    assert {name for name in found if name.partition("{")[0] not in COUNTED} == {"admit_one_database_up"}
    assert found["admit_one_database_up"] == 0


@pytest.mark.django_db
def test_outbox_is_counted_by_medium(ana):
    now = timezone.now()

    def owe(number, **fields):
        return Delivery.objects.create(
            organization=ana.organization, thread=uuid4(), kind="k", recipient="a@b.example", sequence=0,
            facts={}, **{"due_at": now - timedelta(minutes=number), **fields},
        )  # fmt: skip

    owe(5)
    oldest = owe(9)
    owe(7, medium=Medium.CALENDAR, failed_at=now - timedelta(hours=1))
    owe(7, medium=Medium.WEBHOOK, failed_at=now - timedelta(days=2))
    owe(-5, attempts=2)
    assert outbox_by_medium(now) == [
        MediumCounts("email", 2, oldest.due_at, 1, 0),
        MediumCounts("calendar", 0, None, 0, 1),
        MediumCounts("webhook", 0, None, 0, 0),
    ]


def raising(refusal):
    def action():
        raise refusal

    return counts.count_outcomes(action)


@pytest.mark.parametrize(
    ("refusal", "reason", "lost"),
    [
        (errors.SlotTaken(), "slot_taken", "time"),
        (DeadLink(DeadReason.USED), "link_used", "link"),
        (DeadLink(DeadReason.EXPIRED), "link_expired", None),
        (errors.Busy(), "busy", None),
    ],
)
@pytest.mark.django_db
def test_refusals_are_counted_by_reason(refusal, reason, lost):
    before = read(ask())
    with pytest.raises(Refusal):
        raising(refusal)()
    after = read(ask())
    names = [f'admit_one_refusals_total{{reason="{reason}"}}']
    names += [f'admit_one_races_lost_total{{for="{lost}"}}'] if lost else []
    changed = {name for name, value in after.items() if name.partition("{")[0] in COUNTED and value != before.get(name)}
    assert changed == set(names)
    assert [after[name] - before.get(name, 0) for name in names] == [1] * len(names)


@pytest.mark.django_db
def test_bookings_and_errors_are_counted():
    before = read(ask())
    assert counts.count_outcomes(lambda: 7)() == 7
    for status in (200, 404, 500, 503, 503):
        metrics.Metrics(lambda request, status=status: HttpResponse(status=status))(RequestFactory().get("/"))
    after = read(ask())
    names = ["admit_one_bookings_total", *(f'admit_one_errors_total{{status="{one}"}}' for one in (500, 503))]
    assert [after[name] - before.get(name, 0) for name in names] == [1, 1, 2]


def test_page_for_operators_says_what_to_do():
    page = (metrics.settings.BASE_DIR / "docs" / "operating.md").read_text()
    assert {name for name in STORED | COUNTED if f"`{name}" not in page} == set()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_all_processes_count_as_one(monkeypatch, tmp_path):
    monkeypatch.setenv("METRICS_TOKEN", TOKEN)
    monkeypatch.setenv("FAILPOINTS", str(tmp_path / "steps.json"))
    # Without its database each of its processes counts errors.
    with Server("no_such_database") as server:
        statuses = [server.get("/health/ready/") for _ in range(8)]
        line = HTTPConnection("127.0.0.1", server.port)
        found = []
        for _ in range(8):
            line.request("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
            found.append(line.getresponse().read().decode())
            line.close()
    assert statuses == [503] * 8
    assert [LINE.findall(text) for text in found] == [LINE.findall(found[0])] * 8
    assert ("admit_one_errors_total", '{status="503"}', "8.0") in LINE.findall(found[0])
    assert ("admit_one_database_up", "", "0.0") in LINE.findall(found[0])
