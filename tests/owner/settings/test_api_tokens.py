"""Settings > API tokens: made once the password was given, shown once, listed and revoked."""

import time
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken
from tests.api.client import Program, token_of
from tests.builders import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.page]


def signed_in(user):
    """A browser in which the password was given just now."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def form(**fields):
    usual = {"name": "CRM", "scopes": ["links:read", "links:write"], "life": "90", "key": str(uuid.uuid4())}
    return usual | fields


def test_token_is_shown_once_and_works(ben):
    client = signed_in(ben)
    filled = form()
    response = client.post(reverse("new-api-token"), filled)
    token = ApiToken.objects.get()
    assert (response.status_code, response.context["text"]) == (200, token.text())
    assert f"Bearer {token.text()}" in response.context["curl"]
    assert "no-store" in response["Cache-Control"]
    assert (token.name, token.scopes, token.expires_at) == ("CRM", ["links:read", "links:write"], NOW + timedelta(90))
    assert Program(token)("GET", "/me").status_code == 200
    again = client.post(reverse("new-api-token"), filled, follow=True)
    assert ApiToken.objects.count() == 1
    assert token.text() not in again.text
    assert "shown only once" in again.text


def test_password_is_asked_for_first(ben):
    client = Client()
    client.force_login(ben)
    response = client.get(reverse("new-api-token"))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/reauthenticate/")
    client.post(reverse("new-api-token"), form())
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "a\nb"}, {"name"}),
        ({"scopes": []}, {"scopes"}),
        ({"scopes": ["links:everything"]}, {"scopes"}),
        ({"life": "never"}, {"life"}),
        ({"life": "10000"}, {"life"}),
    ],
)
def test_bad_fields_are_told(ben, fields, wrong):
    response = signed_in(ben).post(reverse("new-api-token"), form(**fields))
    assert (response.status_code, set(response.context["form"].errors)) == (422, wrong)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "a\0b", "x" * 5_000])
def test_form_without_key_is_no_dead_end(ben, key):
    """Nobody sees the key, so nobody could mend it."""
    client = signed_in(ben)
    refused = client.post(reverse("new-api-token"), form(key=key, name=""))
    assert (refused.status_code, [*refused.context["form"].errors]) == (422, ["name"])
    assert client.post(reverse("new-api-token"), form(key=key)).status_code == 200
    assert ApiToken.objects.get().user == ben


def test_admins_choose_reach_and_no_end(ana, ben):
    signed_in(ana).post(reverse("new-api-token"), form(life="never", reach="organization"))
    token = ApiToken.objects.get()
    assert (token.expires_at, token.reach) == (None, "organization")
    # A member's form has no such field.
    signed_in(ben).post(reverse("new-api-token"), form(reach="organization"))
    assert ApiToken.objects.get(user=ben).reach == "own"


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_as_many_queries(anas, ana, ben, number, django_assert_num_queries):
    for _ in range(number):
        token_of(ana)
        token_of(ben)
    anas.get(reverse("api-tokens"))
    # The session, the user; own tokens, those of colleagues.
    with django_assert_num_queries(4):
        response = anas.get(reverse("api-tokens"))
    assert (len(response.context["own"]), len(response.context["others"])) == (number, number)


def test_members_see_their_own_only(ana, ben):
    token_of(ana, name="Ana’s")
    token_of(ben, name="Ben’s")
    response = signed_in(ben).get(reverse("api-tokens"))
    assert [one["token"].name for one in response.context["own"]] == ["Ben’s"]
    assert response.context["others"] == []


def test_tokens_are_renamed_and_revoked(anas, ana):
    token = token_of(ana)
    anas.post(reverse("rename-api-token", args=[token.pk]), {"name": "Sheet"})
    token.refresh_from_db()
    assert token.name == "Sheet"
    response = anas.post(reverse("revoke-api-token", args=[token.pk]), follow=True)
    token.refresh_from_db()
    assert (token.revoked_at, response.context["own"]) == (NOW, [])
