"""Named steps made to wait, fail, die or be skipped: here, so that the application itself has no switches.

A process that calls `install` has each step wrapped. What a step does is read, at each call, from the file that the
environment variable FAILPOINTS names: `{"lock_link": "skip"}`. Without the file every step does what it always does.

- `skip`: the step does nothing
- `unlocked`: the step reads what it would have locked, and does not lock it
- `wait 0.05`: seconds before it
- `fail`: an error instead of it
- `die`: kill -9 instead of it, in the one process that comes first

`then wait 0.05`, `then fail` and `then die` do the same after it.
"""

import functools
import importlib
import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.db.models import QuerySet

STEPS = {
    "accounts.locks": ["share_organization", "hold_sign_up"],
    "bookings.steps.judge": [
        "begin",
        "lock_link",
        "read_link",
        "read_page",
        "read_clock",
        "find_repeat",
        "judge_link",
        "judge_page",
        "judge_customer",
        "choose_offer",
        "judge_times",
        "lock_pools",
        "lock_hosts",
        "judge_start",
    ],
    "bookings.steps.write": ["spend", "admit", "schedule", "share_out", "write_history", "owe"],
    "bookings.steps.change": [
        "lock_booking",
        "read_booking",
        "judge_seen",
        "judge_move",
        "judge_cancel",
        "judge_requested",
        "moving_offer",
        "lock_people",
        "judge_free",
        "judge_new_start",
        "read_newcomer",
        "hand_over",
        "free_suggested",
        "give_back",
        "take",
        "decide",
        "write_change",
        "owe_change",
    ],
    # Called once; it returns after COMMIT.
    "bookings.steps.retry": ["persist"],
    "links.actions.batches": ["check_source", "copy_links", "copy_history", "copy_mails"],
    # Called once by a press; it returns after COMMIT.
    "owner.links.views.batches": ["make_batch"],
    "deliveries.worker": ["claim", "connect", "begin", "send", "mark_sent", "mark_failed"],
}


BOOKINGS = [name for name in STEPS if name.startswith(("accounts.", "bookings."))]


class Failpoints:
    """Says what the steps of other processes do from now on."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def set(self, **actions: str) -> None:
        # Whole or not at all, since others read it at any moment.
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps(actions))
        draft.replace(self.path)

    def clear(self) -> None:
        self.path.unlink(missing_ok=True)

    @property
    def spent(self) -> bool:
        """Whether a process has died where it was told to."""
        return not self.path.exists()


def install(*modules: str) -> None:
    """Wraps the steps of the modules in this process."""
    path = Path(os.environ["FAILPOINTS"])
    for name in modules:
        module = importlib.import_module(name)
        for step in STEPS[name]:
            if hasattr(module, step):
                setattr(module, step, wrapped(path, step, getattr(module, step)))


def wrapped(path: Path, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        action = wanted(path, step)
        if action == "skip":
            return None
        if action == "unlocked":
            with patch.object(QuerySet, "select_for_update", lambda rows, **_: rows):
                return function(*args, **kwargs)
        if action and not action.startswith("then "):
            perform(action, path)
        result = function(*args, **kwargs)
        if action.startswith("then "):
            perform(action.removeprefix("then "), path)
        return result

    return call


def wanted(path: Path, step: str) -> str:
    try:
        return str(json.loads(path.read_text()).get(step, ""))
    except FileNotFoundError:
        return ""


def perform(action: str, path: Path) -> None:
    verb, _, argument = action.partition(" ")
    if verb == "wait":
        time.sleep(float(argument))
    elif verb == "fail":
        raise RuntimeError("A step failed, as it was told to.")
    elif verb == "die":
        try:
            # Whoever removes the file dies; nobody else does.
            path.unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)
    else:
        raise ValueError(action)
