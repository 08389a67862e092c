"""Which passwords are refused, wherever one is chosen."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invitation_key, invite
from accounts.models import Organization, User
from tests.markup import markup

KNOWN = "This is mostly a name or an email address that others know."
JANE = User(
    name="Jane Obermeier", email="jane.o@northwind.example", organization=Organization(name="Northwind Traders Ltd")
)


def validation_message(password, user=JANE):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "AdmitOne2026!",
        "admit-one-admit-one",
        "NorthwindTraders1",
        "northwind2026",
        "Northwind Traders Ltd",
        "obermeier-1987",
        "Jane.O@Northwind.example",
        "tradersTRADERS!!",
    ],
)
def test_known_words_are_refused(password):
    assert KNOWN in validation_message(password)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "northwind correct horse", "blue jane kettles run", "ñandú ñandú ñandú"]
)
def test_ones_own_words_are_taken(password):
    assert validation_message(password) == ""


@pytest.mark.parametrize("password", ["short", "password123456", "qwertyuiop", "1234567890123"])
def test_short_and_common_ones_are_refused(password):
    assert validation_message(password) != ""


def test_long_ones_of_any_letters_are_taken():
    """At least 64 characters, spaces and every script; nothing is asked of their kinds."""
    assert (
        validation_message("a b " * 16),
        validation_message("цвет неба ночью"),
        validation_message("aaaa bbbb cccc"),
    ) == ("", "", "")


def test_superusers_without_organization_are_judged():
    assert KNOWN in validation_message("admitone1234", User(name="Root", email="root@example.com"))
    assert validation_message("correct horse battery", None) == ""


def signing_up(client, settings, ana):
    settings.SIGNUPS = "open"
    form = {"name": "Dora", "organization": "Lindgren Brothers", "email": "dora@lind.example", "time_zone": "UTC"}
    return client.post(reverse("account_signup"), form | {"password1": "LindgrenBrothers1"})


def joining(client, settings, ana):
    invitation = invite(actor=ana, email="dora@acme.example", role="member", now=timezone.now())
    form = {"name": "Dora Lindgren", "password": "DoraLindgren1!", "time_zone": "UTC"}
    return client.post(reverse("join", args=[invitation_key(invitation)]), form)


def changing(client, settings, ana):
    Organization.objects.update(name="Lindgren Brothers")
    client.force_login(ana)
    new = {"oldpassword": "correct horse battery", "password1": "LindgrenBrothers1", "password2": "LindgrenBrothers1"}
    return client.post(reverse("account_change_password"), new)


@pytest.mark.parametrize("choose", [signing_up, joining, changing])
def test_every_form_refuses_known_words(client, settings, ana, choose):
    assert KNOWN in markup(choose(client, settings, ana))
    assert User.objects.count() == 1


WEBSITES = ["Host http://evil.example", "evil.com", "www.evil.example", "t.me/evil"]
NO_WEBSITE = "Remove any website addresses."


def named_at_sign_up(client, settings, ana, name):
    settings.SIGNUPS = "open"
    form = {"name": name, "organization": "Lind", "email": "dora@lind.example", "time_zone": "UTC"}
    return client.post(reverse("account_signup"), form | {"password1": "correct horse battery"})


def named_at_joining(client, settings, ana, name):
    invitation = invite(actor=ana, email="dora@acme.example", role="member", now=timezone.now())
    form = {"name": name, "password": "correct horse battery", "time_zone": "UTC"}
    return client.post(reverse("join", args=[invitation_key(invitation)]), form)


def named_in_settings(client, settings, ana, name):
    client.force_login(ana)
    return client.post(reverse("profile"), {"name": name, "time_zone": "UTC", "clock": "24"})


def named_in_admin(client, settings, ana, name):
    client.force_login(ana)
    form = {"name": name, "role": "admin", "time_zone": "UTC", "clock": "", "is_active": "on"}
    return client.post(reverse("admin:accounts_user_change", args=[ana.pk]), form)


@pytest.mark.parametrize("give", [named_at_sign_up, named_at_joining, named_in_settings, named_in_admin])
def test_no_persons_name_is_a_website(client, settings, ana, give):
    for name in WEBSITES:
        assert NO_WEBSITE in markup(give(client, settings, ana, name)), name
    assert list(User.objects.values_list("name", flat=True)) == ["Ana Ruiz"]
