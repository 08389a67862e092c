"""A calendar server on this machine, for `make run DEMO_CALENDAR=1`: Radicale, with one user and an empty calendar."""

import os
import socket
import subprocess
import sys
from importlib.util import find_spec

from scheduler import postgres

HOST = "127.0.0.1"
FOLDER = postgres.BASE_DIR / "var" / "demo-calendar"
USER, PASSWORD = "ana", "calendar"


def allow_here() -> None:
    """Let the application reach calendar servers on this machine by plain http. Exit where others may reach it."""
    if os.environ.get("DEVELOPMENT") != "true":
        sys.exit("The demo's calendar server has a published password: it is for DEVELOPMENT=true only.")
    if find_spec("radicale") is None:
        sys.exit("The demo's calendar server is Radicale, which is missing: make run DEMO_CALENDAR=1 installs it.")
    networks = [os.environ.get("PRIVATE_NETWORKS", ""), f"{HOST}/32"]
    os.environ["PRIVATE_NETWORKS"] = ",".join(filter(None, networks))
    os.environ["PRIVATE_PLAIN_HTTP"] = "true"


def start() -> tuple[subprocess.Popen[bytes], int]:
    """Start the server, in a session of its own. Return it with its port."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = kept_port()
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
    return subprocess.Popen(command, start_new_session=True), port  # noqa: S603


def kept_port() -> int:
    """Return the port of the run before, by which the connection is known, or else one that is free."""
    kept = FOLDER / "port"
    if not kept.exists():
        with socket.create_server((HOST, 0)) as probe:
            kept.write_text(str(probe.getsockname()[1]))
    return int(kept.read_text())
