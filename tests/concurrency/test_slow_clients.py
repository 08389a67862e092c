"""Clients that send their request slowly, or never to its end, take nothing from other visitors."""

import socket
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from statistics import quantiles
from threading import Event, Thread

import psutil
import pytest

from scheduler.body_size import MAX_BODY_BYTES
from tests.concurrency import customers
from tests.concurrency.server import WORKERS, Server
from tests.concurrency.stages import open_stage
from tests.patience import PATIENCE

HEAD = b"GET /zones.json HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
REST_OF_HEAD = b"\r\n\r\n"
BODY = (
    b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\nlogin="
)
# Seconds between two bytes of a slow client.
PACE = 3.0
# Seconds below which a page is quick, whatever it took before.
QUICK = 0.2


@contextmanager
def half_sent(port, number):
    """So many requests under way: every other one is inside its head, the rest inside their bodies."""
    with ExitStack() as stack:
        lines = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(number)]
        for position, line in enumerate(lines):
            line.sendall(BODY if position % 2 else HEAD)
        yield lines


@contextmanager
def dripping(lines):
    """Each sends one more byte every few seconds."""
    stopping = Event()

    def drip():
        while not stopping.wait(PACE):
            for line in lines:
                line.sendall(b"x")

    thread = Thread(target=drip, daemon=True)
    thread.start()
    yield
    assert thread.is_alive(), "a slow client was cut off"
    stopping.set()
    thread.join()


def opened(port, path):
    """How many seconds it takes to open the page."""
    begun = time.monotonic()
    assert customers.ask(port, "GET", path).status == 200
    return time.monotonic() - begun


def one_a_second(port, path, seconds):
    """How long each visitor of that time waited."""
    waits, visitors = [], []
    for _ in range(seconds):
        visitors.append(Thread(target=lambda: waits.append(opened(port, path))))
        visitors[-1].start()
        time.sleep(1)
    for visitor in visitors:
        visitor.join()
    assert len(waits) == seconds
    return waits


def p95(waits):
    return quantiles(waits, n=20)[-1]


@pytest.mark.feature("Q5")
def test_pages_open_beside_half_sent_requests(server):
    path = customers.link_path(open_stage().link())
    with half_sent(server.port, 10 * WORKERS) as lines:
        for _ in range(2 * WORKERS):
            opened(server.port, path)
        # They were held meanwhile, and are served once they are whole.
        lines[0].sendall(REST_OF_HEAD)
        assert lines[0].recv(12) == b"HTTP/1.1 200"
        lines[1].sendall(b"x" * 1000)
        assert lines[1].recv(12) == b"HTTP/1.1 403"


def test_a_request_too_large_meets_our_page(server):
    line = HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.putrequest("POST", "/accounts/login/")
    line.putheader("Content-Length", str(MAX_BODY_BYTES + 1))
    line.endheaders()
    # Nothing of it is sent, and nothing is waited for.
    answer = line.getresponse()
    assert (answer.status, answer.headers["Content-Type"]) == (413, "text/html; charset=utf-8")
    assert "too long" in answer.read().decode()
    line.close()


@pytest.mark.feature("Q5")
def test_a_page_leaves_in_one_piece(server):
    """A proxy that has the headers of an answer cannot ask another server for its body any more."""
    path = customers.link_path(open_stage().link())
    for _ in range(10):
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head, _blank, body = line.recv(1_000_000).partition(b"\r\n\r\n")
        lengths = [int(one.split(b":")[1]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length:")]
        assert lengths == [len(body)]


@pytest.mark.slow
@pytest.mark.feature("Q5")
def test_200_half_sent_requests_for_a_minute(server, figure):
    path = customers.link_path(open_stage().link())
    before = one_a_second(server.port, path, 20)
    with half_sent(server.port, 200) as lines, dripping(lines):
        beside = one_a_second(server.port, path, 60)
    figure(f"p95 of a page, seconds: {p95(before):.3f} alone, {p95(beside):.3f} beside 200 half-sent requests")
    assert p95(beside) <= max(2 * p95(before), QUICK)


@pytest.mark.slow
@pytest.mark.feature("Q5")
def test_without_buffering_few_stop_all(arena):
    """The control: workers that read a request while they serve it."""
    path = customers.link_path(open_stage().link())
    with Server(arena, options=["-k", "sync"]) as plain, half_sent(plain.port, 2 * WORKERS):
        line = HTTPConnection("127.0.0.1", plain.port, timeout=5)
        line.request("GET", path)
        with pytest.raises(TimeoutError):
            line.getresponse()
        line.close()


def test_whoever_knocked_is_served_before_the_end(arena):
    with Server(arena) as server:
        processes = psutil.Process(server.process.pid).children()
        for process in processes:
            process.suspend()
        lines = [HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE) for _ in range(8)]
        for line in lines:
            line.request("GET", "/zones.json")
        server.process.terminate()
        # The master has asked them to end before any of them wakes.
        time.sleep(1)
        for process in processes:
            process.resume()
        assert [line.getresponse().status for line in lines] == [200] * 8
        server.process.wait(PATIENCE)
