"""Waiting for a condition: long enough for a machine that is ten times slower, and no longer than necessary."""

import time
from collections.abc import Callable

# Seconds. Only a test that hangs waits so long.
PATIENCE = 120.0


def wait_for(condition: Callable[[], object], why: str = "waited in vain") -> None:
    """Return once the condition is true."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, why
        time.sleep(0.01)
