"""`make run` watches what it started, and starts a database that ended again."""

import fcntl
import os
import socket
import subprocess
import sys
import time

import pytest

from scheduler import demo_calendar, postgres, run


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
        raise postgres.StartFailed("The embedded PostgreSQL did not start.")

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


@pytest.fixture
def demo_folder(monkeypatch, tmp_path):
    """Where a demo's calendar server keeps what it has; with a server that does nothing but listen."""
    monkeypatch.setattr(demo_calendar, "FOLDER", tmp_path)
    started = []

    def serve(port, lock):
        listen = f"import socket, time; kept = socket.create_server(('127.0.0.1', {port})); time.sleep(600)"
        started.append(subprocess.Popen([sys.executable, "-c", listen], pass_fds=[lock]))
        return started[-1]

    monkeypatch.setattr(demo_calendar, "serve", serve)
    yield tmp_path
    for process in started:
        process.kill()
        process.wait()


def ended(part):
    part.kill()
    part.wait()


def test_calendar_server_keeps_its_port(demo_folder):
    part, port = demo_calendar.start()
    ended(part)
    again, same = demo_calendar.start()
    assert (again is not None, same) == (True, port)


@pytest.mark.parametrize("kept", ["", "no port", "70000", "-1", "taken"])
def test_calendar_server_leaves_a_strangers_port(demo_folder, kept):
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        taken = somebody.getsockname()[1]
        (demo_folder / "serving").write_text(str(taken) if kept == "taken" else kept)
        part, port = demo_calendar.start()
    assert (part is not None, port != taken) == (True, True)
    assert (demo_folder / "serving").read_text() == str(port)


def test_two_demos_share_one_calendar_server(demo_folder, monkeypatch):
    """The second one starts it again when the first has ended."""
    first, second = {}, {}
    port = run.ensure_calendar_server(first)
    assert run.ensure_calendar_server(second) == port
    assert (set(first), second) == ({run.CALENDAR}, {})
    ended(first[run.CALENDAR])

    wait = time.sleep

    def end(seconds):
        if run.CALENDAR in second and run.is_served(port):
            raise Interrupted
        wait(seconds)

    monkeypatch.setattr(time, "sleep", end)
    with pytest.raises(Interrupted):
        run.watch(second, embedded=False, calendar=True)
    assert (demo_folder / "serving").read_text() == str(port)


def test_ending_server_is_not_waited_for(demo_folder, monkeypatch):
    """It still holds the folder's lock, and answers nobody any more."""
    part, port = demo_calendar.start()
    run.wait_until_served(port, run.CALENDAR, part)
    ended(part)
    wait, parts = time.sleep, {}
    with (demo_folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        def end(seconds):
            fcntl.flock(lock, fcntl.LOCK_UN)
            wait(seconds)

        monkeypatch.setattr(time, "sleep", end)
        assert run.ensure_calendar_server(parts) == port
    assert set(parts) == {run.CALENDAR}


SLOW = """
import os, signal, time
# Not by print, which may be at work still when the signal comes.
signal.signal(signal.SIGTERM, lambda *_: os.write(1, b"told\\n"))
print(os.getpid(), flush=True)
time.sleep(600)
"""
STOPPED_TWICE = f"""
import signal, subprocess, sys
from scheduler import run

part = subprocess.Popen([sys.executable, "-c", {SLOW!r}])
try:
    signal.signal(signal.SIGTERM, run.interrupt)
    print("ready", flush=True)
    signal.pause()
except KeyboardInterrupt:
    run.GRACE = 1
    run.stop(part)
"""


@pytest.mark.race
def test_second_interrupt_leaves_nothing_running():
    """As Ctrl-C that is pressed twice, or `timeout`, which tells the process and then its group."""
    with subprocess.Popen([sys.executable, "-c", STOPPED_TWICE], stdout=subprocess.PIPE, text=True) as process:
        pid, ready = sorted(process.stdout.readline().strip() for _line in range(2))
        process.terminate()
        assert (ready, process.stdout.readline()) == ("ready", "told\n")
        process.terminate()
        process.wait(60)
    assert process.returncode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)
