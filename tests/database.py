"""A plug-in, named in pyproject.toml: brings the embedded PostgreSQL up before Django reads its settings."""

import os
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DEVELOPMENT", "true")
# Tests offer English, whatever is compiled, and other languages where they are about them (`tests/languages.py`).
os.environ.setdefault("LANGUAGES", "en,en-gb")
# Playwright runs a loop in the main thread; the ORM would refuse to work beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import pytest

from scheduler import postgres
from tests.databases import maintenance

if "MOVED_BY" in os.environ and "DATABASE_URL" not in os.environ:
    # A server of its own: one that runs already goes by the clock it was started with.
    os.environ["DATABASE_URL"] = postgres.start(postgres.DATA_DIR.with_name("postgres-moved"))
postgres.ensure()


def pytest_sessionstart() -> None:
    """Ends the run where PostgreSQL goes by another clock: what it says of time would not be ours."""
    with maintenance() as direct:
        theirs = direct.execute("SELECT clock_timestamp()").fetchone()[0]
    ours = datetime.now(UTC)
    if abs(theirs - ours) > timedelta(minutes=1):
        pytest.exit(f"It is {ours:%F %R} here, and {theirs:%F %R} in PostgreSQL: stop that server first.", returncode=3)
