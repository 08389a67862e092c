"""`make run`: the web server and the worker on this machine, with demo data.

For development and trials. In production each part is started by itself, as docs/operating.md says.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from scheduler import demo_calendar, postgres

HOST, CALENDAR = "127.0.0.1", "The calendar server"
GRACE = 8.0
# Tries to restart a database that has ended, one each second.
RESTART_TRIES = 20


def main() -> None:
    """Prepare the database, start web server and worker, print where to go, and stop everything on Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--calendar", action="store_true", help="with a calendar server, connected by the demo data")
    arguments = parser.parse_args()
    port: int = arguments.port
    check_port_is_free(port)
    os.environ.setdefault("DEVELOPMENT", "true")
    os.environ.setdefault("SIGNUPS", "open")
    os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
    if arguments.calendar:
        demo_calendar.allow_local_http()
    print("Starting the database ...", flush=True)
    try:
        embedded = postgres.ensure()
    except postgres.StartFailed as refusal:
        sys.exit(str(refusal))
    print("Preparing tables, static files and demo data ...", flush=True)
    for command in ("compile_languages", "migrate --verbosity=0", "collectstatic --noinput --verbosity=0"):
        manage(*command.split())
    signal.signal(signal.SIGTERM, interrupt)
    parts = {"The web server": start_web(port), "The delivery worker": start_worker()}
    demo = ["demo"]
    try:
        if arguments.calendar:
            calendar_port = ensure_calendar_server(parts)
            demo += ["--calendar", f"http://{HOST}:{calendar_port}/", demo_calendar.USER, demo_calendar.PASSWORD]
        wait_until_served(port, "The web server", parts["The web server"])
        manage(*demo)
        print("\nCtrl-C stops everything.", flush=True)
        watch(parts, embedded=embedded, calendar=arguments.calendar)
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
    finally:
        stop(*parts.values())


def check_port_is_free(port: int) -> None:
    """Exit with a clear message if the port is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT={port + 1}")


def manage(*command: str) -> None:
    """Run one of Django's commands to its end. Exit if it fails."""
    line = [sys.executable, "manage.py", *command]
    # In a session of its own, so that Ctrl-C reaches only this process, which then ends the command.
    done = subprocess.run(line, cwd=postgres.BASE_DIR, check=False, start_new_session=True)  # noqa: S603
    if done.returncode:
        sys.exit(f"`manage.py {command[0]}` failed; its message is above.")


def start_web(port: int) -> subprocess.Popen[bytes]:
    """Start the production web server, in a session of its own, so that Ctrl-C reaches only this process."""
    address = f"{HOST}:{port}"
    command = [sys.executable, "-m", "gunicorn", "-c", "scheduler/gunicorn.py", "-b", address, "scheduler.wsgi"]
    return subprocess.Popen(command, cwd=postgres.BASE_DIR, start_new_session=True)  # noqa: S603


def start_worker() -> subprocess.Popen[bytes]:
    """Start the worker that sends deliveries."""
    command = [sys.executable, "manage.py", "deliver"]
    return subprocess.Popen(command, cwd=postgres.BASE_DIR, start_new_session=True)  # noqa: S603


def ensure_calendar_server(parts: dict[str, subprocess.Popen[bytes]]) -> int:
    """Start the calendar server, unless another demo's serves this one too. Return its port."""
    for _ in range(300):
        part, port = demo_calendar.start()
        if part is not None:
            parts[CALENDAR] = part
            wait_until_served(port, CALENDAR, part)
        if part is not None or is_served(port):
            return port
        # The other demo's server is just starting or ending.
        time.sleep(0.1)
    sys.exit(f"{CALENDAR} of another demo does not answer.")


def is_served(port: int) -> bool:
    """Return whether a server accepts connections."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def wait_until_served(port: int, name: str, part: subprocess.Popen[bytes]) -> None:
    """Return when a server accepts connections. Exit if it ends, or does not within 30 seconds."""
    for _ in range(300):
        if is_served(port):
            return
        if part.poll() is not None:
            sys.exit(f"{name} did not start; its message is above.")
        time.sleep(0.1)
    sys.exit(f"{name} did not answer within 30 seconds.")


def watch(parts: dict[str, subprocess.Popen[bytes]], *, embedded: bool, calendar: bool = False) -> None:
    """Exit when a part has ended by itself. Restart the embedded database if it has ended. Never return.

    Start the calendar server once the other demo that ran it has ended.
    """
    while True:
        for name, part in parts.items():
            if part.poll() is not None:
                sys.exit(f"{name} has ended (exit code {part.returncode}); its message is above.")
        if embedded and postgres.has_ended(postgres.DATA_DIR):
            restart_database()
        if calendar and CALENDAR not in parts:
            ensure_calendar_server(parts)
        time.sleep(0.3)


def restart_database() -> None:
    """Start the embedded database again after it has ended. Exit if it does not start."""
    print(f"The database has ended; its log is {postgres.DATA_DIR / 'log'}. Starting it again ...", flush=True)
    refusal: postgres.StartFailed | None = None
    for _ in range(RESTART_TRIES):
        try:
            postgres.start(postgres.DATA_DIR)
        except postgres.StartFailed as error:
            # Remains of the server that ended may still be in the way.
            refusal = error
        else:
            if not postgres.has_ended(postgres.DATA_DIR):
                return print("The database is back.", flush=True)
        time.sleep(1)
    sys.exit(str(refusal or "The database did not start again."))


def stop(*parts: subprocess.Popen[bytes]) -> None:
    """Terminate all parts, and kill those that have not ended after GRACE seconds.

    Another Ctrl-C meanwhile is ignored, so that none of them is left running.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for part in parts:
        if part.poll() is None:
            part.terminate()
    deadline = time.monotonic() + GRACE
    for part in parts:
        try:
            part.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()


def interrupt(signum: int, frame: FrameType | None) -> None:
    """Handle SIGTERM like Ctrl-C."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
