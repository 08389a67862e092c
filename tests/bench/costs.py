"""What docs/scale.md reckons with: the processor's time for a page, for a booking, and under a host's lock.

Counted in this process and in its PostgreSQL process, so a busy machine changes them little.
"""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client

from tests.bench.elsewhere import on_cpu
from tests.bench.server import Call

ROUNDS = 60
# Of one host, whose lock is asked for by this statement first.
HOST_LOCK = 'FROM "accounts_user"'


class Lock:
    """Says how long a host's row was locked in what is done inside, by the processor's time of both processes."""

    def __init__(self) -> None:
        self.begin, self.held = 0.0, 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if not self.begin and HOST_LOCK in sql and "FOR " in sql:
            self.begin = both()
        return done

    def end(self) -> None:
        """The transaction is over."""
        if self.begin:
            self.held = both() - self.begin


def both() -> float:
    return time.process_time() + here()


def here() -> float:
    """Seconds that this connection's PostgreSQL process has had."""
    connection.ensure_connection()
    return on_cpu(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat"))


def tell(page: Call, bookings: Callable[[], Call]) -> None:
    """Prints milliseconds: a month page, a booking, and its lock."""
    client = Client(SERVER_NAME="localhost")

    def cost(call: Call) -> tuple[float, float, float]:
        lock, web, server = Lock(), time.process_time(), here()
        with connection.execute_wrapper(lock):
            response = client.post(call.path, call.fields) if call.fields else client.get(call.path)
        lock.end()
        if response.status_code != call.status:
            raise SystemExit(f"{call.method} {call.path}: {response.status_code}")
        return time.process_time() - web, here() - server, lock.held

    for name, calls in (("month page", [page] * ROUNDS), ("booking POST", [bookings() for _ in range(ROUNDS)])):
        web, server, held = (1000 * median(each) for each in zip(*map(cost, calls), strict=True))
        print(f"{name}: {web:.1f} ms in Python, {server:.1f} ms in PostgreSQL; host locked {held:.1f} ms", flush=True)
