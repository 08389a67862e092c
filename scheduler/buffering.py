"""The web server's worker: a client that sends or reads slowly holds a connection, never the process.

gunicorn manages the processes. In each, waitress receives every request completely before it is served, and buffers the
response until the client has read it. Requests are served one after another by the process's only thread, as by
gunicorn's own sync workers, so the application need not be thread-safe.
"""

import os
import select
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Sequence
from types import FrameType
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, UnixWSGIServer
from waitress.task import ErrorTask, Task, WSGITask
from waitress.utilities import RequestEntityTooLarge

from scheduler.body_size import MAX_BODY_BYTES

# Connections of one process. This leaves room for its other files under the usual limit of 1,024.
CONNECTIONS = 900
# Seconds after which an idle connection is closed.
IDLE_SECONDS = 30
# Seconds in which a new client is expected to send a request.
NEW_CLIENT_SECONDS = 2
# Bytes of all headers together.
LONGEST_HEAD = 32_768
# Bytes of a response, with its headers, that are sent in one piece. If a process died in between, the proxy would
# already have the headers, and could not try another web server.
SEND_BYTES = 262_144


class ClosingTask(WSGITask):  # type: ignore[misc]  # waitress has no types
    """The application's response. The connection closes after it, so that the next request finds a free process."""

    def start(self) -> None:
        super().start()
        self.set_close_on_finish()


class Client(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    task_class = ClosingTask

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Most clients send everything with their first packet. Such a request is served before others are accepted.
        arrivals = select.poll()
        arrivals.register(self.socket, select.POLLIN)
        if arrivals.poll(0):
            self.handle_read()

    @staticmethod
    def error_task_class(channel: HTTPChannel, request: Any) -> Task:
        """Return the task that answers a request that could not be received.

        The application itself refuses a request with a too large Content-Length. It reads only the headers.
        """
        declares_length = isinstance(request.error, RequestEntityTooLarge) and request.content_length
        return ClosingTask(channel, request) if declares_length else ErrorTask(channel, request)


class Queue:
    """The clients whose requests are complete, in order. waitress would pass them to threads."""

    def __init__(self) -> None:
        self.clients: deque[Client] = deque()

    def add_task(self, client: Client) -> None:
        self.clients.append(client)


class Listener:
    """What both kinds of listening sockets share: no connection is accepted while a request waits to be served."""

    channel_class = Client
    task_dispatcher: Queue
    socket: socket.socket

    def readable(self) -> bool:
        # Another process may be free.
        free: bool = super().readable()  # type: ignore[misc]
        return free and not self.task_dispatcher.clients

    def accept_waiting_and_close(self) -> None:
        """Accept the waiting connections, then close the socket.

        Closing it first would cut them off, and lose the forms that they send.
        """
        waiting = select.poll()
        waiting.register(self.socket, select.POLLIN)
        for _ in range(CONNECTIONS):
            if not waiting.poll(0):
                break
            self.handle_accept()  # type: ignore[attr-defined]
        self.accepting = False
        self.del_channel()  # type: ignore[attr-defined]
        self.socket.close()


class TcpListener(Listener, TcpWSGIServer):  # type: ignore[misc]
    pass


class UnixListener(Listener, UnixWSGIServer):  # type: ignore[misc]
    pass


class BufferingWorker(Worker):  # type: ignore[misc]  # gunicorn has no types
    """Serves requests that are complete, and lets all others arrive meanwhile."""

    alive: bool
    listeners: Sequence[TcpListener | UnixListener] = ()

    def run(self) -> None:
        self.queue = Queue()
        # Everything that is waited for, by its file descriptor.
        self.sources: dict[int, Any] = {}
        self.listeners = [self.make_listener(listener.sock) for listener in self.sockets]
        while self.alive and self.ppid == os.getppid():
            self.run_once()
        self.finish_clients()

    def make_listener(self, listening: socket.socket) -> TcpListener | UnixListener:
        """Return waitress's server for the socket, which gunicorn has opened."""
        settings = Adjustments(
            # `accounts.client_address` knows which of a proxy's headers count.
            clear_untrusted_proxy_headers=False,
            ident=None,
            connection_limit=CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=IDLE_SECONDS // 3,
            max_request_header_size=LONGEST_HEAD,
            max_request_body_size=MAX_BODY_BYTES + 1,
            # No limit: with one thread, nobody else would empty a full buffer. Above a megabyte it is kept in a file.
            outbuf_high_watermark=sys.maxsize,
        )
        settings.send_bytes = SEND_BYTES
        listening.setblocking(False)
        kind = UnixListener if listening.family == socket.AF_UNIX else TcpListener
        sockinfo = (listening.family, listening.type, listening.proto, listening.getsockname())
        return kind(
            self.wsgi,
            self.sources,
            _sock=listening,
            dispatcher=self.queue,
            adj=settings,
            bind_socket=False,
            sockinfo=sockinfo,
        )

    def run_once(self) -> None:
        """Read and write what can be at once, and serve one request. Wait a second if there is nothing to do."""
        self.notify()
        wasyncore.loop(timeout=0 if self.queue.clients else 1, use_poll=True, map=self.sources, count=1)
        if self.queue.clients:
            self.queue.clients.popleft().service()
            self.nr += 1
            self.alive = self.alive and self.nr < self.max_requests

    def finish_clients(self) -> None:
        """Accept no more connections, and serve the present ones within gunicorn's graceful timeout."""
        for listener in self.listeners:
            listener.accept_waiting_and_close()
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while any(map(is_being_served, self.clients())) and time.monotonic() < deadline:
            self.run_once()

    def clients(self) -> list[Client]:
        """Return all connections."""
        return [client for listener in self.listeners for client in listener.active_channels.values()]

    def handle_exit(self, sig: signal.Signals, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        # End the waiting of `turn`.
        for listener in self.listeners:
            listener.pull_trigger()


def is_being_served(client: Client) -> bool:
    """Return whether the client is new, is sending a request, or is still receiving its response."""
    under_way = client.request or client.requests or client.total_outbufs_len
    return bool(under_way) or time.time() - client.creation_time < NEW_CLIENT_SECONDS
