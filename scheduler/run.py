"""`make run`: the whole application on this machine, web server and worker together, with something to look at.

For development and trials. In production each part is started by itself, as the README says.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from scheduler import postgres

HOST = "127.0.0.1"
GRACE = 8.0
# Seconds, and tries, to start a database that has ended again.
REVIVALS = 20


def main() -> None:
    """Prepares, starts both processes, prints where to go, and stops everything on Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port: int = parser.parse_args().port
    refuse_taken(port)
    os.environ.setdefault("DEVELOPMENT", "true")
    os.environ.setdefault("SIGNUPS", "open")
    os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
    print("Starting the database ...", flush=True)
    try:
        embedded = postgres.ensure()
    except postgres.CannotServe as refusal:
        sys.exit(str(refusal))
    print("Preparing tables, static files and demo data ...", flush=True)
    for command in (["migrate", "--verbosity=0"], ["collectstatic", "--noinput", "--verbosity=0"]):
        manage(*command)
    signal.signal(signal.SIGTERM, interrupt)
    with start_web(port) as web, start_worker() as worker:
        try:
            wait_until_served(port, web)
            manage("demo")
            print("\nCtrl-C stops everything.", flush=True)
            watch({"The web server": web, "The delivery worker": worker}, embedded=embedded)
        except KeyboardInterrupt:
            print("\nStopping ...", flush=True)
        finally:
            stop(web, worker)


def refuse_taken(port: int) -> None:
    """Exits with a clear sentence where something else listens already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT={port + 1}")


def manage(*command: str) -> None:
    """Runs one of Django's commands to its end; exits when it fails."""
    line = [sys.executable, "manage.py", *command]
    # Of a session of its own: Ctrl-C reaches this process only, which then ends it.
    done = subprocess.run(line, cwd=postgres.BASE_DIR, check=False, start_new_session=True)  # noqa: S603
    if done.returncode:
        sys.exit(f"`manage.py {command[0]}` failed; its message stands above.")


def start_web(port: int) -> subprocess.Popen[bytes]:
    """The production web server, in a process group of its own, so that Ctrl-C reaches this process only."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "scheduler/gunicorn.py",
        "-b",
        f"{HOST}:{port}",
        "scheduler.wsgi",
    ]
    return subprocess.Popen(command, cwd=postgres.BASE_DIR, start_new_session=True)  # noqa: S603


def start_worker() -> subprocess.Popen[bytes]:
    """The worker that sends what is owed."""
    command = [sys.executable, "manage.py", "deliver"]
    return subprocess.Popen(command, cwd=postgres.BASE_DIR, start_new_session=True)  # noqa: S603


def wait_until_served(port: int, web: subprocess.Popen[bytes]) -> None:
    """Returns when the web server accepts connections; exits when it ends instead."""
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        if web.poll() is not None:
            sys.exit("The web server did not start; its message stands above.")
        time.sleep(0.1)
    sys.exit("The web server did not answer within 30 seconds.")


def watch(parts: dict[str, subprocess.Popen[bytes]], *, embedded: bool) -> None:
    """Return never while all parts run; exits when one has ended by itself. A database of ours is started again."""
    while True:
        for name, part in parts.items():
            if part.poll() is not None:
                sys.exit(f"{name} has ended (exit code {part.returncode}); its message stands above.")
        if embedded and postgres.has_ended(postgres.DATA_DIR):
            revive()
        time.sleep(0.3)


def revive() -> None:
    """Start the database that has ended again; exits where it does not start."""
    print(f"The database has ended; its log is {postgres.DATA_DIR / 'log'}. Starting it again ...", flush=True)
    refusal: postgres.CannotServe | None = None
    for _ in range(REVIVALS):
        try:
            postgres.start(postgres.DATA_DIR)
        except postgres.CannotServe as error:
            # What is left of the one before may still be in its way.
            refusal = error
        else:
            if not postgres.has_ended(postgres.DATA_DIR):
                return print("The database is back.", flush=True)
        time.sleep(1)
    sys.exit(str(refusal or "The database did not start again."))


def stop(*parts: subprocess.Popen[bytes]) -> None:
    """Asks each part to end, and insists after a while."""
    for part in parts:
        if part.poll() is None:
            part.terminate()
    deadline = time.monotonic() + GRACE
    for part in parts:
        try:
            part.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            part.kill()


def interrupt(signum: int, frame: FrameType | None) -> None:
    """A polite kill stops everything just as Ctrl-C does."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
