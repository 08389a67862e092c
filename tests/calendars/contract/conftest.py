from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from tests.calendars.contract.servers import SERVERS, WHICH, World


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], World]]:
    """Each server, started when it is first asked for."""
    with ExitStack() as stack:
        yield cache(lambda name: stack.enter_context(SERVERS[name](tmp_path_factory.mktemp(name))))


def emptied(request: pytest.FixtureRequest, running: Callable[[str], World]) -> Iterator[World]:
    """A server whose calendar is empty again after the test."""
    world = running(request.param)
    yield world
    for name in world.names():
        world.delete(name)


SERVED = [pytest.fixture(emptied, params=names, name=kind) for kind, names in WHICH.items()]
world, writable, dav, guarded, file = SERVED
