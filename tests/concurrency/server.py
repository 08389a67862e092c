"""The production web server with several worker processes, on a port and a database of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Self

from tests.databases import url_of
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 4


def environment(database: str, url: str = "") -> dict[str, str]:
    """For a process of the application on another database of the same PostgreSQL, or of the one at the address."""
    return os.environ | {"DATABASE_URL": url_of(database, url), "DEVELOPMENT": "true"}


class Server:
    """`scheduler.wsgi` under gunicorn as in production, but for the steps that can be made to fail."""

    def __init__(
        self, database: str, url: str = "", log: IO[bytes] | int = subprocess.DEVNULL, options: Sequence[str] = ()
    ) -> None:
        # Bound here and handed over, so that nobody else can take the port between.
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port: int = listening.getsockname()[1]
            command = [sys.executable, "-m", "gunicorn", "-c", "scheduler/gunicorn.py", "-w", str(WORKERS)]
            command += ["-b", f"fd://{listening.fileno()}", "--no-control-socket", *options, "tests.concurrency.wsgi"]
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(database, url),
                pass_fds=[listening.fileno()],
                stderr=log,
                start_new_session=True,
            )
        self.database = database

    def __enter__(self) -> Self:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.get("/zones.json")
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.stop()
                    raise
                time.sleep(0.05)
            else:
                return self

    def __exit__(self, *args: object) -> None:
        self.stop()

    def get(self, path: str) -> int:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request("GET", path)
            return line.getresponse().status
        finally:
            line.close()

    def stop(self) -> None:
        """Ends the server and its workers, which are a process group of their own."""
        # At once: nobody is being served any more.
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
