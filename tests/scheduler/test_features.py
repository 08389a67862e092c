"""Every id that a test carries is explained in docs/features.md."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARK = re.compile(r"@pytest\.mark\.feature\(([^)]*)\)")
ID = re.compile(r"([A-Z]+)(\d+)(?:-[A-Z]+(\d+))?")


def explained_ids() -> set[str]:
    """The ids in the first column of the tables; V1-V7 stands for each of seven."""
    rows = re.findall(r"^\| ([A-Z][\w, -]*) \|", (ROOT / "docs/features.md").read_text(), re.MULTILINE)
    spans = [ID.fullmatch(one.strip()) for row in rows for one in row.split(",")]
    return {f"{one[1]}{number}" for one in spans if one for number in range(int(one[2]), int(one[3] or one[2]) + 1)}


def ids_of_tests() -> dict[str, set[str]]:
    """The ids that tests carry, by file."""
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    return {str(path): set(re.findall(r'"(\w+)"', " ".join(MARK.findall(path.read_text())))) for path in files}


def test_every_id_of_a_test_is_explained():
    known = explained_ids()
    assert {path: ids - known for path, ids in ids_of_tests().items() if ids - known} == {}


def test_most_features_have_a_test():
    assert len(set.union(*ids_of_tests().values()) & explained_ids()) > 100
