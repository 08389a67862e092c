"""Break one promise at a time, and check that its tests fail: `python -m tests.mutants [name ...]`.

Each mutant is one edit in a copy of the tree. Its tests belong to `make test` or `make test-races`; they pass on the
copy without an edit, and must fail on the mutant. The exit status is 0 if every mutant was caught.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.edits import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]
# Seconds for the tests of one mutant. A mutant that hangs counts as caught.
TIMEOUT = 900
PASSED, FAILED = 0, 1
IGNORED = shutil.ignore_patterns("var", ".git", ".venv", "__pycache__", "staticfiles")


def run_tests(tree: Path, tests: tuple[str, ...]) -> int:
    """Run the tests in the copy until the first failure, and return pytest's exit status."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = inherited | {"DEVELOPMENT": "true", "PYTHONPYCACHEPREFIX": str(tree / "var" / "pycache")}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not slow and not browser", *tests]
    try:
        done = subprocess.run(command, cwd=tree, env=environment, timeout=TIMEOUT, stdout=subprocess.PIPE, text=True)
    except subprocess.TimeoutExpired:
        return FAILED
    if done.returncode not in {PASSED, FAILED}:
        print(done.stdout)
    return done.returncode


def is_caught(tree: Path, mutant: Mutant) -> bool:
    path = tree / mutant.path
    before = path.read_text()
    if before.count(mutant.old) != 1:
        sys.exit(f"{mutant.name}: {mutant.path} no longer contains the text to replace.")
    path.write_text(before.replace(mutant.old, mutant.new))
    try:
        return run_tests(tree, mutant.tests) == FAILED
    finally:
        # With the old modification time, so that the byte code from before is valid again.
        shutil.copy2(ROOT / mutant.path, path)


def main() -> None:
    chosen = [mutant for mutant in MUTANTS if not sys.argv[1:] or mutant.name in sys.argv[1:]]
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Path(folder, "tree")
        shutil.copytree(ROOT, tree, ignore=IGNORED)
        # PostgreSQL runs as a user of its own, who has to reach its data.
        Path(folder).chmod(0o755)
        if run_tests(tree, tuple(dict.fromkeys(test for mutant in chosen for test in mutant.tests))) != PASSED:
            sys.exit("The tests fail without any mutant.")
        survivors = []
        for mutant in chosen:
            caught = is_caught(tree, mutant)
            print(f"{'caught' if caught else 'ALIVE '}  {mutant.name}", flush=True)
            survivors += [] if caught else [mutant.name]
    if survivors:
        sys.exit(f"{len(survivors)} of {len(chosen)} survived.")


if __name__ == "__main__":
    main()
