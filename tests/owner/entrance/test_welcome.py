"""The front page for whoever is not signed in."""

import pytest
from django.urls import reverse

from accounts.demo import EMAIL, PASSWORD
from pages.actions import open_account
from tests.markup import markup

pytestmark = pytest.mark.page

WELCOME = "/welcome/"


@pytest.mark.django_db
@pytest.mark.feature("H6")
def test_strangers_read_what_this_is(client):
    assert client.get("/")["Location"] == WELCOME
    html = markup(client.get(WELCOME))
    assert "The first booking closes the link" in html
    assert html.count(f'href="{reverse("account_login")}"') == 2
    # Whatever they had typed or asked for leads to the sign-in, and back, as ever.
    assert client.post("/", {}).headers["Location"] == "/accounts/login/?next=/"
    assert client.get("/links/").headers["Location"] == "/accounts/login/?next=/links/"


@pytest.mark.feature("H6")
def test_signed_in_users_are_led_home(anas):
    assert anas.get(WELCOME)["Location"] == "/"


@pytest.mark.parametrize(("signups", "open"), [("first", False), ("invite", False), ("open", True)])
@pytest.mark.feature("H6")
def test_account_is_offered_where_allowed(client, settings, ana, signups, open):
    settings.SIGNUPS = signups
    html = markup(client.get(WELCOME))
    assert (reverse("account_signup") in html, "Ask an admin" in html) == (open, not open)


@pytest.mark.django_db
@pytest.mark.feature("H6")
def test_demo_offers_itself_in_development_only(client, settings):
    assert "Try the demo" not in markup(client.get(WELCOME))
    open_account(
        signups="open", organization_name="Demo", name="Ana", email=EMAIL, password=PASSWORD, time_zone="Europe/Madrid"
    )
    settings.DEVELOPMENT = True
    html = markup(client.get(WELCOME))
    assert "Try the demo" in html
    assert f'name="login" value="{EMAIL}"' in html
    answer = client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    client.logout()
    settings.DEVELOPMENT = False
    html = markup(client.get(WELCOME))
    assert ("Try the demo" in html, EMAIL in html, PASSWORD in html) == (False, False, False)
