"""Webhooks go out by the guard: no address inside is reached, whatever its name says the second time."""

import socket
from contextlib import suppress
from threading import Event, Thread

import pytest

from deliveries.models import Call, Delivery, Endpoint, Medium
from deliveries.senders import PermanentFailure, send_due
from deliveries.webhooks.actions import send_test
from deliveries.webhooks.calling import CALLER_BATCH, EndpointCaller
from tests.builders import NOW
from tests.core.test_guarded_http import DIRTY, INSIDE
from tests.webhooks.receiver import endpoint_at

pytestmark = pytest.mark.django_db


def call_once():
    send_due(Medium.WEBHOOK, EndpointCaller(Event()).send, stop=Event(), batch=CALLER_BATCH)


def test_inner_addresses_are_never_called(ana, monkeypatch):
    reached = []
    monkeypatch.setattr("core.guarded_http.create_connection", lambda *place, **_options: reached.append(place))
    inside = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1"]
    monkeypatch.setattr("core.guarded_http.resolve", lambda host, _port: inside)
    endpoint = endpoint_at("https://crm.example/", ana)
    caller, urls = EndpointCaller(Event()), [*INSIDE.split(), *DIRTY]
    calls = [send_test(actor=ana, endpoint_id=endpoint.pk, now=NOW) for _url in urls]
    for call, url in zip(calls, urls, strict=True):
        Endpoint.objects.update(url=url)
        with pytest.raises(PermanentFailure):
            caller.send(call)
    assert reached == []
    assert Call.objects.filter(status=None).count() == len(urls)
    assert not Delivery.objects.filter(medium=Medium.WEBHOOK, sent_at__isnull=False).exists()


def test_names_that_rebind_reach_nothing(ana, monkeypatch):
    """The name leads outside when it is looked up, and in here whenever anybody would look again."""
    heard = []
    listener = socket.create_server(("127.0.0.1", 0))

    def listen():
        with suppress(OSError):
            while True:
                heard.append(listener.accept())

    Thread(target=listen, daemon=True).start()
    asked = []

    def resolve(host, *_more, **_options):
        asked.append(host)
        first = asked.count(host) == 1
        return [(2, 1, 6, "", ("198.51.100.7" if first else "127.0.0.1", listener.getsockname()[1]))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    monkeypatch.setattr("core.guarded_http.SPECIAL_NETWORKS", [])
    monkeypatch.setattr("core.guarded_http.PUBLIC_PORTS", {443, 8443, listener.getsockname()[1]})
    tried = []

    def connect(place, *_options):
        tried.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("core.guarded_http.create_connection", connect)
    endpoint = endpoint_at(f"https://crm.example:{listener.getsockname()[1]}/", ana)
    send_test(actor=ana, endpoint_id=endpoint.pk, now=NOW)
    call_once()
    listener.close()
    assert (asked.count("crm.example"), tried, heard) == (1, ["198.51.100.7"], [])
