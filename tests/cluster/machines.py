"""The machines of the cluster, each an address of the loopback network, with the files of deploy/cluster."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "deploy" / "cluster"
PATRONI = ROOT / "var" / "patroni" / "bin" / "patroni"
POSTGRES = Path("/usr/lib/postgresql/15/bin")
PROGRAMS = ("etcd", "haproxy", "pgbouncer")
SECRET, NETWORK = "cluster-secret", "127.0.1."
DATABASES, WEBS = (1, 2, 3), (11, 12)
DATABASE_URL = f"postgres://admit_one:{SECRET}@{{address}}/admit_one"
FRONT = (f"{NETWORK}{WEBS[0]}", 8080)
# Seconds in which a machine starts, once it finds others.
PATIENCE = 90.0


def missing_requirements() -> str:
    """Return why the cluster cannot run here; empty if it can."""
    if os.geteuid() != 0:
        return "it starts services as users of their own, so it needs root"
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if not (POSTGRES / "postgres").exists():
        missing.append("postgresql-15")
    if not PATRONI.exists():
        missing.append("Patroni")
    return f"not installed: {', '.join(missing)}" if missing else ""


class Cluster:
    """All machines. A part has a name such as "patroni 1" or "web 11"; parts of one machine end in its number."""

    def __init__(self, folder: Path, mail_port: int) -> None:
        self.folder, self.mail_port = folder, mail_port
        self.user = pwd.getpwnam("postgres")
        self.parts: dict[str, subprocess.Popen[bytes]] = {}
        self.http = PoolManager(timeout=2.0, retries=False)

    # Files --------------------------------------------------------------------------------------------------

    def write_file(self, name: str, number: int) -> Path:
        """Write a file of deploy/cluster as the machine needs it, and return its path."""
        text = (FILES / name).read_bytes().decode()
        own = self.folder / f"machine{number}"
        changes = {
            # Connections inside the loopback network come from its first address.
            "10.0.0.0/24": "127.0.0.0/8",
            "10.0.0.": NETWORK,
            "127.0.0.1:": f"{NETWORK}{number}:",
            "host=127.0.0.1": f"host={NETWORK}{number}",
            "listen_addr = 127.0.0.1": f"listen_addr = {NETWORK}{number}",
            "ETCD_NAME=NAME": f"ETCD_NAME=node{number}",
            "name: NAME": f"name: node{number}",
            "HERE": f"{NETWORK}{number}",
            "PASSWORD": SECRET,
            "/var/lib/etcd": f"{own}/etcd",
            "/var/lib/postgresql/15/admit-one": f"{own}/data",
            "/var/lib/postgresql/15/pgpass": f"{own}/pgpass",
            "/var/run/postgresql": str(own),
            "/etc/pgbouncer": str(own),
            "/etc/haproxy": str(own),
            # There is no watchdog here. Real machines need one.
            "mode: required": "mode: 'off'",
        }
        for before, after in changes.items():
            text = text.replace(before, after)
        path = own / name
        path.write_bytes(text.encode())
        return path

    def write_files(self) -> None:
        """Write the files of all machines."""
        for number in (*DATABASES, *WEBS):
            own = self.folder / f"machine{number}"
            own.mkdir()
            own.chmod(0o700)
            os.chown(own, self.user.pw_uid, self.user.pw_gid)
        for number in WEBS:
            own = self.folder / f"machine{number}"
            (own / "userlist.txt").write_text(f'"admit_one" "{SECRET}"\n')
            self.write_file("503.http", number)

    # Parts --------------------------------------------------------------------------------------------------

    def start(self, name: str) -> None:
        """Start a part, which is a process group of its own."""
        kind, number = name.split()
        command, env, unprivileged = getattr(self, f"_{kind}")(int(number))
        log = (self.folder / f"{name}.log").open("ab")
        more: dict[str, Any] = {}
        if unprivileged:
            more = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        self.parts[name] = subprocess.Popen(
            list(map(str, command)), cwd=ROOT if kind in {"web", "worker"} else "/", env=env, stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, start_new_session=True, **more,
        )  # fmt: skip
        log.close()

    def _etcd(self, number: int) -> tuple[list[Any], dict[str, str], bool]:
        lines = self.write_file("etcd.env", number).read_text().splitlines()
        variables = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        return ["etcd"], {"PATH": os.environ["PATH"], **variables}, True

    def _patroni(self, number: int) -> tuple[list[Any], dict[str, str], bool]:
        path = self.write_file("patroni.yml", number)
        path.chmod(0o644)
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder / f"machine{number}")}
        return [PATRONI, path], env, True

    def _haproxy(self, number: int) -> tuple[list[Any], dict[str, str], bool]:
        return ["haproxy", "-db", "-f", self.write_file("haproxy.cfg", number)], {"PATH": os.environ["PATH"]}, True

    def _pgbouncer(self, number: int) -> tuple[list[Any], dict[str, str], bool]:
        return ["pgbouncer", self.write_file("pgbouncer.ini", number)], {"PATH": os.environ["PATH"]}, True

    def environment(self, number: int) -> dict[str, str]:
        """Return the environment of the application on a web machine."""
        return os.environ | {
            "DEVELOPMENT": "true",
            "DJANGO_SETTINGS_MODULE": "tests.concurrency.settings",
            "DATABASE_URL": DATABASE_URL.format(address=f"{NETWORK}{number}:6432"),
            "DATABASE_POOLED": "true",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "WEB_CONCURRENCY": "2",
        }

    def _web(self, number: int) -> tuple[list[Any], dict[str, str], bool]:
        command = ["python", "-m", "scheduler.web", "-b", f"{NETWORK}{number}:8000"]
        return command, self.environment(number), False

    def _worker(self, number: int) -> tuple[list[Any], dict[str, str], bool]:
        return ["python", "manage.py", "deliver", "--poll", "0.3"], self.environment(number), False

    def signal(self, name: str, sign: signal.Signals) -> None:
        """Send a signal to the part and all that it has started."""
        roots = [self.parts[name].pid]
        kind, number = name.split()
        if kind == "patroni":
            # PostgreSQL is no child of Patroni, so that it survives a restart of Patroni.
            roots += self._postmaster(int(number))
        for root in roots:
            with suppress(psutil.NoSuchProcess):
                whole = psutil.Process(root)
                for process in [whole, *whole.children(recursive=True)]:
                    with suppress(psutil.NoSuchProcess):
                        process.send_signal(sign)

    def _postmaster(self, number: int) -> list[int]:
        path = self.folder / f"machine{number}" / "data" / "postmaster.pid"
        try:
            return [int(path.read_text().split()[0])]
        except (FileNotFoundError, IndexError):
            return []

    def kill(self, name: str) -> None:
        """`kill -9` of the part and all that it has started."""
        self.signal(name, signal.SIGKILL)
        self.parts[name].wait()

    def runs(self, name: str) -> bool:
        return self.parts[name].poll() is None

    # State --------------------------------------------------------------------------------------------------

    def answers(self, number: int, port: int, path: str) -> int:
        """Return the status of the response, or 0 if there is none."""
        try:
            return self.http.request("GET", f"http://{NETWORK}{number}:{port}{path}").status
        except HTTPError:
            return 0

    def leader(self) -> int:
        """Return the number of the database machine that accepts writes, or 0."""
        return next((database for database in DATABASES if self.answers(database, 8008, "/primary") == 200), 0)

    def is_whole(self) -> bool:
        """Return whether one machine leads, one is its synchronous standby, and the third follows."""
        standbys = [database for database in DATABASES if self.answers(database, 8008, "/replica") == 200]
        synchronous = [database for database in DATABASES if self.answers(database, 8008, "/synchronous") == 200]
        return bool(self.leader()) and len(standbys) == len(DATABASES) - 1 and len(synchronous) == 1

    def switch_over(self) -> None:
        """Ask Patroni to make the synchronous standby the leader."""
        leader = self.leader()
        standby = next(database for database in DATABASES if self.answers(database, 8008, "/synchronous") == 200)
        names = {"leader": f"node{leader}", "candidate": f"node{standby}"}
        address = f"http://{NETWORK}{leader}:8008/switchover"
        reply = self.http.request("POST", address, json=names, timeout=60.0)
        assert reply.status == 200, reply.data


def wait(condition: Callable[[], object], goal: str, seconds: float = PATIENCE) -> None:
    """Wait until the condition holds. `goal` describes it in the error."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"Not within {seconds:.0f} s: {goal}.")
        time.sleep(0.2)


@contextmanager
def running(mail_port: int, prepare: Callable[[], None]) -> Iterator[Cluster]:
    """Start everything, and stop it at the end. `prepare` makes the tables, before the application starts."""
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    folder.chmod(0o755)
    cluster = Cluster(folder, mail_port)
    try:
        cluster.write_files()
        for number in DATABASES:
            cluster.start(f"etcd {number}")
        for number in DATABASES:
            cluster.start(f"patroni {number}")
        wait(cluster.is_whole, "the database machines form a cluster", 2 * PATIENCE)
        for number in WEBS:
            cluster.start(f"haproxy {number}")
            cluster.start(f"pgbouncer {number}")
        prepare()
        for number in WEBS:
            cluster.start(f"web {number}")
            cluster.start(f"worker {number}")
        for number in WEBS:
            wait(lambda number=number: cluster.answers(number, 8000, "/health/ready/") == 200, f"web {number} is ready")
        yield cluster
    finally:
        for name in reversed(cluster.parts):
            if cluster.runs(name):
                cluster.signal(name, signal.SIGCONT)
                cluster.kill(name)
        if "KEEP_CLUSTER" not in os.environ:
            shutil.rmtree(folder, ignore_errors=True)
