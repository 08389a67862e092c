"""The web server's worker: a client that sends or reads slowly holds a connection, never the process.

gunicorn keeps the processes. In each, waitress takes every request in whole before it is served, and hands the answer
out as fast as its reader takes it. Requests are served one after another by the process's only thread, as by gunicorn's
own sync workers, so the application needs to know nothing of threads.
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

from scheduler.sizes import MOST

# Of one process; beside them it has room for its other files under the usual limit of 1,024.
CONNECTIONS = 900
# Seconds after which a connection is closed on which nothing moves.
SILENCE = 30
# Seconds in which somebody who has just come is expected to say something.
JUST_COME = 2
# Bytes of all headers together.
LONGEST_HEAD = 32_768
# Bytes of an answer, its headers with them, that go out in one piece. If a process died in between, the proxy would
# have the headers already, and could not ask another web server.
WHOLE = 262_144


class LastAnswer(WSGITask):  # type: ignore[misc]  # waitress has no types
    """The application's answer. The connection ends with it, so the next request finds a process that is free."""

    def start(self) -> None:
        super().start()
        self.set_close_on_finish()


class Client(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    task_class = LastAnswer

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Most send all with their first packet. Whoever has is served before anybody else is let in.
        arrivals = select.poll()
        arrivals.register(self.socket, select.POLLIN)
        if arrivals.poll(0):
            self.handle_read()

    @staticmethod
    def error_task_class(channel: HTTPChannel, request: Any) -> Task:
        """Return what answers a request that could not be taken in.

        The application itself refuses what says to be too large. It judges by the headers and reads no further.
        """
        says_so = isinstance(request.error, RequestEntityTooLarge) and request.content_length
        return LastAnswer(channel, request) if says_so else ErrorTask(channel, request)


class Queue:
    """Whose request is complete, in this order. waitress would give them to threads."""

    def __init__(self) -> None:
        self.clients: deque[Client] = deque()

    def add_task(self, client: Client) -> None:
        self.clients.append(client)


class Door:
    """What both kinds of listening sockets have in common: nobody is let in while somebody waits to be served."""

    channel_class = Client
    task_dispatcher: Queue
    socket: socket.socket

    def readable(self) -> bool:
        # Another process may be free.
        free: bool = super().readable()  # type: ignore[misc]
        return free and not self.task_dispatcher.clients

    def close_behind_the_last(self) -> None:
        """Let in whoever has knocked, then nobody any more.

        A connection that nobody has let in is cut when the socket closes, and its form with it.
        """
        knocking = select.poll()
        knocking.register(self.socket, select.POLLIN)
        for _ in range(CONNECTIONS):
            if not knocking.poll(0):
                break
            self.handle_accept()  # type: ignore[attr-defined]
        self.accepting = False
        self.del_channel()  # type: ignore[attr-defined]
        self.socket.close()


class TcpDoor(Door, TcpWSGIServer):  # type: ignore[misc]
    pass


class UnixDoor(Door, UnixWSGIServer):  # type: ignore[misc]
    pass


class BufferingWorker(Worker):  # type: ignore[misc]  # gunicorn has no types
    """Serves requests that are complete, and lets all others arrive meanwhile."""

    alive: bool
    doors: Sequence[TcpDoor | UnixDoor] = ()

    def run(self) -> None:
        self.queue = Queue()
        # Everything that is waited for, by its file descriptor.
        self.sources: dict[int, Any] = {}
        self.doors = [self.door(listener.sock) for listener in self.sockets]
        while self.alive and self.ppid == os.getppid():
            self.turn()
        self.see_off()

    def door(self, listening: socket.socket) -> TcpDoor | UnixDoor:
        """Return waitress's server for the socket, which gunicorn has opened."""
        settings = Adjustments(
            # `accounts.client_address` knows which of a proxy's headers count.
            clear_untrusted_proxy_headers=False,
            ident=None,
            connection_limit=CONNECTIONS,
            channel_timeout=SILENCE,
            cleanup_interval=SILENCE // 3,
            max_request_header_size=LONGEST_HEAD,
            max_request_body_size=MOST + 1,
            # Nobody else would empty what is full. What goes beyond a megabyte is kept in a file.
            outbuf_high_watermark=sys.maxsize,
        )
        settings.send_bytes = WHOLE
        listening.setblocking(False)
        kind = UnixDoor if listening.family == socket.AF_UNIX else TcpDoor
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

    def turn(self) -> None:
        """Read and write what can be at once, and serve one request. Wait a second if there is nothing to do."""
        self.notify()
        wasyncore.loop(timeout=0 if self.queue.clients else 1, use_poll=True, map=self.sources, count=1)
        if self.queue.clients:
            self.queue.clients.popleft().service()
            self.nr += 1
            self.alive = self.alive and self.nr < self.max_requests

    def see_off(self) -> None:
        """Let nobody in any more, and serve whoever is here, as long as gunicorn gives."""
        for door in self.doors:
            door.close_behind_the_last()
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while any(map(expects_something, self.clients())) and time.monotonic() < deadline:
            self.turn()

    def clients(self) -> list[Client]:
        """Return all connections."""
        return [client for door in self.doors for client in door.active_channels.values()]

    def handle_exit(self, sig: signal.Signals, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        # End the waiting of `turn`.
        for door in self.doors:
            door.pull_trigger()


def expects_something(client: Client) -> bool:
    """Return whether the client is about to ask, or has not got all of its answer."""
    under_way = client.request or client.requests or client.total_outbufs_len
    return bool(under_way) or time.time() - client.creation_time < JUST_COME
