"""Generated requests find no fault of the server, and nothing that the description does not say: `make test-api`."""

import json
import re
import subprocess
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from accounts.actions import revoke_api_token, start_pairing
from accounts.models import ApiToken
from api import front
from api.description import FILE
from bookings.models import Booking
from deliveries.models import Delivery, Medium
from links.actions import Hosts, make_reusable, revoke
from tests.api.client import token_of
from tests.bookings.meetings import book_meeting, change_settings
from tests.builders import NOW, START, one_time_link
from tests.scheduler.test_layers import ROOT
from tests.webhooks.receiver import endpoint_at

# In an environment of its own: it brings many packages that nothing else needs.
SCHEMATHESIS = ROOT / "var" / "schemathesis" / "bin" / "schemathesis"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# Fewer of those with ids that are there: all operations were tried already.
CASES, KNOWN_CASES, MANY_CASES = 20, 10, 300

# Every operation by its name: its method and its path.
OPERATIONS = {
    one["operationId"]: (method.upper(), path)
    for path, known in json.loads(FILE.read_text())["paths"].items()
    for method, one in known.items()
    if "operationId" in one
}
NOUNS = sorted({path.split("/")[3] for _method, path in OPERATIONS.values()})
# What is answered before an operation begins.
UNASKED = {401, 429}

pytestmark = [
    pytest.mark.fuzz,
    pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="`make test-api` installs schemathesis"),
    pytest.mark.django_db(transaction=True),
]


def of_noun(noun):
    return {name for name, (_method, path) in OPERATIONS.items() if path.split("/")[3] == noun}


@pytest.fixture
def answers(monkeypatch):
    """How each operation was answered, by its name."""
    names, seen, called = {place: name for name, place in OPERATIONS.items()}, defaultdict(Counter), front._call_view

    def noted(view, request, *args, **kwargs):
        response = called(view, request, *args, **kwargs)
        route = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", request.resolver_match.route)
        if name := names.get((request.method, f"/{route}")):
            seen[name][response.status_code] += 1
        return response

    monkeypatch.setattr(front, "_call_view", noted)
    return seen


@pytest.fixture
def known(ana, event_type):
    """An id for each operation that takes one, of something that it can be done to."""
    days = iter(range(1, 30))

    def meeting(**settings):
        change_settings(event_type, **settings)
        return str(book_meeting(ana, event_type, START + timedelta(days=7 * next(days))).uid)

    past = meeting()
    Booking.objects.filter(uid=past).update(starts_at=NOW - timedelta(hours=2), ends_at=NOW - timedelta(hours=1))
    revoked, page = one_time_link(ana), ana.pages.get()
    revoke(actor=ana, link=revoked, now=NOW)
    hook = endpoint_at("https://crm.example/hook", ana, about="Others")
    meeting()
    call = Delivery.objects.filter(medium=Medium.WEBHOOK).first()
    Delivery.objects.filter(pk=call.pk).update(failed_at=NOW)
    asked = [meeting(needs_approval=True) for _ in range(2)]
    moved, cancelled = meeting(needs_approval=False), meeting()
    hosts = {"owner": ana, "hosts": Hosts(pages=(page,)), "event_types": [event_type]}
    reusable = make_reusable(actor=ana, name="Team", now=NOW, **hosts)
    ids = {
        "read_booking": {"uid": past},
        "mark_no_show": {"uid": past},
        "approve_booking": {"uid": asked[0]},
        "decline_booking": {"uid": asked[1]},
        "reschedule_booking": {"uid": moved},
        "cancel_booking": {"uid": cancelled},
        "restore_link": {"pk": revoked.pk},
        "make_single_use": {"pk": reusable.pk},
        "send_link": {"pk": one_time_link(ana, recipient_email="priya@example.com").pk},
        "list_slots_of_link": {"link_id": one_time_link(ana).pk},
        "book_through_link": {"link_id": reusable.pk},
        "list_slots_of_page": {"page_id": page.pk},
        "book_at_page": {"page_id": page.pk},
        "fetch_pairing": {"device_code": start_pairing(address=None, agent="", now=NOW).device_code()},
        "delete_webhook": {"pk": endpoint_at("https://crm.example/old", ana).pk},
        "replay_delivery": {"pk": call.pk},
    }
    ids |= {name: {"pk": one_time_link(ana).pk} for name in ("read_link", "change_link", "reissue_link", "revoke_link")}
    of_hooks = "read_webhook", "change_webhook", "ping_webhook", "rotate_webhook", "list_webhook_deliveries"
    ids |= {name: {"pk": hook.pk} for name in of_hooks}
    assert ids.keys() == {name for name, (_method, path) in OPERATIONS.items() if "{" in path}
    return ids


