"""Processes that tests kill: each runs one operation in the arena's database, and ends."""

import multiprocessing
from typing import Any

from tests.concurrency.crowd import Operation, connect_to
from tests.patience import PATIENCE

READY = ["tests.concurrency.ready"]


def exit_code_of(database: str, operation: Operation) -> int:
    """Run the operation in a process of its own, and return its exit code: -9 if it was killed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(READY)
    process = context.Process(target=run_in_process, args=(database, operation), daemon=True)
    process.start()
    process.join(PATIENCE)
    assert process.exitcode is not None, "It neither ended nor died."
    return process.exitcode


def run_in_process(database: str, operation: Operation) -> Any:
    """What the process does."""
    connect_to(database)
    function, arguments = operation
    function(**arguments)
