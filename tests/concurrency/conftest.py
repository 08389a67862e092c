"""The ground of the races: a database of their own with real commits, a crowd, and steps that can be made to fail."""

import os
from collections.abc import Callable, Iterator
from multiprocessing import forkserver
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.concurrency import databases
from tests.concurrency.crowd import Crowd
from tests.concurrency.failpoints import Failpoints
from tests.concurrency.invariants import broken_promises
from tests.concurrency.server import Server
from tests.databases import new_database, using_database


def pytest_itemcollected(item: pytest.Item) -> None:
    """All tests of this folder are races: they need both cores, and so have a run of their own."""
    item.add_marker("race")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    figures = [
        f"{report.nodeid.rpartition('::')[2]}: {text}"
        for report in terminalreporter.getreports("passed")
        for name, text in report.user_properties
        if name == "figure"
    ]
    if figures:
        terminalreporter.section("figures of the races")
        for line in figures:
            terminalreporter.line(line)


@pytest.fixture(autouse=True)
def at_now() -> None:
    """Several processes work here, and PostgreSQL: all by the machine's clock, so times are taken from what is free."""


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Notes a figure that the summary of the run prints."""
    return lambda text: record_property("figure", text)


@pytest.fixture(scope="session")
def _failpoints_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("failpoints") / "steps.json"
    os.environ["FAILPOINTS"] = str(path)
    # Calendars that earlier tests have read were read by children of a server that knows nothing of this. The next one
    # that is needed begins anew.
    forkserver._forkserver._stop()
    yield path
    del os.environ["FAILPOINTS"]


@pytest.fixture
def failpoints(_failpoints_file: Path) -> Iterator[Failpoints]:
    """What the steps in the other processes do; as ever again after the test."""
    points = Failpoints(_failpoints_file)
    yield points
    points.clear()


@pytest.fixture(scope="session")
def crowd(_failpoints_file: Path, _arena: str) -> Iterator[Crowd]:
    # Ends before the arena does, so that the last connection is counted out.
    with Crowd() as crowd:
        yield crowd


@pytest.fixture(scope="session")
def _arena(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with django_db_blocker.unblock(), new_database(_name("arena")) as name:
        yield name
        # Whoever worked here has hung up by now, and so has been counted.
        assert databases.deadlocks(name) == 0


@pytest.fixture(scope="session")
def _template(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A migrated database that nobody works in, for servers that are to be stopped and cut off."""
    with django_db_blocker.unblock(), new_database(_name("template")) as name:
        yield name


def _name(suffix: str) -> str:
    # The name of the run's own test database is nobody else's, so what begins with it is not either.
    return f"{connection.settings_dict['TEST']['NAME']}_{suffix}"


@pytest.fixture
def arena(_arena: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The suite's own database: everything is committed. After each test all promises hold in all of it.

    At its end PostgreSQL has met no deadlock in it.
    """
    with django_db_blocker.unblock(), using_database(_arena):
        yield _arena
        assert broken_promises() == {}


@pytest.fixture
def unguarded(
    django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker, crowd: Crowd
) -> Iterator[Callable[..., str]]:
    """For controls: a further database, less the constraints that are named, as `(constraint, table)`."""
    with django_db_blocker.unblock(), new_database(_name("unguarded")) as name, using_database(name):

        def strip(*constraints: tuple[str, str]) -> str:
            for constraint, table in constraints:
                databases.without(constraint, table)
            return name

        yield strip
        crowd.hang_up()


@pytest.fixture(scope="session")
def _server(_arena: str, _failpoints_file: Path) -> Iterator[Server]:
    with Server(_arena) as server:
        yield server


@pytest.fixture
def server(arena: str, _server: Server) -> Server:
    """The production web server, with four workers, on the suite's own database."""
    return _server
