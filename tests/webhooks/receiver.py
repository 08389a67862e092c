"""A receiver of webhooks on this machine, with answers that a test chooses."""

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
    """`calls` has the headers and the body of each request. The last of the `answers` is repeated."""

    def __init__(self, *answers: Talk) -> None:
        super().__init__(self.answer)
        self.answers = list(answers or [OK])
        self.calls: list[tuple[dict[str, str], bytes]] = []

    def remember(self, head: bytes, body: bytes) -> None:
        lines = head.decode().strip().split("\r\n")[1:]
        headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        self.calls.append((headers, body))

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
    """Make an endpoint of the actor's organization, with these changes."""
    endpoint = make_endpoint(actor=actor, fields={"url": url, "about": about, "events": events}, now=NOW)
    Endpoint.objects.filter(pk=endpoint.pk).update(**changes)
    endpoint.refresh_from_db()
    return endpoint


def make_call(owner: User) -> Call:
    """Make a call to an endpoint of the owner's organization. The endpoint has a pending call, too."""
    endpoint = endpoint_at("https://crm.example/hook", owner)
    first, _second = (send_test(actor=owner, endpoint_id=endpoint.pk, now=NOW) for _number in range(2))
    Delivery.objects.filter(pk=first.pk).update(sent_at=NOW, attempts=1)
    return Call.objects.create(delivery=first, attempt=1, at=NOW, took_ms=87, status=200, answer="Thanks")


def call_all(rounds: int = 20) -> int:
    """Make all calls that are due, one after another. Return how many rounds that took."""
    for number in range(rounds):
        if not send_due(Medium.WEBHOOK, EndpointCaller(Event()).send, stop=Event(), batch=CALLER_BATCH):
            return number
    return rounds
