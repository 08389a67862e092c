"""The product's name is the operator's to choose: it stands in one setting, and nowhere else that people read."""

import html
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse

from accounts.actions import invite
from accounts.mail import send_invitation
from scheduler.settings import BASE_DIR
from tests.builders import NOW

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Admit One", "Meet & Greet"
# The default itself; what programs read, which never changes; and what operators and developers read.
ALLOWED = {
    "scheduler/env_settings.py",
    "api/door.py",
    "core/guarded_http.py",
    "owner/settings/packing.py",
    "scheduler/addresses.py",
    "scheduler/management/commands/messages.py",
}
APPS = ["accounts", "api", "bookings", "calendars", "core", "customer", "deliveries", "links", "owner", "pages"]


def files_that_say_it(pattern: str, *folders: str) -> set[str]:
    paths = (path for folder in folders for path in Path(BASE_DIR, folder).rglob(pattern))
    return {str(path.relative_to(BASE_DIR)) for path in paths if OURS in path.read_text()}


def test_no_template_says_the_name():
    assert files_that_say_it("*.*", "templates") == set()


def test_no_sentence_to_translate_says_the_name():
    entries = Path(BASE_DIR, "locale", "django.pot").read_text().split("\n\n")[1:]
    assert [entry for entry in entries if OURS in entry] == []


def test_code_says_it_only_to_programs():
    assert files_that_say_it("*.py", *APPS, "scheduler") == ALLOWED


@pytest.fixture
def renamed(settings):
    settings.PRODUCT_NAME = THEIRS


@pytest.mark.parametrize("name", ["welcome", "account_login", "account_signup", "api-reference"])
def test_strangers_read_the_name_that_is_set(client, renamed, name):
    text = html.unescape(client.get(reverse(name)).content.decode())
    assert (text.count(OURS), THEIRS in text.partition("</title>")[0]) == (0, True)


@pytest.mark.parametrize("name", ["home", "meetings", "settings", "account_change_password", "help"])
def test_owners_read_the_name_that_is_set(anas, renamed, name):
    text = html.unescape(anas.get(reverse(name)).content.decode())
    assert (text.count(OURS), f"· {THEIRS}</title>" in text) == (0, True)
    assert f"<span>{THEIRS}</span>" in text


def test_admin_and_invitations_say_the_name(client, ana, renamed):
    client.force_login(ana)
    text = html.unescape(client.get(reverse("admin:index")).content.decode())
    assert (OURS in text, f"{THEIRS} administration" in text) == (False, True)
    send_invitation(invite(actor=ana, email="new@acme.example", role="member", now=NOW))
    (sent,) = mail.outbox
    assert (OURS in sent.subject + sent.body, THEIRS in sent.subject, THEIRS in sent.body) == (False, True, True)
