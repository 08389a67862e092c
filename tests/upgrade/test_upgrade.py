"""After an upgrade from an earlier release, its tables, addresses, users and mails work as before."""

import hmac
import re
import struct
import subprocess
import sys
from base64 import b32decode
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.models import User
from bookings.emails import message
from bookings.models import Booking
from deliveries.models import Delivery
from links.actions import mint
from links.models import Link
from tests import databases
from tests.concurrency.invariants import BROKEN, broken_promises
from tests.owner.meetings.owners import listed_pks, sorted_by_hand
from tests.upgrade.dumps import read_dump
from tests.upgrade.schema import read_parts, read_schema

pytestmark = pytest.mark.walk

# What the page of a dead address says, by its reason.
REASON_TEXTS = {
    "used": "This link has already been used to",
    "revoked": "This link has been withdrawn.",
    "expired": "This link expired on",
    "deleted": "The page behind this link no longer exists.",
    "paused": "is not taking bookings at the moment.",
}
OWNERS_SCREENS = ["home", "meetings", "links", "my-links", "all-links", "link-requests", "batches", "meeting-logs"]
OWNERS_SCREENS += [
    "booking-pages",
    "event-types",
    "schedules",
    "master-pages",
    "pools",
    "deliveries",
    "team",
    "settings",
    "webhooks",
]
# Invariants of columns that a migration has to fill for the lists.
LIST_PROMISES = {
    "a meeting whose hosts' time is not its own",
    "a request that lapses at another time than its last",
    "host time that waits for another answer than its meeting",
    "another onlooker than the owner of a link to somebody else",
}


@pytest.fixture(scope="module")
def upgraded_schema(_upgraded: str, django_db_blocker: DjangoDbBlocker) -> set[tuple[object, ...]]:
    """Return the schema of the upgraded database. The tests' own database is a new one."""
    with django_db_blocker.unblock(), databases.using_database(_upgraded):
        return read_schema()


@pytest.mark.django_db
def test_schema_equals_a_new_installation(upgraded_schema):
    assert len(upgraded_schema) > 500
    assert upgraded_schema ^ read_schema() == set()


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE links_link DROP COLUMN note",
        "ALTER TABLE links_link ALTER COLUMN label TYPE varchar(101)",
        "ALTER TABLE links_link ALTER COLUMN label DROP NOT NULL",
        "ALTER TABLE links_link ALTER COLUMN label SET DEFAULT ''",
        "ALTER TABLE links_link ALTER COLUMN id SET GENERATED ALWAYS",
        "ALTER TABLE links_link ALTER COLUMN over_at DROP EXPRESSION",
        "ALTER TABLE links_link DROP CONSTRAINT link_not_overused",
        "ALTER TABLE links_link DROP CONSTRAINT link_not_overused, ADD CONSTRAINT link_not_overused CHECK (uses < 9)",
        "DROP INDEX link_newest",
        "DROP INDEX link_newest; CREATE INDEX link_newest ON links_link (organization_id)",
        "CREATE TABLE another ()",
        "CREATE VIEW another AS SELECT 1 AS one",
        "CREATE FUNCTION another() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
)
@pytest.mark.django_db
def test_the_comparison_sees_each_difference(change):
    before = read_parts()
    connection.cursor().execute(change)
    assert before != read_parts()


def test_models_ask_for_no_migration(upgraded):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.usefixtures("installation")
def test_mailed_addresses_answer_as_they_did(client, dump):
    responses = {address: client.get(address.path) for address in dump.addresses}
    assert len(responses) > 90
    assert {
        address.name: found.status_code for address, found in responses.items() if found.status_code != address.status
    } == {}
    unexplained = {
        address.name
        for address, found in responses.items()
        if address.reason and REASON_TEXTS[address.reason] not in found.content.decode()
    }
    assert unexplained == set()


@pytest.mark.usefixtures("installation")
def test_the_owner_signs_in_and_sees_everything(client, dump):
    sign_in(client, dump.details["email"], dump.details["password"])
    responses = {name: client.get(reverse(name)) for name in OWNERS_SCREENS}
    assert {name: found.status_code for name, found in responses.items()} == dict.fromkeys(OWNERS_SCREENS, 200)
    assert "Mei Tanaka" in responses["meetings"].content.decode()
    assert "Ada Moss" in responses["links"].content.decode()
    states = {state: uid for uid, state in dump.details["states"].items()}
    meetings = [reverse("meeting", args=[booking.pk]) for booking in Booking.objects.filter(uid__in=states.values())]
    assert {address: client.get(address).status_code for address in meetings} == dict.fromkeys(meetings, 200)
    assert len(meetings) > 8


