"""A plug-in, named in pyproject.toml: starts the embedded PostgreSQL before Django reads its settings."""

import os
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DEVELOPMENT", "true")
# Tests offer English only, whatever is compiled. Tests of other languages add them (`tests/languages.py`).
os.environ.setdefault("LANGUAGES", "en,en-gb")
# Playwright runs an event loop in the main thread, in which the ORM would refuse to work.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import pytest

from scheduler import postgres
from tests.databases import maintenance_connection

if "MOVED_BY" in os.environ and "DATABASE_URL" not in os.environ:
    # A server of its own: a running one has the clock with which it was started.
    os.environ["DATABASE_URL"] = postgres.start(postgres.DATA_DIR.with_name("postgres-moved"))
postgres.ensure()


def pytest_sessionstart() -> None:
    """End the run if PostgreSQL has another clock than this process."""
    with maintenance_connection() as direct:
        server_time = direct.execute("SELECT clock_timestamp()").fetchone()[0]
    now = datetime.now(UTC)
    if abs(server_time - now) > timedelta(minutes=1):
        text = f"It is {now:%F %R} here, and {server_time:%F %R} in PostgreSQL: stop that server first."
        pytest.exit(text, returncode=3)
