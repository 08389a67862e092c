"""Promise 5: GET, HEAD and OPTIONS change nothing that matters, on any address of any mail and on any page (I15)."""

import re
from contextlib import nullcontext
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.mail import send_invitation
from accounts.models import Invitation
from bookings.actions import book
from bookings.emails import message
from bookings.models import Booking
from deliveries.models import Delivery, Medium
from links.actions import revoke
from links.models import Link, Opening
from tests.builders import NOW, one_time_link, submission
from tests.rendering import no_pages
from tests.scheduler.test_permissions import World

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

SAFE = ("GET", "HEAD", "OPTIONS")
FOLD = re.compile(r"\r?\n ")
ADDRESS = re.compile(r"https?://[^\s\"'<>)\\]+")
# Openings are the counters that reading may move; a session, with its last use, is the visitor's own; the cache counts
# attempts.
MAY_CHANGE = {"links_opening", "django_session", "usersessions_usersession", "cache"}


def state() -> dict[str, str]:
    """A hash of all rows of each table, but for those that reading may change."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - MAY_CHANGE):
            cursor.execute(f"SELECT md5(string_agg(one::text, E'\\n' ORDER BY one::text)) FROM \"{table}\" one")
            found[table] = cursor.fetchone()[0]
    return found


def changed(before: dict[str, str]) -> set[str]:
    """The tables that are not as they were."""
    return {table for table, rows in state().items() if rows != before[table]}


@pytest.fixture
def world(ana, ben, zoe):
    return World(ana, ben, zoe)


def links_of_all_kinds(world) -> list[Link]:
    """Alive, personal, spent, revoked, expired, paused."""
    now, ben = timezone.now(), world.ben
    alive, personal = one_time_link(ben), one_time_link(ben, recipient_name="Priya", recipient_email="p@example.com")
    revoked, expired = one_time_link(ben), one_time_link(ben, expires_at=NOW - timedelta(days=3_000))
    revoke(actor=ben, link=revoked, now=now)
    spent = Booking.objects.get().admission.link
    return [alive, personal, spent, revoked, expired]


def mailed_addresses(world) -> set[str]:
    """Every address in every mail that the world has caused, invitations included: text, HTML and calendar."""
    sent = [message(delivery).message() for delivery in Delivery.objects.filter(medium=Medium.EMAIL)]
    send_invitation(Invitation.objects.get())
    sent += [letter.message() for letter in mail.outbox]
    texts = [
        part.get_payload(decode=True).decode()
        for one in sent
        for part in one.walk()
        if part.get_content_maintype() == "text"
    ]
    # Calendar files fold their lines.
    return {address for text in texts for address in ADDRESS.findall(FOLD.sub("", text))}


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


@pytest.mark.feature("I15")
def test_addresses_of_mails_change_nothing(world):
    addresses = mailed_addresses(world)
    ours = {address for address in addresses if "/b/" in address or "/join/" in address}
    assert len(ours) >= 2
    before = state()
    client = Client(raise_request_exception=False)
    statuses = {client.generic(method, path_of(address)).status_code for address in ours for method in SAFE}
    assert changed(before) == set()
    assert statuses <= {200, 204, 302, 405}


@pytest.mark.feature("I15")
def test_customers_pages_change_nothing(world):
    links = links_of_all_kinds(world)
    event_type, start = world.page.event_types.get(), int((NOW + timedelta(hours=4)).timestamp())
    choices = ["", "?skip=1", f"?event={event_type.pk}", f"?event={event_type.pk}&start={start}", "?zone=Asia/Tokyo"]
    entries = [f"/l/{link.token()}/" for link in links]
    entries.append(f"/p/{world.ben.organization.slug}/{world.page.slug}/")
    paths = [f"{entry}{step}{choice}" for entry in entries for step in ("", "book/") for choice in choices]
    paths += [f"/l/{link.token()}/{step}/" for link in links for step in ("mine", "ask")]
    paths += [f"/b/{world.booking.token()}/{step}" for step in ("", "reschedule/", "cancel/", "reminders/")]
    paths += [f"/b/{world.booking.token()}/reschedule/?start={one}" for one in (start, start + 1_800)]
    paths += [f"{entry}book/?picked={start},{start + 1_800}" for entry in entries]
    before, opened = state(), Opening.objects.count()
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    statuses = {(path, method): answer(client, method, path).status_code for path in paths for method in SAFE}
    assert {asked: status for asked, status in statuses.items() if status >= 500} == {}
    assert changed(before) == set()
    # The counters do count, and no page set a cookie.
    assert Opening.objects.count() > opened
    assert client.cookies == {}


# Those between nobody and the admin see a part of what the admin sees.
BETWEEN = [pytest.param(role, marks=pytest.mark.slow) for role in ("stranger", "member", "owner")]


@pytest.mark.usefixtures("first_pages")
@pytest.mark.parametrize("role", ["anonymous", "admin", *BETWEEN])
@pytest.mark.feature("I15")
def test_every_url_of_the_site_changes_nothing(world, role):
    links_of_all_kinds(world)
    before = state()
    statuses = {
        (name, method): answer(world.clients[role], method, address).status_code
        for name, address in world.addresses().items()
        for method in SAFE
    }
    assert {asked: status for asked, status in statuses.items() if status >= 500} == {}
    assert changed(before) == set()


def answer(client, method, address):
    """The answer with its page; to HEAD and OPTIONS without the work of one, which nobody would read."""
    with nullcontext() if method == "GET" else no_pages():
        return client.generic(method, address)


def test_scanner_following_links_changes_nothing(world):
    """From a link's first step, every same-site address on every page reached, some pages deep."""
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537"})
    todo, seen = [f"/l/{one_time_link(world.ben).token()}/", f"/b/{world.booking.token()}/"], set()
    before = state()
    while todo and len(seen) < 60:
        path = todo.pop(0)
        if path in seen:
            continue
        seen.add(path)
        reply = client.get(path)
        if "html" in reply.headers.get("Content-Type", "") and not reply.streaming:
            found = re.findall(r'(?:href|action)="(/[lbp]/[^"#]*)', reply.content.decode())
            todo += [one.replace("&amp;", "&") for one in found]
    assert len(seen) > 20
    assert changed(before) == set()


def test_the_hash_sees_a_change(world):
    before = state()
    Link.objects.filter(pk=world.link.pk).update(label="changed")
    assert changed(before) == {"links_link"}
    book(
        submission=submission(world.page.event_types.get().pk, NOW + timedelta(days=1, hours=4)),
        link=world.link,
        now=NOW,
    )
    assert changed(before) >= {
        "bookings_booking",
        "bookings_admission",
        "pages_hosttime",
        "deliveries_delivery",
        "accounts_historyentry",
    }
