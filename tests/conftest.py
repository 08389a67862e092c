"""The database for the tests, and the cast: Ana owns, Ben is her colleague, Zoe is the stranger who must be refused."""

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
from tests.databases import commit_at_once, delete_all_rows, temporary_database, using_database, vacuum_large_tables
from tests.sample import SAMPLE, TENTH


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A copy of the migrated template for each process, where pytest-django would migrate in each."""
    name = connection.settings_dict["TEST"]["NAME"]
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(temporary_database(name))
            commit_at_once(name)
        stack.enter_context(using_database(name))
        stack.enter_context(mock.patch.object(TransactionTestCase, "_fixture_teardown", emptied))
        yield


flush = TransactionTestCase._fixture_teardown


def emptied(case: TransactionTestCase) -> None:
    """Leaves no rows behind a test with real commits."""
    try:
        delete_all_rows()
    except ProgrammingError:
        # On a server of somebody else's only its administrators may do without triggers.
        flush(case)
        cache.clear()


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


def pytest_collection() -> None:
    """What is imported and collected stays to the end: looking for garbage in it again and again finds none."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What tests make is looked through less often than usual: little of it is left in circles."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(7_000, 10, 10)


@pytest.fixture(autouse=True, scope="session")
def static_files_found_once() -> Iterator[None]:
    """Each test's client makes the middleware anew, which would look at every static file again."""
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
    """Served under their own names, so that no test needs `collectstatic` first."""
    plain = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=plain, STATIC_ROOT=settings.BASE_DIR / "static"):
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """A real password hash costs a fifth of a second, and nearly every test makes a user."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def mails_kept_as_they_are() -> Iterator[None]:
    """Django's outbox of tests copies each mail with all its parts. Nothing of ours writes to a mail that was sent."""

    def keep(self: locmem.EmailBackend, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            # Headers are judged as they are written.
            message.message()
            mail.outbox.append(message)  # type: ignore[attr-defined]
        return len(messages)

    with mock.patch.object(locmem.EmailBackend, "send_messages", keep):
        yield


@pytest.fixture(scope="session")
def cast(django_db_setup: None, quick_passwords: None, django_db_blocker: DjangoDbBlocker) -> Cast:
    """Ana, Ben and Zoe as they are put back for each test."""
    with django_db_blocker.unblock():
        return Cast()


@pytest.fixture
def compact_tables(db: None) -> None:
    """No dead rows of other tests lie between those whose pages a test counts."""
    vacuum_large_tables()


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
    """The clock stands at NOW, the database's where it is read too: no test knows on which day it runs."""
    monkeypatch.setattr(judge, "read_clock", timezone.now)
    monkeypatch.setattr(outbox, "read_clock", timezone.now)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def anas(client: Client, ana: User, cast: Cast) -> Client:
    """Ana's browser, signed in."""
    cast.sign_in(client, ana)
    return client
