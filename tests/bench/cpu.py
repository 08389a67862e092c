"""Measuring by seconds of the processor, which a busy machine changes little."""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the seconds that the work takes, in this process and in its PostgreSQL process."""
    begin = total_cpu()
    work()
    return total_cpu() - begin


def total_cpu() -> float:
    """Return the seconds that this process and its PostgreSQL process have had so far."""
    return time.process_time() + database_cpu()


def database_cpu() -> float:
    """Return the seconds that the PostgreSQL process of this connection has had so far."""
    connection.ensure_connection()
    return process_cpu(connection.connection.info.backend_pid)


def process_cpu(pid: int) -> float:
    """Return the seconds that a process has had so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
