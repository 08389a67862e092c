"""Metrics for Prometheus at `/metrics`, for requests with METRICS_TOKEN. Without it there is no such address.

Counters of the web server's processes are added up through the library's files (`scheduler/gunicorn.py`). All else is
read from the database on request, so it is the same from every web server. No figure names anybody.
"""

import os
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from accounts.access import READ
from calendars.queries import unread_since
from core.database import read_clock
from core.outages import require_writable
from deliveries.queries import last_beats, outbox_by_medium

ADDRESS = "/metrics"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
COUNTERS = [
    "admit_one_bookings_total",
    "admit_one_refusals_total",
    "admit_one_races_lost_total",
    "admit_one_errors_total",
]
# How many statements wait for a lock, the longest wait in seconds, and the number of deadlocks.
LOCKS = """
    SELECT count(*), coalesce(extract(epoch FROM max(clock_timestamp() - query_start)), 0),
        (SELECT deadlocks FROM pg_stat_database WHERE datname = current_database())
    FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""

ERRORS = Counter("admit_one_errors", "Answers with a status of 500 or more.", ["status"])


class Metrics:
    """Middleware that counts errors and answers the address. It comes first, to see all responses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.METRICS_TOKEN and request.path_info == ADDRESS:
            return answer(request)
        response = self.get_response(request)
        if response.status_code >= 500:
            ERRORS.labels(response.status_code).inc()
        return response


def answer(request: HttpRequest) -> HttpResponse:
    """Return the figures, or a refusal that shows nothing."""
    response: HttpResponse
    if request.method not in READ:
        response = HttpResponseNotAllowed(READ)
    elif not may_read(request.headers.get("Authorization", "")):
        response = HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    else:
        response = HttpResponse(figures(), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    # Django would log each answer that is no success.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return response


def may_read(header: str) -> bool:
    """Return whether the header brings the token."""
    scheme, _, token = header.partition(" ")
    return scheme.lower() == "bearer" and secrets.compare_digest(token.encode(), settings.METRICS_TOKEN.encode())


def figures() -> bytes:
    """Return all figures in Prometheus' text form."""
    counters = CollectorRegistry()
    if FOLDER in os.environ:
        MultiProcessCollector(counters)  # type: ignore[no-untyped-call]
    else:
        counters = REGISTRY.restricted_registry(COUNTERS)  # type: ignore[assignment]
    from_database = CollectorRegistry()
    from_database.register(DatabaseCollector())
    return generate_latest(counters) + generate_latest(from_database)


class DatabaseCollector:
    """Collects the metrics that are read from the database, and whether it can be used."""

    def collect(self) -> Iterable[Metric]:
        """Return the figures. While the database is away there is one, which says so."""
        try:
            require_writable()
            now = read_clock()
            metrics = [*delivery_metrics(now), process_metric(now), calendar_metric(now), *lock_metrics()]
        except Error:
            # The next request connects anew, perhaps to another server.
            connection.close()
            metrics = []
        return [gauge("database_up", "Whether the database answers and takes writes.", bool(metrics)), *metrics]


def delivery_metrics(now: datetime) -> list[Metric]:
    """Return the metrics of pending deliveries, by medium."""
    due = GaugeMetricFamily("admit_one_deliveries_due", "Deliveries that are due.", labels=["medium"])
    oldest = GaugeMetricFamily("admit_one_deliveries_oldest_seconds", "How long the oldest waits.", labels=["medium"])
    tried = GaugeMetricFamily("admit_one_deliveries_tried", "Failed more than once, tried again.", labels=["medium"])
    failed = GaugeMetricFamily("admit_one_deliveries_failed", "Given up or refused within a day.", labels=["medium"])
    for row in outbox_by_medium(now):
        due.add_metric([row.medium], row.due)
        oldest.add_metric([row.medium], (now - row.oldest).total_seconds() if row.oldest else 0)
        tried.add_metric([row.medium], row.tried)
        failed.add_metric([row.medium], row.failed)
    return [due, oldest, tried, failed]


def process_metric(now: datetime) -> Metric:
    """Return how long ago each kind of worker gave its last sign of life."""
    seen = GaugeMetricFamily("admit_one_worker_seen_seconds", "Since the last sign of life.", labels=["kind"])
    for kind, at in last_beats():
        seen.add_metric([kind], (now - at).total_seconds())
    return seen


def calendar_metric(now: datetime) -> Metric:
    """Return how long connected calendars have been due without being read."""
    since = unread_since(now)
    text = "How long calendars that are due have not been read."
    return gauge("calendars_unread_seconds", text, (now - since).total_seconds() if since else 0)


def lock_metrics() -> list[Metric]:
    """Return the metrics of waits for locks in PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(LOCKS)
        waiting, longest, deadlocks = cursor.fetchone()
    return [
        gauge("lock_waits", "Statements that wait for a lock.", waiting),
        gauge("lock_wait_seconds", "How long the longest of them has run.", longest),
        CounterMetricFamily("admit_one_deadlocks", "Deadlocks that PostgreSQL resolved.", deadlocks),
    ]


def gauge(name: str, about: str, value: float) -> Metric:
    """Return one figure without labels."""
    return GaugeMetricFamily(f"admit_one_{name}", about, float(value))
