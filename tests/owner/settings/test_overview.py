"""All settings on one screen: what is there, and how it is set (V51)."""

import pytest
from django.urls import reverse

from accounts.actions import make_api_token
from accounts.models import Scope
from tests.builders import NOW, add_colleague
from tests.owner.pages.master_forms import text_of

pytestmark = pytest.mark.page


@pytest.mark.feature("H6")
def test_overview_tells_how_things_are_set(anas, ana):
    ben = add_colleague(ana, "Ben Ode", "ben@acme.example")
    shown = text_of(anas.get(reverse("settings")))
    for words in ("Only your password", "4 of 5 emails", "Name and brand", "Default", "2 people"):
        assert words in shown
    make_api_token(actor=ana, name="CRM", scopes=list(Scope), life=None, now=NOW)
    ana.delegates.add(ben)
    ana.organization.brand_colour = "#0b6e64"
    ana.organization.save()
    shown = text_of(anas.get(reverse("settings")))
    for words in ("1 token", ">1 person<", "own colour"):
        assert words in shown


def test_members_see_their_own_settings_only(client, ana):
    client.force_login(add_colleague(ana, "Ben Ode", "ben@acme.example"))
    shown = text_of(client.get(reverse("settings")))
    assert "Signing in" in shown
    assert "Organization" not in shown
