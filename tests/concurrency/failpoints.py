"""Named steps made to wait, fail, die or be skipped: here, so that the application itself has no switches.

A process that calls `install` has each step wrapped. What a step does is read, at each call, from the file that the
environment variable FAILPOINTS names: `{"lock_link": "skip"}`. Without the file every step does what it always does.

- `skip`: the step does nothing
- `unlocked`: the step reads what it would have locked, and does not lock it
- `meet 2`: waits before it until so many have come this far, here or at another step that says so
- `hold`: waits before it until whoever does something meanwhile has done it (`meanwhile`)
- `fail`: an error instead of it
- `die`: kill -9 instead of it, in the one process that comes first

`then meet 2`, `then hold`, `then fail` and `then die` do the same after it; so does `unlocked then meet 2`. Those who
wait do so for one another and not for a while, so that it is the same on a machine of any speed.
"""

import functools
import importlib
import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.db.models import QuerySet

from core.statements import CompiledOnce
from tests.patience import wait_for

STEPS = {
    "accounts.locks": ["share_organization", "hold_sign_up", "lock_people"],
    "bookings.steps.judge": [
        "begin",
        "lock_link",
        "read_link",
        "read_page",
        "read_clock",
        "check_repeat",
        "check_link",
        "check_page",
        "check_customer_limit",
        "choose_offer",
        "check_times",
        "lock_pools",
        "lock_hosts",
        "assign_places",
    ],
    "bookings.steps.write": [
        "spend_use",
        "admit",
        "schedule",
        "count_pool_turns",
        "write_history",
        "notify_of_booking",
    ],
    "bookings.steps.change": [
        "lock_booking",
        "read_booking",
        "check_unchanged",
        "check_can_move",
        "check_can_cancel",
        "check_is_requested",
        "moving_offer",
        "check_newcomer_free",
        "check_start_offered",
        "read_newcomer",
        "replace_host",
        "free_suggested_times",
        "release_hosts",
        "set_times",
        "decide",
        "write_change",
        "notify_of_change",
    ],
    # Called once; it returns after COMMIT.
    "bookings.steps.retry": ["persist"],
    "calendars.actions.reading": ["lock_host", "lock_if_claimed", "write_reading"],
    # Each request to a calendar's server returns with its answer; `ask_server` is the one that removes.
    "calendars.providers.caldav": ["_get", "_put", "_find", "ask_server"],
    # There, one is called for all requests; it is the one that writes and removes.
    "calendars.providers.google": ["ask_google", "_patch"],
    "calendars.providers.microsoft": ["_find", "_get", "_create", "_change", "_delete"],
    "calendars.writers": ["note_written", "note_removed"],
    "links.actions.batches": ["check_source", "copy_links", "add_history_for_all", "copy_deliveries"],
    # Between looking for what the key has sent, and sending.
    "links.actions.sending": ["link_mail"],
    # Called once by a press; it returns after COMMIT.
    "owner.links.views.batches": ["make_batch"],
    "deliveries.senders": ["begin", "mark_sent"],
    # The call returns with its answer.
    "deliveries.webhooks.calling": ["fetch", "_record"],
    "deliveries.worker": ["claim", "connect", "begin", "send", "mark_sent", "mark_failed"],
}


BOOKINGS = [name for name in STEPS if name.startswith(("accounts.", "bookings.", "calendars."))]


class Failpoints:
    """Says what the steps of other processes do from now on."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def set(self, **actions: str) -> None:
        for trace in self.path.parent.glob("*.trace"):
            trace.unlink()
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
            setattr(module, step, wrapped(path, step, getattr(module, step)))


def wrapped(path: Path, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        action, _, afterwards = wanted(path, step).partition("then ")
        action = action.strip()
        if action == "skip":
            result = None
        elif action == "unlocked":
            with unlocked():
                result = function(*args, **kwargs)
        else:
            perform(action, path)
            result = function(*args, **kwargs)
        perform(afterwards, path)
        return result

    return call


@contextmanager
def unlocked() -> Iterator[None]:
    """Queries lock nothing inside. Those that are compiled once, with their locks, are compiled anew for it."""
    without_lock = patch.object(QuerySet, "select_for_update", lambda rows, **_: rows)
    with without_lock, patch.object(CompiledOnce, "__call__", lambda compiled, *values: list(compiled.query(*values))):
        yield


def wanted(path: Path, step: str) -> str:
    try:
        return str(json.loads(path.read_text()).get(step, ""))
    except FileNotFoundError:
        return ""


def perform(action: str, path: Path) -> None:
    verb, _, argument = action.partition(" ")
    if verb == "meet":
        leave_trace(path)
        wait_for(lambda: traces(path) >= int(argument))
    elif verb == "hold":
        leave_trace(path)
        wait_for(released(path).exists)
    elif verb == "fail":
        raise RuntimeError("A step failed, as it was told to.")
    elif verb == "die":
        try:
            # Whoever removes the file dies; nobody else does.
            path.unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)
    elif verb:
        raise ValueError(action)


def leave_trace(path: Path) -> None:
    """Somebody has come this far."""
    path.with_name(f"{uuid4()}.trace").touch()


def traces(path: Path) -> int:
    return sum(1 for _ in path.parent.glob("*.trace"))


def released(path: Path) -> Path:
    """Is there once those who hold may go on."""
    return path.with_name("released.trace")


def meanwhile(*, holding: int, operation: tuple[Callable[..., Any], dict[str, Any]]) -> Any:
    """Does it while so many hold at a step, who go on afterwards."""
    path = Path(os.environ["FAILPOINTS"])
    wait_for(lambda: traces(path) >= holding)
    function, arguments = operation
    try:
        return function(**arguments)
    finally:
        released(path).touch()
