"""A receiver of webhooks on this machine, which keeps what it hears and answers as it is told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from accounts.models import User
from deliveries.models import Call, Delivery, Endpoint, Medium
from deliveries.senders import send_due
from deliveries.webhooks.actions import make_endpoint, send_test
from deliveries.webhooks.calling import CALLER_BATCH, EndpointCaller
from tests.builders import NOW
from tests.core.servers import Server, Talk, answering

OK = answering("204 No Content")


class Receiver(Server):
    """`calls` are the headers and the body of each request; `answers` come one after the other, the last for ever."""

    def __init__(self, *answers: Talk) -> None:
        super().__init__(self.answer)
        self.answers = list(answers or [OK])
        self.calls: list[tuple[dict[str, str], bytes]] = []

    def hear(self, client: socket.socket) -> bytes:
        heard = b""
        while b"\r\n\r\n" not in heard and (part := client.recv(65_536)):
            heard += part
        head, _end, body = heard.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")[1:]
        headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        while len(body) < int(headers.get("content-length", 0)) and (part := client.recv(65_536)):
            body += part
        self.calls.append((headers, body))
        return head

    def answer(self, client: socket.socket, head: bytes) -> None:
        talk = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        talk(client, head)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def receiving(*answers: Talk) -> Iterator[Receiver]:
    receiver = Receiver(*answers)
    Thread(target=receiver.run, daemon=True).start()
    try:
        yield receiver
    finally:
        receiver.listener.close()


def endpoint_at(url: str, actor: User, *events: str, about: str = "CRM", **changes: Any) -> Endpoint:
    """An endpoint of the actor's organization, as it stands after these changes."""
    endpoint = make_endpoint(actor=actor, fields={"url": url, "about": about, "events": events}, now=NOW)
    Endpoint.objects.filter(pk=endpoint.pk).update(**changes)
    endpoint.refresh_from_db()
    return endpoint


def make_call(owner: User) -> Call:
    """A call that was made to an endpoint of the owner's organization, which has a call to come, too."""
    endpoint = endpoint_at("https://crm.example/hook", owner)
    first, _second = (send_test(actor=owner, endpoint_id=endpoint.pk, now=NOW) for _one in range(2))
    Delivery.objects.filter(pk=first.pk).update(sent_at=NOW, attempts=1)
    return Call.objects.create(delivery=first, attempt=1, at=NOW, took_ms=87, status=200, answer="Thanks")


def call_all(rounds: int = 20) -> int:
    """Make all calls that are due, one after another. Return how many rounds that took."""
    for number in range(rounds):
        if not send_due(Medium.WEBHOOK, EndpointCaller(Event()).send, stop=Event(), batch=CALLER_BATCH):
            return number
    return rounds
