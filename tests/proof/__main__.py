"""Run the pieces that were not run yet on this code, and say how the promises stand."""

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
LONGEST = 3_600
# How much of what a piece printed is kept.
LAST_LINES = 12

State = dict[str, Any]


def code() -> str:
    """The commit, which what was found belongs to."""
    answer = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def load(commit: str) -> State:
    """What was found for this commit so far. What another one found is no proof, but tells how long pieces take."""
    found = json.loads(STATE.read_text()) if STATE.exists() else {}
    if found.get("commit") != commit:
        found = {"commit": commit, "seconds": found.get("seconds", {}), "runs": {}}
    return found


def save(state: State) -> None:
    STATE.parent.mkdir(exist_ok=True)
    draft = STATE.with_suffix(".new")
    draft.write_text(json.dumps(state, indent=1))
    draft.replace(STATE)


def left(piece: Piece, state: State) -> int:
    """How many runs of the piece are left. One that failed is run again."""
    return piece.times - sum(run["well"] for run in state["runs"].get(piece.name, []))


def estimate(pieces: list[Piece], state: State) -> float:
    """How many seconds are left, by what each took last, else by the figure beside it."""
    return sum(left(piece, state) * state["seconds"].get(piece.name, piece.seconds) for piece in pieces)


def run(piece: Piece) -> dict[str, Any]:
    """One run, with its last lines."""
    begun = time.monotonic()
    kept = os.environ | {"PYTHONUNBUFFERED": "1"}
    try:
        done = subprocess.run(
            [sys.executable, *piece.command], cwd=ROOT, env=kept, timeout=LONGEST,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        output, well = done.stdout, done.returncode == 0 and "Skipped:" not in done.stdout
    except subprocess.TimeoutExpired:
        output, well = f"Not done after {LONGEST} s.", False
    return {
        "well": well,
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "seconds": round(time.monotonic() - begun),
        "said": output.splitlines()[-LAST_LINES:],
    }


def attack(pieces: list[Piece], state: State) -> None:
    """Run each piece once, then each a second time, and so on: broken off, every promise has been attacked a little.

    A piece that failed has no further turn.
    """
    turns = deque(piece for piece in pieces if left(piece, state))
    while turns:
        piece = turns.popleft()
        found = run(piece)
        state["runs"].setdefault(piece.name, []).append(found)
        state["seconds"][piece.name] = found["seconds"]
        save(state)
        print(f"{'holds ' if found['well'] else 'FAILED'}  {piece.name}, {found['seconds']} s", flush=True)
        if not found["well"]:
            print("\n".join(found["said"]), flush=True)
        elif left(piece, state):
            turns.append(piece)


def report(pieces: list[Piece], state: State) -> None:
    """Print a line for each piece."""
    print(f"\n{state['commit'][:12]}, {platform.platform()}, {os.cpu_count()} cores")
    for piece in pieces:
        runs = state["runs"].get(piece.name, [])
        good, bad = sum(run["well"] for run in runs), sum(not run["well"] for run in runs)
        verdict = "FAILED" if bad else "holds" if good == piece.times else "to be done"
        last = runs[-1]["at"] if runs else "-"
        print(f"{piece.promise}  {verdict:10}  {good}/{piece.times}  {last:22}  {piece.name}: {piece.size}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make proof", description=__doc__)
    parser.add_argument("--only", default="", help="a part of the piece's name")
    parser.add_argument("--show", action="store_true", help="only say how they stand")
    chosen = parser.parse_args()
    pieces = [piece for piece in PIECES if chosen.only in piece.name]
    state = load(code())
    hours = estimate(pieces, state) / 3_600
    print(f"About {hours:.1f} hours are left, in pieces of under an hour. Ctrl-C loses one piece.", flush=True)
    if not chosen.show:
        attack(pieces, state)
    report(pieces, state)
    sys.exit(any(not run["well"] for piece in pieces for run in state["runs"].get(piece.name, [])))


if __name__ == "__main__":
    main()
