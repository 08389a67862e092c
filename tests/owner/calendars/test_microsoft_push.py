"""What Microsoft tells of calendars by itself: subscribed to, renewed, heard, and ended."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from calendars.models import Calendar, Connection
from calendars.providers.microsoft_push import client_state
from calendars.pushes import push_address
from core.database import read_clock
from tests.calendars.fakes.graph import GraphFake
from tests.owner.calendars.test_calendars import LIST
from tests.owner.calendars.test_microsoft import at_now, graph, read, tokens, work

__all__ = ["at_now", "graph", "tokens", "work"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.page]
BASE, MINUTE, DAY = "https://meet.example", timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def told(settings, graph: GraphFake, work):
    """The calendar, of which Microsoft tells: it has asked for its own words first."""
    settings.BASE_URL = BASE

    def echo(address, words):
        answer = Client().post(f"{address.removeprefix(BASE)}?{urlencode({'validationToken': words})}")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        return answer.content.decode()

    graph.echo = echo
    return look(work)


def look(work):
    read(work)
    work.refresh_from_db()
    return work


def call(work, *states, body=None):
    """Microsoft tells of changes."""
    value = [{"subscriptionId": work.push["channel"], "clientState": one, "changeType": "updated"} for one in states]
    text = json.dumps({"value": value}) if body is None else body
    answer = Client().post(push_address(work).removeprefix(BASE), text, content_type="application/json")
    before = work.due_at
    work.refresh_from_db()
    return answer.status_code, work.due_at < before


def test_calendar_is_subscribed_to(graph, told):
    (subscription,) = graph.subscriptions.values()
    address = push_address(told)
    assert told.push == {"channel": subscription["id"]}
    assert (subscription["notificationUrl"], subscription["clientState"]) == (address, client_state(address))
    assert subscription["changeType"] == "created,updated,deleted"
    until = datetime.fromisoformat(subscription["expirationDateTime"])
    assert told.push_until == until
    assert timedelta(days=2.8) < until - datetime.now(UTC) < timedelta(minutes=4_230)
    assert 26 * MINUTE < told.due_at - read_clock() < 34 * MINUTE
    look(told)
    assert len(graph.subscriptions) == 1


def test_ending_subscription_is_renewed(graph, told):
    (former,) = graph.subscriptions
    Calendar.objects.filter(pk=told.pk).update(push_until=read_clock() + timedelta(hours=23))
    look(told)
    (name,) = graph.subscriptions
    assert (name == former, told.push["channel"], told.push_until - read_clock() > 2 * DAY) == (False, name, True)


def test_told_calendar_is_read_soon(told):
    Calendar.objects.filter(pk=told.pk).update(read_at=read_clock() - MINUTE)
    state = client_state(push_address(told))
    assert call(told, state, state) == (204, True)
    assert told.due_at <= read_clock()


BODIES = ["{}", "{x", '{"value": 1}', '{"value": []}', '{"value": [{}]}', '{"value": [1]}', '{"value": ' * 9_000]


@pytest.mark.parametrize("body", BODIES)
def test_calls_without_the_word_are_refused(told, body):
    assert call(told, body=body) == (404, False)


def test_calls_with_another_word_are_refused(told):
    right = client_state(push_address(told))
    assert call(told, "wrong") == (404, False)
    assert call(told, right, "wrong") == (404, False)
    # Google's calls, which say nothing, are heard of Google's calendars only.
    assert [call(told, body=one) for one in ("", "x", "[]")] == [(204, False)] * 3


def test_refused_subscription_means_polling(settings, graph, work):
    settings.BASE_URL = BASE
    graph.echo = lambda _address, _words: "nothing"
    look(work)
    assert (work.push_until, work.connection.state, graph.subscriptions) == (None, "ok", {})
    assert 4 * MINUTE < work.due_at - read_clock() < 6 * MINUTE


def test_disconnecting_ends_the_subscription(anas, graph, told):
    anas.post(f"{LIST}{Connection.objects.get().pk}/disconnect/")
    assert graph.subscriptions == {}