def sign_in(client: Client, email: str, password: str) -> str:
    """Sign in through the form, and return the address of the redirect."""
    response = client.post(reverse("account_login"), {"login": email, "password": password})
    assert response.status_code == 302
    return response["Location"]


@pytest.mark.usefixtures("installation")
def test_who_was_signed_in_still_is(client, dump):
    client.cookies[settings.SESSION_COOKIE_NAME] = dump.details["session"]
    assert client.get(reverse("home")).context["user"].email == dump.details["email"]


def totp_code(secret: str, at: datetime) -> str:
    """Return the code that an authenticator app shows (RFC 6238)."""
    digest = hmac.digest(b32decode(secret), struct.pack(">Q", int(at.timestamp()) // 30), "sha1")
    number = struct.unpack_from(">I", digest, digest[-1] & 15)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("kind", ["app", "recovery code"])
def test_a_second_factor_still_opens(client, dump, kind):
    known = dump.details["second_factor"]
    assert sign_in(client, known["email"], known["password"]) == reverse("mfa_authenticate")
    typed = totp_code(known["secret"], timezone.now()) if kind == "app" else known["recovery_code"]
    assert client.post(reverse("mfa_authenticate"), {"code": typed})["Location"] == reverse("home")
    assert client.get(reverse("home")).context["user"].email == known["email"]


@pytest.mark.usefixtures("installation")
def test_each_meeting_is_in_its_state(dump):
    found = {str(one.uid): one.state(dump.taken).replace("-", "_") for one in Booking.objects.all()}
    assert found == dump.details["states"]
    assert {"requested", "lapsed", "withdrawn", "declined", "cancelled", "no_show"} < set(found.values())


@pytest.mark.usefixtures("installation")
def test_meetings_stay_in_everybodys_list(dump):
    # The other invariants that a dump breaks are about erased customers.
    assert set(BROKEN) >= LIST_PROMISES
    assert LIST_PROMISES & set(broken_promises()) == set()
    for user in User.objects.all():
        assert listed_pks(user, dump.taken) == sorted_by_hand(user, dump.taken)
    assert all(listed_pks(User.objects.get(email=dump.details["email"]), dump.taken).values())


def text_of(delivery: Delivery) -> str:
    """Return the plain text of the mail."""
    mail = message_from_bytes(message(delivery).message().as_bytes(), policy=SMTP)
    assert isinstance(mail, EmailMessage)
    return str(mail.get_body(("plain",)).get_content())


@pytest.mark.usefixtures("installation")
def test_owed_mails_lead_to_open_addresses(client):
    open_deliveries = list(Delivery.objects.open())
    texts = "".join(text_of(one) for one in open_deliveries)
    paths = set(re.findall(rf"{re.escape(settings.BASE_URL)}(/[lb]/\w+/)", texts))
    assert (len(open_deliveries) > 50, {path[3] for path in paths}) == (True, {"a", "b"})
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


@pytest.mark.usefixtures("installation")
def test_copying_gives_the_mailed_address(client, dump):
    client.force_login(User.objects.get(email=dump.details["email"]))
    mailed = {
        address.path
        for address in dump.addresses
        if address.name.startswith("link, signed") or "link for one" in address.name
    }
    mailed |= {address.path for address in dump.addresses if address.name.startswith("personal link")}
    links = {link.address().removeprefix(settings.BASE_URL): link for link in Link.objects.all() if link.token()}
    copied = {
        path: client.post(reverse("copy-link", args=[links[path].pk]), headers={"accept": "application/json"}).json()
        for path in mailed
    }
    assert {path: settings.BASE_URL + path for path in mailed} == {path: one["address"] for path, one in copied.items()}
    assert len(mailed) == 6


@pytest.mark.usefixtures("installation")
def test_new_addresses_have_the_new_form(client, dump):
    ana = User.objects.get(email=dump.details["email"])
    client.force_login(ana)
    made = mint(actor=ana, page=ana.pages.order_by("pk")[0], now=dump.taken)
    # Its key was dropped, so copying gives it a new address.
    withdrawn = Link.objects.get(label="Key dropped")
    copied = client.post(reverse("copy-link", args=[withdrawn.pk]), headers={"accept": "application/json"}).json()
    paths = [address.removeprefix(settings.BASE_URL) for address in (made.address(), copied["address"])]
    assert [(len(path), path[:6], client.get(path).status_code) for path in paths] == [
        (len("/l//") + 36, "/l/00b", 200)
    ] * 2


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_another_dump_can_be_taken(tmp_path):
    """Taking a dump works, so that the next release can do it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.upgrade", "now", "--into", tmp_path], cwd=settings.BASE_DIR, check=False
    )
    assert done.returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"now.sql.gz", "now.json"}
    assert "CREATE TABLE public.links_link" in read_dump(tmp_path / "now.sql.gz")
