"""Processes that are expected to die: each does one deed in the arena, and ends."""

import multiprocessing
from typing import Any

from tests.concurrency.crowd import Deed, connect_to
from tests.patience import PATIENCE

READY = ["tests.concurrency.ready"]


def lives_and_does(database: str, deed: Deed) -> int:
    """Does the deed in a process of its own; answers how that ended: -9 is a death."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(READY)
    process = context.Process(target=live, args=(database, deed), daemon=True)
    process.start()
    process.join(PATIENCE)
    assert process.exitcode is not None, "It neither ended nor died."
    return process.exitcode


def live(database: str, deed: Deed) -> Any:
    """The whole life of one."""
    connect_to(database)
    function, arguments = deed
    function(**arguments)
