"""An organization that requires a second factor: whoever has none may set one up, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import HistoryEntry, Organization, User
from tests.markup import markup
from tests.scheduler.test_permissions import World, walk

pytestmark = [pytest.mark.django_db, pytest.mark.page]

# What leads to a second factor, signs in or out, or is nobody's in particular.
OPEN = {"account_email", "account_logout", "account_reauthenticate", "usersessions_list"}
METHODS = ("GET", "POST")


@pytest.fixture
def world(ana, ben, zoe):
    made = World(ana, ben, zoe)
    ben.authenticator_set.all().delete()
    Organization.objects.filter(pk=ana.organization_id).update(requires_second_factor=True)
    return made


def guarded():
    """The names of owners' views and of Django admin."""
    own = {name for name, view in walk() if getattr(view, "access", "everyone") != "everyone"}
    admin = {name for name, _view in walk() if name.startswith("admin:")}
    return own - OPEN, admin - {"admin:login"}


def leads_to_second_factors(response):
    return response.headers.get("Location") == reverse("mfa_index")


@pytest.mark.walk
@pytest.mark.parametrize("role", ["owner", "admin"])
def test_every_view_leads_to_second_factors(world, role):
    own, admin = guarded()
    addresses = {
        name: one for name, one in world.addresses().items() if name in own or (name in admin and role != "owner")
    }
    before = HistoryEntry.objects.count(), list(User.objects.values())
    client = world.clients[role]
    answers = {
        (name, method): client.generic(method, address, content_type="application/x-www-form-urlencoded")
        for name, address in addresses.items()
        for method in METHODS
    }
    assert len(answers) > 180
    assert [asked for asked, response in answers.items() if not leads_to_second_factors(response)] == []
    assert (HistoryEntry.objects.count(), list(User.objects.values())) == before


def test_whoever_has_one_is_not_led(world):
    """The control of the test above."""
    world.users["admin"].authenticator_set.create(type="totp", data={"secret": "x"})
    client = world.clients["admin"]
    assert [client.get(reverse(name)).status_code for name in ("home", "team", "admin:index")] == [200, 200, 200]


def test_recovery_codes_alone_are_none(world):
    world.users["admin"].authenticator_set.create(type="recovery_codes", data={"seed": "x", "used_mask": 0})
    assert leads_to_second_factors(world.clients["admin"].get(reverse("home")))


def test_others_organization_is_not_led(world):
    assert world.clients["stranger"].get(reverse("home")).status_code == 200


def test_the_way_to_a_factor_is_open(world):
    client = world.clients["owner"]
    pages = {
        name: client.get(reverse(name))
        for name in ("mfa_index", "account_email", "mfa_activate_totp", "account_logout")
    }
    assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    assert "Acme requires a second step." in markup(pages["mfa_index"])


def test_a_fragment_sends_the_whole_page(world):
    response = world.clients["owner"].get(reverse("share"), headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (204, reverse("mfa_index"))


def test_what_was_typed_stays(world):
    client, ben = world.clients["owner"], world.ben
    client.post(reverse("profile"), {"name": "Typed", "time_zone": "Asia/Tokyo", "clock": "12"})
    ben.authenticator_set.create(type="totp", data={"secret": "x"})
    assert 'value="Typed"' in markup(client.get(reverse("profile")))


@pytest.mark.parametrize("own", [True, False])
def test_superusers_keep_the_strictest_rule(world, own):
    root = User.objects.create_superuser("root@example.com", None, name="Root")
    Organization.objects.exclude(pk=root.organization_id if own else 0).update(requires_second_factor=False)
    Organization.objects.filter(pk=root.organization_id if own else world.ben.organization_id).update(
        requires_second_factor=True
    )
    client = Client()
    client.force_login(root)
    assert (
        leads_to_second_factors(client.get(reverse("admin:index"))),
        leads_to_second_factors(client.get(reverse("home"))),
    ) == (True, True)
    root.authenticator_set.create(type="webauthn", data={})
    assert client.get(reverse("admin:index")).status_code == 200
