"""`make run` watches what it started, and starts a database that ended again."""

import subprocess
import sys
import time

import pytest

from scheduler import postgres, run


class Interrupted(Exception):
    """Ends the watch, as Ctrl-C does."""


@pytest.fixture
def states(monkeypatch):
    """Whether the database has ended, each time that it is asked; the watch is over when nothing is left."""
    left, seen = [], []

    def has_ended(data_dir):
        if not left:
            raise Interrupted
        return left.pop(0)

    monkeypatch.setattr(postgres, "has_ended", has_ended)
    monkeypatch.setattr(postgres, "start", seen.append)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    return left, seen


@pytest.fixture
def sleeper():
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as process:
        yield process
        process.kill()


def test_ended_database_is_restarted_and_announced(states, sleeper, capsys):
    left, started = states
    # It runs; it has ended; started again, it is not there at once; then it runs.
    left += [False, True, True, False, False]
    with pytest.raises(Interrupted):
        run.watch({"The web server": sleeper}, embedded=True)
    assert started == [postgres.DATA_DIR] * 2
    assert capsys.readouterr().out == (
        f"The database has ended; its log is {postgres.DATA_DIR / 'log'}. Starting it again ...\n"
        "The database is back.\n"
    )


def test_unstartable_database_ends_the_run(states, sleeper, monkeypatch):
    left, _started = states
    left += [True]

    def start(data_dir):
        raise postgres.CannotServe("The embedded PostgreSQL did not start.")

    monkeypatch.setattr(postgres, "start", start)
    with pytest.raises(SystemExit, match="did not start"):
        run.watch({"The web server": sleeper}, embedded=True)


def test_somebody_elses_database_is_left_alone(sleeper, monkeypatch):
    monkeypatch.setattr(postgres, "has_ended", lambda data_dir: pytest.fail("it was asked"))

    def end(seconds):
        raise Interrupted

    monkeypatch.setattr(time, "sleep", end)
    with pytest.raises(Interrupted):
        run.watch({"The web server": sleeper}, embedded=False)


def test_a_part_that_ended_ends_the_run(states):
    with subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]) as process:
        process.wait()
        with pytest.raises(SystemExit, match=r"The delivery worker has ended \(exit code 3\)"):
            run.watch({"The delivery worker": process}, embedded=True)
