"""Accepting an invitation."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given

from accounts.actions import invitation_key, invite, withdraw_invitation
from accounts.models import Invitation, User
from pages.models import Page
from tests.builders import add_colleague
from tests.junk import all_junk, forms, junk_settings
from tests.markup import markup

pytestmark = pytest.mark.page

FORM = {"name": "Dora Lind", "password": "a long enough secret", "time_zone": "Europe/Oslo"}


@pytest.fixture
def invitation(ana):
    return invite(actor=ana, email="dora@acme.example", role="member", now=timezone.now())


def address(invitation):
    return reverse("join", args=[invitation_key(invitation)])


def test_invitation_shows_details_and_changes_nothing(client, invitation):
    response = client.get(address(invitation))
    page = markup(response)
    assert response.status_code == 200
    assert "Join Acme" in page
    assert "Ana Ruiz has invited you. You will sign in as dora@acme.example." in page
    assert "no-store" in response["Cache-Control"]
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_joining_makes_ready_signed_in_member(client, ana, invitation):
    response = client.post(address(invitation), FORM)

    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    dora = User.objects.get(email="dora@acme.example")
    assert (dora.name, dora.role, dora.time_zone, dora.organization) == (
        "Dora Lind", "member", "Europe/Oslo", ana.organization,
    )  # fmt: skip
    assert [page.slug for page in Page.objects.filter(host=dora)] == ["dora-lind"]
    assert client.session["_auth_user_id"] == str(dora.pk)


@pytest.mark.parametrize("end", ["used", "withdrawn", "expired", "forged"])
def test_a_dead_invitation_is_a_calm_410(client, ana, invitation, end):
    url = address(invitation)
    if end == "used":
        client.post(url, FORM)
        client.logout()
    elif end == "withdrawn":
        withdraw_invitation(actor=ana, invitation_id=invitation.pk)
    elif end == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        url = reverse("join", args=["MQ:1abcde:forged"])

    for response in (client.get(url), client.post(url, FORM | {"name": "Eve"})):
        assert response.status_code == 410
        assert "This invitation has been used or withdrawn, or has expired." in markup(response)
    assert not User.objects.filter(name="Eve").exists()


def test_invitation_decides_email_and_role(client, ana, zoe, invitation):
    client.post(
        address(invitation),
        FORM | {"email": "eve@evil.example", "role": "admin", "organization": zoe.organization_id, "is_superuser": "1"},
    )
    dora = User.objects.get(name="Dora Lind")
    assert (dora.email, dora.role, dora.organization, dora.is_superuser) == (
        "dora@acme.example", "member", ana.organization, False,
    )  # fmt: skip


def test_weak_password_is_refused_at_field(client, invitation):
    response = client.post(address(invitation), FORM | {"password": "dora@acme.example"})
    assert response.status_code == 422
    assert 'id="id_password_error"' in markup(response)
    assert 'value="Dora Lind"' in markup(response)
    assert not User.objects.filter(email="dora@acme.example").exists()


def test_address_with_account_meanwhile_is_refused(client, ana, invitation):
    add_colleague(ana, "Dora", "dora@acme.example")
    response = client.post(address(invitation), FORM)
    assert response.status_code == 422
    assert "There is already an account with this email address." in markup(response)


def test_signed_in_visitor_must_sign_out_first(client, ana, invitation):
    client.force_login(ana)
    assert "You are signed in as ana@acme.example." in markup(client.get(address(invitation)))
    client.post(address(invitation), FORM)
    assert not User.objects.filter(email="dora@acme.example").exists()


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*FORM))
@given(sent=forms(*FORM, **FORM))
def test_junk_in_the_form(client, ana, sent):
    client.logout()
    User.objects.filter(email="dora@acme.example").update(email=f"gone{User.objects.count()}@acme.example")
    invitation = invite(actor=ana, email="dora@acme.example", role="member", now=timezone.now())
    assert client.post(address(invitation), sent).status_code in {302, 422}