def run_schemathesis(server, user, path, phases, cases, *more, ids=()):
    """Sends so many generated requests to each operation, and returns what is wrong with the answers."""
    (path / "schemathesis.toml").write_text("".join(map(operation, ids.items() if ids else ())))
    command = [
        str(SCHEMATHESIS), "--config-file", str(path / "schemathesis.toml"),
        "run", str(FILE), "--url", server.url,
        "--header", f"Authorization: Bearer {token_of(user, reach='organization').text()}", "--checks", CHECKS,
        "--max-examples", str(cases), "--phases", phases, "--request-timeout", "60", *more,
    ]  # fmt: skip
    run = subprocess.run(command, cwd=path, capture_output=True, text=True, check=False)
    return "" if run.returncode == 0 else run.stdout[-8_000:] + run.stderr[-2_000:]


def operation(one):
    name, ids = one
    values = ", ".join(f'"path.{place}" = {json.dumps(value)}' for place, value in ids.items())
    return f'[[operations]]\ninclude-operation-id = "{name}"\nparameters = {{ {values} }}\n'


@pytest.fixture
def unlimited(monkeypatch, settings):
    """So many requests are no limit here, and the token outlives being dropped."""
    monkeypatch.setattr("accounts.actions.api_tokens.MOST_ALLOWED", 10**9)
    never = {"api_booking": "1000000/h/key", "bulk_links": "1000000/h/key", "ask_pairing": "1000000/h/ip"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | never

    def drop(*, token, **known):
        revoke_api_token(token=token, **known)
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=None)

    monkeypatch.setattr("api.me.revoke_api_token", drop)


def unreached(names, answers):
    """The operations that no request came to, or none but such as were turned away at the door."""
    return {name: dict(answers[name]) for name in names if not answers[name].keys() - UNASKED}


def test_generated_requests_find_no_fault(live_server, ana, unlimited, answers, tmp_path):
    phases = "examples,coverage,fuzzing"
    assert run_schemathesis(live_server, ana, tmp_path, phases, CASES, "--generation-deterministic") == ""
    assert unreached(OPERATIONS, answers) == {}


def test_requests_for_known_ids_find_no_fault(live_server, ana, known, unlimited, answers, tmp_path):
    assert (
        run_schemathesis(live_server, ana, tmp_path, "fuzzing", KNOWN_CASES, "--generation-deterministic", ids=known)
        == ""
    )
    assert unreached(OPERATIONS, answers) == {}


@pytest.mark.slow
@pytest.mark.timeout(7_200)
@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("noun", NOUNS)
def test_many_generated_requests_find_no_fault(live_server, ana, known, unlimited, answers, tmp_path, noun, there):
    phases, ids = ("fuzzing", known) if there else ("examples,coverage,fuzzing", ())
    chosen = [part for name in sorted(of_noun(noun)) for part in ("--include-operation-id", name)]
    assert run_schemathesis(live_server, ana, tmp_path, phases, MANY_CASES, *chosen, ids=ids) == ""
    assert unreached(of_noun(noun), answers) == {}
