"""kill -9 of the writer, and lost answers, where the host's calendar is Google's: as in `test_writer_crash.py`."""

import pytest

from tests.calendars.contract.faked import faked_google
from tests.concurrency.test_writer_crash import KEPT, ROUNDS, Ground

GONE = [("ask_google", "die"), ("ask_google", "then die"), ("note_removed", "die"), ("note_removed", "then die")]
PATCHED = [("ask_google", "then die"), ("_patch", "die"), ("_patch", "then die")]
DEATHS = {
    "booked": [("begin", "then die"), ("ask_google", "die"), ("ask_google", "then die"), *KEPT],
    "moved": [*PATCHED, *KEPT],
    "moved, unknown": [*PATCHED, *KEPT],
    "cancelled": [*GONE, ("mark_sent", "then die")],
    "cancelled, unknown": [*GONE, ("mark_sent", "then die")],
}
KILLS = [(what, step, action) for what, places in DEATHS.items() for step, action in places]
REQUESTS = {"ask_google", "_patch"}
LOSSES = [(what, step, action.replace("die", "fail")) for what, step, action in KILLS if step in REQUESTS]
SOME_KILLS = [
    ("booked", "ask_google", "then die"),
    ("moved, unknown", "_patch", "then die"),
    ("cancelled, unknown", "ask_google", "then die"),
]
SOME_LOSSES = [(what, step, action.replace("die", "fail")) for what, step, action in SOME_KILLS]


@pytest.fixture
def ground(arena, failpoints, tmp_path):
    with faked_google(tmp_path) as world:
        yield Ground(arena, failpoints, world, kind="google", writes="ask_google")


@pytest.mark.parametrize("places", [SOME_KILLS, SOME_LOSSES], ids=["killed", "lost answer"])
def test_meeting_is_at_google_once(ground, places):
    ground.rounds(places, len(places))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("places", [KILLS, LOSSES], ids=["killed", "lost answer"])
def test_once_at_google_in_200_rounds(ground, figure, places):
    figure(ground.rounds(places, ROUNDS))
