"""Webhooks by the API: who may, what is told of them, and that a secret shown there verifies."""

from ipaddress import ip_network
from typing import get_args

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from accounts.models import HistoryEntry, Scope
from accounts.verbs import Verb
from api.webhooks import Event
from deliveries.models import Delivery, Endpoint, HookEvent
from deliveries.webhooks.actions import disable_endpoint
from tests.api.client import Program, code_of, token_of
from tests.bookings.meetings import book_meeting
from tests.builders import NOW
from tests.webhooks.receiver import call_all, endpoint_at, make_call, receiving

pytestmark = [pytest.mark.django_db, pytest.mark.page]
URL = "https://crm.example/hook"
OTHERS = [scope for scope in Scope if scope != Scope.WEBHOOKS_MANAGE]
OPERATIONS = [
    ("GET", "/webhooks", None, 200),
    ("POST", "/webhooks", {"url": URL}, 201),
    ("GET", "/webhooks/{hook}", None, 200),
    ("PATCH", "/webhooks/{hook}", {"about": "ERP"}, 200),
    ("POST", "/webhooks/{hook}/ping", None, 202),
    ("POST", "/webhooks/{hook}/rotate", None, 200),
    ("GET", "/webhooks/{hook}/deliveries", None, 200),
    ("POST", "/deliveries/{call}/replay", None, 202),
    ("DELETE", "/webhooks/{hook}", None, 204),
]


@pytest.fixture(autouse=True)
def this_machine_is_named(settings, monkeypatch):
    monkeypatch.setattr("deliveries.actions.Now", timezone.now)
    monkeypatch.setattr("deliveries.webhooks.health.read_clock", timezone.now)
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = (ip_network("127.0.0.0/8"),), True


@pytest.mark.parametrize(("method", "path", "body", "status"), OPERATIONS)
def test_only_admins_with_the_scope(ana, ben, zoe, method, path, body, status):
    call = make_call(ana)
    address = path.format(hook=Endpoint.objects.get().pk, call=call.delivery_id)
    is_list = "{" not in path
    assert code_of(Program()(method, address, body)) == (401, "unauthorized")
    assert code_of(Program(token_of(ana, *OTHERS))(method, address, body)) == (403, "insufficient-scope")
    assert code_of(Program(token_of(ben))(method, address, body)) == (403, "for-admins")
    assert code_of(Program(token_of(ana))(method, address, body)) == (403, "for-admins")
    stranger = Program(token_of(zoe, reach="organization"))(method, address, body)
    assert stranger.status_code == (status if is_list else 404)
    answer = Program(token_of(ana, reach="organization"))(method, address, body)
    assert answer.status_code == status, answer.content


def test_a_program_makes_its_own_webhook(ana, event_type):
    crm = Program(token_of(ana, reach="organization"))
    with receiving() as receiver:
        made = crm("POST", "/webhooks", {"url": receiver.url, "about": "CRM", "events": ["booking.created"]}).json()
        book_meeting(ana, event_type)
        call_all()
    headers, body = receiver.calls[0]
    Webhook(made["secret"]).verify(body, headers)
    (told,) = crm("GET", f"/webhooks/{made['id']}/deliveries?status=delivered").json()["data"]
    assert (told["event"], told["message"], told["attempts"]) == ("booking.created", headers["webhook-id"], 1)
    seen = crm("GET", f"/webhooks/{made['id']}").json()
    assert (seen["enabled"], seen["last_status"], "secret" in seen) == (True, 204, False)


def test_the_same_key_makes_one(ana, ben):
    crm, key = Program(token_of(ana, reach="organization")), {"Idempotency-Key": "crm-setup-1"}
    body = {"url": URL, "events": ["link.used"]}
    first, again = (crm("POST", "/webhooks", body, **key) for _ in range(2))
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 200, "true")
    assert (again.json(), "Idempotent-Replayed" in first) == (first.json(), False)
    assert code_of(crm("POST", "/webhooks", body | {"about": "ERP"}, **key)) == (409, "idempotency-key-reused")
    assert code_of(crm("POST", "/webhooks", body, **{"Idempotency-Key": "short"})) == (422, "invalid")
    assert Endpoint.objects.count() == 1
    ben.role = "admin"
    ben.save()
    bens = Program(token_of(ben, reach="organization"))
    assert bens("POST", "/webhooks", body, **key).status_code == 201
    assert crm("POST", "/webhooks", body).status_code == 201
    assert len(set(Endpoint.objects.values_list("handle", flat=True))) == 3
    crm("DELETE", f"/webhooks/{first.json()['id']}")
    assert code_of(crm("POST", "/webhooks", body, **key)) == (404, "not-found")


def test_switched_on_it_hears_what_it_missed(ana, event_type):
    endpoint = endpoint_at(URL, ana)
    crm = Program(token_of(ana, reach="organization"))
    assert crm("PATCH", f"/webhooks/{endpoint.pk}", {"enabled": False}).json()["why"] == "by_hand"
    book_meeting(ana, event_type)
    on = crm("PATCH", f"/webhooks/{endpoint.pk}", {"enabled": True, "send_missed": True}).json()
    assert (on["enabled"], on["why"]) == (True, "")
    owed = Delivery.objects.open().filter(recipient=endpoint.recipient)
    assert sorted(owed.values_list("kind", flat=True)) == ["booking.created", "link.used"]


def test_lists_lead_on_by_cursor(ana):
    make_call(ana)
    crm, pk = Program(token_of(ana, reach="organization")), Endpoint.objects.get().pk
    first = crm("GET", f"/webhooks/{pk}/deliveries?limit=1").json()
    second = crm("GET", f"/webhooks/{pk}/deliveries?limit=1&cursor={first['next_cursor']}").json()
    assert (len(first["data"]), len(second["data"]), second["next_cursor"]) == (1, 1, None)
    assert first["data"][0]["id"] > second["data"][0]["id"]


@pytest.mark.parametrize("url", ["ftp://crm.example/", "crm.example", "https://user:word@crm.example/", "https://a b/"])
def test_odd_addresses_are_refused(ana, url):
    answer = Program(token_of(ana, reach="organization"))("POST", "/webhooks", {"url": url})
    assert (code_of(answer), answer.json()["errors"][0]["pointer"]) == ((422, "invalid"), "/url")
    assert not Endpoint.objects.filter(created_at__gte=NOW).exists()


def test_twenty_webhooks_are_enough(ana):
    for number in range(20):
        endpoint_at(f"https://crm.example/{number}", ana)
    answer = Program(token_of(ana, reach="organization"))("POST", "/webhooks", {"url": URL})
    assert code_of(answer) == (409, "too-many-webhooks")


def test_events_are_all_but_the_test():
    assert set(get_args(Event)) == set(HookEvent.values) - {HookEvent.PING}


def test_switching_off_twice_is_remembered_once(ana):
    endpoint = endpoint_at(URL, ana)
    for _time in range(2):
        disable_endpoint(actor=ana, endpoint_id=endpoint.pk, now=NOW)
    assert HistoryEntry.objects.filter(subject="endpoint", subject_id=endpoint.pk, verb=Verb.DISABLED).count() == 1
    assert Endpoint.objects.get().why == Endpoint.Why.BY_HAND
