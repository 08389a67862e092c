"""The production web server with the floors beside the application, and clients that measure it."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

from tests.bench.world import ROOT

WORKERS = 4


@dataclass(frozen=True)
class Call:
    """One request, and the status that its response must have."""

    method: str
    path: str
    fields: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200


@contextmanager
def serving() -> Iterator[int]:
    """Run gunicorn on a free port of this machine, and yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "scheduler/gunicorn.py", "-w", str(WORKERS)]
    command += ["-b", f"127.0.0.1:{port}", "tests.bench.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"BASE_URL": f"http://127.0.0.1:{port}"})
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def perform(port: int, call: Call) -> str:
    """Send the request and return the body. A status other than the expected one ends the bench."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body = urlencode(call.fields) if call.method == "POST" else None
    headers = dict(call.headers)
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(call.method, call.path, body, headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    if response.status != call.status:
        raise SystemExit(
            f"{call.method} {call.path.split('?')[0]}: {response.status}, expected {call.status}\n{text[:600]}"
        )
    return text


def rate(port: int, calls: Sequence[Call], clients: int = 8) -> float:
    """Return how many requests a second that many clients get through."""
    queue, lock, failures = iter(calls), threading.Lock(), []

    def client() -> None:
        while True:
            with lock:
                call = next(queue, None)
            if call is None:
                return
            try:
                perform(port, call)
            except BaseException as failure:
                failures.append(failure)
                return

    threads = [threading.Thread(target=client) for _ in range(clients)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return len(calls) / (time.perf_counter() - begin)


def latency(port: int, calls: Sequence[Call]) -> float:
    """Return the median seconds of one request with one client."""
    return median(seconds(lambda call=call: perform(port, call)) for call in calls)


def seconds(work: Callable[[], object]) -> float:
    """Return how many seconds the work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
