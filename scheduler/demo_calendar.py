"""A calendar server on this machine, for `make run DEMO_CALENDAR=1`: Radicale, with one user and an empty calendar."""

import fcntl
import os
import socket
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec

from scheduler import postgres

HOST = "127.0.0.1"
FOLDER = postgres.BASE_DIR / "var" / "demo-calendar"
USER, PASSWORD = "ana", "calendar"


def allow_local_http() -> None:
    """Let the application reach calendar servers on this machine by plain http. Exit outside of development."""
    if os.environ.get("DEVELOPMENT") != "true":
        sys.exit("The demo's calendar server has a published password: it is for DEVELOPMENT=true only.")
    if find_spec("radicale") is None:
        sys.exit("The demo's calendar server is Radicale, which is missing: make run DEMO_CALENDAR=1 installs it.")
    networks = [os.environ.get("PRIVATE_NETWORKS", ""), f"{HOST}/32"]
    os.environ["PRIVATE_NETWORKS"] = ",".join(filter(None, networks))
    os.environ["PRIVATE_PLAIN_HTTP"] = "true"


def start() -> tuple[subprocess.Popen[bytes] | None, int]:
    """Start the server, unless one of this folder runs, which another demo has started. Return it with its port.

    The server itself holds the folder's lock as long as it lives, so each folder has one server at most.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None, last_port()
        port = free_port()
        # Write and rename, since another demo may read the file at any moment.
        draft = FOLDER / "serving.draft"
        draft.write_text(str(port))
        draft.replace(FOLDER / "serving")
        return serve(port, lock.fileno()), port


def serve(port: int, lock: int) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own. It inherits the lock."""
    people = FOLDER / "people"
    people.write_text(f"{USER}:{PASSWORD}\n")
    arguments = {
        "--config": "",
        "--server-hosts": f"{HOST}:{port}",
        "--storage-filesystem-folder": str(FOLDER / "store"),
        "--auth-type": "htpasswd",
        "--auth-htpasswd-filename": str(people),
        "--auth-htpasswd-encryption": "plain",
        "--logging-level": "warning",
    }
    command = [sys.executable, "-m", "radicale", *(part for pair in arguments.items() for part in pair)]
    return subprocess.Popen(command, start_new_session=True, pass_fds=[lock])  # noqa: S603


def last_port() -> int:
    """Return the port of the server that runs or ran last; 0 if none is known."""
    try:
        return int((FOLDER / "serving").read_text())
    except (FileNotFoundError, ValueError):
        return 0


def free_port() -> int:
    """Return the last run's port if it is free, since the stored connection has it; else another one."""
    for port in (last_port(), 0):
        # Anything but a port raises OverflowError.
        with suppress(OSError, OverflowError), socket.create_server((HOST, port)) as probe:
            return int(probe.getsockname()[1])
    sys.exit("No port is free for the demo's calendar server.")
