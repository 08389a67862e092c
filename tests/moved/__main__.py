"""Runs pytest on another day: `python -m tests.moved 2027-12-31T23:50 -m "not slow"`, or `make test MOVED=...`.

No test may know on which day it runs. In one process the clock stands still (`at_now` in tests/conftest.py), so that
each run is the same. Races and crashes run in many processes, with PostgreSQL, by the machine's clock; there, and
wherever a test escapes from the clock that stands, only a run at a bad hour shows it: the last of a month or a year,
shortly before midnight, a change of clocks, 29 February. This moves the time of day of pytest, its children,
PostgreSQL and Chromium alike, by a small library that is loaded before libc. libfaketime does it too, but the release
in Debian 12 breaks the waits of Python 3.11, and faking the monotonic clocks hangs it.

Needs Linux and a C compiler.
"""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

SOURCE = Path(__file__).with_name("clock.c")
LIBRARY = SOURCE.parents[2] / "var" / "moved-clock.so"


def built() -> Path:
    """The library, compiled where it is missing or older than its source."""
    if not LIBRARY.exists() or LIBRARY.stat().st_mtime < SOURCE.stat().st_mtime:
        compiler = shutil.which("cc")
        if compiler is None:
            sys.exit("Tests under a moved clock need a C compiler, e.g.: apt-get install gcc libc6-dev")
        LIBRARY.parent.mkdir(exist_ok=True)
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", LIBRARY, SOURCE, "-ldl"], check=True)
    return LIBRARY


def main() -> None:
    try:
        wanted = datetime.fromisoformat(sys.argv[1])
    except (IndexError, ValueError):
        sys.exit("Say when it shall be, in UTC, e.g.: python -m tests.moved 2027-12-31T23:50 tests/concurrency")
    wanted = wanted if wanted.tzinfo else wanted.replace(tzinfo=UTC)
    by = int((wanted - datetime.now(UTC)).total_seconds())
    os.environ |= {"LD_PRELOAD": str(built()), "MOVED_BY": str(by)}
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *sys.argv[2:]])


if __name__ == "__main__":
    main()
