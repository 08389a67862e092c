"""The database for the tests, and the cast: Ana owns, Ben is her colleague, Zoe is the stranger who must be refused."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from unittest import mock

import pytest
import time_machine
from django.conf import LazySettings, settings
from django.db import ProgrammingError, connection
from django.test import Client, TransactionTestCase, override_settings
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as generating
from hypothesis.internal.conjecture import providers
from pytest_django import DjangoDbBlocker

from accounts.models import User
from bookings.steps import judge
from deliveries import actions as outbox
from pages.models import EventType, Page
from tests.builders import NOW, add_colleague, open_account
from tests.databases import empty, made, used
from tests.sample import SAMPLE, TENTH


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A copy of the migrated template for each process, where pytest-django would migrate in each."""
    name = connection.settings_dict["TEST"]["NAME"]
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(made(name))
        stack.enter_context(used(name))
        stack.enter_context(mock.patch.object(TransactionTestCase, "_fixture_teardown", emptied))
        yield


flush = TransactionTestCase._fixture_teardown


def emptied(case: TransactionTestCase) -> None:
    """Leaves no rows behind a test with real commits."""
    try:
        empty()
    except ProgrammingError:
        # On a server of somebody else's only its administrators may do without triggers.
        flush(case)


# Generated input is the same in each run, however slow the machine. `--hypothesis-profile=search`, of the slow suite,
# looks for more; what it finds becomes an example beside its test.
generating.register_profile(
    "search",
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
generating.register_profile("same", generating.get_profile("search"), derandomize=True)
generating.register_profile(SAMPLE, generating.get_profile("same"), max_examples=100 // TENTH)
generating.load_profile("same")


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Leaves out the constants of our own modules: which of them are loaded by then differs from run to run."""
    if generating.get_current_profile_name() in {"same", SAMPLE}:
        constants = providers.Constants()
        pytest.MonkeyPatch().setattr(providers, "_get_local_constants", lambda: constants)


@pytest.fixture(autouse=True, scope="session")
def plain_static_files() -> Iterator[None]:
    """Served under their own names, so that no test needs `collectstatic` first."""
    plain = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain, STATIC_ROOT=settings.BASE_DIR / "static"):
        yield


@pytest.fixture(autouse=True)
def quick_passwords(settings: LazySettings) -> None:
    """A real password hash costs a fifth of a second, and nearly every test makes a user."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def ana(db: None) -> User:
    """An admin with a 30-minute event type and a booking page, Monday to Friday 9-17 in Madrid."""
    return open_account("Ana Ruiz", "ana@acme.example", "Acme")


@pytest.fixture
def ben(ana: User) -> User:
    """A member of Ana's organization, with a page of his own."""
    return add_colleague(ana, "Ben Ode", "ben@acme.example")


@pytest.fixture
def zoe(db: None) -> User:
    """The admin of another organization."""
    return open_account("Zoe Stranger", "zoe@other.example", "Other")


@pytest.fixture
def anas_page(ana: User) -> Page:
    return ana.pages.get()


@pytest.fixture
def event_type(anas_page: Page) -> EventType:
    return anas_page.event_types.get()


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock stands at NOW, the database's where it is read too: no test knows on which day it runs."""
    monkeypatch.setattr(judge, "read_clock", timezone.now)
    monkeypatch.setattr(outbox, "clock", timezone.now)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def anas(client: Client, ana: User) -> Client:
    """Ana's browser, signed in."""
    client.force_login(ana)
    return client
