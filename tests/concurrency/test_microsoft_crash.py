"""kill -9 of the writer, and lost answers, where the host's calendar is Microsoft's: as in `test_writer_crash.py`."""

import pytest

from tests.calendars.contract.graph_world import graph
from tests.concurrency.test_writer_crash import KEPT, ROUNDS, Ground

GONE = [("_delete", "die"), ("_delete", "then die"), ("note_removed", "die"), ("note_removed", "then die")]
CHANGED = [("_change", "die"), ("_change", "then die")]
DEATHS = {
    "booked": [("begin", "then die"), ("_find", "then die"), ("_create", "die"), ("_create", "then die"), *KEPT],
    "moved": [("_get", "then die"), *CHANGED, *KEPT],
    "moved, unknown": [("_find", "then die"), *CHANGED, *KEPT],
    "cancelled": [*GONE, ("mark_sent", "then die")],
    "cancelled, unknown": [("_find", "then die"), *GONE, ("mark_sent", "then die")],
}
KILLS = [(what, step, action) for what, places in DEATHS.items() for step, action in places]
REQUESTS = {"_find", "_get", "_create", "_change", "_delete"}
LOSSES = [(what, step, action.replace("die", "fail")) for what, step, action in KILLS if step in REQUESTS]
SOME_KILLS = [
    ("booked", "_create", "then die"),
    ("moved, unknown", "_change", "then die"),
    ("cancelled, unknown", "_delete", "then die"),
]
SOME_LOSSES = [(what, step, action.replace("die", "fail")) for what, step, action in SOME_KILLS]


@pytest.fixture(params=[False, True], ids=["repeats found", "repeats refused"])
def ground(request, arena, failpoints, tmp_path):
    with graph(tmp_path) as world:
        world.fake.conflicts = request.param
        yield Ground(arena, failpoints, world, kind="microsoft", writes="_create", numbered=False)


@pytest.mark.parametrize("places", [SOME_KILLS, SOME_LOSSES], ids=["killed", "lost answer"])
def test_meeting_is_at_microsoft_once(ground, places):
    ground.rounds(places, len(places))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("places", [KILLS, LOSSES], ids=["killed", "lost answer"])
def test_once_at_microsoft_in_200_rounds(ground, figure, places):
    figure(ground.rounds(places, ROUNDS))
