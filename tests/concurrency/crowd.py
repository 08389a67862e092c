"""Many customers at the same moment: each a process with a connection of its own."""

import itertools
import multiprocessing
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any, Self

from django.db import connection

from tests.patience import PATIENCE

SIZE = 32
TRIES = 20

Operation = tuple[Callable[..., Any], dict[str, Any]]


class Crowd:
    """Up to 32 callers who begin at the same instant."""

    def __init__(self) -> None:
        # Not forks of the test runner: what it has open is not theirs.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.concurrency.ready"])
        self.gun = context.Barrier(SIZE)
        self.rounds = itertools.count(1)
        self.members = []
        for _ in range(SIZE):
            ours, theirs = context.Pipe()
            process = context.Process(target=serve_operations, args=(theirs, self.gun), daemon=True)
            process.start()
            theirs.close()
            self.members.append((process, ours))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        for _, pipe in self.members:
            pipe.send(None)
        for process, pipe in self.members:
            process.join(PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()
            pipe.close()

    def all_at_once(self, database: str, operations: Sequence[Operation]) -> list[Any]:
        """What became of each operation, in the order given; an error that nobody expected is raised here."""
        assert len(operations) <= SIZE
        number = next(self.rounds)
        padded: list[Operation | None] = [*operations, *[None] * (SIZE - len(operations))]
        for (_, pipe), operation in zip(self.members, padded, strict=True):
            pipe.send((number, database, operation))
        answers = [self.answer(pipe, number) for _, pipe in self.members]
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
        return answers[: len(operations)]

    def answer(self, pipe: Connection, number: int) -> Any:
        """One member's answer of this round; those of a round that was given up are passed over."""
        while pipe.poll(PATIENCE):
            answered, answer = pipe.recv()
            if answered == number:
                return answer
        raise TimeoutError("Somebody in the crowd does not answer.")

    def hang_up(self) -> None:
        """Closes every connection, so that PostgreSQL counts them out and a database can go."""
        self.all_at_once("", [(close_connection, {})] * SIZE)


def serve_operations(pipe: Connection, gun: threading.Barrier) -> None:
    """Run the operations that the pipe brings, in a process of the crowd."""
    while (order := pipe.recv()) is not None:
        number, database, operation = order
        pipe.send((number, run_operation(gun, database, operation)))


def run_operation(gun: threading.Barrier, database: str, operation: Operation | None) -> Any:
    """Connect first, then wait for all the others, then run the operation."""
    if database and operation is not None:
        connect_to(database)
    gun.wait(PATIENCE)
    if operation is None:
        return None
    function, arguments = operation
    try:
        answer = function(**arguments)
        # On a slow machine many wait too long. Nothing is decided for them yet, and they are told to ask again.
        for _ in range(TRIES):
            if not is_busy(answer):
                break
            answer = function(**arguments)
    except Exception as error:
        return error
    return answer


def is_busy(answer: Any) -> bool:
    """Whether an action's, the server's or the API's answer is *Busy*."""
    word = answer if isinstance(answer, str) else getattr(answer, "word", "")
    return word == "Busy" or getattr(answer, "status", 0) == 503 or answer == (503, "busy")


def connect_to(database: str) -> None:
    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.settings_dict["NAME"] = database
    connection.ensure_connection()


def close_connection() -> None:
    connection.close()
