"""Rows of people, beside the demo's: a colleague in each state, a second factor, a session, an invitation."""

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
# Filled in as the colleague is made: what their authenticator app and their sheet of paper hold.
SECOND_FACTOR = {"email": "mia@example.com", "password": PASSWORD, "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}


def add(ana: User, mailed: Mailed, now: datetime) -> None:
    _invited(ana, mailed, now)
    _proving(User.objects.get(email=SECOND_FACTOR["email"]))
    left = User.objects.get(email="hiro@example.com")
    change_member(actor=ana, member=left, role=left.role, is_active=False)
    ensure_address(user=ana)
    address = begin_email_change(actor=User.objects.get(email="ben@example.com"), email="ben@new.example.com")
    key = EmailConfirmationHMAC(address).key
    mailed.note("confirmation of an email address", reverse("account_confirm_email", args=[key]))
    other = open_account(
        signups="open",
        organization_name="Other",
        name="Zoe Stranger",
        email="zoe@example.org",
        password=PASSWORD,
        time_zone="Pacific/Auckland",
    )
    mailed.note("page of another organization", f"/p/{other.organization.slug}/{other.pages.get().slug}/")
    _administers(ana)
    start_pairing(address=None, agent="Chrome", now=now)


def _invited(ana: User, mailed: Mailed, now: datetime) -> None:
    """One who has joined, one who may, and one who waited too long."""
    accepted = invite(actor=ana, email=SECOND_FACTOR["email"], role="member", now=now)
    key = invitation_key(accepted)
    accept_invitation(key=key, name="Mia Lang", password=PASSWORD, time_zone="Europe/Vienna", now=now)
    mailed.note("invitation, accepted", reverse("join", args=[key]), 410)
    for name, at, status in (("open", now, 200), ("expired", now - timedelta(days=30), 410)):
        invitation = invite(actor=ana, email=f"{name}@example.com", role="admin", now=at)
        mailed.note(f"invitation, {name}", reverse("join", args=[invitation_key(invitation)]), status)


def _proving(mia: User) -> None:
    TOTP.activate(mia, SECOND_FACTOR["secret"])
    SECOND_FACTOR["recovery_code"] = RecoveryCodes.activate(mia).generate_codes()[0]


def _administers(ana: User) -> None:
    """A change in Django admin, which keeps a log of its own."""
    User.objects.create_superuser("root@example.com", PASSWORD, name="Root")
    event_type = ana.event_types.get(name="Project review")
    client = Client()
    client.force_login(ana)
    form = admin_form(event_type) | {"description": "What went well, and what did not."}
    answer = client.post(reverse("admin:pages_eventtype_change", args=[event_type.pk]), form)
    assert answer.status_code == 302, (answer.status_code, answer.content.decode())


def signed_in(email: str, password: str) -> str:
    """The session cookie of a browser that signs in as people do."""
    client = Client()
    answer = client.post(reverse("account_login"), {"login": email, "password": password})
    assert (answer.status_code, answer["Location"]) == (302, "/"), answer.content.decode()
    return client.cookies[settings.SESSION_COOKIE_NAME].value
