"""P1': the booking POST beside its own statements, which the driver alone runs with the values of the same booking.

The statements of each booking are recorded, and run again in copies of the bench's database, where they give the same
ids. In seconds of the processor, of this process and of its PostgreSQL process.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any

import psycopg
from django.db import connection
from django.test import override_settings

from tests.bench import costs, world
from tests.bench.cpu import process_cpu
from tests.bench.report import report_at_least
from tests.bench.server import Call

# How many bookings are not counted: they make each connection prepare the statements.
WARM, ROUNDS = 10, 60
Statements = list[tuple[str, Any]]
# With these begin the transaction and, once all is judged, the writing.
CHECKS, WRITES = "SELECT set_config('lock_timeout'", "UPDATE links_link"


def p1_driver(calls: Sequence[Call]) -> None:
    """Print which share of a booking its statements take. The calls are bookings that were not sent yet."""
    with (
        connections_to_copies("one_by_one", "in_pipelines") as drivers,
        override_settings(ROOT_URLCONF="scheduler.urls"),
    ):
        times = [measure_booking(call, *drivers) for call in calls][WARM:]
    ours, one_by_one, pipelines = (median(each) for each in zip(*times, strict=True))
    each = (f"{1000 * seconds:.1f} ms" for seconds in (ours, one_by_one, pipelines))
    print("P1' booking {}; its statements by the driver {}, in three pipelines {}".format(*each), flush=True)
    report_at_least("P1' booking POST, of which the driver's work in pipelines, processor", pipelines / ours, 0.35, 0.5)


def measure_booking(
    call: Call, plain: psycopg.Connection[Any], piped: psycopg.Connection[Any]
) -> tuple[float, float, float]:
    """Return the seconds of one booking, of its statements one by one, and of its statements in pipelines."""
    statements: Statements = []

    def record(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        ours = costs.cost(call)
    return (
        ours,
        seconds(plain, lambda: run_one_by_one(plain, statements)),
        seconds(piped, lambda: run_in_pipelines(piped, statements)),
    )


def run_one_by_one(driver: psycopg.Connection[Any], statements: Statements) -> None:
    for sql, params in statements:
        with driver.cursor() as cursor:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
    driver.commit()


def run_in_pipelines(driver: psycopg.Connection[Any], statements: Statements) -> None:
    checks, writes = (
        next(place for place, (sql, _params) in enumerate(statements) if sql.startswith(start))
        for start in (CHECKS, WRITES)
    )
    for part in (statements[:checks], statements[checks:writes], statements[writes:]):
        with driver.pipeline():
            answers = [driver.cursor().execute(sql, params) for sql, params in part]
            if part[0] is statements[writes]:
                driver.commit()
        for answer in answers:
            if answer.description:
                answer.fetchall()


def seconds(driver: psycopg.Connection[Any], work: Callable[[], None]) -> float:
    """Return the seconds of the processor, of this process and of the connection's PostgreSQL process."""
    pid = driver.info.backend_pid
    begin = time.process_time() + process_cpu(pid)
    work()
    return time.process_time() + process_cpu(pid) - begin


@contextmanager
def connections_to_copies(*names: str) -> Iterator[list[psycopg.Connection[Any]]]:
    """Yield connections to copies of the bench's database. They adapt values as Django's connection does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()
    databases = [f"{world.NAME}_{name}" for name in names]
    for name in databases:
        world.copy_to(name)
    connection.ensure_connection()
    with ExitStack() as stack:
        for name in databases:
            stack.callback(world.drop_copy, name)
        urls = [os.environ["DATABASE_URL"].replace(f"/{world.NAME}", f"/{name}") for name in databases]
        known = {"prepare_threshold": 2, "context": connection.connection}
        yield [stack.enter_context(psycopg.connect(world.driver_url(url), **known)) for url in urls]
