"""The mails about webhooks, as admins read them, and who works on which medium."""

from threading import Event

import pytest

from bookings.emails import message
from bookings.management.commands.deliver import works
from core.text import redact
from deliveries.models import Delivery, Medium
from deliveries.webhooks.actions import hand_over_endpoints
from deliveries.webhooks.notifications import disabled_mails
from deliveries.webhooks.signing import secret_text
from tests.builders import NOW, add_colleague
from tests.webhooks.receiver import endpoint_at


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
    assert len(list(works([Medium(one) for one in media], Event(), 1.0, 10))) == threads
