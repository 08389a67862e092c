"""The embedded PostgreSQL refuses with a sentence where it cannot serve."""

import os
import tempfile
from pathlib import Path

import pytest

from scheduler import postgres


def test_a_path_too_long_for_a_socket_is_refused():
    with pytest.raises(postgres.CannotServe) as refusal:
        postgres.refuse_unfit(Path("/" + "long/" * 20 + "var/postgres"))
    assert "too long for the embedded PostgreSQL's socket" in str(refusal.value)
    assert "set DATABASE_URL" in str(refusal.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is moved to another user")
def test_root_in_a_private_home_is_refused():
    with tempfile.TemporaryDirectory() as name:
        private = Path(name)
        with pytest.raises(postgres.CannotServe) as refusal:
            postgres.refuse_unfit(private / "var" / "postgres")
        assert "is closed to other users" in str(refusal.value)
        assert (private.stat().st_mode & 0o777) == 0o700


def test_a_database_that_is_named_is_left_alone(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@elsewhere/theirs")
    monkeypatch.setattr(postgres, "start", lambda data_dir: pytest.fail("it was started"))
    postgres.ensure()
    assert os.environ["DATABASE_URL"] == "postgres://somebody@elsewhere/theirs"


def test_nothing_is_started_outside_development(monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DEVELOPMENT", "false")
    monkeypatch.setattr(postgres, "start", lambda data_dir: pytest.fail("it was started"))
    postgres.ensure()
    assert "DATABASE_URL" not in os.environ
