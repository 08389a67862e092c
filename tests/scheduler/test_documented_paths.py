"""What the documentation names by its path is there: files, folders, and pages that it links."""

import re
from pathlib import Path

from tests.tables import table

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
NAMED = re.compile(r"`([\w.*-]+(?:/[\w.*-]+)*(?:\.py|/))`")
LINKED = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - {"var", "dist"}
# A program of the reader's own.
THEIRS = {"mint.py"}


def is_there(named: str) -> bool:
    """Whether a file or folder has this path, or ends in it: below a folder that the text speaks of."""
    wanted = named.rstrip("/")
    return any(any(ROOT.glob(f"{above}{wanted}")) for above in ("", "*/", "*/*/", "*/*/*/"))


@table("page", PAGES)
def test_documented_paths_exist(page):
    text = page.read_text()
    named = {one for one in NAMED.findall(text) if one.endswith(".py") or one.split("/")[0] in FOLDERS} - THEIRS
    assert {one for one in named if not is_there(one)} == set()
    assert {one for one in LINKED.findall(text) if not (page.parent / one).exists()} == set()
