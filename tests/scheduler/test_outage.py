"""While the database is away every page answers 503, says when to come back, and keeps what was typed."""

from collections import Counter
from contextlib import contextmanager
from itertools import product

import pytest
from django.db import OperationalError, connection

from tests.outages import database_error
from tests.scheduler.test_permissions import World, expected, outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_outage"), pytest.mark.walk]
in_few_pages = pytest.mark.usefixtures("first_pages")
# They give a secret to sign in with, which the session keeps.
WRITE_TO_THE_SESSION = {"mfa_activate_totp", "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "vendor-answer"}


@pytest.fixture
def world(ana, ben, zoe):
    return World(ana, ben, zoe)


@contextmanager
def database_away(after=0):
    """Every statement fails, but for so many; the list holds those that did."""
    seen, refused = [], []

    def refuse(execute, sql, *rest):
        seen.append(sql)
        if len(seen) <= after or sql.startswith("SHOW"):
            return execute(sql, *rest)
        refused.append(sql)
        raise database_error(OperationalError, "57P01")

    with connection.execute_wrapper(refuse):
        yield refused


@contextmanager
def read_only():
    """The connection in use takes no writes."""
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off")


def is_kept_waiting(response):
    """A 503 as it is to be; nobody is signed out by it."""
    headers = response.status_code, response.headers.get("Retry-After"), response.headers.get("Cache-Control")
    return headers == (503, "5", "no-store") and "session" not in response.cookies


@in_few_pages
def test_every_page_tells_of_the_outage(world):
    wrong, asked = {}, Counter()
    for role, method in product(["anonymous", "admin"], ["GET", "HEAD", "POST"]):
        for name, address in world.addresses().items():
            with database_away() as refused:
                response = world.clients[role].generic(method, address)
            asked[role, method] += bool(refused)
            if not (is_kept_waiting(response) if refused else response.status_code < 500):
                wrong[name, role, method] = (response.status_code, response.headers, refused)
    assert wrong == {}
    least = {"anonymous": 15, "admin": 150}
    assert [one for one, number in asked.items() if number < least[one[0]]] == []
    assert len(asked) == 6


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", ["anonymous", "admin"])
def test_lost_database_fails_no_page(world, role, method):
    wrong, user = {}, world.users[role]
    for name, address in world.addresses().items():
        after, refused = 0, [""]
        while refused:
            # Each time anew: of the deeds some sign out, and some end all sessions, as a new password does.
            if user is not None:
                user.refresh_from_db()
            client = world.sign_in(user)
            with database_away(after) as refused:
                response = client.generic(method, address)
            # What only notes something, or gives up what was refused anyway, is passed over.
            if (response.status_code >= 500 or response.status_code == 400) and not is_kept_waiting(response):
                wrong[name, after] = (response.status_code, response.cookies, refused)
            after += 1
    assert wrong == {}


@in_few_pages
def test_pages_are_shown_without_writes(world):
    client, table, found = world.clients["owner"], expected(), {}
    for name, address in world.addresses().items():
        with read_only():
            response = client.get(address)
        if outcome(response) != table.get(name, ["?"] * 10)[3]:
            found[name] = is_kept_waiting(response)
    assert found == dict.fromkeys(WRITE_TO_THE_SESSION, True)


@in_few_pages
def test_no_form_fails_without_writes(world):
    client, found = world.clients["admin"], {}
    for name, address in world.addresses().items():
        with read_only():
            found[name] = client.post(address)
    waiting = {name for name, response in found.items() if response.status_code >= 500}
    assert {name: found[name].status_code for name in waiting if not is_kept_waiting(found[name])} == {}
    assert {"retry-delivery", "revoke-link", "archive-schedule", "account_logout"} <= waiting
