"""The figures of docs/scale.md: seconds of the processor for a page, for a booking, and under a host's lock."""

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client, override_settings

from tests.bench.cpu import cpu_seconds, database_cpu, total_cpu
from tests.bench.server import Call

ROUNDS = 60
FORM = "application/x-www-form-urlencoded"
# The first statement with this text and FOR locks the host.
HOST_LOCK = 'FROM "accounts_user"'


class LockTimer:
    """Measures how long a host's row is locked, in seconds of the processor. A wrapper of statements."""

    def __init__(self) -> None:
        self.begin, self.held = 0.0, 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if not self.begin and HOST_LOCK in sql and "FOR " in sql:
            self.begin = total_cpu()
        return done

    def end(self) -> None:
        """Stop measuring. Call this after the transaction."""
        if self.begin:
            self.held = total_cpu() - self.begin


def cost(call: Call) -> float:
    """Return the seconds of the processor for one request. An unexpected status ends the bench."""
    client = Client(SERVER_NAME="localhost")
    # Otherwise the first request would load the middleware, which takes longer than a booking.
    client.handler.load_middleware()

    def send() -> None:
        response = client.generic(call.method, call.path, urlencode(call.fields), FORM, headers=call.headers)
        if response.status_code != call.status:
            raise SystemExit(f"{call.method} {call.path}: {response.status_code}")

    return cpu_seconds(send)


def print_costs(work: Mapping[str, tuple[Sequence[Call], Sequence[Call]]]) -> None:
    """Print the milliseconds of each work. A work is a list of calls, and one of as many calls of its floor."""
    client = Client(SERVER_NAME="localhost")

    def measure(call: Call) -> tuple[float, float, float]:
        timer, web, server = LockTimer(), time.process_time(), database_cpu()
        with connection.execute_wrapper(timer):
            response = client.generic(call.method, call.path, urlencode(call.fields), FORM, headers=call.headers)
        timer.end()
        if response.status_code != call.status:
            raise SystemExit(f"{call.method} {call.path}: {response.status_code}")
        return time.process_time() - web, database_cpu() - server, timer.held

    with override_settings(ROOT_URLCONF="tests.bench.floors"):
        for name, (ours, floors) in work.items():
            pairs = [(measure(own), measure(floor)) for own, floor in zip(ours, floors, strict=True)]
            web, server, held = (1000 * median(each) for each in zip(*(own for own, _floor in pairs), strict=True))
            least = 1000 * median(floor[0] + floor[1] for _one, floor in pairs)
            print(
                f"{name}: {web:.1f} ms in Python, {server:.1f} ms in PostgreSQL; host locked {held:.1f} ms;"
                f" {(web + server) / least:.1f} times its floor",
                flush=True,
            )
