"""What docs/scale.md reckons with: the processor's time for a page, for a booking, and under a host's lock.

Counted in this process and in its PostgreSQL process, so a busy machine changes them little.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client, override_settings

from tests.bench.elsewhere import on_cpu
from tests.bench.server import Call

ROUNDS = 60
FORM = "application/x-www-form-urlencoded"
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


def on_processor(work: Callable[[], object]) -> float:
    """Seconds of the processor that the work takes, in this process and in its PostgreSQL process."""
    begin = both()
    work()
    return both() - begin


def cost(call: Call) -> float:
    """Seconds of the processor for one request, which must end as the call says."""
    client = Client(SERVER_NAME="localhost")
    # A client's first request makes the middleware, which takes longer than a booking.
    client.handler.load_middleware()

    def ask() -> None:
        response = client.generic(call.method, call.path, urlencode(call.fields), FORM, headers=call.headers)
        if response.status_code != call.status:
            raise SystemExit(f"{call.method} {call.path}: {response.status_code}")

    return on_processor(ask)


def tell(work: Mapping[str, tuple[Sequence[Call], Sequence[Call]]]) -> None:
    """Prints milliseconds of each work, which is a list of calls and as many to its floor, done in turn."""
    client = Client(SERVER_NAME="localhost")

    def parts(call: Call) -> tuple[float, float, float]:
        lock, web, server = Lock(), time.process_time(), here()
        with connection.execute_wrapper(lock):
            response = client.generic(call.method, call.path, urlencode(call.fields), FORM, headers=call.headers)
        lock.end()
        if response.status_code != call.status:
            raise SystemExit(f"{call.method} {call.path}: {response.status_code}")
        return time.process_time() - web, here() - server, lock.held

    with override_settings(ROOT_URLCONF="tests.bench.floors"):
        for name, (ours, floors) in work.items():
            pairs = [(parts(own), parts(floor)) for own, floor in zip(ours, floors, strict=True)]
            web, server, held = (1000 * median(each) for each in zip(*(own for own, _floor in pairs), strict=True))
            least = 1000 * median(floor[0] + floor[1] for _one, floor in pairs)
            print(
                f"{name}: {web:.1f} ms in Python, {server:.1f} ms in PostgreSQL; host locked {held:.1f} ms;"
                f" {(web + server) / least:.1f} times its floor",
                flush=True,
            )
