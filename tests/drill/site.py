"""An installation as in docs/operating.md: nginx with TLS, two web servers, a worker, a PostgreSQL of its own."""

import os
import secrets
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

from tests.concurrency.customers import FORM, Reply
from tests.own_postgres import OwnPostgres

ROOT = Path(__file__).resolve().parents[2]
HOST, WEBS = "127.0.0.1", (8171, 8172)
TLS_PORT = 8443
PATIENCE = 180.0
# The certificate was made a moment ago, on this machine.
UNVERIFIED = ssl._create_unverified_context()


class Installation:
    """The processes, by name, and their settings."""

    def __init__(self, folder: Path, postgres: OwnPostgres, mail_port: int) -> None:
        self.folder, self.postgres = folder, postgres
        self.parts: dict[str, subprocess.Popen[bytes]] = {}
        self.settings = {
            "SECRET_KEY": secrets.token_hex(32),
            "LINK_KEYS": f"00a:{secrets.token_hex(32)}",
            "SEALING_KEYS": f"00a:{secrets.token_hex(32)}",
            "BASE_URL": f"https://localhost:{TLS_PORT}",
            "FROM_EMAIL": "meet@example.com",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "BEHIND_PROXY": "true",
            "SIGNUPS": "invite",
            "WEB_CONCURRENCY": "2",
        }

    def environment(self, database: str = "admit_one") -> dict[str, str]:
        """Return the environment of production: without settings of development."""
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPYCACHEPREFIX", "HOME") if name in os.environ}
        return kept | self.settings | {"DATABASE_URL": f"postgres://app@/{self.postgres.data}/{database}"}

    def manage(self, code: Path, *command: str, database: str = "admit_one") -> None:
        """Run one of Django's commands with this code, and wait for it."""
        line = [sys.executable, "manage.py", *command]
        subprocess.run(line, cwd=code, env=self.environment(database), check=True, stdout=subprocess.DEVNULL)

    def start(self, name: str, code: Path, *command: str, database: str = "admit_one") -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.parts[name] = subprocess.Popen(
                [sys.executable, *command], cwd=code, env=self.environment(database), stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def start_web(self, port: int, code: Path, database: str = "admit_one") -> None:
        """Start a web server, and return once it is ready."""
        self.start(f"web {port}", code, "-m", "scheduler.web", "-b", f"{HOST}:{port}", database=database)
        deadline = time.monotonic() + PATIENCE
        while not is_ready(port):
            assert time.monotonic() < deadline, (self.folder / f"web {port}.log").read_text()
            time.sleep(0.2)

    def start_worker(self, code: Path) -> None:
        self.start("worker", code, "manage.py", "deliver")

    def stop(self, name: str) -> None:
        """Stop the process as systemd does: terminate the main process, and wait."""
        self.parts[name].terminate()
        self.parts[name].wait(PATIENCE)

    def end(self) -> None:
        for part in self.parts.values():
            with suppress(ProcessLookupError):
                os.killpg(part.pid, signal.SIGKILL)
            part.wait()


def is_ready(port: int) -> bool:
    line = HTTPConnection(HOST, port, timeout=10)
    try:
        line.request("GET", "/health/ready/")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def ask(method: str, path: str, fields: dict[str, str] | None = None) -> Reply:
    """Send a request through nginx, as a visitor does. Status 0 means that the connection broke."""
    line = HTTPSConnection("localhost", TLS_PORT, timeout=60, context=UNVERIFIED)
    try:
        line.request(method, path, urlencode(fields) if fields else None, FORM if fields else {})
        response = line.getresponse()
        return Reply(response.status, response.headers.get("Location", ""), response.read().decode())
    except (OSError, HTTPException):
        return Reply(0)
    finally:
        line.close()


@contextmanager
def proxied(folder: Path) -> Iterator[None]:
    """Run nginx with the file of deploy/, on other ports."""
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    pair = ["-keyout", folder / "meet.key", "-out", folder / "meet.pem"]
    subprocess.run([*certificate, *pair], check=True, capture_output=True)
    text = (ROOT / "deploy" / "nginx" / "admit-one.conf").read_text()
    for before, after in {
        "meet.example.com": "localhost",
        "/etc/ssl/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
        "listen [::]:": "# ",
        "listen 80": f"listen {HOST}:8180",
        "listen 443": f"listen {HOST}:{TLS_PORT}",
        # docs/operating.md says so for ports other than 443.
        "Host $host": "Host $http_host",
        "127.0.0.1:8000": f"{HOST}:{WEBS[0]}",
        "127.0.0.1:8001": f"{HOST}:{WEBS[1]}",
    }.items():
        assert before in text, before
        text = text.replace(before, after)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; events {{}} http {{ client_body_temp_path {folder}/bodies; {text} }}"
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    nginx = subprocess.Popen([program, "-c", folder / "nginx.conf", "-e", folder / "nginx.log"])
    try:
        yield
    finally:
        nginx.terminate()
        nginx.wait()
