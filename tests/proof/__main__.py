"""Run the pieces that were not yet run on this commit, and print the result for each promise."""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.proof.pieces import PIECES, Piece

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / "var" / "proof.json"
# Seconds after which a piece counts as failed.
TIMEOUT = 3_600
# How many lines of a piece's output are kept.
KEPT_LINES = 12

State = dict[str, Any]


def current_commit() -> str:
    """Return the commit. Results belong to one."""
    answer = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def load(commit: str) -> State:
    """Return the results for this commit so far. Of another commit's, only the durations are kept, for estimates."""
    found = json.loads(STATE.read_text()) if STATE.exists() else {}
    if found.get("commit") != commit:
        found = {"commit": commit, "seconds": found.get("seconds", {}), "runs": {}}
    return found


def save(state: State) -> None:
    STATE.parent.mkdir(exist_ok=True)
    draft = STATE.with_suffix(".new")
    draft.write_text(json.dumps(state, indent=1))
    draft.replace(STATE)


def runs_left(piece: Piece, state: State) -> int:
    """Return how many runs of the piece are left. A failed run is repeated."""
    return piece.times - sum(run["passed"] for run in state["runs"].get(piece.name, []))


def estimate(pieces: list[Piece], state: State) -> float:
    """Return how many seconds the pieces will take: by the last run of each, else by its own estimate."""
    return sum(runs_left(piece, state) * state["seconds"].get(piece.name, piece.seconds) for piece in pieces)


def run_piece(piece: Piece) -> dict[str, Any]:
    """Run the piece once, and return the result with the last lines of its output."""
    began = time.monotonic()
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    try:
        done = subprocess.run(
            [sys.executable, *piece.command], cwd=ROOT, env=environment, timeout=TIMEOUT,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        output, passed = done.stdout, done.returncode == 0 and "Skipped:" not in done.stdout
    except subprocess.TimeoutExpired:
        output, passed = f"Not finished after {TIMEOUT} s.", False
    return {
        "passed": passed,
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "seconds": round(time.monotonic() - began),
        "output": output.splitlines()[-KEPT_LINES:],
    }


def run_pieces(pieces: list[Piece], state: State) -> None:
    """Run each piece once, then each a second time, and so on, so that an interrupted run has tried every promise.

    A piece that failed is not run again.
    """
    turns = deque(piece for piece in pieces if runs_left(piece, state))
    while turns:
        piece = turns.popleft()
        found = run_piece(piece)
        state["runs"].setdefault(piece.name, []).append(found)
        state["seconds"][piece.name] = found["seconds"]
        save(state)
        print(f"{'holds ' if found['passed'] else 'FAILED'}  {piece.name}, {found['seconds']} s", flush=True)
        if not found["passed"]:
            print("\n".join(found["output"]), flush=True)
        elif runs_left(piece, state):
            turns.append(piece)


def report(pieces: list[Piece], state: State) -> None:
    """Print a line for each piece."""
    print(f"\n{state['commit'][:12]}, {platform.platform()}, {os.cpu_count()} cores")
    for piece in pieces:
        runs = state["runs"].get(piece.name, [])
        passed, failed = sum(run["passed"] for run in runs), sum(not run["passed"] for run in runs)
        verdict = "FAILED" if failed else "holds" if passed == piece.times else "to be done"
        last = runs[-1]["at"] if runs else "-"
        print(f"{piece.promise}  {verdict:10}  {passed}/{piece.times}  {last:22}  {piece.name}: {piece.size}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make proof", description=__doc__)
    parser.add_argument("--only", default="", help="a part of the piece's name")
    parser.add_argument("--show", action="store_true", help="only print the results")
    chosen = parser.parse_args()
    pieces = [piece for piece in PIECES if chosen.only in piece.name]
    state = load(current_commit())
    hours = estimate(pieces, state) / 3_600
    print(f"About {hours:.1f} hours are left, in pieces of under an hour. Ctrl-C loses one piece.", flush=True)
    if not chosen.show:
        run_pieces(pieces, state)
    report(pieces, state)
    sys.exit(any(not run["passed"] for piece in pieces for run in state["runs"].get(piece.name, [])))


if __name__ == "__main__":
    main()
