"""`manage.py invite`: the first admin comes by invitation, so nobody can be quicker."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Invitation, Organization, User
from pages.actions import open_account

pytestmark = pytest.mark.django_db(transaction=True)
SIGN_UP = {"name": "Eve", "organization": "Evil", "email": "eve@evil.example", "password1": "a long enough secret"}
FORM = {"name": "Ana Ruiz", "password": "a long enough secret", "time_zone": "Europe/Madrid"}


def invite(*arguments):
    """What is printed."""
    out = StringIO()
    call_command("invite", *arguments, stdout=out)
    return out.getvalue()


def open_organization(name, email):
    return open_account(
        signups="open", organization_name=name, name="Zoe", email=email, password=None, time_zone="UTC"
    ).organization


@pytest.mark.page
def test_first_admin_comes_by_invitation(client, settings):
    settings.SIGNUPS = "invite"
    client.post(reverse("account_signup"), SIGN_UP)
    assert User.objects.count() == 0
    printed = invite("--admin", "ana@acme.example")
    assert printed.startswith("ana@acme.example is invited to acme.example, until ")
    [address] = re.findall(r"\S+(/join/\S+)", printed)
    [sent] = mail.outbox
    assert (sent.to, sent.reply_to, address in sent.body) == (["ana@acme.example"], [], True)
    assert sent.body.startswith("Whoever runs this site has invited you to acme.example on Admit One")
    assert "Whoever runs this site has" in client.get(address).content.decode()
    assert client.post(address, FORM)["Location"] == reverse("home")
    ana = User.objects.get()
    assert (ana.email, ana.is_admin, ana.organization.name) == ("ana@acme.example", True, "acme.example")
    assert client.get(reverse("team")).status_code == 200


def test_second_invitation_renews_the_first():
    invite("--admin", "ana@acme.example", "--organization", "Acme")
    invite("ana@acme.example")
    assert [(one.organization.name, one.role) for one in Invitation.objects.all()] == [("Acme", "member")]


def test_organization_is_named_where_there_are_several():
    acme = open_organization("Acme", "a@acme.example")
    invite("b@acme.example")
    open_organization("Zed", "z@zed.example")
    with pytest.raises(CommandError, match="There are several organizations"):
        invite("c@acme.example")
    invite("c@acme.example", "--organization", "Acme")
    assert set(Invitation.objects.values_list("organization", flat=True)) == {acme.pk}
    invite("--admin", "n@new.example", "--organization", "New")
    assert sorted(Organization.objects.values_list("name", flat=True)) == ["Acme", "New", "Zed"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ana"], "Enter a valid email address."),
        (["ana@localhost"], "cannot receive email"),
        (["a" * 64 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 60 + "." + "e" * 60 + ".example"], "at most"),
        (["ana@acme.example", "--organization", "A\nB"], "on one line"),
        (["ana@acme.example", "--organization", "A" * 101], "at most 100 characters"),
        (["z@zed.example"], "There is already an account"),
    ],
)
def test_unfit_invitation_changes_nothing(arguments, said):
    open_organization("Zed", "z@zed.example")
    with pytest.raises(CommandError, match=said):
        invite(*arguments)
    assert (Invitation.objects.count(), Organization.objects.count(), mail.outbox) == (0, 1, [])


def test_unsent_mail_leaves_the_address(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    printed = invite("--admin", "ana@acme.example")
    assert "The email could not be sent." in printed
    assert "/join/" in printed
