"""The mails about webhooks, as admins read them, and who works on which medium."""

import os
from pathlib import Path
from threading import Event

import pytest

from bookings.emails import message
from bookings.management.commands.deliver import thread_functions
from core.text import redact
from deliveries.models import Delivery, Medium
from deliveries.webhooks.actions import hand_over_endpoints
from deliveries.webhooks.notifications import disabled_mails
from deliveries.webhooks.signing import secret_text
from tests.builders import NOW, add_colleague
from tests.webhooks.receiver import endpoint_at

SNAPSHOTS = Path(__file__).parent / "snapshots"
ENDPOINT = {"name": "CRM", "host": "crm.example", "page": "/settings/webhooks/7/", "why": "failed"}
FACTS = {
    "stamp": "2030-01-07T09:00:00+00:00",
    "organization": "Acme",
    "organizer": "meet@example.org",
    "message_id": "<5f0c6a3e@example.org>",
    "boundary": "b6a1",
    "recipient": {
        "name": "Ana Ruiz",
        "email": "ana@acme.example",
        "zone": "Europe/Madrid",
        "clock": "24",
        "language": "en-gb",
    },
    "endpoint": ENDPOINT,
    "former": "Bea Cruz",
}


@pytest.mark.parametrize("kind", ["webhook_disabled", "webhook_inherited"])
def test_the_whole_mail_is_the_stored_one(kind, settings):
    """After a wanted change: UPDATE_SNAPSHOTS=1 python -m pytest tests/webhooks, and look at the difference."""
    settings.BASE_URL = "https://meet.example.org"
    stored = SNAPSHOTS / f"{kind}.eml"
    mail = Delivery(kind=kind, recipient="ana@acme.example", facts=FACTS)
    made = message(mail).message().as_bytes().replace(b"\r\n", b"\n")
    if os.environ.get("UPDATE_SNAPSHOTS"):
        stored.parent.mkdir(exist_ok=True)
        stored.write_bytes(made)
    assert made.decode() == stored.read_text()


def text_of(mail):
    return " ".join(message(mail).message().get_body(("plain",)).get_content().split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("why", "said"),
    [("gone", "Its server says that it is gone (410)."), ("failed", "It did not answer as it should for five days.")],
)
def test_admins_read_why_it_was_disabled(ana, why, said):
    endpoint = endpoint_at("https://crm.example/hook?key=s3cr3t", ana, disabled_at=NOW, why=why)
    (mail,) = disabled_mails(endpoint, NOW)
    text = text_of(mail)
    assert f"The webhook “CRM” at crm.example is not called any more. {said} What it misses is kept" in text
    assert f"/settings/webhooks/{endpoint.pk}/" in text
    assert "s3cr3t" not in text


@pytest.mark.django_db
def test_admins_are_asked_about_strays(ana):
    bea = add_colleague(ana, "Bea Cruz", "bea@acme.example", role="admin")
    endpoint_at("https://crm.example/", bea)
    hand_over_endpoints(bea)
    text = text_of(Delivery.objects.get(kind="webhook_inherited"))
    assert "Bea Cruz no longer has access. The webhook “CRM”, which they set up, still calls crm.example." in text


@pytest.mark.django_db
def test_no_log_shows_a_secret(ana):
    secret = secret_text(endpoint_at("https://crm.example/", ana))
    assert redact(f"key={secret}, then") == "key=[token], then"


@pytest.mark.parametrize(
    ("media", "threads"), [(["email"], 1), (["calendar"], 5), (["webhook"], 5), (Medium.values, 9)]
)
def test_work_is_divided_by_medium(media, threads):
    assert len(list(thread_functions([Medium(one) for one in media], Event(), 1.0, 10))) == threads
