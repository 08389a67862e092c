"""Mails that wait in no outbox, about signing in and joining: each in its reader's language, whoever asked for it."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.core import mail
from django.utils import translation

from accounts import sessions
from accounts.actions import invite
from accounts.mail import send_invitation
from tests.builders import NOW
from tests.languages import offering_languages, write_spanish_and_german

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
# What allauth can send, for which our settings have no use: codes to reset and confirm, unknown addresses.
NEVER = {
    "account/email/unknown_account", "account/email/password_reset_code", "account/email/email_confirm",
}  # fmt: skip
# What it sends as an answer to anybody, and what of a change by whoever is signed in.
ASKED = {
    "account/email/account_already_exists", "account/email/email_confirmation",
    "account/email/email_confirmation_signup", "account/email/login_code", "account/email/password_reset_key",
}  # fmt: skip
NOTICES = {
    "account/email/email_changed", "account/email/email_deleted", "account/email/password_changed",
    "account/email/password_reset", "account/email/password_set", "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated", "mfa/email/totp_deactivated", "mfa/email/webauthn_added", "mfa/email/webauthn_removed",
}  # fmt: skip
KNOWN = {"code": "ABC", "activate_url": "https://a/", "password_reset_url": "https://b/", "signup_url": "https://c/"}
KNOWN |= {"email": "ana@acme.example", "from_email": "a@x", "to_email": "b@x", "deleted_email": "c@x"}


def test_every_kind_of_allauth_is_known():
    found = set()
    for app in ("account", "mfa"):
        for path in (Path(allauth.__file__).parent / app).rglob("*.py"):
            found |= set(re.findall(r'"((?:account|mfa)/email/\w+)"', path.read_text()))
    assert found == ASKED | NOTICES | (NEVER & found)


def test_mails_leave_from_known_places():
    """Another one needs a test like those below, or waits in the outbox (`tests/bookings/test_each_reader.py`)."""
    apps = {"accounts", "api", "bookings", "calendars", "core", "customer", "deliveries", "links", "owner", "pages"}
    paths = (path for app in {*apps, "scheduler"} for path in (ROOT / app).rglob("*.py"))
    found = {path.relative_to(ROOT).as_posix() for path in paths if "django.core.mail" in path.read_text()}
    outbox = {"deliveries/files.py", "deliveries/mails.py", "deliveries/worker.py", "scheduler/servers.py"}
    assert found == {"accounts/mail.py", *outbox}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_spanish_and_german(tmp_path_factory.mktemp("locale"))


@pytest.fixture
def adapter(settings, folder, rf, monkeypatch):
    """At work for a page that is read in German."""
    monkeypatch.setattr(sessions, "end_others", lambda request, user: None)
    request = rf.post("/", REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Firefox")
    with offering_languages(settings, folder, "es", "de"), translation.override("de"), request_context(request):
        yield get_adapter(request)


def set_language(who, language):
    type(who).objects.filter(pk=who.pk).update(language=language)
    who.refresh_from_db()


def lines(message):
    """What a mail says, without what is nobody's language."""
    text = re.sub(r"\S+://\S+|\S+@\S+", " ", f"{message.subject}\n{message.body}")
    return {
        line.strip()
        for line in text.splitlines()
        if re.search(r"[^\W\d_]{4}", line.replace("Admit One, localhost:8000", ""))
    }


def languages_in(message):
    return {code for code in ("de", "es") if f"⟦{code}:" in message.subject + message.body}


@pytest.mark.feature("G5")
def test_sign_in_mails_speak_their_readers_language(adapter, ana):
    def sent(kind):
        if kind in NOTICES:
            adapter.send_notification_mail(kind, ana, KNOWN)
        else:
            adapter.send_mail(kind, "ANA@acme.example", dict(KNOWN))
        return mail.outbox[-1]

    kinds = sorted(ASKED | NOTICES)
    set_language(ana, "es")
    spanish = [sent(kind) for kind in kinds]
    set_language(ana, "en-gb")
    english = [sent(kind) for kind in kinds]
    assert [(languages_in(one), languages_in(other)) for one, other in zip(spanish, english, strict=True)] == [
        ({"es"}, set())
    ] * len(kinds)
    assert [lines(one) & lines(other) for one, other in zip(spanish, english, strict=True)] == [set()] * len(kinds)


@pytest.mark.feature("G5")
def test_strangers_read_the_pages_language(adapter, ana):
    adapter.send_mail("account/email/login_code", "new@acme.example", dict(KNOWN))
    adapter.send_mail("account/email/login_code", ana.email, dict(KNOWN))
    set_language(ana.organization, "es")
    adapter.send_mail("account/email/login_code", ana.email, dict(KNOWN))
    assert [languages_in(one) for one in mail.outbox] == [{"de"}, {"de"}, {"es"}]


@pytest.mark.feature("G5")
def test_invitations_speak_the_organizations_language(adapter, ana):
    for language in ("", "es"):
        set_language(ana.organization, language)
        send_invitation(invite(actor=ana, email=f"new{language}@acme.example", role="member", now=NOW))
    assert [languages_in(one) for one in mail.outbox] == [{"de"}, {"es"}]
