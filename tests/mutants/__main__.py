"""Breaks a promise at a time, and sees whether the tests that hold it fail: `python -m tests.mutants [name ...]`.

Each mutant is one edit in a copy of the tree. The tests named beside it belong to `make test` or `make test-races`;
they pass on the copy as it is, and must fail on the mutant. Ends by itself: with 0 if every mutant was caught.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.edits import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]
# Seconds for the tests of one mutant; those whose mutant hangs have caught it as well.
MOST = 900
PASSED, FAILED = 0, 1
LEFT_OUT = shutil.ignore_patterns("var", ".git", ".venv", "__pycache__", "staticfiles")


def outcome(tree: Path, tests: tuple[str, ...]) -> int:
    """How pytest ends in the copy; it stops at the first failure."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = kept | {"DEVELOPMENT": "true", "PYTHONPYCACHEPREFIX": str(tree / "var" / "pycache")}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not slow and not browser", *tests]
    try:
        done = subprocess.run(command, cwd=tree, env=environment, timeout=MOST, stdout=subprocess.PIPE, text=True)
    except subprocess.TimeoutExpired:
        return FAILED
    if done.returncode not in {PASSED, FAILED}:
        print(done.stdout)
    return done.returncode


def is_caught(tree: Path, mutant: Mutant) -> bool:
    path = tree / mutant.path
    before = path.read_text()
    if before.count(mutant.was) != 1:
        sys.exit(f"{mutant.name}: {mutant.path} no longer says what is to be broken.")
    path.write_text(before.replace(mutant.was, mutant.becomes))
    try:
        return outcome(tree, mutant.tests) == FAILED
    finally:
        # With its old date: the byte code of before is right again.
        shutil.copy2(ROOT / mutant.path, path)


def main() -> None:
    wanted = [mutant for mutant in MUTANTS if not sys.argv[1:] or mutant.name in sys.argv[1:]]
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Path(folder, "tree")
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        # PostgreSQL runs as a user of its own, who has to reach its data.
        Path(folder).chmod(0o755)
        if outcome(tree, tuple(dict.fromkeys(test for mutant in wanted for test in mutant.tests))) != PASSED:
            sys.exit("The tests fail without any mutant.")
        alive = []
        for mutant in wanted:
            caught = is_caught(tree, mutant)
            print(f"{'caught' if caught else 'ALIVE '}  {mutant.name}", flush=True)
            alive += [] if caught else [mutant.name]
    if alive:
        sys.exit(f"{len(alive)} of {len(wanted)} survived.")


if __name__ == "__main__":
    main()
