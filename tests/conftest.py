"""The database for the tests, and its users: Ana is an admin, Ben her colleague, Zoe a stranger who must be refused."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem
from django.db import ProgrammingError, connection
from django.test import Client, TransactionTestCase, override_settings
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as generating
from hypothesis.internal.conjecture import providers
from pytest_django import DjangoDbBlocker
from whitenoise.base import WhiteNoise

from accounts.models import User
from bookings.steps import judge
from deliveries import actions as outbox
from pages.models import EventType, Page
from tests.builders import NOW
from tests.cast import Cast
from tests.databases import commit_at_once, delete_all_rows, new_database, using_database, vacuum_tables
from tests.sample import SAMPLE, TENTH


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Copy the migrated template for each process. pytest-django would migrate in each."""
    name = connection.settings_dict["TEST"]["NAME"]
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(new_database(name))
            commit_at_once(name)
        stack.enter_context(using_database(name))
        stack.enter_context(mock.patch.object(TransactionTestCase, "_fixture_teardown", delete_committed_rows))
        yield


flush = TransactionTestCase._fixture_teardown


def delete_committed_rows(case: TransactionTestCase) -> None:
    """Delete the rows that a test with real commits leaves."""
    try:
        delete_all_rows()
    except ProgrammingError:
        # On a shared server only its administrators may switch triggers off.
        flush(case)
        cache.clear()


# Generated input is the same in each run, on machines of any speed. `--hypothesis-profile=search`, of the slow suite,
# searches for more; failures that it finds become examples beside the test.
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
    """Let Hypothesis ignore the constants of our own modules: which of these are loaded differs between runs."""
    if generating.get_current_profile_name() in {"same", SAMPLE}:
        constants = providers.Constants()
        pytest.MonkeyPatch().setattr(providers, "_get_local_constants", lambda: constants)


def pytest_collection() -> None:
    """Stop looking for garbage in what is imported and collected, which stays to the end."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage less often than usual: tests leave few reference cycles."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(7_000, 10, 10)


@pytest.fixture(autouse=True, scope="session")
def static_files_found_once() -> Iterator[None]:
    """Find static files once. The middleware of each test's client would do it again."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    find = WhiteNoise.update_files_dictionary

    def find_once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            find(self, root, prefix)
            found[root, prefix] = dict(self.files)
        self.files.update(found[root, prefix])

    with mock.patch.object(WhiteNoise, "update_files_dictionary", find_once):
        yield


@pytest.fixture(autouse=True, scope="session")
def plain_static_files() -> Iterator[None]:
    """Serve static files under their own names, so that no test needs `collectstatic` first."""
    plain = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain, STATIC_ROOT=settings.BASE_DIR / "static"):
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Use a fast password hash: a real one takes a fifth of a second, and nearly every test makes a user."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def mails_kept_as_they_are() -> Iterator[None]:
    """Do not copy mails into Django's outbox of tests. The application never changes a mail that was sent."""

    def keep(self: locmem.EmailBackend, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            # Headers are validated when they are written.
            message.message()
            mail.outbox.append(message)  # type: ignore[attr-defined]
        return len(messages)

    with mock.patch.object(locmem.EmailBackend, "send_messages", keep):
        yield


@pytest.fixture(scope="session")
def cast(django_db_setup: None, quick_passwords: None, django_db_blocker: DjangoDbBlocker) -> Cast:
    """Ana, Ben and Zoe, whose rows are inserted for each test."""
    with django_db_blocker.unblock():
        return Cast()


@pytest.fixture
def compact_tables(db: None) -> None:
    """Remove dead rows of other tests, for a test that counts pages of tables."""
    vacuum_tables()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def ana(db: None, cast: Cast) -> User:
    """An admin with a 30-minute event type and a booking page, Monday to Friday 9-17 in Madrid."""
    return cast.ana()


@pytest.fixture
def ben(ana: User, cast: Cast) -> User:
    """A member of Ana's organization, with a page of his own."""
    return cast.ben(ana)


@pytest.fixture
def zoe(db: None, cast: Cast) -> User:
    """The admin of another organization."""
    return cast.zoe()


@pytest.fixture
def anas_page(ana: User) -> Page:
    return ana.pages.get()


@pytest.fixture
def event_type(anas_page: Page) -> EventType:
    return anas_page.event_types.get()


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stop the clock at NOW, also the database's where it is read, so that no test depends on the date."""
    monkeypatch.setattr(judge, "read_clock", timezone.now)
    monkeypatch.setattr(outbox, "read_clock", timezone.now)
    monkeypatch.setattr("links.queries.tokens.read_clock", timezone.now)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def anas(client: Client, ana: User, cast: Cast) -> Client:
    """Ana's browser, signed in."""
    cast.sign_in(client, ana)
    return client
