"""The health addresses: what load balancers and monitors ask, by any host name, as often as they like."""

import logging
from contextlib import contextmanager
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory, override_settings

from scheduler import health
from scheduler.health import LIVE, READY, find_missing, needed_migrations
from tests.outages import database_error

pytestmark = pytest.mark.page

PRODUCTION = {"ALLOWED_HOSTS": ["meet.example.com"], "SECURE_SSL_REDIRECT": True}
HOSTS = ["10.0.0.7:8000", "localhost", "meet.example.com", "a_b!", "[::1", "", "x" * 5_000, "évil"]


def probe_answer(response):
    """The whole of an answer that a probe reads."""
    headers = {name: response.headers[name] for name in ("Cache-Control", "Retry-After") if name in response.headers}
    return response.status_code, response.content.decode(), headers, dict(response.cookies)


def ready():
    return probe_answer(Client().get(READY))


def unready(reason):
    return 503, reason, {"Cache-Control": "no-store", "Retry-After": "5"}, {}


GOOD = (200, "Ready.", {"Cache-Control": "no-store"}, {})
ALIVE = (200, "Alive.", {"Cache-Control": "no-store"}, {})


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.django_db
def test_probes_answer_any_host_without_https(host, caplog):
    with override_settings(**PRODUCTION), caplog.at_level(logging.DEBUG, "django"):
        client = Client(headers={"host": host, "cookie": "session=x; csrf=y"})
        assert probe_answer(client.get(LIVE)) == ALIVE
        assert probe_answer(client.get(READY)) == GOOD
    assert [record for record in caplog.records if record.name != "django.db.backends"] == []


def test_control_pages_refuse_odd_hosts():
    with override_settings(**PRODUCTION | {"SECURE_SSL_REDIRECT": False}), pytest.raises(DisallowedHost):
        RequestFactory(headers={"host": "10.0.0.7:8000"}).get("/").get_host()
    with override_settings(**PRODUCTION):
        assert Client().get("/health", headers={"host": "meet.example.com"}).status_code == 301


def test_life_is_answered_without_database():
    # Without the mark `django_db`, any query fails this test.
    assert probe_answer(Client().get(LIVE)) == ALIVE


@pytest.mark.parametrize("address", [LIVE, READY])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
def test_only_reading_is_admitted(address, method, caplog):
    response = Client(enforce_csrf_checks=True).generic(method, address, b"x" * 100)
    assert (response.status_code, response.headers["Allow"], caplog.records) == (405, "GET, HEAD", [])


@pytest.mark.django_db
def test_head_says_the_same_without_words():
    assert [probe_answer(Client().head(one))[:2] for one in (LIVE, READY)] == [(200, ""), (200, "")]


@pytest.mark.django_db
def test_neighbouring_addresses_are_none_of_it():
    statuses = [Client().get(one).status_code for one in ("/health/x/", "/health/ready", "/HEALTH/", "/x/health/")]
    assert statuses == [404, 404, 404, 404]


@contextmanager
def failing(error):
    """Every statement fails."""

    def refuse(execute, sql, *rest):
        raise error

    with connection.execute_wrapper(refuse):
        yield


AWAY = [
    database_error(OperationalError, "57P03"),
    database_error(OperationalError, "53300"),
    database_error(OperationalError, psycopg.OperationalError('connection to server at "10.0.0.5" failed')),
    InterfaceError("the connection is closed"),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", AWAY, ids=lambda error: str(error)[:20])
def test_outage_is_told_without_naming_servers(error, caplog):
    with failing(error):
        assert ready() == unready("The database does not answer.")
    assert (connection.connection, caplog.records) == (None, [])
    assert ready() == GOOD


@pytest.mark.django_db(transaction=True)
def test_silent_server_means_not_ready(monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    assert ready() == unready("The database does not answer.")
    assert probe_answer(Client().get(LIVE)) == ALIVE


@pytest.mark.django_db(transaction=True)
def test_a_database_without_writes_is_not_ready():
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        assert ready() == unready("The database is read-only.")
        cursor.execute("SET default_transaction_read_only = off")
    assert ready() == GOOD


@pytest.mark.django_db
def test_a_missing_migration_is_named():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'links' AND name LIKE '0005%'")
    assert ready() == unready("The database needs a migration: links.0005_kid_of_three_characters.")


@pytest.mark.django_db
def test_database_ahead_of_code_is_ready():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('links', '9999_later', now())")
    assert ready() == GOOD


@pytest.mark.django_db(transaction=True)
def test_empty_database_needs_first_migration():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO set_aside")
        try:
            assert ready() == unready(f"The database needs a migration: {'.'.join(sorted(needed_migrations())[0])}.")
        finally:
            cursor.execute("ALTER TABLE set_aside RENAME TO django_migrations")


def test_squashed_migrations_stand_for_replaced_ones():
    one, two = ("a", "0001"), ("a", "0002")
    both = ("a", "0001_squashed")
    needed = {one: SimpleNamespace(replaces=[]), two: SimpleNamespace(replaces=[])}
    squashed = needed | {both: SimpleNamespace(replaces=[one, two])}
    assert find_missing(needed, {one}) == [two]
    assert find_missing(squashed, {one, two}) == []
    assert find_missing(squashed, {both}) == []
    assert find_missing(squashed, {one}) == sorted([both, two])
    assert find_missing(needed, {one, two, ("a", "0003"), ("gone", "0001")}) == []


def test_only_the_figures_come_before():
    assert settings.MIDDLEWARE[0] == "scheduler.metrics.Metrics"
    assert settings.MIDDLEWARE[1] == f"{health.Health.__module__}.{health.Health.__qualname__}"
