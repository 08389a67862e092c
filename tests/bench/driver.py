"""P1': the booking POST beside its own statements, which the driver alone sends with the values of the same booking.

The statements of each booking are noted as they are asked, and asked again in copies of the bench's database as it was
before: there all ids come out as they did. In seconds of the processor, of this process and of PostgreSQL's.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from django.db import connection
from django.test import override_settings

from tests.bench import costs, world
from tests.bench.elsewhere import on_cpu
from tests.bench.report import at_least
from tests.bench.server import Call

# The first ones make each connection prepare the statements.
WARM, ROUNDS = 10, 60
Noted = list[tuple[str, Any]]
# With these begin the transaction and, once all is judged, the writing.
JUDGES, WRITES = "SELECT set_config('lock_timeout'", "UPDATE links_link"


def p1_driver(calls: Sequence[Call]) -> None:
    """Tell which part of a booking is its statements. The calls are bookings that nobody has sent yet."""
    with copies("one_by_one", "in_pipelines") as drivers, override_settings(ROOT_URLCONF="scheduler.urls"):
        took = [once(call, *drivers) for call in calls][WARM:]
    ours, one_by_one, pipelines = (median(each) for each in zip(*took, strict=True))
    each = (f"{1000 * seconds:.1f} ms" for seconds in (ours, one_by_one, pipelines))
    print("P1' booking {}; its statements by the driver {}, in three pipelines {}".format(*each), flush=True)
    at_least("P1' booking POST, of which the driver's work in pipelines, processor", pipelines / ours, 0.35, 0.5)


def once(call: Call, plain: psycopg.Connection[Any], piped: psycopg.Connection[Any]) -> tuple[float, float, float]:
    """Seconds of one booking, of its statements one by one, and of these in pipelines."""
    noted: Noted = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        noted.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ours = costs.cost(call)
    return ours, seconds(plain, lambda: one_by_one(plain, noted)), seconds(piped, lambda: pipelines(piped, noted))


def one_by_one(driver: psycopg.Connection[Any], noted: Noted) -> None:
    for sql, params in noted:
        with driver.cursor() as cursor:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
    driver.commit()


def pipelines(driver: psycopg.Connection[Any], noted: Noted) -> None:
    judges, writes = (
        next(place for place, (sql, _params) in enumerate(noted) if sql.startswith(start)) for start in (JUDGES, WRITES)
    )
    for part in (noted[:judges], noted[judges:writes], noted[writes:]):
        with driver.pipeline():
            answers = [driver.cursor().execute(sql, params) for sql, params in part]
            if part[0] is noted[writes]:
                driver.commit()
        for answer in answers:
            if answer.description:
                answer.fetchall()


def seconds(driver: psycopg.Connection[Any], work: Callable[[], None]) -> float:
    """Seconds of the processor, here and in the PostgreSQL process of this connection."""
    there = Path(f"/proc/{driver.info.backend_pid}/schedstat")
    begin, asked = time.process_time(), on_cpu(there)
    work()
    return time.process_time() - begin + on_cpu(there) - asked


@contextmanager
def copies(*names: str) -> Iterator[list[psycopg.Connection[Any]]]:
    """Yield connections to copies of the bench's database, which adapt values as Django's does."""
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
            stack.callback(world.drop, name)
        urls = [os.environ["DATABASE_URL"].replace(f"/{world.NAME}", f"/{name}") for name in databases]
        known = {"prepare_threshold": 2, "context": connection.connection}
        yield [stack.enter_context(psycopg.connect(world.address(url), **known)) for url in urls]
