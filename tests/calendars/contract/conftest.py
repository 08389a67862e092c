from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from tests.calendars.contract.servers import SERVERS, SERVERS_OF_FIXTURES, World


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], World]]:
    """Return a server by its name, and start it before its first use."""
    with ExitStack() as stack:
        yield cache(lambda name: stack.enter_context(SERVERS[name](tmp_path_factory.mktemp(name))))


def emptied(request: pytest.FixtureRequest, running: Callable[[str], World]) -> Iterator[World]:
    """A server. Its calendar is emptied after the test."""
    world = running(request.param)
    yield world
    for name in world.names():
        world.delete(name)


FIXTURES = [pytest.fixture(emptied, params=names, name=kind) for kind, names in SERVERS_OF_FIXTURES.items()]
world, writable, dav, guarded, file = FIXTURES
