"""A mail server that keeps the mails it accepts. Tests can make it fail."""

import asyncio
import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope, Session


@dataclass
class Received:
    """A message as it was received."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.raw, policy=SMTP)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Sink:
    """What the server received, and its answers to the commands RCPT and DATA, by recipient; "" is for everybody."""

    received: list[Received] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    drop_data: set[str] = field(default_factory=set)
    slow: float = 0.0
    connections: int = 0
    port: int = 0
    tried: list[str] = field(default_factory=list)
    # Set while a message is inside DATA; the server answers when `answer` is set.
    inside: threading.Event = field(default_factory=threading.Event)
    answer: threading.Event | None = None

    async def handle_EHLO(
        self, server: Server, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ):
        session.host_name = hostname
        self.connections += 1
        return answers

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        answer = self.rcpt.get(address) or self.rcpt.get("")
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 ok"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        recipients = set(envelope.rcpt_tos)
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.answer is not None:
            self.inside.set()
            while not self.answer.is_set():
                await asyncio.sleep(0.01)
        if recipients & self.drop_data:
            self.drop_data -= recipients
            server.transport.abort()
            return "451 gone"
        for recipient in recipients | {""}:
            if recipient in self.data:
                return self.data[recipient]
        self.received.append(Received(envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
        return "250 ok"


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """A sink that listens on a free port until the block ends."""
    sink = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        sink.port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        if sink.answer is not None:
            sink.answer.set()
        controller.stop()


@contextmanager
def dripping_server(every: float = 0.2) -> Iterator[int]:
    """Serve an endless answer, byte by byte. Gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        over = threading.Event()
        threading.Thread(target=_drip, args=[listener, every, over], daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()


def _drip(listener: socket.socket, every: float, over: threading.Event) -> None:
    line, _address = listener.accept()
    with line:
        line.sendall(b"220 slow\r\n")
        line.recv(1024)
        line.sendall(b"250 slow\r\n")
        while not over.wait(every):
            try:
                line.sendall(b"x")
            except OSError:
                return
