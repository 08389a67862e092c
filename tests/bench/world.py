"""The bench's database: its own, made anew, with hosts who are open around the clock."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg

from scheduler import postgres

NAME = "admit_one_bench"
ROOT = Path(__file__).resolve().parents[2]


def prepare() -> None:
    """Sets the environment to a new, migrated database, before Django reads its settings."""
    os.environ["DEVELOPMENT"] = "true"
    postgres.ensure()
    url = os.environ["DATABASE_URL"]
    own = re.sub(r"/[^/]*$", f"/{NAME}", url)
    with psycopg.connect(address(url), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
    os.environ["DATABASE_URL"] = own
    os.environ["DJANGO_SETTINGS_MODULE"] = "scheduler.settings"
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], cwd=ROOT, check=True)


def address(url: str) -> str:
    """A URL of the settings' form, as psycopg reads it."""
    socket = re.fullmatch(r"postgres://([^@]*)@/(/.*)/([^/]+)", url)
    return f"postgresql://{socket[1]}@/{socket[3]}?host={socket[2]}" if socket else url


def copy_to(name: str) -> None:
    """Make a copy of the bench's database, to which nobody may be connected."""
    server = address(re.sub(r"/[^/]*$", "/postgres", os.environ["DATABASE_URL"]))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {NAME}")


def drop(name: str) -> None:
    """Drop a copy of the bench's database."""
    server = address(re.sub(r"/[^/]*$", "/postgres", os.environ["DATABASE_URL"]))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
