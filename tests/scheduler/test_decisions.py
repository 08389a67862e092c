"""Decisions are found by their numbers."""

from tests.scheduler.test_layers import ROOT


def test_each_decision_has_its_number():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in pages]
    assert numbers == list(range(1, len(pages) + 1))
    assert [path.read_text().partition(".")[0] for path in pages] == [f"# {number}" for number in numbers]
