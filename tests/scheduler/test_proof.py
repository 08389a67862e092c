"""`make proof` names tests that exist, and its page names each piece."""

import json
from collections import Counter

from api.description import FILE
from tests.mutants.edits import MUTANTS
from tests.proof.pieces import API_NOUNS, PIECES
from tests.scheduler.test_layers import ROOT
from tests.tables import table

LONGEST_PIECE = 3_600
PAGE = (ROOT / "docs" / "proof.md").read_text()


@table("piece", PIECES)
def test_a_piece_names_what_exists(piece):
    named = [part for part in piece.command if part.startswith("tests")]
    assert named
    for one in named:
        path, _, test = (one if "/" in one else one.replace(".", "/")).partition("::")
        places = [ROOT / path, ROOT / f"{path}.py"]
        found = [place for place in places if place.exists()]
        assert found, one
        assert f"def {test.partition('[')[0]}(" in found[0].read_text() if test else True
    assert 0 < piece.seconds < LONGEST_PIECE


def test_sizes_are_those_of_a_release():
    times = {piece.name: piece.times for piece in PIECES}
    failovers = sum(count for name, count in times.items() if name.startswith("failover"))
    assert (times["one link"], times["one time"], times["crashes of PostgreSQL"], failovers) == (10, 5, 60, 4)
    assert len(MUTANTS) == 12


@table("mutant", MUTANTS)
def test_a_mutant_breaks_present_code(mutant):
    assert (ROOT / mutant.path).read_text().count(mutant.old) == 1
    assert mutant.new != mutant.old
    assert [one for one in mutant.tests if not (ROOT / one.partition("::")[0]).exists()] == []


def test_each_operation_of_the_api_is_tried():
    found = Counter(
        path.split("/")[3] for path, known in json.loads(FILE.read_text())["paths"].items() for _one in known
    )
    assert dict(found) == API_NOUNS


def test_page_names_each_piece():
    # "killed while ..." and "failover" stand for several.
    words = {piece.name.partition(":")[0].partition(" while")[0] for piece in PIECES}
    assert {word for word in words if f"*{word}" not in PAGE} == set()
