"""Waiting for what others do: long enough for a machine ten times slower, and no longer than it takes."""

import time
from collections.abc import Callable

# Seconds. Only what hangs is waited for so long.
PATIENCE = 120.0


def wait_for(condition: Callable[[], object], why: str = "waited in vain") -> None:
    """Returns once the condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, why
        time.sleep(0.01)
