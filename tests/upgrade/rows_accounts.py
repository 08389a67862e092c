"""Adds rows about users to the demo's: a colleague in each state, a second factor, a session, an invitation."""

from datetime import datetime, timedelta

from allauth.account.models import EmailConfirmationHMAC
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.actions import begin_email_change, change_member, ensure_address, invitation_key, invite, start_pairing
from accounts.models import User
from pages.actions import accept_invitation, open_account
from tests.builders import admin_form
from tests.upgrade.mailed import Mailed

PASSWORD = "admit one, please"
# What the colleague's authenticator app holds. The recovery code is added when they are made.
SECOND_FACTOR = {"email": "mia@example.com", "password": PASSWORD, "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}


def add(ana: User, mailed: Mailed, now: datetime) -> None:
    _add_invitations(ana, mailed, now)
    _add_second_factor(User.objects.get(email=SECOND_FACTOR["email"]))
    left = User.objects.get(email="hiro@example.com")
    change_member(actor=ana, member=left, role=left.role, is_active=False)
    ensure_address(user=ana)
    address = begin_email_change(actor=User.objects.get(email="ben@example.com"), email="ben@new.example.com")
    key = EmailConfirmationHMAC(address).key
    mailed.add("confirmation of an email address", reverse("account_confirm_email", args=[key]))
    stranger = open_account(
        signups="open",
        organization_name="Other",
        name="Zoe Stranger",
        email="zoe@example.org",
        password=PASSWORD,
        time_zone="Pacific/Auckland",
    )
    mailed.add("page of another organization", f"/p/{stranger.organization.slug}/{stranger.pages.get().slug}/")
    _change_in_admin(ana)
    start_pairing(address=None, agent="Chrome", now=now)


def _add_invitations(ana: User, mailed: Mailed, now: datetime) -> None:
    """Add an invitation that was accepted, one that is open, and one that has expired."""
    accepted = invite(actor=ana, email=SECOND_FACTOR["email"], role="member", now=now)
    key = invitation_key(accepted)
    accept_invitation(key=key, name="Mia Lang", password=PASSWORD, time_zone="Europe/Vienna", now=now)
    mailed.add("invitation, accepted", reverse("join", args=[key]), 410)
    for name, at, status in (("open", now, 200), ("expired", now - timedelta(days=30), 410)):
        invitation = invite(actor=ana, email=f"{name}@example.com", role="admin", now=at)
        mailed.add(f"invitation, {name}", reverse("join", args=[invitation_key(invitation)]), status)


def _add_second_factor(mia: User) -> None:
    TOTP.activate(mia, SECOND_FACTOR["secret"])
    SECOND_FACTOR["recovery_code"] = RecoveryCodes.activate(mia).generate_codes()[0]


def _change_in_admin(ana: User) -> None:
    """Change something in Django admin, which keeps its own log."""
    User.objects.create_superuser("root@example.com", PASSWORD, name="Root")
    event_type = ana.event_types.get(name="Project review")
    client = Client()
    client.force_login(ana)
    form = admin_form(event_type) | {"description": "What went well, and what did not."}
    response = client.post(reverse("admin:pages_eventtype_change", args=[event_type.pk]), form)
    assert response.status_code == 302, (response.status_code, response.content.decode())


def sign_in(email: str, password: str) -> str:
    """Sign in through the form, and return the session cookie."""
    client = Client()
    response = client.post(reverse("account_login"), {"login": email, "password": password})
    assert (response.status_code, response["Location"]) == (302, "/"), response.content.decode()
    return client.cookies[settings.SESSION_COOKIE_NAME].value
