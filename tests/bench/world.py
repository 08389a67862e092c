"""The bench's own database, which each run creates anew."""

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
    """Create and migrate a new database, and set the environment to it. Call this before Django reads its settings."""
    os.environ["DEVELOPMENT"] = "true"
    postgres.ensure()
    url = os.environ["DATABASE_URL"]
    own = re.sub(r"/[^/]*$", f"/{NAME}", url)
    with psycopg.connect(driver_url(url), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
    os.environ["DATABASE_URL"] = own
    os.environ["DJANGO_SETTINGS_MODULE"] = "scheduler.settings"
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"], cwd=ROOT, check=True)


def driver_url(url: str) -> str:
    """Return the URL of the settings in the form that psycopg reads."""
    socket = re.fullmatch(r"postgres://([^@]*)@/(/.*)/([^/]+)", url)
    return f"postgresql://{socket[1]}@/{socket[3]}?host={socket[2]}" if socket else url


def copy_to(name: str) -> None:
    """Copy the bench's database, to which nobody may be connected."""
    server = driver_url(re.sub(r"/[^/]*$", "/postgres", os.environ["DATABASE_URL"]))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {NAME}")


def drop_copy(name: str) -> None:
    """Drop a copy of the bench's database."""
    server = driver_url(re.sub(r"/[^/]*$", "/postgres", os.environ["DATABASE_URL"]))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
