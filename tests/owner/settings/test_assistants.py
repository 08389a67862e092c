"""Settings > Assistants: one press makes a token that works, shown once with what usual clients need."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken
from tests.api.test_assistants import Assistant
from tests.builders import NOW
from tests.owner.settings.test_api_tokens import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.page]


def test_one_press_connects_an_assistant(ben):
    client = signed_in(ben)
    page = client.get(reverse("assistants"))
    assert "/mcp" in page.text
    form = {"key": str(page.context["form"]["key"].value())}
    response = client.post(reverse("assistants"), form)
    token = ApiToken.objects.get()
    assert (token.made_for, token.reach, token.expires_at) == ("agent", "own", NOW + timedelta(days=90))
    assert token.scopes == ["links:read", "links:write", "slots:read", "bookings:read"]
    lines = {line["id"]: line["text"] for line in response.context["lines"]}
    assert all(token.text() in text for text in lines.values())
    assert set(json.loads(lines["cursor"])["mcpServers"]) == {"admit-one"}
    assert set(json.loads(lines["vs-code"])["servers"]) == {"admit-one"}
    assert [one["name"] for one in Assistant(token).call("list_pages")["pages"]] == ["Ben Ode"]
    again = client.post(reverse("assistants"), form, follow=True)
    assert "shown only once" in again.text
    assert ApiToken.objects.count() == 1


def test_password_is_asked_for_first(ben):
    client = Client()
    client.force_login(ben)
    assert client.get(reverse("assistants")).status_code == 200
    response = client.post(reverse("assistants"), {"key": str(uuid.uuid4())})
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/reauthenticate/")
    assert not ApiToken.objects.exists()


def test_a_form_without_its_key(ben):
    assert signed_in(ben).post(reverse("assistants"), {}).status_code == 422
