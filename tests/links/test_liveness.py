"""Whether a link admits somebody: every reason alone, all of them together, and both edges of an expiry."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from links.liveness import DeadReason, LinkFacts, PageFacts, liveness
from tests.builders import NOW
from tests.tables import table

ALIVE = LinkFacts(uses=0, max_uses=1, expires_at=None, revoked_at=None)
OPEN = PageFacts(archived=False, accepts_bookings=True)
LATER = NOW + timedelta(days=7)
MOMENT = timedelta(microseconds=1)


@table(
    ("link", "target", "reason"),
    [
        (ALIVE, OPEN, None),
        (replace(ALIVE, max_uses=None, uses=10_000), OPEN, None),
        (replace(ALIVE, max_uses=5, uses=4), OPEN, None),
        (replace(ALIVE, max_uses=5, uses=5), OPEN, DeadReason.USED),
        (replace(ALIVE, revoked_at=NOW), OPEN, DeadReason.REVOKED),
        (replace(ALIVE, expires_at=NOW + MOMENT), OPEN, None),
        (replace(ALIVE, expires_at=NOW), OPEN, DeadReason.EXPIRED),
        (ALIVE, PageFacts(archived=True, accepts_bookings=True), DeadReason.DELETED),
        (ALIVE, PageFacts(archived=False, accepts_bookings=False), DeadReason.PAUSED),
    ],
)
@pytest.mark.feature("A3")
def test_each_reason_alone(link, target, reason):
    assert liveness(link, None, target, NOW) == reason


@pytest.mark.feature("R9")
def test_each_limit_counts_by_itself():
    used = replace(ALIVE, uses=1, expires_at=LATER)
    assert liveness(used, None, OPEN, NOW) == DeadReason.USED
    unused = replace(used, uses=0)
    assert (liveness(unused, None, OPEN, LATER - MOMENT), liveness(unused, None, OPEN, LATER)) == (
        None,
        DeadReason.EXPIRED,
    )


@pytest.mark.feature("R14")
def test_link_lives_through_clock_changes_last_minute():
    # "2026-03-08 23:59 America/New_York" includes its last minute's first instant only.
    link = replace(ALIVE, expires_at=datetime(2026, 3, 9, 3, 59, tzinfo=UTC))
    assert liveness(link, None, OPEN, datetime(2026, 3, 9, 3, 58, 59, tzinfo=UTC)) is None
    assert liveness(link, None, OPEN, datetime(2026, 3, 9, 4, 0, tzinfo=UTC)) == DeadReason.EXPIRED


@pytest.mark.parametrize(
    ("parent", "reason"),
    [
        (replace(ALIVE, max_uses=None), None),
        (replace(ALIVE, uses=1), DeadReason.USED),
        (replace(ALIVE, revoked_at=NOW - MOMENT), DeadReason.REVOKED),
        (replace(ALIVE, expires_at=NOW), DeadReason.EXPIRED),
    ],
)
def test_version_lives_no_longer_than_parent(parent, reason):
    assert liveness(ALIVE, parent, OPEN, NOW) == reason


def test_first_reason_is_told():
    order = [DeadReason.USED, DeadReason.REVOKED, DeadReason.EXPIRED, DeadReason.DELETED, DeadReason.PAUSED]
    for wrong in product([False, True], repeat=5):
        used, revoked, expired, deleted, paused = wrong
        facts = LinkFacts(
            uses=int(used),
            max_uses=1,
            expires_at=NOW if expired else LATER,
            revoked_at=NOW if revoked else None,
        )
        page = PageFacts(archived=deleted, accepts_bookings=not paused)
        expected = next((reason for reason, holds in zip(order, wrong, strict=True) if holds), None)
        assert liveness(facts, None, page, NOW) == expected
        assert liveness(ALIVE, facts, page, NOW) == expected
